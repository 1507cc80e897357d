import type { Alert, EmergencyTask } from "@gridgrains/client";
import type { Facts } from "./facts";

/** The clock of a muster: how many were called and are there, and since when. */
export interface Muster {
  called: number;
  present: number;
  /** By the campaign's clock, in milliseconds; undefined until it is known. Where no alert says it, to five minutes. */
  since: number | undefined;
  /** Whether an alert says that it takes too long. */
  late: boolean;
}

/** Undefined where nobody was called. */
export function musterOf({ snapshot, history, alerts }: Facts): Muster | undefined {
  const called = snapshot?.counts["muster.called"] ?? 0;
  if (called === 0) return undefined;
  const late = (alerts ?? []).filter((alert) => alert.rule === "muster.incomplete");
  const first = history.get("muster.called")?.find(([, value]) => value > 0)?.[0];
  const since = late.length > 0 ? Math.min(...late.map((alert) => Date.parse(alert.since))) : first;
  return { called, present: snapshot?.counts["muster.present"] ?? 0, since, late: late.length > 0 };
}

/** The tasks of an emergency: how many are done, which should be, and which comes next. */
export interface Tasks {
  done: number;
  all: number;
  /** The one that has been due for longest first. */
  late: EmergencyTask[];
  next: EmergencyTask | undefined;
}

/** `now` is the campaign's time, in milliseconds: what falls due is late without being asked for anew. Undefined in a campaign that is no emergency. */
export function tasksOf({ emergency }: Pick<Facts, "emergency">, now: number): Tasks | undefined {
  if (!emergency) return undefined;
  const tasks = emergency.groups.flatMap((group) => group.tasks);
  const open = tasks.filter((task) => task.state !== "done").sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
  const late = open.filter((task) => Date.parse(task.dueAt) <= now);
  return { done: tasks.length - open.length, all: tasks.length, late, next: open[late.length] };
}

/** The grids whose daily report is missing, in the order of the tree; empty before it is due. */
export function missingReports({ alerts, places }: Pick<Facts, "alerts" | "places">): Alert[] {
  const missing = (alerts ?? []).filter((alert) => alert.rule === "daily.missing");
  return missing.sort((one, other) => (places?.nearest(one.place) ?? 0) - (places?.nearest(other.place) ?? 0));
}
