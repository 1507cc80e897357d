/** A count over time: campaign time in milliseconds, and the value then. */
export type Point = [at: number, value: number];

/** How fast the work goes, and where it will be if it goes on as in the last 24 hours, which have their night and their meals. */
export interface Projection {
  /** Done in the last hour of campaign time; undefined until there are two points to tell it from. */
  perHour: number | undefined;
  /** When the target will be reached, in milliseconds of campaign time; undefined without a rate. */
  finish: number | undefined;
}

const hour = 3_600_000;

/** From the points of a count, oldest first, and the time. The alert that a finish is late goes by the same. */
export function project(points: readonly Point[], target: number | undefined, now: number): Projection {
  const perHour = rate(points, now, hour);
  const pace = rate(points, now, 24 * hour);
  const last = points.at(-1);
  if (target === undefined || last === undefined) return { perHour, finish: undefined };
  const remaining = target - last[1];
  if (remaining <= 0) return { perHour, finish: reachedAt(points, target) };
  return { perHour, finish: pace !== undefined && pace > 0 ? now + (remaining / pace) * hour : undefined };
}

/** How much should be done by now: a straight line from the opening to the deadline. Undefined where one of them is not known. */
export function planned(opensAt: number, deadline: number | undefined, target: number | undefined, now: number): number | undefined {
  if (deadline === undefined || target === undefined || deadline <= opensAt) return undefined;
  return target * Math.min(1, Math.max(0, (now - opensAt) / (deadline - opensAt)));
}

function rate(points: readonly Point[], now: number, window: number): number | undefined {
  const last = points.at(-1);
  const first = points[0];
  if (last === undefined || first === undefined) return undefined;
  const since = Math.max(now - window, first[0]);
  const length = now - since;
  // A minute tells nothing about an hour.
  if (length < hour / 12) return undefined;
  const perHour = Math.max(0, ((last[1] - valueAt(points, since)) / length) * hour);
  // Nothing done is said of a whole hour only.
  return perHour === 0 && length < hour ? undefined : perHour;
}

function valueAt(points: readonly Point[], at: number): number {
  let before = points[0]!;
  for (const point of points) {
    if (point[0] >= at) {
      const span = point[0] - before[0];
      return span <= 0 ? point[1] : before[1] + ((point[1] - before[1]) * (at - before[0])) / span;
    }
    before = point;
  }
  return before[1];
}

function reachedAt(points: readonly Point[], target: number): number | undefined {
  return points.find((point) => point[1] >= target)?.[0];
}
