import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { campaignTime, coverage, isNewer, newId, pauseAfter, realTime, reasonOf, Refusal, Rest, ServiceClock, timeInRefusal, type Snapshot } from "../src/index.js";
import { batchesOf } from "../src/outbox/batch.js";
import type { Entry } from "../src/index.js";

test("pauses grow to fifteen seconds and are never in step", () => {
  expect(pauseAfter(0, () => 0)).toBe(250);
  expect(pauseAfter(50, () => 0)).toBe(7_500);
  expect(pauseAfter(50, () => 1)).toBe(15_000);
});

test("why something failed is said in the service's words or not at all", () => {
  expect(reasonOf(new Refusal({ type: "urn:gridgrains:unauthenticated", status: 401, detail: "a valid bearer token is needed" }))).toBe("a valid bearer token is needed");
  expect(reasonOf(new Error('{"type":"urn:gridgrains:forbidden","status":403,"detail":"not here"}'))).toBe("not here");
  expect(reasonOf(new Error("WebSocket failed to connect."))).toBeUndefined();
  expect(reasonOf(undefined)).toBeUndefined();
});

test("ids are UUIDs of version 4", () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe("the service's clock", () => {
  test("is the device's until the service has said more", () => {
    const clock = new ServiceClock(0, () => 5_000);
    expect(clock.now()).toBe(5_000);
    expect(clock.isSure).toBe(false);
  });

  test("is taken from an answer, in the middle of asking and hearing", () => {
    const clock = new ServiceClock(0, () => 10_000);
    expect(clock.heard(3_605_000, 4_000, 6_000)).toBe(true);
    expect(clock.now()).toBe(3_610_000);
    expect(clock.isSure).toBe(true);
  });

  test("does not follow differences that whole seconds and a slow network explain", () => {
    const clock = new ServiceClock(0, () => 10_000);
    expect(clock.heard(11_500, 10_000, 10_000)).toBe(false);
    expect(clock.offset).toBe(0);
  });

  test("in a drill runs as fast as the drill, and back", () => {
    const drill = { drill: { origin: "2022-10-06T07:00:00Z", speed: 120 }, createdAt: "2026-01-01T00:00:00Z" };
    const real = Date.parse("2026-01-01T00:01:00Z");
    expect(new Date(campaignTime(drill, real)).toISOString()).toBe("2022-10-06T09:00:00.000Z");
    expect(realTime(drill, campaignTime(drill, real))).toBe(real);
    expect(campaignTime({}, real)).toBe(real);
  });

  test("is read from a refusal of a time, and from no other", () => {
    const detail = "observations[0].at is ahead; the server's time is 2022-10-06T09:12:31Z";
    expect(timeInRefusal({ type: "urn:gridgrains:invalid", status: 422, detail, errors: { "observations[0].at": ["x"] } })).toBe(Date.parse("2022-10-06T09:12:31Z"));
    expect(timeInRefusal({ type: "urn:gridgrains:invalid", status: 422, detail, errors: { "observations[0].value": ["x"] } })).toBeUndefined();
    expect(timeInRefusal({ type: "urn:gridgrains:unavailable", status: 503, detail })).toBeUndefined();
  });
});

describe("the newest snapshot", () => {
  const snapshot = (version: number, asOf: string) => ({ campaign: "c", place: "p", version, asOf }) as Snapshot;
  const known = snapshot(5, "2022-10-06T09:00:01Z");

  test("is the one of the greater version, then of the later time", () => {
    expect(isNewer(snapshot(6, "2022-10-06T09:00:00Z"), known)).toBe(true);
    expect(isNewer(snapshot(4, "2022-10-06T09:00:09Z"), known)).toBe(false);
    expect(isNewer(snapshot(5, "2022-10-06T09:00:02Z"), known)).toBe(true);
    expect(isNewer(snapshot(5, "2022-10-06T09:00:00Z"), known)).toBe(false);
    expect(isNewer(known, undefined)).toBe(true);
  });
});

test("coverage is between 0 and 1, and unknown without a target", () => {
  expect([coverage(5, 10), coverage(15, 10), coverage(0, 10), coverage(5, 0), coverage(5, undefined)]).toEqual([0.5, 1, 0, undefined, undefined]);
});

test("a batch is of one campaign and within the limits", () => {
  const entry = (order: number, campaign: string, facts: number) =>
    ({ order, campaign, place: "t.a", reportId: newId(), at: 0, facts: Array.from({ length: facts }, (_, n) => ({ series: "s", subject: `x${n}`, value: 1 })) }) as Entry;
  const batches = batchesOf([entry(1, "a", 300), entry(2, "b", 1), entry(3, "a", 300), entry(4, "a", 0)]);
  expect(batches.map((batch) => batch.map((one) => one.order))).toEqual([[1], [3, 4], [2]]);
});

describe("a token that is refused", () => {
  const asked: (string | undefined)[] = [];
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      const token = new Headers(init.headers).get("Authorization");
      return token === "Bearer new" ? Response.json([]) : Response.json({ type: "urn:gridgrains:unauthenticated", status: 401, detail: "expired" }, { status: 401 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  test("is replaced where the supplier has another, and the request is sent again", async () => {
    const rest = new Rest((refused) => (asked.push(refused), refused === undefined ? "old" : "new"));
    expect(await rest.campaigns()).toEqual([]);
    expect(asked).toEqual([undefined, "old"]);
  });

  test("is a refusal where there is no other", async () => {
    await expect(new Rest("old").campaigns()).rejects.toMatchObject({ problem: { status: 401 } });
  });
});
