/** Places keep China Standard Time; in milliseconds. */
export const offset = 8 * 3_600_000;

/** The local time of a moment: 2022-10-06 18:00. */
export function localText(moment: string): string {
  return new Date(Date.parse(moment) + offset).toISOString().slice(0, 16).replace("T", " ");
}
