import type { Snapshot } from "./types.js";

/**
 * Whether a snapshot is to be shown in place of one that is known: the greater version wins, between equal ones the later `asOf`. Answers
 * and pushes may overtake each other; whoever asks this before showing one never goes back in time.
 */
export function isNewer(snapshot: Snapshot, known: Snapshot | undefined): boolean {
  if (known === undefined || known.place !== snapshot.place || known.campaign !== snapshot.campaign) return true;
  if (snapshot.version !== known.version) return snapshot.version > known.version;
  return Date.parse(snapshot.asOf) >= Date.parse(known.asOf);
}

/** How much of what there is to do is done, 0 to 1; nothing where that is not known. */
export function coverage(done: number, target: number | undefined): number | undefined {
  return target === undefined || target <= 0 ? undefined : Math.min(1, Math.max(0, done / target));
}
