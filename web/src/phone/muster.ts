import type { Fact } from "@gridgrains/client";
import type { Known } from "./entries";

export const called = "muster.called";
export const present = "muster.present";

/** A grid has a handful of people; an entry has at most 500 facts. */
export const mostPeople = 200;

/** How many people a series says there are. */
export function peopleIn(known: Map<string, Known>): number {
  return [...known.values()].reduce((sum, { value }) => sum + value, 0);
}

/** The facts that bring a series to so many people: places in a row, not persons. What others have said by badges stays, and nothing that is so already is said again. */
export function musterFacts(series: string, people: number, known: Map<string, Known>): Fact[] {
  const others = [...known].filter(([subject]) => slotNumber(subject) === undefined).reduce((sum, [, { value }]) => sum + value, 0);
  const wanted = Math.max(0, Math.min(mostPeople, people - others));
  const facts: Fact[] = [];
  for (let number = 1; number <= mostPeople; number++) {
    const subject = `m-${String(number).padStart(3, "0")}`;
    const value = number <= wanted ? 1 : 0;
    if ((known.get(subject)?.value ?? 0) !== value) facts.push({ series, subject, value });
  }
  return facts;
}

function slotNumber(subject: string): number | undefined {
  const match = /^m-(\d{3})$/.exec(subject);
  return match ? Number(match[1]) : undefined;
}
