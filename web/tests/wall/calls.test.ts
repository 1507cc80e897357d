import type { Alert } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { missingReports, musterOf } from "../../src/wall/calls";
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

describe("the reports that are missing", () => {
  test("are listed in the order of the tree, never of their numbers", () => {
    const some = facts({ alerts: [alert("daily.missing", "t.b.g1"), alert("post.short", "t.a.g1"), alert("daily.missing", "t.a.g2")] });
    expect(missingReports(some).map((one) => one.place)).toEqual(["t.a.g2", "t.b.g1"]);
    expect(callsView(some, opensAt, "en").missing).toEqual({ title: "Daily reports missing", figures: "2", names: "Place t.a · Place t.a.g2, Place t.b · Place t.b.g1" });
    expect(callsView(facts(), opensAt, "en").missing).toBeUndefined();
  });
});
