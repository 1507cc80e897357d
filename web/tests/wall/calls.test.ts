import type { Alert } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { missingReports, musterOf, tasksOf } from "../../src/wall/calls";
import { callsView } from "../../src/wall/views";
import { facts, hour, opensAt, snapshot } from "./given";

const alert = (rule: string, place: string, since = opensAt): Alert => ({
  id: `${rule}-${place}`, rule, severity: "critical", campaign: "round-1", place, since: new Date(since).toISOString(), title: { zh: "", en: "" }, acknowledged: false,
});

describe("the muster's clock", () => {
  test("is there once somebody was called, and runs from when that was", () => {
    expect(musterOf(facts())).toBeUndefined();
    const called = facts({ snapshot: snapshot({ "muster.called": 176, "muster.present": 158 }), history: new Map([["muster.called", [[opensAt - hour, 0], [opensAt, 176]]]]) });
    expect(musterOf(called)).toEqual({ called: 176, present: 158, since: opensAt, late: false });
    expect(musterOf({ ...called, alerts: [alert("muster.incomplete", "t.desk", opensAt + 60_000)] })).toEqual({ called: 176, present: 158, since: opensAt + 60_000, late: true });
  });

  test("says who many are not there, for how long, and when all are", () => {
    const history = new Map([["muster.called", [[opensAt, 176] as [number, number]]]]);
    const waiting = facts({ snapshot: snapshot({ "muster.called": 176, "muster.present": 158 }), history });
    expect(callsView(waiting, opensAt + 28 * 60_000, "zh").muster).toEqual({ title: "集合", figures: "158/176", meta: "未到 18 · 已 28 分钟", state: "waiting" });
    expect(callsView({ ...waiting, alerts: [alert("muster.incomplete", "t.desk")] }, opensAt + 31 * 60_000, "en").muster).toMatchObject({ meta: "18 not there · 31 min", state: "late" });
    const all = facts({ snapshot: snapshot({ "muster.called": 176, "muster.present": 176 }), history });
    expect(callsView(all, opensAt + 28 * 60_000, "en").muster).toEqual({ title: "Muster", figures: "176/176", meta: "Everybody is there", state: "complete" });
  });
});

describe("the tasks of an emergency", () => {
  const task = (code: string, dueAt: number, done = false) => ({
    code, title: { zh: `任务${code}`, en: `Task ${code}` }, dueAt: new Date(dueAt).toISOString(), state: done ? "done" as const : "open" as const,
  });
  const emergency = (...tasks: ReturnType<typeof task>[]) => ({
    campaign: "round-1", plan: "outbreak", title: { zh: "", en: "" }, place: "t", drill: false, activatedAt: "", asOf: "",
    muster: { called: 0, present: 0, dueAt: "", incomplete: 0, missing: [], uncalled: 0, notCalling: [] },
    groups: [{ code: "command", title: { zh: "", en: "" }, tasks }, { code: "other", title: { zh: "", en: "" }, tasks: [task("z", opensAt + 9 * hour, true)] }],
  });

  test("are late when they fall due, without being asked for anew", () => {
    const some = facts({ emergency: emergency(task("b", opensAt + 2 * hour), task("a", opensAt + hour)) });
    expect(tasksOf(some, opensAt)).toMatchObject({ done: 1, all: 3, late: [], next: { code: "a" } });
    expect(tasksOf(some, opensAt + hour)).toMatchObject({ late: [{ code: "a" }], next: { code: "b" } });
    expect(callsView(some, opensAt + hour, "en").tasks).toMatchObject({ title: "Tasks of the plan", figures: "1/3", state: "late" });
    expect(callsView(some, opensAt + hour, "en").tasks?.meta).toMatch(/^Late: Task a · next .* Task b$/);
    expect(callsView(some, opensAt + 3 * hour, "zh").tasks?.meta).toBe("超时:任务a、任务b");
  });

  test("say when all are done, and nothing where there is no emergency", () => {
    expect(callsView(facts({ emergency: emergency(task("a", opensAt, true)) }), opensAt + hour, "zh").tasks).toEqual({ title: "应急任务", figures: "2/2", meta: "全部完成", state: "complete" });
    expect(callsView(facts(), opensAt, "zh").tasks).toBeUndefined();
  });
});

describe("the reports that are missing", () => {
  test("are listed in the order of the tree, never of their numbers", () => {
    const some = facts({ alerts: [alert("daily.missing", "t.b.g1"), alert("post.short", "t.a.g1"), alert("daily.missing", "t.a.g2")] });
    expect(missingReports(some).map((one) => one.place)).toEqual(["t.a.g2", "t.b.g1"]);
    expect(callsView(some, opensAt, "en").missing).toEqual({ title: "Daily reports missing", figures: "2", names: "Place t.a · Place t.a.g2, Place t.b · Place t.b.g1" });
    expect(callsView(facts(), opensAt, "en").missing).toBeUndefined();
  });
});
