import { readFileSync } from "node:fs";
import type { Campaign, Catalogue, EmergencySummary } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { addressOf, readSummary } from "../../src/emergency/request";
import { viewOf } from "../../src/emergency/view";
import { words } from "../../src/emergency/words";

const command = { group: "command", groupTitle: { zh: "指挥组", en: "Command" } };
const summary: EmergencySummary = {
  campaign: "outbreak-1", plan: "outbreak", title: { zh: "疫情处置", en: "Outbreak" }, place: "a", name: "甲镇", nameEn: "A Town", drill: false,
  activatedAt: "2022-10-05T23:00:00Z", dueAt: "2022-10-06T23:00:00Z", asOf: "2022-10-06T23:00:00Z", frozen: true, called: 1176, present: 1158,
  places: [{ place: "a.v2", name: "二村", called: 1000, present: 982 }, { place: "a.v1", name: "一村", nameEn: "V1", called: 176, present: 176 }],
  tasks: [
    { code: "muster", ...command, title: { zh: "集合", en: "Muster" }, dueAt: "2022-10-05T23:30:00Z", outcome: "never" },
    { code: "first", ...command, title: { zh: "首报", en: "First report" }, dueAt: "2022-10-06T01:00:00Z", outcome: "inTime", doneAt: "2022-10-06T00:40:00Z", by: "steward" },
  ],
  counts: { "muster.called": 1176 }, reports: 61, alerts: [{ rule: "muster.incomplete", severity: "critical", raised: 1 }, { rule: "a.citys-own", severity: "info", raised: 2 }],
};
const campaign = { id: "outbreak-1", kind: "round", title: "疫情处置", titleEn: "Outbreak", root: "a", state: "open", opensAt: summary.activatedAt, targets: {} } as Campaign;
const catalogue: Catalogue = { levels: [], series: [], counts: [{ code: "tests.sampled", zh: "采样", en: "Sampled" }, { code: "muster.called", zh: "应集合", en: "Called" }] };

describe("the summary of an emergency in words", () => {
  test("says who came, and what became of the tasks", () => {
    const view = viewOf(summary, campaign, catalogue, "en");
    expect(view.figures.map(([, value]) => value)).toEqual(["1,176", "1,158", "not complete", "61", "1", "0", "1", "0"]);
    expect(view.tasks.map(({ cells, wrong }) => [...cells, wrong])).toEqual([
      ["Command", "Muster", "10-06 07:30", "due, not done", "–", true], ["Command", "First report", "10-06 09:00", "in time", "10-06 08:40", false],
    ]);
    expect(view.counts.map(({ cells }) => cells)).toEqual([["Called", "1,176"]]);
  });

  test("keeps the places in the order of the tree, and marks where somebody is not there", () => {
    expect(viewOf(summary, campaign, catalogue, "en").places.map(({ cells, wrong }) => [...cells, wrong])).toEqual([["二村", "1,000", "982", "18", true], ["V1", "176", "176", "0", false]]);
  });

  test("says since when the muster has been complete, in local time", () => {
    expect(viewOf({ ...summary, musteredAt: "2022-10-05T23:28:00Z" }, campaign, catalogue, "zh").figures[2]).toEqual(["集合完成时间", "10-06 07:28"]);
  });

  test("tells what is provisional from what is settled, and a drill from the real thing", () => {
    expect(viewOf(summary, campaign, catalogue, "en").state).toBe("Activated 2022-10-06 07:00 · as of 2022-10-07 07:00 · settled");
    expect(viewOf({ ...summary, frozen: false }, campaign, catalogue, "zh").state).toContain("暂定");
    expect([viewOf(summary, campaign, catalogue, "zh").drill, viewOf({ ...summary, drill: true }, campaign, catalogue, "zh").drill]).toEqual(["", "演练"]);
  });

  test("names an alert by its rule, one of a city's own by its code", () => {
    expect(viewOf(summary, campaign, catalogue, "zh").alerts.map(({ cells }) => cells)).toEqual([["集合超时未到齐", "紧急", "1"], ["a.citys-own", "提示", "2"]]);
  });

  test("says everything in both languages, and every rule of the program", () => {
    expect(Object.keys(words.en)).toEqual(Object.keys(words.zh));
    const { rules } = JSON.parse(readFileSync(new URL("../../../src/Grains/Rules/rules.json", import.meta.url), "utf8")) as { rules: { code: string }[] };
    for (const { rules: named } of [words.zh, words.en]) expect(Object.keys(named).sort()).toEqual(rules.map(({ code }) => code).sort());
    for (const columns of ["placeColumns", "taskColumns", "countColumns", "alertColumns"] as const) expect(words.zh[columns]).toHaveLength(words.en[columns].length);
  });
});

test("the summary's address names the campaign and the language", () => {
  expect(readSummary("?campaign=outbreak-1&lang=en", "zh-CN")).toEqual({ campaign: "outbreak-1", language: "en" });
  expect(readSummary("?place=a", "zh-CN")).toBeUndefined();
  expect(addressOf({ campaign: "outbreak-1", language: "zh" })).toBe("?campaign=outbreak-1&lang=zh");
});
