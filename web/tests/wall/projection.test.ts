import { describe, expect, test } from "vitest";
import { extended, mostPoints } from "../../src/wall/history";
import { planned, project, type Point } from "../../src/wall/projection";
import { isSilent, silentAfter } from "../../src/wall/silence";
import { hour, opensAt } from "./given";

const steady: Point[] = [0, 1, 2, 3, 4].map((h) => [opensAt + h * hour, h * 100]);

describe("the projected finish", () => {
  test("is where the pace since the opening leads", () => {
    expect(project(steady, 600, opensAt + 4 * hour)).toEqual({ perHour: 100, finish: opensAt + 6 * hour });
  });

  test("is when the target was first reached, once it is", () => {
    expect(project(steady, 300, opensAt + 4 * hour).finish).toBe(opensAt + 3 * hour);
  });

  test("goes on after an hour without progress, as people eat and sleep", () => {
    const resting: Point[] = [...steady, [opensAt + 8 * hour, 400]];
    expect(project(resting, 600, opensAt + 8 * hour)).toEqual({ perHour: 0, finish: opensAt + 12 * hour });
  });

  test("does not exist after a day without progress", () => {
    const stuck: Point[] = [...steady, [opensAt + 28 * hour, 400]];
    expect(project(stuck, 600, opensAt + 28 * hour)).toEqual({ perHour: 0, finish: undefined });
  });

  test("goes by the last 24 hours, and the rate by the last", () => {
    const faster: Point[] = [[opensAt, 0], [opensAt + 10 * hour, 10], [opensAt + 33 * hour, 230], [opensAt + 34 * hour, 250]];
    expect(project(faster, 370, opensAt + 34 * hour)).toEqual({ perHour: 20, finish: opensAt + 46 * hour });
  });

  test("is not told from the first minutes", () => {
    expect(project([[opensAt, 0], [opensAt + 60_000, 5]], 600, opensAt + 60_000)).toEqual({ perHour: undefined, finish: undefined });
    expect(project([], 600, opensAt)).toEqual({ perHour: undefined, finish: undefined });
  });

  test("of a young campaign takes the time since it opened", () => {
    expect(project([[opensAt, 0], [opensAt + hour / 2, 50]], 150, opensAt + hour / 2)).toEqual({ perHour: 100, finish: opensAt + 1.5 * hour });
  });

  test("has a rate that is never negative, though corrections are", () => {
    expect(project([[opensAt, 100], [opensAt + hour, 90]], 200, opensAt + hour).perHour).toBe(0);
  });
});

test("the plan is a straight line from the opening to the deadline, flat before and after", () => {
  const at = (h: number) => planned(opensAt, opensAt + 10 * hour, 1000, opensAt + h * hour);
  expect([at(-1), at(0), at(5), at(10), at(12)]).toEqual([0, 0, 500, 1000, 1000]);
  expect(planned(opensAt, undefined, 1000, opensAt)).toBeUndefined();
});

describe("a place is silent", () => {
  test("after an hour of campaign time without a change, and not before", () => {
    expect(isSilent(true, false, opensAt, opensAt + silentAfter - 1)).toBe(false);
    expect(isSilent(true, false, opensAt, opensAt + silentAfter)).toBe(true);
  });

  test("only while the campaign is open and its work is not done", () => {
    expect(isSilent(false, false, opensAt, opensAt + 5 * silentAfter)).toBe(false);
    expect(isSilent(true, true, opensAt, opensAt + 5 * silentAfter)).toBe(false);
  });
});

describe("the points of a curve", () => {
  test("are replaced by the present until a step has passed", () => {
    const points = [[0, 0], [300, 1]] as Point[];
    expect(extended(points, [450, 2], 300)).toEqual([[0, 0], [300, 1], [450, 2]]);
    expect(extended([[0, 0], [100, 1]], [200, 2], 300)).toEqual([[0, 0], [200, 2]]);
    expect(extended([[0, 0], [300, 1], [450, 2]], [500, 3], 300)).toEqual([[0, 0], [300, 1], [500, 3]]);
  });

  test("are bounded for ever, and keep their beginning and their end", () => {
    let points: Point[] = [[0, 0]];
    for (let i = 1; i < 20_000; i++) points = extended(points, [i * 300, i], 300);
    expect(points.length).toBeLessThanOrEqual(mostPoints);
    expect([points[0], points.at(-1)]).toEqual([[0, 0], [19_999 * 300, 19_999]]);
  });

  test("do not go back in time", () => {
    expect(extended([[0, 0], [300, 1]], [200, 5], 300)).toEqual([[0, 0], [300, 1]]);
  });
});
