import { campaignTime, type Rest } from "@gridgrains/client";
import { headlineCounts, type Facts } from "./facts";
import { extended } from "./history";
import { windowOf } from "./views";

/** What was missed by a wall without points is asked for again so often, in milliseconds. */
const historyInterval = 120_000;
/** What the grains keep, in milliseconds. */
const kept = 300_000;
const callCount = "muster.called";
/** About so many points make a curve. */
const points = 300;

/** The headlines' counts over time: asked for once, and from then on made of what is pushed. */
export class Past {
  private askedAt = -Infinity;

  constructor(private readonly rest: Pick<Rest, "history">) {}

  /** Adds what the last snapshot said. */
  extend(facts: Facts, real: number): void {
    const now = campaignTime(facts.campaign!, real);
    for (const [count, known] of facts.history) facts.history.set(count, extended(known, [now, facts.snapshot!.counts[count] ?? 0], step(facts, now)));
  }

  /** Asks for counts that are not known yet; for all of them where there was no connection for a while. True where something came. */
  async load(facts: Facts, real: number, anew: boolean): Promise<boolean> {
    const { campaign, place } = facts;
    if (!campaign || !place) return false;
    // A muster's clock runs from when people were called.
    const called = (facts.snapshot?.counts[callCount] ?? 0) > 0 ? [callCount] : [];
    const wanted = [...headlineCounts(campaign, facts.count), ...called];
    for (const known of facts.history.keys()) if (!wanted.includes(known)) facts.history.delete(known);
    const missing = wanted.some((one) => !facts.history.has(one));
    const poor = performance.now() > this.askedAt + historyInterval && [...facts.history.values()].some((known) => known.length < 2);
    const now = campaignTime(campaign, real);
    const { from } = windowOf(facts, now);
    if (from >= now || !(missing || anew || poor)) return false;
    this.askedAt = performance.now();
    const range = { step: step(facts, now) / 1000, from: new Date(Math.floor(from / kept) * kept).toISOString() };
    await Promise.all(wanted.map(async (one) => {
      const told = await this.rest.history(campaign.id, place, one, range).catch(() => undefined);
      if (told && facts.campaign?.id === campaign.id) facts.history.set(one, told.points.map(([at, value]) => [at * 1000, value]));
    }));
    return true;
  }
}

function step(facts: Facts, now: number): number {
  const { from, to } = windowOf(facts, now);
  return Math.max(1, Math.ceil((to - from) / kept / points)) * kept;
}
