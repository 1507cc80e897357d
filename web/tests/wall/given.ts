import type { Campaign, Catalogue, Place, Snapshot, Tree } from "@gridgrains/client";
import { noFacts, type Facts } from "../../src/wall/facts";
import { Places } from "../../src/wall/places";
import { Rows } from "../../src/wall/rows";

export const catalogue: Catalogue = {
  levels: [{ code: "desk", zh: "值班台", en: "Desk" }],
  series: [{ code: "duty.volunteer", zh: "在岗志愿者", en: "Volunteers on duty", subject: "badge", unit: "person", max: 1, group: "duty", scope: "standing", role: "volunteer" }],
  counts: [
    { code: "tests.sampled", zh: "已采样人数", en: "People sampled" },
    { code: "households.informed", zh: "已通知户数", en: "Households informed" },
    { code: "grids.reported_today", zh: "今日已报网格", en: "Grids that reported today" },
    { code: "duty.on", zh: "在岗力量", en: "On duty" },
  ],
};

export const opensAt = Date.parse("2022-10-06T00:00:00Z");
export const hour = 3_600_000;

export const campaign: Campaign = {
  id: "round-1", kind: "round", title: "全员核酸筛查", titleEn: "Everybody tested", root: "t", state: "open",
  opensAt: new Date(opensAt).toISOString(), deadline: new Date(opensAt + 10 * hour).toISOString(),
  targets: { "households.informed": "households", "tests.sampled": "residents" },
};

export function place(id: string, leaf: boolean, residents = 0): Place {
  const parent = id.includes(".") ? id.slice(0, id.lastIndexOf(".")) : undefined;
  return { id, ...(parent ? { parent } : {}), level: leaf ? "grid" : "village", name: `地 ${id}`, nameEn: `Place ${id}`, leaf, attributes: leaf ? { residents, households: 10 } : {} };
}

/** Two villages: one of two grids, one of one. */
export const places = new Places(
  [place("t", false), place("t.a", false), place("t.a.g1", true, 100), place("t.a.g2", true, 200), place("t.b", false), place("t.b.g1", true, 700)], "t");

export function snapshot(counts: Record<string, number> = {}, more: Partial<Snapshot> = {}): Snapshot {
  return {
    campaign: "round-1", place: "t", level: "town", name: "测试镇", nameEn: "Testtown", version: 1, asOf: new Date(opensAt + 5 * hour).toISOString(), counts,
    expected: { residents: 1000, households: 30, places: { village: 2, grid: 3 } }, children: { expected: 2, heard: 2 }, alerts: { critical: 0, warning: 0 }, ...more,
  };
}

export function tree(version: number, ...rows: Tree["rows"]): Tree {
  return { campaign: "round-1", root: "t", version, counts: ["tests.sampled"], rows };
}

export function facts(more: Partial<Facts> = {}): Facts {
  return { ...noFacts(), connection: "live", catalogue, campaigns: [campaign], campaign, place: "t", snapshot: snapshot(), places, rows: new Rows(places, ["tests.sampled"]), count: "tests.sampled", ...more };
}
