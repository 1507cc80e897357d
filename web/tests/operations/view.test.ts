import type { Operations, SiloFigures } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { viewOf } from "../../src/operations/view";
import { words } from "../../src/operations/words";

const silo: SiloFigures = {
  name: "silo-1", at: "2026-01-01T00:00:00Z", startedAt: "2026-01-01T00:00:00Z", leaves: 900, areas: 80, reportsPerSecond: 410.5, commitsPerSecond: 96,
  commitMilliseconds: { mean: 4.2, slowest: 18 }, queueDepth: 120, queueLimit: 1000, rollUpMilliseconds: 100,
  lags: [{ depth: 1, mean: 240, slowest: 410 }, { depth: 3, mean: 20, slowest: 30 }], slowLeaves: [{ place: "a.c", milliseconds: 900 }],
};
const now: Operations = {
  at: "2026-01-01T08:30:00Z",
  gateway: { name: "gateway-1", startedAt: silo.at, reports: 120_000, observations: 960_000, reportsOnTheirWay: 12, clients: 240, slots: 310, placesWatched: 95, memoryBytes: 220_200_960 },
  silos: [silo, { ...silo, name: "silo-2", queueDepth: 501, lags: [{ depth: 1, mean: 100, slowest: 900 }], slowLeaves: [{ place: "a.b", milliseconds: 300 }] }],
};

describe("the operator's page in words", () => {
  test("sums what the silos do", () => {
    expect(viewOf(now, words.en).figures.map(({ value }) => value)).toEqual(["2", "821", "1,800", "160", "621"]);
  });

  test("marks a silo whose queue is more than half full, or that is short of CPU", () => {
    expect(viewOf(now, words.en).silos.map(({ strained }) => strained)).toEqual([false, true]);
    expect(viewOf({ ...now, silos: [{ ...silo, rollUpMilliseconds: 2000 }] }, words.zh).silos[0]!.strained).toBe(true);
  });

  test("has of each depth the slowest silo, the root first", () => {
    expect(viewOf(now, words.en).lags).toEqual([["1", "240 ms", "900 ms"], ["3", "20 ms", "30 ms"]]);
  });

  test("lists slow grids in the order of the tree and not of their times", () => {
    expect(viewOf(now, words.zh).slow).toEqual([["a.b", "300 ms"], ["a.c", "900 ms"]]);
  });

  test("says the same in both languages", () => {
    expect(Object.keys(words.zh)).toEqual(Object.keys(words.en));
    expect(words.zh.siloColumns).toHaveLength(words.en.siloColumns.length);
  });
});
