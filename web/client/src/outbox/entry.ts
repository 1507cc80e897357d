import type { Timing } from "../clock.js";
import type { Observation, Problem, Receipt } from "../types.js";

/** An observation whose time is that of its entry. */
export type Fact = Omit<Observation, "at">;

export type EntryState = "waiting" | "acknowledged" | "refused";

/** What somebody has entered, from the moment it is safe on the device. */
export interface Entry<Note = unknown> {
  /** Greater for a later entry. */
  order: number;
  /** Stays the same as long as the entry exists. */
  id: string;
  /** What the service counts once. Only replaced where it has certainly counted nothing under the former. */
  reportId: string;
  campaign: string;
  timing: Timing;
  place: string;
  facts: Fact[];
  /** When it was entered, by the device's clock, right or wrong; milliseconds since 1970. */
  enteredAt: number;
  /** When it was entered, by the campaign's clock; milliseconds since 1970. */
  at: number;
  /** Whether the service's time was known when it was entered. If not, it is dated anew before it is sent for the first time. */
  dated: boolean;
  /** How often it was given another date because the service found it ahead of its time. */
  redated: number;
  /** How often it was sent. Once it was, its body stays as it is for as long as its report id. */
  sent: number;
  state: EntryState;
  receipt?: Receipt;
  /** Why it was refused. */
  problem?: Problem;
  /** When it was acknowledged or refused, by the device's clock. */
  settledAt?: number;
  /** Whatever the page wants to remember with it; it is not sent. */
  note?: Note;
}

/** The observations of an entry, as they are sent. */
export function observationsOf(entry: Entry): Observation[] {
  const at = new Date(entry.at).toISOString();
  return entry.facts.map((fact) => ({ ...fact, at }));
}
