import { describe, expect, test } from "vitest";
import { chosenCounts, coverage, lacksNames, nothing, wallOf, withConnection, withFamily, withSnapshot, withTree, type State } from "../src/wall/model";
import type { Campaign, Catalogue, Snapshot, Tree } from "@gridgrains/client";

const catalogue: Catalogue = {
  series: [],
  levels: [{ code: "desk", zh: "值班台", en: "Desk" }],
  counts: [
    { code: "tests.sampled", zh: "已采样人数", en: "People sampled" },
    { code: "tests.tubes", zh: "采样管数", en: "Tubes" },
    { code: "duty.on", zh: "在岗力量", en: "On duty" },
  ],
};

const campaign: Campaign = {
  id: "round-1", kind: "round", title: "全员核酸筛查", titleEn: "Everybody tested", root: "t", state: "open",
  opensAt: "2022-10-06T00:00:00Z", targets: { "tests.sampled": "residents" },
};

function snapshot(place: string, version: number, counts: Record<string, number> = {}, more: Partial<Snapshot> = {}): Snapshot {
  return {
    campaign: "round-1", place, level: "town", name: `镇 ${place}`, nameEn: `Town ${place}`, version, asOf: "2022-10-06T09:00:00Z", counts,
    expected: { residents: 1000, places: { grid: 3 } }, children: { expected: 2, heard: 2 }, alerts: { critical: 0, warning: 0 }, ...more,
  };
}

function tree(version: number, ...rows: Tree["rows"]): Tree {
  return { campaign: "round-1", root: "t", version, counts: ["tests.sampled"], rows };
}

function state(...changes: ((state: State) => State)[]): State {
  return changes.reduce<State>((before, change) => change(before), { ...nothing, catalogue, campaign });
}

describe("a snapshot", () => {
  test("that is older changes nothing", () => {
    const shown = state((s) => withSnapshot(s, snapshot("t", 7, { "tests.sampled": 70 })));
    expect(withSnapshot(shown, snapshot("t", 6, { "tests.sampled": 60 }))).toBe(shown);
  });

  test("of the same version with a later asOf is taken", () => {
    const shown = state((s) => withSnapshot(s, snapshot("t", 7)));
    const later = snapshot("t", 7, {}, { asOf: "2022-10-06T09:00:01Z", alerts: { critical: 1, warning: 0 } });
    expect(wallOf(withSnapshot(shown, later), "en").alerts.critical).toBe(1);
  });
});

describe("a headline", () => {
  test("says value, target and remaining", () => {
    const [headline] = wallOf(state((s) => withSnapshot(s, snapshot("t", 1, { "tests.sampled": 250 }))), "en").headlines;
    expect(headline).toEqual({ code: "tests.sampled", name: "People sampled", value: "250", target: "1,000", remaining: "750", coverage: 0.25 });
  });

  test("never has a negative remainder", () => {
    const [headline] = wallOf(state((s) => withSnapshot(s, snapshot("t", 1, { "tests.sampled": 1200 }))), "zh").headlines;
    expect(headline).toMatchObject({ name: "已采样人数", remaining: "0", coverage: 1 });
  });

  test("counts a missing count as zero", () => {
    expect(wallOf(state((s) => withSnapshot(s, snapshot("t", 1))), "en").headlines[0]?.value).toBe("0");
  });

  test("without a known target has none", () => {
    const wall = wallOf(state((s) => withSnapshot(s, snapshot("t", 1, {}, { expected: {} }))), "en");
    expect(wall.headlines[0]).not.toHaveProperty("target");
  });
});

test("other counts are those above zero without a target, in the catalogue's order", () => {
  const wall = wallOf(state((s) => withSnapshot(s, snapshot("t", 1, { "duty.on": 4, "tests.tubes": 12, "tests.sampled": 90 }))), "en");
  expect(wall.others.map((other) => other.code)).toEqual(["tests.tubes", "duty.on"]);
});

