import { textOn, type Palette } from "../colour";
import type { Rect } from "../layout";

const hatchSize = 8;

/** What tiles and blocks are drawn with: the colours and sizes of the page, and the marks that mean something. All sizes are pixels of the canvas. */
export class Brush {
  private readonly hatches: [CanvasPattern | null, CanvasPattern | null];

  /** `unit` is the page's rem, `ratio` how many of the canvas' pixels make one of the page's. */
  constructor(readonly context: CanvasRenderingContext2D, readonly palette: Palette, readonly font: string, readonly unit: number, readonly ratio: number) {
    this.hatches = [this.hatch(palette.hatchOnDark), this.hatch(palette.hatchOnLight)];
  }

  /** An alarm is a frame with a light line inside and, where there is room, a mark: seen without seeing red. */
  mark(tile: Rect, alarm: number): void {
    const { unit } = this;
    const colour = alarm > 1 ? this.palette.critical : this.palette.warning;
    const small = Math.min(tile.w, tile.h);
    if (small < unit * 0.7) {
      this.context.fillStyle = colour;
      this.context.fillRect(tile.x, tile.y, tile.w, tile.h);
      this.outline(tile, this.palette.text, Math.max(1, Math.round(small / 6)));
      return;
    }
    const thick = Math.max(2, Math.round(unit * 0.22));
    this.outline(tile, colour, thick);
    this.outline({ ...tile, x: tile.x + thick, y: tile.y + thick, w: tile.w - 2 * thick, h: tile.h - 2 * thick }, this.palette.onMark, Math.max(1, Math.round(thick / 3)));
    const radius = this.markSize(tile) / 2;
    if (radius > 0) this.badge(tile.x + tile.w - 2 * radius - thick * 1.5, tile.y + radius + thick * 1.5, radius, alarm);
  }

  /** How wide the mark of an alarm is on a tile; 0 where there is no room for one. */
  markSize({ w, h }: Rect): number {
    const { unit } = this;
    const small = Math.min(w, h);
    return small > unit * 1.8 ? 2 * Math.min(unit * 0.85, small * 0.18) : 0;
  }

  /** A disc or, for a warning, a triangle, with an exclamation mark; answers with its width. */
  badge(x: number, y: number, radius: number, alarm: number): number {
    const context = this.context;
    context.beginPath();
    if (alarm > 1) context.arc(x + radius, y, radius, 0, 2 * Math.PI);
    else {
      context.moveTo(x + radius, y - radius);
      context.lineTo(x + 2 * radius, y + radius * 0.85);
      context.lineTo(x, y + radius * 0.85);
      context.closePath();
    }
    context.fillStyle = alarm > 1 ? this.palette.critical : this.palette.warning;
    context.fill();
    context.lineWidth = Math.max(1, radius * 0.16);
    context.strokeStyle = this.palette.onMark;
    context.stroke();
    context.fillStyle = this.palette.onMark;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `800 ${Math.round(radius * 1.4)}px ${this.font}`;
    context.fillText("!", x + radius, y + radius * (alarm > 1 ? 0.08 : 0.2));
    return 2 * radius;
  }

  hatchOver({ x, y, w, h }: Rect, fill: string): void {
    const onDark = textOn(fill) === "#ffffff";
    const context = this.context;
    if (Math.min(w, h) >= hatchSize * this.ratio) {
      context.fillStyle = this.hatches[onDark ? 0 : 1] ?? fill;
      context.fillRect(x, y, w, h);
      return;
    }
    context.strokeStyle = onDark ? this.palette.hatchOnDark : this.palette.hatchOnLight;
    context.lineWidth = Math.max(1, this.ratio);
    context.beginPath();
    context.moveTo(x, y + h);
    context.lineTo(x + w, y);
    context.stroke();
  }

  private hatch(colour: string): CanvasPattern | null {
    const size = Math.round(hatchSize * this.ratio * Math.max(1, this.unit / this.ratio / 16));
    const tile = document.createElement("canvas");
    Object.assign(tile, { width: size, height: size });
    const context = tile.getContext("2d")!;
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1, size / 5);
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift, size);
      context.lineTo(shift + size, 0);
    }
    context.stroke();
    return this.context.createPattern(tile, "repeat");
  }

  outline({ x, y, w, h }: Rect, colour: string, thick: number): void {
    const context = this.context;
    context.fillStyle = colour;
    context.fillRect(x, y, w, thick);
    context.fillRect(x, y + h - thick, w, thick);
    context.fillRect(x, y, thick, h);
    context.fillRect(x + w - thick, y, thick, h);
  }

  fit(text: string, width: number): string {
    if (this.context.measureText(text).width <= width) return text;
    for (let length = text.length - 1; length > 0; length--) {
      const cut = `${text.slice(0, length)}…`;
      if (this.context.measureText(cut).width <= width) return cut;
    }
    return "";
  }
}
