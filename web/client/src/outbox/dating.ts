import { campaignTime, realTime, timeInRefusal, type ServiceClock } from "../clock.js";
import type { Problem } from "../types.js";
import { newId } from "../ids.js";
import type { Entry, Fact } from "./entry.js";

const mostRedated = 3;

/**
 * When an entry was made, by the campaign's clock: the device's time, corrected by what is known of it, never ahead of the service's. Of two
 * entries about one subject the later one must win, whatever was learned between them, so it is dated after `former`.
 */
export function dateOf(entry: Pick<Entry, "enteredAt" | "timing">, clock: ServiceClock, former = Number.NEGATIVE_INFINITY): number {
  const real = Math.min(entry.enteredAt + clock.offset, clock.now());
  return Math.max(Math.round(campaignTime(entry.timing, real)), former + 1);
}

/** The latest time of the other entries that were made before this one about a subject of it. */
export function lastAbout(entry: Pick<Entry, "campaign" | "place" | "facts"> & { order?: number }, others: Iterable<Entry>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const other of others) {
    const earlier = entry.order === undefined || other.order < entry.order;
    if (earlier && other.state !== "refused" && other.campaign === entry.campaign && other.place === entry.place && sharesSubject(entry.facts, other.facts)) {
      last = Math.max(last, other.at);
    }
  }
  return last;
}

/**
 * The entry with the time that the service's refusal teaches, under a new report id; nothing where it was refused for something else. That it
 * was refused as ahead of time means that it was ahead whenever it was sent before, so nothing was ever counted under its former id.
 */
export function redated(entry: Entry, problem: Problem, clock: ServiceClock, sentAt: number): Entry | undefined {
  const told = timeInRefusal(problem);
  if (told === undefined || entry.redated >= mostRedated) return undefined;
  clock.heard(realTime(entry.timing, told), sentAt, clock.deviceTime());
  // Never later than what the service said its time is, whatever the device thinks.
  const at = Math.min(dateOf(entry, clock), told);
  return { ...entry, reportId: newId(), at, dated: true, redated: entry.redated + 1 };
}

function sharesSubject(some: Fact[], others: Fact[]): boolean {
  return some.some((fact) => others.some((other) => other.series === fact.series && other.subject === fact.subject));
}
