import { describe, expect, test } from "vitest";
import type { Alert, Post } from "@gridgrains/client";
import { inUrgency, withAlert } from "../../src/page/alerts";
import { alarmsBy } from "../../src/wall/alarms";
import { dutyOf } from "../../src/wall/duty";
import { countName, headlineCounts, roleName, usualCount } from "../../src/wall/facts";
import { headlinesOf } from "../../src/wall/headlines";
import { readRequest, writeRequest } from "../../src/wall/request";
import { scriptOf } from "../../src/wall/renewal";
import { listen, sceneOf, sentenceOf } from "../../src/wall/scene";
import { nextStop, stopsOf, Tour } from "../../src/wall/tour";
import { curveData, curveLook, headerView, summaryView } from "../../src/wall/views";
import { percentText, spanText, words } from "../../src/wall/words";
import { campaign, catalogue, facts, hour, opensAt, places, snapshot, tree } from "./given";

const noon = opensAt + 5 * hour;

describe("a headline", () => {
  test("says first what remains, then what is done, and where the plan is", () => {
    const [first] = headlinesOf(facts({ snapshot: snapshot({ "tests.sampled": 250 }) }), noon, "en");
    expect(first).toMatchObject({ name: "People sampled", figure: "750", figureLabel: "Remaining", done: "250", target: "1,000", percent: "25%", planned: 0.5, standing: "250 behind plan", behind: true });
  });

  test("says how fast it went in the last hour, and how late it will be at the pace since the opening", () => {
    const history = new Map([["tests.sampled", [[opensAt, 0], [noon - hour, 150]] as [number, number][]]]);
    const [first] = headlinesOf(facts({ history, snapshot: snapshot({ "tests.sampled": 250 }) }), noon, "en");
    expect(first).toMatchObject({ perHour: "100", finishNote: "10 h after the deadline", late: true });
  });

  test("of a reached target is not late", () => {
    const [first] = headlinesOf(facts({ snapshot: snapshot({ "tests.sampled": 1200 }) }), opensAt + 20 * hour, "zh");
    expect(first).toMatchObject({ figure: "0", figureLabel: "已完成目标", percent: "100%", late: false, behind: false });
  });

  test("of a count that nobody set a target for is the count", () => {
    const [first] = headlinesOf(facts({ count: "duty.on", snapshot: snapshot({ "duty.on": 42 }) }), noon, "en");
    expect(first).toMatchObject({ figure: "42", figureLabel: "", target: "", coverage: undefined, perHour: "" });
  });
});

test("the chosen count stands first, then those with a target, else who reported today and who is on duty", () => {
  expect(headlineCounts(campaign, "tests.sampled")).toEqual(["tests.sampled", "households.informed"]);
  expect(headlineCounts({ ...campaign, targets: {} }, "")).toEqual(["grids.reported_today", "duty.on"]);
});

test("of the targets the one with the most to do is shown, unless another is chosen", () => {
  expect(usualCount(campaign, snapshot())).toBe("tests.sampled");
});

test("percent never say that all is done before it is, nor that nothing is when something is", () => {
  expect([0, 0.0001, 0.5, 0.9999, 1, 1.2].map(percentText)).toEqual(["0%", "1%", "50%", "99%", "100%", "100%"]);
});

test("a span is said in its two largest units", () => {
  expect([5_000, 3 * 60_000, 2 * hour + 5 * 60_000, 99 * hour].map((span) => spanText(span, words.en))).toEqual(["5 s", "3 min", "2 h 5 min", "4 d 3 h"]);
});

describe("the head of the wall", () => {
  test("says how old the numbers are when the connection is lost, and keeps them", () => {
    const view = headerView(facts({ connection: "lost", heardAt: 1_000 }), noon, 121_000, "en");
    expect(view).toMatchObject({ connection: "lost", stale: "Connection lost: these numbers are 2 min old", place: "Testtown" });
  });

  test("does not call numbers old while it is connected", () => {
    expect(headerView(facts({ heardAt: 0 }), noon, 10 * hour, "en").stale).toBe("");
  });

  test("says when not all below were heard", () => {
    expect(headerView(facts({ snapshot: snapshot({}, { children: { expected: 11, heard: 9 } }) }), noon, 0, "zh")).toMatchObject({ heard: "下级 9/11 已汇入", partial: true });
  });

  test("calls a drill a drill, and shows its own time", () => {
    const drill = { ...campaign, createdAt: "2026-01-01T00:00:00Z", drill: { origin: campaign.opensAt, speed: 120 } };
    const real = Date.parse("2026-01-01T00:01:00Z");
    const view = headerView(facts({ campaign: drill }), real, 0, "en");
    expect(view.drill).toBe("DRILL · 120× speed");
    const shown = new Date(opensAt + 2 * hour);
    expect(view.time).toBe(`${String(shown.getHours()).padStart(2, "0")}:${String(shown.getMinutes()).padStart(2, "0")}`);
  });
});