describe("tiles", () => {
  const family = { snapshot: snapshot("t", 1), children: [snapshot("t.a", 1), snapshot("t.b", 0)] };

  test("stay in the order of the tree, whatever their numbers", () => {
    const shown = state((s) => withFamily(s, family), (s) => withTree(s, tree(2, ["t", 900], ["t.a", 100], ["t.b", 800])));
    expect(wallOf(shown, "en").tiles.map((tile) => [tile.place, tile.figures[0]?.value, tile.coverage])).toEqual([["t.a", "100", 0.1], ["t.b", "800", 0.8]]);
  });

  test("show a dash until the tree has spoken", () => {
    const shown = state((s) => withFamily(s, family), (s) => withTree(s, tree(1)));
    expect(wallOf(shown, "en").tiles[0]).toEqual({
      place: "t.a", name: "Town t.a", figures: [{ code: "tests.sampled", name: "People sampled", value: "–", target: "1,000" }],
    });
  });

  test("keep the rows that a push did not name", () => {
    const shown = state((s) => withFamily(s, family), (s) => withTree(s, tree(2, ["t.a", 1], ["t.b", 2])), (s) => withTree(s, tree(3, ["t.b", 3])));
    expect(wallOf(shown, "en").tiles.map((tile) => tile.figures[0]?.value)).toEqual(["1", "3"]);
  });

  test("do not fall back to an answer that a push has overtaken", () => {
    const shown = state((s) => withFamily(s, family), (s) => withTree(s, tree(5, ["t.b", 9])), (s) => withTree(s, tree(4, ["t.a", 1], ["t.b", 8])));
    expect(wallOf(shown, "en").tiles.map((tile) => tile.figures[0]?.value)).toEqual(["1", "9"]);
  });

  test("of a desk come last and say that it is one", () => {
    const staff = { snapshot: snapshot("t", 1), children: [snapshot("t.desk", 1, {}, { level: "desk" }), snapshot("t.v1", 1)] };
    expect(wallOf(state((s) => withFamily(s, staff)), "zh").tiles.map((tile) => tile.name)).toEqual(["镇 t.v1", "值班台"]);
  });

  test("of places that are new are asked for", () => {
    const shown = state((s) => withFamily(s, family), (s) => withTree(s, tree(2, ["t", 3], ["t.a", 1], ["t.b", 2])));
    expect(lacksNames(shown, "t")).toBe(false);
    expect(lacksNames(withTree(shown, tree(3, ["t.desk", 1])), "t")).toBe(true);
  });
});

test("children that have not been heard are said", () => {
  const wall = wallOf(state((s) => withSnapshot(s, snapshot("t", 1, {}, { children: { expected: 11, heard: 9 } }))), "en");
  expect(wall.heard).toEqual({ text: "9 of 11 below heard", all: false });
});

test("a drill is called a drill", () => {
  const drill = { ...campaign, drill: { origin: "2022-10-06T07:00:00Z", speed: 120 } };
  expect(wallOf({ ...nothing, campaign: drill }, "en").drill).toContain("DRILL");
  expect(wallOf({ ...nothing, campaign }, "en")).not.toHaveProperty("drill");
});

test("the trouble of a lost connection is gone when it is live again", () => {
  const lost = withConnection(nothing, "lost", "401");
  expect(wallOf(lost, "en").connection.text).toContain("401");
  expect(withConnection(lost, "live")).not.toHaveProperty("trouble");
});

test("the tiles show the count that is asked for first, else the targets, else who is on duty", () => {
  expect(chosenCounts(campaign, "tests.tubes")).toEqual(["tests.tubes", "tests.sampled"]);
  expect(chosenCounts(campaign)).toEqual(["tests.sampled"]);
  expect(chosenCounts({ ...campaign, targets: {} })).toEqual(["duty.on"]);
});

test("coverage is between 0 and 1, and unknown without a target", () => {
  expect([coverage(5, 10), coverage(15, 10), coverage(0, 10), coverage(5, 0), coverage(5, undefined)]).toEqual([0.5, 1, 0, undefined, undefined]);
});
