import type { Entry, Fact, Observation } from "@gridgrains/client";

/** What the phone remembers with an entry. */
export interface Note {
  /** The values that the facts had before, in their order: what an undo brings back. */
  former: number[];
  /** The entry that this one takes back. */
  undoes?: string;
}

export type PhoneEntry = Entry<Note>;

/** What is known of a subject. */
export interface Known {
  value: number;
  /** Milliseconds since 1970, by the campaign's clock. */
  at: number;
  post?: string;
}

/** Of one series: what the service knows, and over it what was entered here and is not refused. The later one wins, as in the service. */
export function knownOf(observations: Observation[], entries: PhoneEntry[], series: string): Map<string, Known> {
  const known = new Map<string, Known>();
  const take = (subject: string, fact: Known): void => {
    const present = known.get(subject);
    if (present === undefined || fact.at >= present.at) known.set(subject, fact);
  };
  for (const { subject, value, at, post } of observations) take(subject, { value, at: Date.parse(at), ...(post ? { post } : {}) });
  for (const { facts, at, state } of entries) {
    if (state === "refused") continue;
    for (const fact of facts) if (fact.series === series) take(fact.subject, { value: fact.value, at, ...(fact.post ? { post: fact.post } : {}) });
  }
  return known;
}

/** What takes an entry back: every fact with the value it had before. */
export function undoOf(entry: PhoneEntry): Fact[] {
  return entry.facts.map((fact, i) => ({ ...fact, value: entry.note?.former[i] ?? 0 }));
}

/** The values that facts have now, to come back to. */
export function formerOf(facts: Fact[], known: (series: string) => Map<string, Known>): number[] {
  return facts.map(({ series, subject }) => known(series).get(subject)?.value ?? 0);
}

/**
 * The ids of the entries that can be taken back, of entries in their order: those that say something, were not refused, and are the last word of
 * this phone about their subjects. What was said before that would take the later word back as well.
 */
export function undoable(entries: PhoneEntry[]): Set<string> {
  const undone = new Set(entries.filter((entry) => entry.state !== "refused").map((entry) => entry.note?.undoes));
  const later = new Set<string>();
  const found = new Set<string>();
  for (const entry of [...entries].reverse()) {
    if (entry.state === "refused" || entry.note?.undoes !== undefined || undone.has(entry.id)) continue;
    const subjects = entry.facts.map(({ series, subject }) => [entry.campaign, entry.place, series, subject].join("/"));
    if (subjects.length > 0 && !subjects.some((subject) => later.has(subject))) found.add(entry.id);
    subjects.forEach((subject) => later.add(subject));
  }
  return found;
}

/** How many entries are in which state. */
export function tally(entries: PhoneEntry[]): Record<PhoneEntry["state"], number> {
  const count = { waiting: 0, acknowledged: 0, refused: 0 };
  for (const { state } of entries) count[state]++;
  return count;
}
