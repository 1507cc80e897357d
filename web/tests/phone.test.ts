import { describe, expect, test } from "vitest";
import type { Campaign, Catalogue, Observation } from "@gridgrains/client";
import { actionsOf, otherSeries, routeOf, visitsOf } from "../src/phone/actions";
import { codeAfter, doorCode, doorNumber, faultOf, freshCode, nextDoor } from "../src/phone/codes";
import { formerOf, knownOf, tally, undoable, undoOf, type PhoneEntry } from "../src/phone/entries";
import { entryText, figures, headlines, nothing, refusalText, remainingDoors, unread, withNotice, withSnapshot, type State } from "../src/phone/model";
import { musterFacts, peopleIn } from "../src/phone/muster";
import { readClaims, tokenIn } from "../src/phone/token";
import { words } from "../src/phone/words";

const series = (code: string, scope: "round" | "standing", more: object = {}) => ({ code, zh: `中${code}`, en: `En ${code}`, subject: "x", unit: "x", max: 1, group: "g", scope, ...more });

const catalogue: Catalogue = {
  levels: [],
  series: [
    series("households.canvassed", "round"), series("households.informed", "round"), series("households.revisit", "round"), series("residents.registered", "round", { max: 50 }),
    series("tests.sampled", "round", { max: 20 }), series("tests.doorstep", "round", { max: 20 }), series("doorstep", "round", { max: 3, stages: ["opened", "assigned", "done"] }),
    series("buildings.canvassed", "round"), series("duty.cadre", "standing", { role: "cadre", zh: "在岗党员干部", en: "Cadres on duty" }),
    series("needs", "standing", { max: 3, stages: ["opened", "assigned", "closed"] }), series("issues", "standing", { max: 4, stages: ["found", "fed back", "rectified", "rechecked"] }),
  ],
  counts: [
    { code: "households.canvassed", zh: "已入户户数", en: "Households canvassed" }, { code: "households.revisit", zh: "待复访户数", en: "Households to revisit" },
    { code: "tests.sampled", zh: "已采样人数", en: "People sampled" }, { code: "tests.tubes", zh: "采样管数", en: "Tubes" }, { code: "doorstep.open", zh: "待上门", en: "Doorstep requests open" },
  ],
};

const round: Campaign = {
  id: "r", kind: "round", title: "筛查", root: "t", state: "open", opensAt: "2022-10-06T00:00:00Z", targets: { "households.canvassed": "households", "tests.sampled": "residents" },
};
const standing: Campaign = { ...round, id: "s", kind: "standing", targets: {} };

let orders = 0;

function entry(facts: PhoneEntry["facts"], more: Partial<PhoneEntry> = {}): PhoneEntry {
  const order = ++orders;
  return { order, id: `e${order}`, reportId: `r${order}`, campaign: "r", timing: {}, place: "t.a", facts, enteredAt: order, at: order * 1000, dated: true, redated: 0, sent: 1, state: "acknowledged", note: { former: facts.map(() => 0) }, ...more };
}

const snapshot = (counts: Record<string, number>, version = 1) => ({
  campaign: "r", place: "t.a", level: "grid", name: "一网格", nameEn: "Grid 1", version, asOf: "2022-10-06T09:00:00Z", counts, expected: { households: 40, residents: 120 },
  children: { expected: 0, heard: 0 }, alerts: { critical: 0, warning: 0 },
});

const state = (more: Partial<State> = {}): State => ({ ...nothing, catalogue, campaign: round, place: { id: "t.a", level: "grid", name: "一网格", leaf: true, attributes: {} }, ...more });

