import type { Block } from "../layout";
import type { Brush } from "./brush";
import type { Scene } from "./scene";

/** What of a block's head stays the same and is worked out once. */
export interface BlockHead {
  look?: string;
  name?: string;
  nameWidth?: number;
}

/** Draws the name and figures over an area, unless they are as they were. */
export function drawBlockHead(brush: Brush, scene: Scene, block: Block, head: BlockHead): void {
  if (block.header === 0) return;
  const { place, x, y, w, header } = block;
  const { context, palette, font } = brush;
  const summary = scene.summary(place);
  const alarm = scene.alarm(place);
  const look = `${alarm}${summary}`;
  if (head.look === look) return;
  head.look = look;
  const size = header * (block.depth === 1 ? 0.66 : 0.62);
  const middle = y + header / 2;
  context.fillStyle = palette.panel;
  context.fillRect(x, y, w, header);
  const left = alarm > 0 ? x + brush.badge(x, middle, size * 0.52, alarm) + size * 0.3 : x;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = `${block.depth === 1 ? 600 : 500} ${Math.round(size)}px ${font}`;
  context.fillStyle = palette.text;
  head.name ??= brush.fit(scene.name(place), w - header);
  head.nameWidth ??= context.measureText(head.name).width;
  context.fillText(head.name, left, middle);
  const room = w - (left - x + head.nameWidth + size * 0.6);
  // Digits are all as wide as each other, so that a length is a width.
  const told = [summary, summary.split(" · ")[0]!].find((text) => text.length * size * 0.53 <= room);
  if (told === undefined) return;
  context.font = `500 ${Math.round(size * 0.9)}px ${font}`;
  context.fillStyle = palette.quiet;
  context.textAlign = "right";
  context.fillText(told, x + w, middle);
}
