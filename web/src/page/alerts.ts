import type { Alert } from "@gridgrains/client";

/** So many alerts are kept; a wall shows a handful, and the map the worst of each place. */
const most = 2000;

/** How bad a severity is. */
export const rank = { critical: 2, warning: 1, info: 0 } as const;

/** Standing alerts with one that was pushed: it takes the place of its former self, or takes it away when it is cleared. */
export function withAlert(alerts: Alert[], pushed: Alert): Alert[] {
  const others = alerts.filter((alert) => alert.id !== pushed.id);
  return pushed.clearedAt === undefined ? [pushed, ...others].slice(0, most) : others;
}

/** Most severe first, then those that nobody has acknowledged, then the newest. */
export function inUrgency(alerts: readonly Alert[]): Alert[] {
  return [...alerts].sort((one, other) =>
    rank[other.severity] - rank[one.severity]
    || Number(one.acknowledged) - Number(other.acknowledged)
    || Date.parse(other.since) - Date.parse(one.since)
    || (one.id < other.id ? -1 : 1));
}