describe("a code", () => {
  test.each(["13812345678", "x-8613812345678", "138-1234-5678", "11010519491231002X", "110105-19491231-0021", "130503670401001"])("%s looks like a person's number", (code) => {
    expect(faultOf(code)).toBe("personal");
  });

  test.each(["h-001", "T0001234", "d-k7q4x", "20221006-1234", "0b9f4f0e-3d3f-4d5e-9a55-0e7a4a3c9f10"])("%s does not", (code) => {
    expect(faultOf(code)).toBeUndefined();
  });

  test("is not empty and has only what the service takes", () => {
    expect(faultOf("")).toBe("empty");
    expect(faultOf("张三")).toBe("characters");
    expect(faultOf("a b")).toBe("characters");
    expect(faultOf("x".repeat(65))).toBe("characters");
  });

  test("of a door has as many digits as the grid's largest, at least three", () => {
    expect([doorCode(7), doorCode(7, 40), doorCode(7, 1200)]).toEqual(["h-007", "h-007", "h-0007"]);
    expect([doorNumber("h-007"), doorNumber("h-1200"), doorNumber("b3-0502")]).toEqual([7, 1200, undefined]);
  });

  test("of the next tube on the roll is one higher, with as many digits", () => {
    expect([codeAfter("T0001234"), codeAfter("T0999"), codeAfter("A9-B"), codeAfter("roll")]).toEqual(["T0001235", "T1000", "A10-B", undefined]);
  });

  test("that follows another is none where it would look like a person's number", () => {
    expect(codeAfter("13812345678")).toBeUndefined();
  });

  test("of something new has no letters that are mistaken for others", () => {
    for (let i = 0; i < 200; i++) expect(freshCode("n")).toMatch(/^n-[a-hjkmnp-z2-9]{5}$/);
  });
});

describe("the next door", () => {
  const done = (...numbers: number[]) => (number: number) => numbers.includes(number);

  test("is the first after the last one that is not done", () => {
    expect(nextDoor(3, 10, done(1, 2, 3, 4))).toBe(5);
  });

  test("at the end of the street is the first that was left out", () => {
    expect(nextDoor(10, 10, done(1, 2, 4, 5, 6, 7, 8, 9, 10))).toBe(3);
  });

  test("is a new one where all are done, or where nobody knows how many there are", () => {
    expect(nextDoor(10, 10, () => true)).toBe(11);
    expect(nextDoor(4, 0, () => false)).toBe(5);
  });
});

describe("what is known of a subject", () => {
  const told: Observation[] = [{ series: "households.canvassed", subject: "h-001", value: 1, at: "1970-01-01T00:00:05Z" }];
  const fact = (value: number) => [{ series: "households.canvassed", subject: "h-001", value }];

  test("is the later of what the service says and what was entered here", () => {
    expect(knownOf(told, [entry(fact(0), { at: 6_000 })], "households.canvassed").get("h-001")?.value).toBe(0);
    expect(knownOf(told, [entry(fact(0), { at: 4_000 })], "households.canvassed").get("h-001")?.value).toBe(1);
  });

  test("is not what was refused", () => {
    expect(knownOf([], [entry(fact(1), { state: "refused" })], "households.canvassed").size).toBe(0);
  });

  test("is what an undo comes back to", () => {
    const facts = [...fact(1), { series: "residents.registered", subject: "h-001", value: 4 }];
    const former = formerOf(facts, (one) => knownOf(one === "households.canvassed" ? told : [], [], one));
    expect(undoOf(entry(facts, { note: { former } })).map(({ value }) => value)).toEqual([1, 0]);
  });
});

