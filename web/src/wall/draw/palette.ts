import { contrast, textOn, type Palette } from "../colour";

/** Colours from the page's style sheet, so that the canvas wears what the page wears. */
export function paletteOf(style: CSSStyleDeclaration, fills: string[]): Palette {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    fills, texts: fills.map(textOn), edged: fills.map((fill) => contrast(fill, colour("--panel")) < 1.6),
    ground: colour("--ground"), panel: colour("--panel"), line: colour("--line"), text: colour("--text"), quiet: colour("--quiet"), accent: colour("--accent"),
    critical: colour("--mark-critical"), warning: colour("--mark-warning"), onMark: colour("--on-mark"),
    hatchOnDark: "rgba(255, 255, 255, 0.28)", hatchOnLight: "rgba(10, 15, 21, 0.38)",
  };
}
