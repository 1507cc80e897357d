import { expect, test } from "vitest";
import { CampaignClock } from "@gridgrains/client";
import { pauseAfter, reasonOf } from "@gridgrains/client";
import { sendTube } from "../src/phone/outgoing";
import { Refusal } from "@gridgrains/client";
import type { Receipt, Report } from "@gridgrains/client";

const tube = { id: "0b9f4f0e-3d3f-4d5e-9a55-0e7a4a3c9f10", subject: "T0001", value: 10 };
const receipt: Receipt = { reportId: tube.id, place: "t.a", sequence: 1, status: "recorded", applied: 1, superseded: 0 };
const noPause = async () => {};

function answering(...answers: (Receipt | Error)[]) {
  const sent: Report[] = [];
  return {
    sent,
    send: async (report: Report) => {
      sent.push(report);
      const answer = answers[sent.length - 1]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

function refusal(status: number, detail: string): Refusal {
  return new Refusal({ type: "urn:gridgrains:x", status, detail });
}

test("a tube is sent with the same report id until it is acknowledged", async () => {
  const service = answering(new TypeError("network"), refusal(503, "busy"), refusal(429, "slow"), receipt);
  expect(await sendTube(tube, service.send, new CampaignClock(1), noPause)).toBeUndefined();
  expect(service.sent).toHaveLength(4);
  expect(new Set(service.sent.map((report) => JSON.stringify(report))).size).toBe(1);
});

test("a refusal for good is not repeated", async () => {
  const service = answering(refusal(403, "outside"));
  expect((await sendTube(tube, service.send, new CampaignClock(1), noPause))?.problem.status).toBe(403);
  expect(service.sent).toHaveLength(1);
});

test("a device that is ahead of the campaign takes the service's time and sends once more", async () => {
  const service = answering(refusal(422, "the server's time is 2022-10-06T09:12:31Z"), receipt);
  expect(await sendTube(tube, service.send, new CampaignClock(120, () => 1_000), noPause)).toBeUndefined();
  expect(service.sent[1]?.observations[0]?.at).toBe("2022-10-06T09:12:31.000Z");
});

test("a second refusal of the time is final", async () => {
  const service = answering(refusal(422, "2022-10-06T09:12:31Z"), refusal(422, "2022-10-06T09:12:31Z"));
  expect(await sendTube(tube, service.send, new CampaignClock(1), noPause)).toBeInstanceOf(Refusal);
});

test("a drill's clock runs as fast as the drill", () => {
  let local = 5_000;
  const clock = new CampaignClock(120, () => local);
  clock.learn({ type: "", status: 422, detail: "it is 2022-10-06T09:00:00Z" });
  local += 1_000;
  expect(clock.now().toISOString()).toBe("2022-10-06T09:02:00.000Z");
});

test("pauses grow to fifteen seconds and are never in step", () => {
  expect(pauseAfter(0, () => 0)).toBe(250);
  expect(pauseAfter(50, () => 0)).toBe(7_500);
  expect(pauseAfter(50, () => 1)).toBe(15_000);
});

test("why a connection was lost is said in the service's words or not at all", () => {
  expect(reasonOf(refusal(401, "a valid bearer token is needed"))).toBe("a valid bearer token is needed");
  expect(reasonOf(new Error('{"type":"urn:gridgrains:forbidden","status":403,"detail":"not here"}'))).toBe("not here");
  expect(reasonOf(new Error("WebSocket failed to connect."))).toBeUndefined();
  expect(reasonOf(undefined)).toBeUndefined();
});