describe("an entry", () => {
  const need = (subject: string, value: number, more: Partial<PhoneEntry> = {}) => entry([{ series: "needs", subject, value }], more);

  test("can be taken back once; its taking back cannot", () => {
    const one = need("n-1", 1);
    expect([...undoable([one])]).toEqual([one.id]);
    const undo = entry(undoOf(one), { note: { former: [1], undoes: one.id } });
    expect([...undoable([one, undo])]).toEqual([]);
    expect([...undoable([one, { ...undo, state: "refused" }])]).toEqual([one.id]);
  });

  test("can be taken back only as the last word about its subject", () => {
    const [first, second, other] = [need("n-1", 1), need("n-1", 2), need("n-2", 1)];
    expect(undoable([first, second, other])).toEqual(new Set([other.id, second.id]));
    const undo = entry(undoOf(second), { note: { former: [2], undoes: second.id } });
    expect(undoable([first, second, other, undo])).toEqual(new Set([other.id, first.id]));
  });

  test("that was refused or says nothing cannot be taken back", () => {
    expect(undoable([need("n-1", 1, { state: "refused" }), entry([])]).size).toBe(0);
  });

  test("is said in a few words in both languages", () => {
    const door = entry([{ series: "households.canvassed", subject: "h-013", value: 1 }, { series: "households.revisit", subject: "h-013", value: 0 }, { series: "residents.registered", subject: "h-013", value: 3 }]);
    expect(entryText(door, catalogue, "en")).toBe("h-013 · Canvassed · 3 people");
    expect(entryText(door, catalogue, "zh")).toBe("h-013 · 已入户 · 3 人");
    expect(entryText(entry([]), catalogue, "zh")).toBe("零报告");
    expect(entryText(entry([{ series: "needs", subject: "n-1", value: 2 }]), catalogue, "en")).toBe("n-1 · Assigned");
    expect(entryText(entry([{ series: "duty.cadre", subject: "b-1", value: 1 }]), catalogue, "zh")).toBe("b-1 · 党员干部 到岗");
    const tube = [{ series: "tests.sampled", subject: "T1", value: 2 }, { series: "tests.doorstep", subject: "T1", value: 2 }];
    expect(entryText(entry(tube), catalogue, "en")).toBe("T1 · 2 sampled at home");
    expect(entryText(entry(tube, { note: { former: [0, 0], undoes: "x" } }), catalogue, "en")).toBe("Undone: T1");
  });

  test("that was refused says why, first in the reader's language", () => {
    const problem = { type: "urn:gridgrains:invalid", status: 422, detail: "whole", errors: { "observations[0].value": ["must be 0 to 20"] } };
    expect(refusalText(problem, words.zh)).toBe("数值超出范围。 (must be 0 to 20)");
    expect(refusalText({ type: "urn:gridgrains:closed", status: 409, detail: "campaign r is closed" }, words.en)).toBe("The campaign is closed. (campaign r is closed)");
    expect(refusalText({ type: "urn:gridgrains:strange", status: 418 }, words.en)).toBe("The service did not accept it.");
  });

  test("is counted by its state", () => {
    expect(tally([entry([]), entry([], { state: "waiting" }), entry([])])).toEqual({ waiting: 1, acknowledged: 2, refused: 0 });
  });
});

describe("a muster", () => {
  const said = (...subjects: [string, number][]) => new Map(subjects.map(([subject, value]) => [subject, { value, at: 0 }]));

  test("says only what is new, and takes back what is too much", () => {
    expect(musterFacts("muster.called", 2, said())).toEqual([{ series: "muster.called", subject: "m-001", value: 1 }, { series: "muster.called", subject: "m-002", value: 1 }]);
    expect(musterFacts("muster.called", 1, said(["m-001", 1], ["m-002", 1]))).toEqual([{ series: "muster.called", subject: "m-002", value: 0 }]);
    expect(musterFacts("muster.called", 2, said(["m-001", 1], ["m-002", 1]))).toEqual([]);
  });

  test("leaves alone what others have said by badges", () => {
    const known = said(["b-7", 1], ["b-8", 1], ["m-001", 1]);
    expect(peopleIn(known)).toBe(3);
    expect(musterFacts("muster.present", 4, known).map((fact) => fact.subject)).toEqual(["m-002"]);
    expect(musterFacts("muster.present", 1, known)).toEqual([{ series: "muster.present", subject: "m-001", value: 0 }]);
  });

  test("is said in a few words", () => {
    const facts = [...musterFacts("muster.called", 5, said()), ...musterFacts("muster.present", 3, said())];
    expect(entryText(entry(facts), catalogue, "zh")).toBe("集合 · 应到 +5 · 实到 +3");
    expect(entryText(entry(musterFacts("muster.present", 1, said(["m-001", 1], ["m-002", 1]))), catalogue, "en")).toBe("Muster · present -1");
  });
});

