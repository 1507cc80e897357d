import type { ServiceClock } from "../clock.js";
import { isPassing } from "../problem.js";
import type { Problem, Receipt } from "../types.js";
import { redated } from "./dating.js";
import type { Entry } from "./entry.js";

/** What an answer makes of an entry that was sent at `sentAt`, by the device's clock. */
export function verdict(entry: Entry, answer: Receipt | Problem, clock: ServiceClock, sentAt: number): Entry {
  const settledAt = clock.deviceTime();
  if ("sequence" in answer) return { ...entry, state: "acknowledged", receipt: answer, settledAt };
  if (isPassing(answer) || !answer.type.startsWith("urn:gridgrains:")) return entry;
  // Its id is random and its body never changed under it: what the service knows it from is this entry, sent before under another token.
  if (entry.sent > 1 && answer.status === 422 && answer.errors?.["reportId"]) return { ...entry, state: "acknowledged", settledAt };
  return redated(entry, answer, clock, sentAt) ?? { ...entry, state: "refused", problem: answer, settledAt };
}
