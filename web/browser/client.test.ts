import "fake-indexeddb/auto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Feed, newId, Outbox, reasonOf, Rest, type Snapshot } from "@gridgrains/client";
import { found, town } from "./city";
import { Service } from "./service";
import { until } from "./until";

let service: Service;
let steward: string;
let rest: Rest;

beforeAll(async () => {
  service = await Service.start();
  steward = await found(service);
  rest = new Rest(steward, { address: service.address });
});

afterAll(() => service?.dispose());

const report = (place: string) =>
  rest.report(town.round, place, { reportId: newId(), observations: [{ series: "tests.sampled", subject: newId(), value: 1, at: new Date().toISOString() }] });

test("what is watched stays watched through a restart of the service and a new token, and ends with unwatch", async () => {
  const seen = new Map<string, Snapshot>();
  const states: string[] = [];
  let token = await service.token("viewer", town.root, "1h");
  let rows = 0;
  const feed = Feed.connect(() => token, {
    connection: (state) => states.push(state),
    snapshot: (snapshot) => seen.set(snapshot.place, snapshot),
    tree: (tree) => (rows += tree.rows.length),
  }, { address: service.address });
  feed.watch(town.round, [town.root, town.leaf]);
  feed.watchTree(town.round, town.root, ["tests.sampled"], 2);
  await until("the first snapshots are there", 20_000, () => seen.size === 2 && rows > 0);
  const before = seen.get(town.root)!.version;
  await report(town.leaf);
  await until("the report is pushed", 20_000, () => (seen.get(town.root)?.version ?? 0) > before);

  await service.kill();
  await until("the loss is told", 20_000, () => states.at(-1) !== "live");
  token = await service.token("viewer", town.root, "2h");
  await service.start();
  await until("it is live again", 40_000, () => states.at(-1) === "live");
  const again = seen.get(town.leaf)!.version;
  await report(town.leaf);
  await until("the report after it is pushed", 20_000, () => (seen.get(town.leaf)?.version ?? 0) > again);

  feed.unwatch(town.round, [town.leaf]);
  await until("the last push of it is over", 20_000, async () => {
    const known = seen.get(town.leaf)!.version;
    await report(town.leaf);
    await until("the town has it", 20_000, () => seen.get(town.root)!.version > known);
    return seen.get(town.leaf)!.version === known;
  });
  await feed.close();
});

test("why a feed has no connection is said in the service's words by what it prepares", async () => {
  const reasons: (string | undefined)[] = [];
  const stranger = new Rest("no token", { address: service.address });
  const feed = Feed.connect("no token", { connection: (_, why) => reasons.push(why), prepare: async () => void (await stranger.campaigns()) }, { address: service.address });
  await until("it is told", 20_000, () => reasons.some((why) => why !== undefined));
  expect(reasons.find((why) => why !== undefined)).toMatch(/token/);
  await feed.close();
});

test("an outbox delivers to the service, and a refusal names its reason", async () => {
  const outbox = await Outbox.open({ token: steward, address: service.address, name: newId() });
  const campaign = await rest.campaign(town.round);
  const before = (await rest.snapshot(town.round, "town.v2.g1")).version;
  await outbox.add({ campaign, place: "town.v2.g1", facts: [{ series: "tests.sampled", subject: "T1", value: 5 }] });
  await outbox.add({ campaign, place: "town.v2", facts: [] });
  await outbox.add({ campaign, place: "town.v2.g1", facts: [] });
  await until("all are settled", 20_000, async () => (await outbox.entries()).every((entry) => entry.state !== "waiting"));
  const entries = await outbox.entries();
  expect(entries.map((entry) => entry.state)).toEqual(["acknowledged", "refused", "acknowledged"]);
  expect(entries[1]?.problem?.detail).toMatch(/is an area/);
  expect(await rest.audit(town.round, "town.v2.g1")).toMatchObject({ matches: true, reports: before + 2 });
  await outbox.close();
});

test("everything that can be read is read", async () => {
  expect((await rest.catalogue()).series.length).toBeGreaterThan(10);
  expect((await rest.campaigns()).map((campaign) => campaign.id)).toContain(town.round);
  expect((await rest.allPlaces(town.root, 1)).map((place) => place.id)).toContain("town.v1");
  expect((await rest.children(town.round, town.root)).children.length).toBeGreaterThan(1);
  expect((await rest.history(town.round, town.root, "tests.sampled", { step: 300 })).count).toBe("tests.sampled");
  expect((await rest.allSubjects(town.round, "town.v2.g1", "tests.sampled")).map((fact) => fact.subject)).toEqual(["T1"]);
  expect(await rest.exportCsv(town.round, town.root, "grid")).toContain("town.v1.g1");
  await expect(rest.snapshot(town.round, "elsewhere")).rejects.toSatisfy((error) => reasonOf(error) !== undefined);
});
