import type { Theme } from "../page/theme";

/** 0 to 1, where a target is known. */
export type Coverage = number | undefined;

/**
 * How much is done, in steps that can be told apart across a room and without seeing red or green: from dark to light, in cold colours.
 * Warm colours are kept for what is wrong.
 */
export const steps = [
  { from: 0, colour: "#252d4a" },
  { from: Number.MIN_VALUE, colour: "#334a86" },
  { from: 0.25, colour: "#2f6ca6" },
  { from: 0.5, colour: "#3f97ae" },
  { from: 0.75, colour: "#74c4b3" },
  { from: 1, colour: "#d8f3e2" },
] as const;

/** The step of a place of which nothing is known, and of one whose count has no target. */
export const unknown = steps.length;
export const reported = steps.length + 1;

export interface Palette {
  fills: string[];
  texts: string[];
  /** Fills that are hard to tell from the panel they lie on. */
  edged: boolean[];
  ground: string;
  panel: string;
  line: string;
  text: string;
  quiet: string;
  accent: string;
  critical: string;
  warning: string;
  onMark: string;
  /** Of the hatching of silent places, over dark and over light fills. */
  hatchOnDark: string;
  hatchOnLight: string;
}

const neutral: Record<Theme, { unknown: string; reported: string }> = {
  dark: { unknown: "#161d27", reported: "#3f97ae" },
  light: { unknown: "#e3e9ee", reported: "#3f97ae" },
};

/** The step that a coverage is shown in. */
export function stepOf(coverage: Coverage): number {
  if (coverage === undefined || Number.isNaN(coverage)) return unknown;
  let step = 0;
  for (let i = 1; i < steps.length; i++) if (coverage >= steps[i]!.from) step = i;
  return step;
}

export function fillsOf(theme: Theme): string[] {
  return [...steps.map((step) => step.colour), neutral[theme].unknown, neutral[theme].reported];
}

const dark = "#0a0f15";
const light = "#ffffff";

/** Black or white, whichever is read better on a fill. */
export function textOn(fill: string): string {
  return contrast(fill, dark) >= contrast(fill, light) ? dark : light;
}

/** The contrast of two colours after WCAG, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(rgb(one)), luminance(rgb(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export type Rgb = [number, number, number];

export function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance after WCAG, 0 to 1. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(linear) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
