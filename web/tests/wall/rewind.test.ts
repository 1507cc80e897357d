import type { PastTree } from "@gridgrains/client";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/wall/facts";
import { pastFacts, Rewind, spanOf } from "../../src/wall/rewind";
import { headerView } from "../../src/wall/views";
import { campaign, facts, hour, opensAt, places, snapshot } from "./given";

const minute = 60_000;

function past(at: number, sampled = 60): PastTree {
  return {
    at: new Date(at).toISOString(), snapshot: snapshot({ "tests.sampled": sampled }, { version: 9 }), counts: ["tests.sampled"],
    rows: [["t", sampled], ["t.a", sampled], ["t.a.g1", sampled], ["t.gone", 5]],
  };
}

describe("the slider's span", () => {
  it("goes from the opening to now in steps of five minutes", () => {
    expect(spanOf(campaign, opensAt + 2 * hour + 3 * minute)).toEqual({ from: opensAt, to: opensAt + 2 * hour, step: 5 * minute });
  });

  it("has coarser steps where the campaign runs for long", () => {
    expect(spanOf(campaign, opensAt + 8 * 24 * hour)!.step).toBe(15 * minute);
    expect(spanOf(campaign, opensAt + 900 * 24 * hour)!.step).toBe(24 * hour);
  });

  it("is none before the opening, nor without a campaign", () => {
    expect(spanOf(campaign, opensAt - hour)).toBeUndefined();
    expect(spanOf(undefined, opensAt)).toBeUndefined();
  });

  it("goes by a drill's clock", () => {
    const drill = { ...campaign, createdAt: new Date(opensAt).toISOString(), drill: { origin: new Date(opensAt).toISOString(), speed: 60 } };
    expect(spanOf(drill, opensAt + 2 * minute)!.to).toBe(opensAt + 2 * hour);
  });
});

describe("a past moment", () => {
  const at = opensAt + 2 * hour;

  it("has the numbers of then, and nothing that is only known of now", () => {
    const live = facts({ alerts: [], posts: [], notices: [], history: new Map([["tests.sampled", [[at - hour, 20], [at, 60], [at + hour, 90]]]]) });
    const shown = pastFacts(live, places, past(at));
    expect(shown.past).toBe(at);
    expect(shown.snapshot!.counts["tests.sampled"]).toBe(60);
    expect(shown.rows!.value(places.indexOf("t.a.g1"), 0)).toBe(60);
    expect(shown.rows!.known[places.indexOf("t.b")]).toBe(0);
    expect(shown.history.get("tests.sampled")).toEqual([[at - hour, 20], [at, 60]]);
    expect([shown.alerts, shown.posts, shown.notices, shown.emergency]).toEqual([undefined, undefined, undefined, undefined]);
    expect(live.past).toBeUndefined();
  });

  it("is marked as past in both languages, also while the connection is lost", () => {
    const shown = pastFacts(facts({ connection: "lost" }), places, past(at));
    const [zh, en] = (["zh", "en"] as const).map((language) => headerView(shown, at, 0, language));
    expect([zh!.connection, zh!.connectionText, en!.connectionText]).toEqual(["past", "历史时刻", "Past"]);
    expect(zh!.past).toContain("不是现在");
    expect(en!.past).toMatch(/^PAST 10-06 .* not now$/);
    expect([zh!.stale, headerView(facts(), at, 0, "en").past]).toEqual(["", ""]);
  });
});

describe("looking back", () => {
  function given(answer: (at: number) => Promise<PastTree>) {
    const asked: number[] = [];
    let live: Facts = facts();
    const rewind = new Rewind(() => live, {
      treeAt: (_c, _p, at) => {
        asked.push(Date.parse(at));
        return answer(Date.parse(at));
      },
    }, () => {});
    return { rewind, asked, become: (other: Facts) => (live = other) };
  }

  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const [one, two, three] = [opensAt + hour, opensAt + 2 * hour, opensAt + 3 * hour];

  it("asks for one moment at a time, and of those wanted meanwhile for the last", async () => {
    const answers: (() => void)[] = [];
    const { rewind, asked } = given((at) => new Promise((resolve) => answers.push(() => resolve(past(at)))));
    rewind.to(one);
    rewind.to(two);
    rewind.to(three);
    expect([asked, rewind.isWaiting]).toEqual([[one], true]);
    answers.shift()!();
    await settled();
    expect(rewind.facts!.past).toBe(one);
    expect(asked).toEqual([one, three]);
    answers.shift()!();
    await settled();
    expect([rewind.facts!.past, rewind.isWaiting]).toEqual([three, false]);
  });

  it("is live again at once, whatever is still on its way", async () => {
    let answer = () => {};
    const { rewind } = given((at) => new Promise((resolve) => (answer = () => resolve(past(at)))));
    rewind.to(one);
    rewind.end();
    answer();
    await settled();
    expect([rewind.facts, rewind.wanted]).toEqual([undefined, undefined]);
  });

  it("asks anew for another count, and drops the answer for the former", async () => {
    const answers: (() => void)[] = [];
    const { rewind, asked, become } = given((at) => new Promise((resolve) => answers.push(() => resolve(past(at)))));
    rewind.to(one);
    become(facts({ count: "duty.on" }));
    rewind.again();
    answers.shift()!();
    await settled();
    expect([asked.length, rewind.facts]).toEqual([2, undefined]);
    answers.shift()!();
    await settled();
    expect(rewind.facts!.past).toBe(one);
  });

  it("says why where it cannot, and does not ask on", async () => {
    const { rewind, asked } = given(() => Promise.reject(new Error("busy")));
    rewind.to(one);
    await settled();
    expect([rewind.trouble, asked.length]).toEqual(["Error: busy", 1]);
    rewind.to(two);
    await settled();
    expect(asked.length).toBe(2);
  });
});
