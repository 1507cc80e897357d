import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId, Outbox, type Entry, type OutboxOptions } from "../src/index.js";
import { FakeService, refusal } from "./service.js";

const campaign = { id: "round-1" };
const door = (n: number) => [{ series: "households.canvassed", subject: `h-${n}`, value: 1 }];

let service: FakeService;
let name: string;
const opened: Outbox[] = [];

beforeEach(() => {
  service = new FakeService();
  name = `outbox-${newId()}`;
});

afterEach(async () => {
  service.offline = true;
  await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
  vi.unstubAllGlobals();
});

async function open(options: Partial<OutboxOptions> = {}): Promise<Outbox> {
  const outbox = await Outbox.open({ token: "t1", name, device: () => service.now, random: () => 0, ...options });
  opened.push(outbox);
  return outbox;
}

function add(outbox: Outbox, n: number, place = "t.a"): Promise<Entry> {
  return outbox.add({ campaign, place, facts: door(n) });
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await holds(), what).toBe(true), { timeout: 8_000, interval: 10 });
}

/** The time of what was counted about a door, as it was sent. */
const dateSent = (n: number) => Date.parse([...service.counted.values()].findLast((report) => report.observations[0]?.subject === `h-${n}`)!.observations[0]!.at);

const states = async (outbox: Outbox) => (await outbox.entries()).map((entry) => entry.state);
const all = (state: string) => async (outbox: Outbox) => (await states(outbox)).every((one) => one === state);

test("an entry is on the disk before it is sent, and acknowledged with its receipt", async () => {
  service.offline = true;
  const outbox = await open();
  expect((await add(outbox, 1)).state).toBe("waiting");
  expect(await states(outbox)).toEqual(["waiting"]);
  service.offline = false;
  outbox.hurry();
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect((await outbox.entries())[0]?.receipt).toMatchObject({ place: "t.a", sequence: 1, status: "recorded" });
});

test("what an outbox left behind is sent by the next one, in one call and in order", async () => {
  service.offline = true;
  const first = await open();
  for (let n = 1; n <= 30; n++) await add(first, n);
  await first.close();
  service.offline = false;
  const second = await open();
  await until("all are acknowledged", () => all("acknowledged")(second));
  expect(service.calls).toHaveLength(1);
  expect(service.calls[0]?.reports.map((report) => report.observations[0]?.subject)).toEqual(Array.from({ length: 30 }, (_, i) => `h-${i + 1}`));
  expect(service.counted.size).toBe(30);
});

test("an answer that is lost leads to the same report with the same id, counted once", async () => {
  service.losesAnswers = true;
  const outbox = await open();
  await add(outbox, 1);
  await until("it was sent", () => service.counted.size === 1);
  service.losesAnswers = false;
  outbox.hurry();
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(service.counted.size).toBe(1);
  expect((await outbox.entries())[0]?.receipt?.status).toBe("duplicate");
});

test("a refused entry keeps its reason and the others are acknowledged", async () => {
  service.offline = true;
  const outbox = await open();
  for (const n of [1, 2, 3]) await add(outbox, n);
  service.answer = (report) => (report.observations[0]?.subject === "h-2" ? refusal(422, "subject looks like a mobile number") : "receipt");
  service.offline = false;
  outbox.hurry();
  await until("all are settled", async () => !(await states(outbox)).includes("waiting"));
  expect(await states(outbox)).toEqual(["acknowledged", "refused", "acknowledged"]);
  expect((await outbox.entries())[1]?.problem?.detail).toBe("subject looks like a mobile number");
});

test("a call that is refused as a whole is halved until the one that is the reason is found", async () => {
  service.offline = true;
  const outbox = await open();
  for (const n of [1, 2, 3, 4, 5]) await add(outbox, n);
  service.whole = () => (service.calls.at(-1)!.reports.some((report) => report.observations[0]?.subject === "h-4") ? refusal(400, "malformed") : undefined);
  service.offline = false;
  outbox.hurry();
  await until("all are settled", async () => !(await states(outbox)).includes("waiting"));
  expect(await states(outbox)).toEqual(["acknowledged", "acknowledged", "acknowledged", "refused", "acknowledged"]);
});

test("an item that is answered 503 waits and is sent again", async () => {
  let busy = true;
  service.answer = (report) => (busy && report.observations[0]?.subject === "h-1" ? refusal(503, "moving") : "receipt");
  const outbox = await open();
  await add(outbox, 1);
  await add(outbox, 2);
  await until("the other is acknowledged", async () => (await states(outbox))[1] === "acknowledged");
  expect((await states(outbox))[0]).toBe("waiting");
  busy = false;
  await until("both are acknowledged", () => all("acknowledged")(outbox));
});

