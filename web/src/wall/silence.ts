/** How long a place may say nothing before it is shown as silent: an hour of campaign time, in milliseconds. */
export const silentAfter = 3_600_000;

/**
 * Whether a place has gone silent: the campaign is open, its work is not done, and nothing of it has changed for an hour of campaign time
 * (since the wall first saw it, where nothing ever changed).
 */
export function isSilent(open: boolean, done: boolean, changedAt: number, now: number): boolean {
  return open && !done && changedAt > 0 && now - changedAt >= silentAfter;
}