function alert(id: string, severity: Alert["severity"], place = "t.b.g1", since = 0, acknowledged = false): Alert {
  return { id, rule: "r", severity, campaign: "round-1", place, since: new Date(opensAt + since).toISOString(), title: { zh: id, en: id }, acknowledged };
}

describe("alerts", () => {
  test("stand most severe first, unacknowledged first, then newest", () => {
    const all = [alert("i", "info"), alert("w1", "warning", "t", 1), alert("w2", "warning", "t", 2), alert("wa", "warning", "t", 3, true), alert("c", "critical")];
    expect(inUrgency(all).map((one) => one.id)).toEqual(["c", "w2", "w1", "wa", "i"]);
  });

  test("go when they are cleared and are replaced when they change", () => {
    const standing = withAlert(withAlert([], alert("a", "warning")), alert("a", "critical"));
    expect(standing.map((one) => one.severity)).toEqual(["critical"]);
    expect(withAlert(standing, { ...alert("a", "critical"), clearedAt: "2022-10-06T01:00:00Z" })).toEqual([]);
  });

  test("are bounded", () => {
    let standing: Alert[] = [];
    for (let i = 0; i < 3000; i++) standing = withAlert(standing, alert(`a${i}`, "info"));
    expect(standing).toHaveLength(2000);
  });

  test("mark their place and every area above, by the worst", () => {
    const marks = alarmsBy(places, [alert("a", "warning", "t.a.g1"), alert("b", "critical", "t.b.desk")]);
    expect([...marks]).toEqual([2, 1, 1, 0, 2, 0]);
  });
});

test("posts are open, staffed or short; closed ones lack nobody", () => {
  const post = (id: string, open: boolean, short: Record<string, number>): Post => ({ id, place: "t.a.g1", kind: "gate", name: id, open, required: {}, onDuty: {}, short });
  const duty = dutyOf([post("a", true, {}), post("b", true, { cadre: 1 }), post("c", false, {})]);
  expect([duty.open, duty.staffed, duty.short, duty.lacking.map((one) => one.id)]).toEqual([2, 1, 1, ["b"]]);
});

test("a role is named as the catalogue names who is on duty as it", () => {
  expect([roleName(catalogue, "volunteer", "zh"), roleName(catalogue, "volunteer", "en"), roleName(catalogue, "night_watch", "en")]).toEqual(["志愿者", "Volunteers", "night watch"]);
});

describe("the map's places", () => {
  const known = facts();
  known.rows!.take(tree(1, ["t", 350], ["t.a", 300], ["t.a.g1", 100], ["t.a.g2", 200], ["t.b", 50], ["t.b.g1", 50]), opensAt);
  const marks = { silent: new Uint8Array(places.count), alarms: new Uint8Array(places.count) };

  test("say what remains", () => {
    const scene = sceneOf(known, 0, marks, "en")!;
    expect(["t.a.g1", "t.b.g1"].map((id) => scene.figure(places.indexOf(id)))).toEqual(["✓", "650"]);
    expect(scene.summary(places.indexOf("t.b"))).toBe("7% · 650");
  });

  test("are put into words for those who do not see them", () => {
    expect(sentenceOf(known, places.indexOf("t.b"), marks, "en")).toBe("Place t.b: People sampled 50 / 700 (7%, Remaining 650)");
  });

  test("that go silent are told once, those whose work is done do not go silent", () => {
    const told: number[] = [];
    const silent = new Uint8Array(places.count);
    for (let again = 0; again < 2; again++) listen(known, opensAt + 2 * hour, silent, (place) => told.push(place));
    expect(told.map((place) => places.ids[place])).toEqual(["t", "t.b", "t.b.g1"]);
  });

  test("are not called silent without a connection, when nobody could be heard", () => {
    const told: number[] = [];
    listen({ ...known, connection: "lost" }, opensAt + 9 * hour, new Uint8Array(places.count), (place) => told.push(place));
    expect(told).toEqual([]);
  });
});

