// Numbers and times as they are read, the same in both languages.

const grouped = new Intl.NumberFormat("en-US");

/** Digits in groups of three, the same in both languages. */
export function numberText(value: number): string {
  return grouped.format(value);
}

/** Hours and minutes on this phone's wall clock. */
export function timeText(milliseconds: number): string {
  const at = new Date(milliseconds);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The same with the day where it is not today. */
export function dayTimeText(milliseconds: number, today: number): string {
  const at = new Date(milliseconds);
  const isToday = at.toDateString() === new Date(today).toDateString();
  return isToday ? timeText(milliseconds) : `${at.getMonth() + 1}/${at.getDate()} ${timeText(milliseconds)}`;
}