test("a login page of somebody's network in place of an answer refuses nothing", async () => {
  service.whole = () => "<html>Please log in</html>";
  const outbox = await open();
  await add(outbox, 1);
  await until("it was sent", () => service.calls.length > 0);
  await until("it is said", () => outbox.hindrance === "unreachable");
  expect(await states(outbox)).toEqual(["waiting"]);
  for (const status of [401, 403, 400, 422]) {
    const calls = service.calls.length;
    service.whole = () => ({ type: "about:blank", status, title: "blocked" });
    outbox.hurry();
    await until(`it was sent again after ${status}`, () => service.calls.length > calls);
    await until("it waits", async () => outbox.hindrance === "unreachable" && (await states(outbox))[0] === "waiting");
  }
  service.whole = undefined;
  service.answer = () => ({ type: "about:blank", status: 400 });
  const calls = service.calls.length;
  outbox.hurry();
  await until("it was sent once more", () => service.calls.length > calls + 1);
  expect(await states(outbox)).toEqual(["waiting"]);
});

test("what was sent once keeps its time, whatever is learned of the clock before it is sent again", async () => {
  service.date = () => undefined;
  service.losesAnswers = true;
  const outbox = await open({ device: () => service.now + 300_000 });
  await add(outbox, 1);
  await until("it was counted", () => service.counted.size === 1);
  service.date = () => service.now;
  service.losesAnswers = false;
  outbox.hurry();
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(service.counted.size).toBe(1);
  expect(outbox.clock.offset).toBe(-300_000 + 500);
});

test("an expired token keeps the entries until there is another", async () => {
  let token = "old";
  service.validTokens = new Set(["new"]);
  const outbox = await open({ token: () => token });
  await add(outbox, 1);
  await add(outbox, 2);
  await until("it asks for a token", () => outbox.hindrance === "token");
  expect(await states(outbox)).toEqual(["waiting", "waiting"]);
  token = "new";
  outbox.hurry();
  await until("all are acknowledged", () => all("acknowledged")(outbox));
  await until("nothing hinders", () => outbox.hindrance === undefined);
});

test("a report that was counted under the former token is acknowledged under the new one, not refused", async () => {
  let token = "old";
  service.losesAnswers = true;
  const outbox = await open({ token: () => token });
  await add(outbox, 1);
  await until("it was counted", () => service.counted.size === 1);
  token = "new";
  service.losesAnswers = false;
  service.answer = () => refusal(422, "reportId is taken", { reportId: ["is taken"] });
  outbox.hurry();
  await until("it is acknowledged", () => all("acknowledged")(outbox));
});

test("a device whose clock is an hour ahead asks for the time before it sends", async () => {
  const outbox = await open({ device: () => service.now + 3_600_000 });
  await add(outbox, 1);
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(service.calls).toHaveLength(1);
  expect(Math.abs(dateSent(1) - service.now)).toBeLessThan(3_000);
});

test("where answers bear no time it is learned from the refusal: the entry goes under a new id and is counted once", async () => {
  service.date = () => undefined;
  const outbox = await open({ device: () => service.now + 3_600_000 });
  await add(outbox, 1);
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  const ids = service.calls.flatMap((call) => call.reports.map((report) => report.reportId));
  expect(new Set(ids).size).toBe(2);
  expect(service.counted.size).toBe(1);
  expect(Math.abs(dateSent(1) - service.now)).toBeLessThan(3_000);
  await add(outbox, 2);
  await until("the next one is acknowledged at once", () => all("acknowledged")(outbox));
  expect(service.calls).toHaveLength(3);
});

test("an entry that goes on being refused as ahead is refused in the end", async () => {
  service.date = () => undefined;
  service.answer = () => refusal(422, `the server's time is ${new Date(service.now).toISOString()}`, { "observations[0].at": ["is ahead"] });
  const outbox = await open();
  await add(outbox, 1);
  await until("it is refused", () => all("refused")(outbox));
  expect(service.calls).toHaveLength(4);
});