test("a name in brackets that the catalogue explains a count with is left out", () => {
  const counts = [{ code: "x", zh: "甲(说明)", en: "X (an explanation)" }, { code: "y", zh: "捐款(元)", en: "Donations (yuan)" }];
  expect(counts.map(({ code }) => countName({ ...catalogue, counts }, code, "en"))).toEqual(["X", "Donations (yuan)"]);
});

test("a curve is drawn again when an eye could tell, and not before", () => {
  const look = (value: number, at = noon) => curveLook(curveData(facts({ snapshot: snapshot({ "tests.sampled": value }) }), at, "en")!);
  const hour = 3_600_000;

  expect(look(500)).toBe(look(500, noon + 1_000));
  expect(look(500)).not.toBe(look(560));
  expect(look(500)).not.toBe(look(500, noon + hour));
  expect(look(500)).not.toBe(curveLook(curveData(facts({ snapshot: snapshot({ "tests.sampled": 500 }) }), noon, "zh")!));
});

test("the curve runs from the opening to the deadline, with the plan to the target", () => {
  const data = curveData(facts({ snapshot: snapshot({ "tests.sampled": 250 }) }), noon, "en")!;
  expect([data.from, data.to, data.plan]).toEqual([opensAt, opensAt + 10 * hour, [[opensAt, 0], [opensAt + 10 * hour, 1000]]]);
  expect(data.points.at(-1)).toEqual([noon, 250]);
});

test("the summary has the children in the order of the tree, the desk last, and sums up", () => {
  const child = (id: string, level: string, sampled: number) => snapshot({ "tests.sampled": sampled }, { place: id, level, name: id, nameEn: id, expected: { residents: 500 } });
  const family = { snapshot: snapshot({ "tests.sampled": 60 }), children: [child("t.desk", "desk", 5), child("t.a", "village", 5), child("t.b", "village", 50)] };
  const view = summaryView(facts(), family, noon, "en");
  expect(view.rows.map((row) => row.slice(0, 3))).toEqual([["t.a", "5", "500"], ["t.b", "50", "500"], ["Desk", "5", "500"]]);
  expect(view.total.slice(0, 4)).toEqual(["Total", "60", "1,000", "6%"]);
});

describe("the address", () => {
  test("names campaign, place, count, map, tour, language and theme", () => {
    expect(readRequest("?campaign=c&place=a.b&count=duty.on&at=a.b.c&tour=30&lang=en&theme=light", "zh-CN"))
      .toEqual({ campaign: "c", place: "a.b", count: "duty.on", at: "a.b.c", tour: 30, language: "en", theme: "light" });
  });

  test("needs nothing: language is the browser's, and there is no tour", () => {
    expect(readRequest("", "zh-CN")).toEqual({ tour: 0, language: "zh" });
    expect(readRequest("?theme=pink&tour=no", "de")).toEqual({ tour: 0, language: "en" });
  });

  test("can be read back as it was written", () => {
    const asked = readRequest("?campaign=c&place=a&tour=30&theme=dark&lang=zh", "en");
    expect(readRequest(writeRequest(asked, "?lang=zh"), "en")).toEqual(asked);
  });
});

describe("the tour", () => {
  test("goes through the areas in the order of the tree and comes back to the whole", () => {
    const stops = stopsOf(places);
    expect(stops.map((stop) => places.ids[stop])).toEqual(["t", "t.a", "t.b"]);
    expect([nextStop(stops, 0), nextStop(stops, stops[2]!), nextStop(stops, 99)]).toEqual([stops[1], 0, 0]);
  });

  test("waits for whoever touches the map", () => {
    let moves = 0;
    const tour = new Tour(30, () => moves++);
    for (let s = 0; s < 31; s++) tour.tick(1000);
    expect(moves).toBe(1);
    tour.interrupted();
    for (let s = 0; s < 60; s++) tour.tick(1000);
    expect(moves).toBe(1);
    for (let s = 0; s < 31; s++) tour.tick(1000);
    expect(moves).toBe(2);
  });

  test("is off without a time", () => {
    const tour = new Tour(0, () => { throw new Error("moved"); });
    tour.tick(1_000_000);
    expect(tour.isOn).toBe(false);
  });
});

test("the version of a page is the script that it names", () => {
  expect(scriptOf('<!doctype html><script type="module" crossorigin src="/assets/wall-abc.js"></script>')).toBe("/assets/wall-abc.js");
  expect(scriptOf("<html></html>")).toBeUndefined();
});