describe("the actions", () => {
  test("of a round begin at the door, those of a standing campaign with duty", () => {
    expect(actionsOf(round, catalogue)).toEqual(["household", "tube", "doorstep", "zero", "other"]);
    expect(actionsOf(standing, catalogue)).toEqual(["duty", "needs", "issues", "zero", "other"]);
  });

  test("of an emergency begin with the muster", () => {
    const mustering = { ...catalogue, series: [...catalogue.series, series("muster.called", "round")] };
    expect(actionsOf({ ...round, emergency: { plan: "outbreak" } }, mustering)).toEqual(["muster", "household", "tube", "doorstep", "zero", "other"]);
    expect(actionsOf(round, mustering)[0]).toBe("household");
  });

  test("of a round of tests alone begin with the tube", () => {
    expect(actionsOf({ ...round, targets: { "tests.sampled": "residents" } }, catalogue).slice(0, 2)).toEqual(["tube", "household"]);
  });

  test("at a door are those that the campaign has targets for, else canvassed", () => {
    expect(visitsOf({ ...round, targets: { "households.informed": "households" } }, catalogue).map(({ code }) => code)).toEqual(["households.informed"]);
    expect(visitsOf({ ...round, targets: {} }, catalogue).map(({ code }) => code)).toEqual(["households.canvassed"]);
  });

  test("that have no screen of their own are all the others of the campaign's kind", () => {
    expect(otherSeries(round, catalogue).map(({ code }) => code)).toEqual(["tests.doorstep", "buildings.canvassed"]);
    expect(otherSeries(standing, catalogue)).toEqual([]);
  });

  test("have addresses, and what is none is home", () => {
    expect([routeOf("#household"), routeOf(""), routeOf("#token=x"), routeOf("#toString")]).toEqual(["household", "home", "home", "home"]);
  });
});

describe("the numbers", () => {
  test("say what remains", () => {
    const [doors, people] = headlines(state({ snapshot: snapshot({ "households.canvassed": 28, "tests.sampled": 130 }) }), "en");
    expect(doors).toEqual({ code: "households.canvassed", name: "Households canvassed", done: "28", target: "40", remaining: "12", complete: false, coverage: 0.7 });
    expect(people).toMatchObject({ remaining: "0", complete: true, coverage: 1 });
  });

  test("without a known target are no headline", () => {
    expect(headlines(state({ snapshot: { ...snapshot({}), expected: {} } }), "zh")).toEqual([]);
  });

  test("besides are those that matter most, then those above zero", () => {
    expect(figures(state({ snapshot: snapshot({ "tests.tubes": 3 }) }), "zh").map(({ name, value }) => [name, value])).toEqual([["待复访户数", "0"], ["待上门", "0"], ["采样管数", "3"]]);
  });

  test("never go back", () => {
    const shown = withSnapshot(state(), snapshot({ "tests.sampled": 7 }, 7));
    expect(withSnapshot(shown, snapshot({ "tests.sampled": 6 }, 6))).toBe(shown);
  });
});

test("the doors that remain are in their order, those to revisit marked", () => {
  expect(remainingDoors(3, (n) => doorCode(n), (code) => code === "h-002", (code) => code === "h-003")).toEqual([{ code: "h-001", revisit: false }, { code: "h-003", revisit: true }]);
});

test("a notice is new until it is acknowledged, here or in the service's list; a push does not make it new again", () => {
  const notice = { id: "n", campaign: "r", place: "t", text: { zh: "通知" }, publishedAt: "2022-10-06T09:00:00Z", acknowledgedBy: 0, expected: 4 };
  const told = withNotice(state(), notice);
  expect(unread(told)).toHaveLength(1);
  expect(unread({ ...told, acknowledging: ["n"] })).toHaveLength(0);
  const acknowledged = withNotice(told, { ...notice, acknowledged: true });
  expect(unread(withNotice(acknowledged, { ...notice, acknowledgedBy: 2 }))).toHaveLength(0);
});

describe("a token", () => {
  const payload = btoa(JSON.stringify({ exp: 1_700_000_000, place: "t.a" })).replace(/=+$/, "");
  const token = `eyJ.${payload}.sig`;

  test("is found in a link, in its fragment, or alone", () => {
    expect([tokenIn(`http://x/phone?campaign=c#token=${token}`), tokenIn(`#token=${token}`), tokenIn(` ${token} `), tokenIn("hello"), tokenIn("http://x/phone")]).toEqual([token, token, token, undefined, undefined]);
  });

  test("says when it ends and for which places it is", () => {
    expect(readClaims(token)).toEqual({ expires: 1_700_000_000_000, places: ["t.a"] });
    expect(readClaims("no token")).toEqual({ places: [] });
  });
});

test("both languages have the same words", () => {
  const shape = (of: object): unknown => Object.fromEntries(Object.entries(of).map(([key, value]) => [key, typeof value === "object" ? shape(value as object) : typeof value]));
  expect(shape(words.zh)).toEqual(shape(words.en));
});
