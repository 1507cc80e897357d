// Codes of what is counted: doors, tubes, requests. Opaque, and never a person's number.

/** The service's rule for a subject. */
const allowed = /^[A-Za-z0-9._:-]{1,64}$/;

// The shapes that the service refuses: a mobile number, an identity number of 18 or of 15 digits. Without lookbehind, which older phones cannot read.
const personal = [
  /(?:^|\D)(?:86)?1[3-9]\d{9}(?!\d)/,
  /(?:^|[^0-9A-Za-z])(?:86[-._:])?1[3-9]\d[-._:]\d{4}[-._:]\d{4}(?![0-9A-Za-z])/,
  /(?:^|\D)[1-9]\d{5}[-._:]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-._:]?\d{3}[\dXx](?!\d)/,
  /(?:^|\D)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/,
];

export type Fault = "empty" | "characters" | "personal";

/** What is wrong with a code; nothing where the service will take it. */
export function faultOf(code: string): Fault | undefined {
  if (code === "") return "empty";
  if (personal.some((shape) => shape.test(code))) return "personal";
  return allowed.test(code) ? undefined : "characters";
}

/** The code of a door: as many digits as the largest number of the grid has, at least three, so that codes stay in order. */
export function doorCode(number: number, households = 0): string {
  return `h-${String(number).padStart(Math.max(3, String(households).length), "0")}`;
}

/** The number of a door, where its code has one. */
export function doorNumber(code: string): number | undefined {
  const match = /^h-(\d{1,6})$/.exec(code);
  return match ? Number(match[1]) : undefined;
}

/** The next door to knock on: the first that is not done after the last one, else the first that is not done, else a new one. */
export function nextDoor(last: number, households: number, isDone: (number: number) => boolean): number {
  for (let number = last + 1; number <= households; number++) if (!isDone(number)) return number;
  for (let number = 1; number <= Math.min(last, households); number++) if (!isDone(number)) return number;
  return Math.max(last, households) + 1;
}

/** The code that follows on a roll of labels: its last run of digits, one higher; nothing where there is none. */
export function codeAfter(code: string): string | undefined {
  const match = /^(.*?)(\d{1,15})(\D*)$/.exec(code);
  if (!match) return undefined;
  const [, before, digits, after] = match as unknown as [string, string, string, string];
  const next = before + String(Number(digits) + 1).padStart(digits.length, "0") + after;
  return faultOf(next) === undefined ? next : undefined;
}

// Without i, l, o, 0 and 1: it is read out loud and written down.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A short code for something new. Random, since two phones without a network must not choose the same. */
export function freshCode(kind: string, random: () => number = Math.random): string {
  return `${kind}-${Array.from({ length: 5 }, () => letters[Math.floor(random() * letters.length)]).join("")}`;
}
