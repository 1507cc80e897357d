import { reported, stepOf, unknown } from "../colour";
import type { Rect } from "../layout";
import type { Brush } from "./brush";
import type { Scene } from "./scene";

/** Draws a place's tile, unless it looks as it did; answers with how it looks. */
export function drawTile(brush: Brush, scene: Scene, tile: Rect, before: string | undefined): string {
  const { place, x, y, w, h } = tile;
  const { context, palette, unit } = brush;
  const step = stepFor(scene, place);
  const silent = scene.silent(place);
  const alarm = scene.alarm(place);
  const size = Math.min(unit * 4, w / 3.3, h / 2.7);
  const labelled = size >= unit * 0.72;
  const look = `${step}${silent ? "s" : "-"}${alarm}${labelled ? scene.figure(place) : ""}`;
  if (before === look) return look;
  const fill = palette.fills[step]!;
  context.fillStyle = fill;
  context.fillRect(x, y, w, h);
  if (palette.edged[step]) brush.outline(tile, palette.line, Math.max(1, Math.round(brush.ratio)));
  if (silent) brush.hatchOver(tile, fill);
  if (labelled) {
    if (silent) clearForWords(brush, tile, size, fill);
    context.fillStyle = palette.texts[step]!;
    label(brush, scene, tile, size, alarm > 0 ? brush.markSize(tile) : 0);
  }
  if (alarm > 0) brush.mark(tile, alarm);
  return look;
}

function label(brush: Brush, scene: Scene, { place, x, y, w, h }: Rect, size: number, taken: number): void {
  const { context, font } = brush;
  const pad = Math.max(2, size * 0.35);
  const figure = scene.figure(place);
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  const room = w - 2 * pad - taken;
  const name = scene.name(place);
  context.font = `500 ${Math.round(size * 0.72)}px ${font}`;
  // Beside a mark it becomes smaller before it is cut off.
  const narrow = Math.min(1, room / Math.max(1, context.measureText(name).width));
  if (narrow < 1) context.font = `500 ${Math.floor(size * Math.max(0.45, 0.72 * narrow))}px ${font}`;
  context.fillText(brush.fit(name, room), x + pad, y + pad + size * 0.6);
  if (figure === "") return;
  // A number is never cut off.
  context.font = `650 ${Math.round(size)}px ${font}`;
  const wide = context.measureText(figure).width / (w - 2 * pad);
  if (wide > 1) context.font = `650 ${Math.floor(size / wide)}px ${font}`;
  context.fillText(figure, x + pad, y + Math.min(h - pad, pad + size * 1.9));
}

function clearForWords({ context }: Brush, { x, y, w, h }: Rect, size: number, fill: string): void {
  const pad = Math.max(2, size * 0.35);
  context.fillStyle = fill;
  context.fillRect(x + pad / 2, y + pad / 2, Math.min(w - pad, size * 3.6), Math.min(h - pad, size * 2.3));
}

function stepFor(scene: Scene, place: number): number {
  if (!scene.known(place)) return unknown;
  if (scene.hasTarget) return stepOf(scene.coverage(place));
  return scene.has(place) ? reported : 0;
}