test.each([["by the answers", true], ["by the refusal", false]])("in a drill the time is that of the drill, learned %s", async (_, dates) => {
  const real = Date.parse("2026-03-01T10:00:00Z");
  const drill = { drill: { origin: "2022-10-06T07:00:00Z", speed: 120 }, createdAt: new Date(real - 60_000).toISOString() };
  service.now = Date.parse("2022-10-06T09:00:00Z");
  service.date = () => (dates ? real : undefined);
  const outbox = await open({ device: () => real + 3_600_000 });
  await outbox.add({ campaign: { id: "drill", ...drill }, place: "t.a", facts: door(1) });
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(Math.abs(dateSent(1) - service.now)).toBeLessThan(3_000 * 120);
});

test("a device whose clock is two hours behind sends the right time", async () => {
  const outbox = await open({ device: () => service.now - 7_200_000 });
  await add(outbox, 1);
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(Math.abs(dateSent(1) - service.now)).toBeLessThan(3_000);
});

test("what was learned of the clock is known to the next outbox, also without a network", async () => {
  const device = () => service.now + 3_600_000;
  const first = await open({ device });
  await add(first, 1);
  await until("it is acknowledged", () => all("acknowledged")(first));
  await first.close();
  service.offline = true;
  const entry = await add(await open({ device }), 2);
  expect(Math.abs(entry.at - service.now)).toBeLessThan(3_000);
});

test("of two entries about one subject the later one is dated later, even where the clock was put back between them", async () => {
  service.offline = true;
  let device = service.now + 300_000;
  const outbox = await open({ device: () => device });
  const first = await add(outbox, 1);
  device = service.now;
  const second = await add(outbox, 1);
  expect(second.at).toBeGreaterThan(first.at);
  service.offline = false;
  outbox.hurry();
  await until("both are acknowledged", () => all("acknowledged")(outbox));
  const [one, two] = [...service.counted.values()].map((report) => Date.parse(report.observations[0]!.at));
  expect(two).toBeGreaterThan(one!);
});

test("two outboxes of one name lose nothing and nothing is counted twice", async () => {
  const [one, two] = await Promise.all([open(), open()]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => add(n % 2 ? one : two, n)));
  await until("all are acknowledged", () => all("acknowledged")(one));
  expect(service.counted.size).toBe(20);
});

test("many entries go in several calls, none over the limits", async () => {
  service.offline = true;
  const outbox = await open({ keep: 1000 });
  const facts = Array.from({ length: 40 }, (_, n) => ({ series: "tests.sampled", subject: `T${n}`, value: 10 }));
  for (let n = 0; n < 30; n++) await outbox.add({ campaign, place: "t.a", facts });
  service.offline = false;
  outbox.hurry();
  await until("all are acknowledged", () => all("acknowledged")(outbox));
  const sizes = service.calls.map((call) => call.reports.reduce((sum, report) => sum + report.observations.length, 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  expect(sizes.reduce((a, b) => a + b)).toBe(1200);
});

test("acknowledged entries are kept up to a number, waiting and refused ones always", async () => {
  const outbox = await open({ keep: 3 });
  service.answer = (report) => (report.observations[0]?.subject === "h-0" ? refusal(422, "no") : "receipt");
  for (let n = 0; n < 6; n++) await add(outbox, n);
  await until("the old ones are gone", async () => (await outbox.entries()).length === 4 && !(await states(outbox)).includes("waiting"));
  expect((await outbox.entries()).map((entry) => entry.facts[0]?.subject)).toEqual(["h-0", "h-3", "h-4", "h-5"]);
});

test("a refused entry may be sent again under a new id, or be forgotten", async () => {
  const outbox = await open();
  service.answer = () => refusal(409, "the campaign is closed");
  const { id, reportId } = await add(outbox, 1);
  await until("it is refused", () => all("refused")(outbox));
  service.answer = () => "receipt";
  await outbox.again(id);
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect((await outbox.entries())[0]?.reportId).not.toBe(reportId);
  await outbox.dismiss(id);
  expect(await outbox.entries()).toHaveLength(1);
});

test("Retry-After is waited for", async () => {
  let refusals = 0;
  service.whole = () => (refusals++ === 0 ? { ...refusal(503, "busy"), retryAfter: 1 } : undefined);
  const outbox = await open();
  await add(outbox, 1);
  await until("it was refused", () => refusals === 1);
  const since = performance.now();
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(performance.now() - since).toBeGreaterThan(900);
});

test("a zero report has no observations and is acknowledged like any other", async () => {
  const outbox = await open();
  await outbox.add({ campaign, place: "t.a", facts: [] });
  await until("it is acknowledged", () => all("acknowledged")(outbox));
  expect(service.calls[0]?.reports[0]?.observations).toEqual([]);
});
