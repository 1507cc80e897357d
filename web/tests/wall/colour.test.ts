import { describe, expect, test } from "vitest";
import { contrast, fillsOf, luminance, reported, rgb, stepOf, steps, textOn, unknown, type Rgb } from "../../src/wall/colour";

describe.each(["dark", "light"] as const)("the colours of tiles in the %s theme", (theme) => {
  test.each(fillsOf(theme).map((fill) => [fill]))("%s carries text with a contrast of at least 4.5", (fill) => {
    expect(contrast(fill, textOn(fill))).toBeGreaterThanOrEqual(4.5);
  });
});

// Machado, Oliveira and Fernandes 2009, severity 1.
const eyes: Record<string, [Rgb, Rgb, Rgb]> = {
  "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "no green (deuteranopia)": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  "no red (protanopia)": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  "no blue (tritanopia)": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

describe.each(Object.entries(eyes))("to eyes that see %s", (_name, matrix) => {
  const seen = (colour: string): Rgb => {
    const linear = rgb(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
    return matrix.map((row) => Math.min(1, Math.max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]))) as Rgb;
  };
  // CIE L*a*b*, in which a distance of 2.3 is just seen side by side.
  const lab = ([r, g, b]: Rgb): Rgb => {
    const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
    const [x, y, z] = [f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505), f(0.2126 * r + 0.7152 * g + 0.0722 * b), f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)];
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const apart = (one: string, other: string) => {
    const [a, b] = [lab(seen(one)), lab(seen(other))];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  };

  test("every step is far from the next", () => {
    for (let i = 1; i < steps.length; i++) expect(apart(steps[i - 1]!.colour, steps[i]!.colour)).toBeGreaterThan(10);
  });

  test("alarms are far from every step, and from each other", () => {
    for (const mark of ["#ff5c50", "#ffbe3d"]) for (const step of steps) expect(apart(mark, step.colour)).toBeGreaterThan(20);
    expect(apart("#ff5c50", "#ffbe3d")).toBeGreaterThan(20);
  });
});

test("more is lighter, so that the steps are also told apart without any colour", () => {
  const lightness = steps.map((step) => luminance(rgb(step.colour)));
  expect(lightness).toEqual(lightness.toSorted((one, other) => one - other));
});

test("a step begins where the legend says", () => {
  expect([0, 0.001, 0.249, 0.25, 0.5, 0.999, 1].map(stepOf)).toEqual([0, 1, 1, 2, 3, 4, 5]);
  expect(stepOf(undefined)).toBe(unknown);
  expect(fillsOf("dark")).toHaveLength(reported + 1);
});
