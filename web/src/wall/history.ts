import type { Point } from "./projection";

/** So many points of a count are kept; of more, the older half is thinned. */
export const mostPoints = 720;

/** Points with the present one: it takes the place of the last until a whole step has passed since the one before. Times in milliseconds. */
export function extended(points: readonly Point[], present: Point, step: number): Point[] {
  const before = points.at(-2);
  if (points.length > 0 && present[0] < points.at(-1)![0]) return [...points];
  const replaces = before !== undefined && present[0] - before[0] < step;
  const next = [...(replaces ? points.slice(0, -1) : points), present];
  return next.length > mostPoints ? [...next.slice(0, mostPoints / 2).filter((_, i) => i % 2 === 0), ...next.slice(mostPoints / 2)] : next;
}
