import type { PhoneEntry } from "./entries";
import { refusalText } from "./model";
import type { Words } from "./words";

// Long enough for a screen reader to have said that an entry is kept.
const afterwards = 2_000;

/** Tells a screen reader what became of entries: how many were acknowledged, together, and why one was not accepted. */
export class Fates {
  private known: Map<string, PhoneEntry["state"]> | undefined;
  private acknowledged = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly announce: (text: string) => void) {}

  look(entries: PhoneEntry[], say: Words): void {
    const before = this.known;
    this.known = new Map(entries.map((entry) => [entry.id, entry.state]));
    // What was settled before the page was opened is no news.
    if (before === undefined) return;
    for (const { id, state, problem } of entries) {
      if (state === "waiting" || before.get(id) === state) continue;
      if (state === "refused") this.later(say.rejected(refusalText(problem, say)));
      else this.later(say.confirmed(++this.acknowledged));
    }
  }

  private later(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.acknowledged = 0;
      this.announce(text);
    }, afterwards);
  }
}
