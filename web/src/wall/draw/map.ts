import { contrast, stepOf, textOn, unknown, reported, type Palette } from "../colour";
import { layOut, type Layout, type Rect } from "../layout";
import type { Places } from "../places";

/** What the map asks of every place when it draws it. */
export interface Scene {
  places: Places;
  focus: number;
  /** 0 to 1; undefined where nothing is known or nothing is expected. */
  coverage(place: number): number | undefined;
  /** What stands on the place: what remains, or the count where nothing is expected; empty where nothing is known. */
  figure(place: number): string;
  /** Beside the name of an area. */
  summary(place: number): string;
  name(place: number): string;
  /** Whether the count has a target at all. */
  hasTarget: boolean;
  /** More than zero of a count without a target. */
  has(place: number): boolean;
  known(place: number): boolean;
  silent(place: number): boolean;
  /** 2 critical, 1 warning, 0 none. */
  alarm(place: number): number;
}

const hatchSize = 8;

/**
 * Draws the tree of places on a canvas, and after that only what looks different. There is no element for a place, so fifteen thousand of
 * them cost a rectangle each when they change.
 */
export class TileMap {
  layout: Layout | undefined;
  private readonly context: CanvasRenderingContext2D;
  private scene: Scene | undefined;
  private palette: Palette | undefined;
  private font = "sans-serif";
  private unit = 16;
  private ratio = 1;
  private whole = true;
  private readonly queue: number[] = [];
  private next = 0;
  private queued = new Uint8Array(0);
  private looks: (string | undefined)[] = [];
  private headers: (string | undefined)[] = [];
  private names: (string | undefined)[] = [];
  private nameWidths: (number | undefined)[] = [];
  private hatches: [CanvasPattern | null, CanvasPattern | null] = [null, null];

  constructor(readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext("2d", { alpha: false })!;
    // A browser takes the drawing of a canvas away when its graphics fail, and gives an empty one back.
    canvas.addEventListener("contextrestored", () => this.redraw());
  }

  /** Takes another tree, focus, count, language or anything else that changes all of it. */
  show(scene: Scene): void {
    this.scene = scene;
    this.redraw();
  }

  /** Takes colours and sizes; `unit` is the page's rem in pixels. */
  dress(palette: Palette, font: string, unit: number): void {
    Object.assign(this, { palette, font, unit });
    this.redraw();
  }

  redraw(): void {
    this.whole = true;
  }

  /** A place may look different from now on; the next frame finds out. */
  touch(place: number): void {
    if (this.whole || place >= this.queued.length || this.queued[place]) return;
    this.queued[place] = 1;
    this.queue.push(place);
  }

  touchAll(): void {
    if (!this.whole && this.layout) {
      for (const tile of this.layout.tiles) this.touch(tile.place);
      for (const block of this.layout.blocks) this.touch(block.place);
    }
  }

  /** Draws what is to be drawn for so many milliseconds; true where something is left for the next frame. */
  frame(budget: number): boolean {
    const { scene, palette } = this;
    if (!scene || !palette) return false;
    if (this.whole) {
      this.drawAll(scene, palette);
      return false;
    }
    const end = performance.now() + budget;
    for (let drawn = 0; this.next < this.queue.length; drawn++) {
      if (drawn % 16 === 15 && performance.now() > end) return true;
      const place = this.queue[this.next++]!;
      this.queued[place] = 0;
      const tile = this.layout!.tileOf[place]!;
      if (tile >= 0) this.drawTile(scene, palette, tile);
      const block = this.layout!.blockOf[place]!;
      if (block >= 0) this.drawHeader(scene, palette, block);
    }
    this.forget();
    return false;
  }

  /** The smallest place at a point of the canvas, in CSS pixels, and the outermost block around it. */
  at(x: number, y: number): { place: number; outer: number } | undefined {
    const [px, py] = [x * this.ratio, y * this.ratio];
    const inside = (rect: Rect) => px >= rect.x && px < rect.x + rect.w && py >= rect.y && py < rect.y + rect.h;
    const tile = this.layout?.tiles.find(inside);
    const block = this.layout?.blocks.find((one) => one.depth === 1 && inside(one));
    const outer = block ?? tile;
    return outer === undefined ? undefined : { place: (tile ?? outer).place, outer: outer.place };
  }

  /** Where a place is drawn, in CSS pixels. */
  rectOf(place: number): Rect | undefined {
    const layout = this.layout;
    if (!layout || place < 0 || place >= layout.tileOf.length) return undefined;
    const rect = layout.tiles[layout.tileOf[place]!] ?? layout.blocks[layout.blockOf[place]!];
    if (!rect) return undefined;
    const r = this.ratio;
    return { place, x: rect.x / r, y: rect.y / r, w: rect.w / r, h: rect.h / r };
  }

  private forget(): void {
    this.queue.length = 0;
    this.next = 0;
  }

  private drawAll(scene: Scene, palette: Palette): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(clientWidth * this.ratio), Math.round(clientHeight * this.ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const unit = this.unit * this.ratio;
    this.layout = layOut(scene.places, scene.focus, width, height, { header: unit * 1.9, gap: unit * 0.55, least: 3 * this.ratio });
    this.hatches = [this.hatch(palette.hatchOnDark), this.hatch(palette.hatchOnLight)];
    this.looks = new Array<string | undefined>(this.layout.tiles.length);
    this.headers = new Array<string | undefined>(this.layout.blocks.length);
    this.names = new Array<string | undefined>(this.layout.blocks.length);
    this.nameWidths = new Array<number | undefined>(this.layout.blocks.length);
    if (this.queued.length !== scene.places.count) this.queued = new Uint8Array(scene.places.count);
    else this.queued.fill(0);
    this.forget();
    this.whole = false;
    this.context.fillStyle = palette.panel;
    this.context.fillRect(0, 0, width, height);
    for (let i = 0; i < this.layout.blocks.length; i++) this.drawHeader(scene, palette, i);
    for (let i = 0; i < this.layout.tiles.length; i++) this.drawTile(scene, palette, i);
  }

  private drawTile(scene: Scene, palette: Palette, index: number): void {
    const tile = this.layout!.tiles[index]!;
    const { place, x, y, w, h } = tile;
    const step = stepFor(scene, place);
    const silent = scene.silent(place);
    const alarm = scene.alarm(place);
    const unit = this.unit * this.ratio;
    const size = Math.min(unit * 4, w / 3.3, h / 2.7);
    const labelled = size >= unit * 0.72;
    const look = `${step}${silent ? "s" : "-"}${alarm}${labelled ? scene.figure(place) : ""}`;
    if (this.looks[index] === look) return;
    this.looks[index] = look;
    const fill = palette.fills[step]!;
    const context = this.context;
    context.fillStyle = fill;
    context.fillRect(x, y, w, h);
    if (palette.edged[step]) this.outline(tile, palette.line, Math.max(1, Math.round(this.ratio)));
    if (silent) this.hatchOver(tile, fill, palette);
    if (labelled) this.label(scene, tile, fill, palette.texts[step]!, size, silent, alarm > 0 ? this.markSize(tile) : 0);
    if (alarm > 0) this.mark(tile, alarm, palette);
  }

  private label(scene: Scene, { place, x, y, w, h }: Rect, fill: string, text: string, size: number, silent: boolean, taken: number): void {
    const context = this.context;
    const pad = Math.max(2, size * 0.35);
    const figure = scene.figure(place);
    if (silent) this.plate(x, y, w, h, pad, size, fill);
    context.fillStyle = text;
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.font = `500 ${Math.round(size * 0.72)}px ${this.font}`;
    context.fillText(this.fit(scene.name(place), w - 2 * pad - taken), x + pad, y + pad + size * 0.6);
    if (figure === "") return;
    // A number is never cut off.
    context.font = `650 ${Math.round(size)}px ${this.font}`;
    const wide = context.measureText(figure).width / (w - 2 * pad);
    if (wide > 1) context.font = `650 ${Math.floor(size / wide)}px ${this.font}`;
    context.fillText(figure, x + pad, y + Math.min(h - pad, pad + size * 1.9));
  }

  // Words are not written over hatching.
  private plate(x: number, y: number, w: number, h: number, pad: number, size: number, fill: string): void {
    this.context.fillStyle = fill;
    this.context.fillRect(x + pad / 2, y + pad / 2, Math.min(w - pad, size * 3.6), Math.min(h - pad, size * 2.3));
  }

  private drawHeader(scene: Scene, palette: Palette, index: number): void {
    const block = this.layout!.blocks[index]!;
    if (block.header === 0) return;
    const summary = scene.summary(block.place);
    const look = `${scene.alarm(block.place)}${summary}`;
    if (this.headers[index] === look) return;
    this.headers[index] = look;
    const context = this.context;
    const { x, y, w, header } = block;
    const size = header * (block.depth === 1 ? 0.66 : 0.62);
    context.fillStyle = palette.panel;
    context.fillRect(x, y, w, header);
    context.textBaseline = "middle";
    let left = x;
    const alarm = scene.alarm(block.place);
    if (alarm > 0) left += this.badge(x, y + header / 2, size * 0.52, alarm, palette) + size * 0.3;
    context.textAlign = "left";
    context.font = `${block.depth === 1 ? 600 : 500} ${Math.round(size)}px ${this.font}`;
    context.fillStyle = palette.text;
    const name = this.names[index] ??= this.fit(scene.name(block.place), w - header);
    const nameWidth = this.nameWidths[index] ??= context.measureText(name).width;
    context.fillText(name, left, y + header / 2);
    context.font = `500 ${Math.round(size * 0.9)}px ${this.font}`;
    const room = w - (left - x + nameWidth + size * 0.6);
    // Digits are all as wide as each other, so that a length is a width.
    const told = [summary, summary.split(" · ")[0]!].find((text) => text.length * size * 0.53 <= room);
    if (told === undefined) return;
    context.fillStyle = palette.quiet;
    context.textAlign = "right";
    context.fillText(told, x + w, y + header / 2);
  }

  /** An alarm is a frame with a light line inside and, where there is room, a mark: seen without seeing red. */
  private mark(tile: Rect, alarm: number, palette: Palette): void {
    const unit = this.unit * this.ratio;
    const colour = alarm > 1 ? palette.critical : palette.warning;
    const small = Math.min(tile.w, tile.h);
    if (small < unit * 0.7) {
      this.context.fillStyle = colour;
      this.context.fillRect(tile.x, tile.y, tile.w, tile.h);
      this.outline(tile, palette.text, Math.max(1, Math.round(small / 6)));
      return;
    }
    const thick = Math.max(2, Math.round(unit * 0.22));
    this.outline(tile, colour, thick);
    this.outline({ ...tile, x: tile.x + thick, y: tile.y + thick, w: tile.w - 2 * thick, h: tile.h - 2 * thick }, palette.onMark, Math.max(1, Math.round(thick / 3)));
    const radius = this.markSize(tile) / 2;
    if (radius > 0) this.badge(tile.x + tile.w - 2 * radius - thick * 1.5, tile.y + radius + thick * 1.5, radius, alarm, palette);
  }

  /** How wide the mark of an alarm is on a tile; 0 where there is no room for one. */
  private markSize({ w, h }: Rect): number {
    const unit = this.unit * this.ratio;
    const small = Math.min(w, h);
    return small > unit * 1.8 ? 2 * Math.min(unit * 0.85, small * 0.18) : 0;
  }

  /** A disc or, for a warning, a triangle, with an exclamation mark; answers with its width. */
  private badge(x: number, y: number, radius: number, alarm: number, palette: Palette): number {
    const context = this.context;
    context.beginPath();
    if (alarm > 1) context.arc(x + radius, y, radius, 0, 2 * Math.PI);
    else {
      context.moveTo(x + radius, y - radius);
      context.lineTo(x + 2 * radius, y + radius * 0.85);
      context.lineTo(x, y + radius * 0.85);
      context.closePath();
    }
    context.fillStyle = alarm > 1 ? palette.critical : palette.warning;
    context.fill();
    context.lineWidth = Math.max(1, radius * 0.16);
    context.strokeStyle = palette.onMark;
    context.stroke();
    context.fillStyle = palette.onMark;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `800 ${Math.round(radius * 1.4)}px ${this.font}`;
    context.fillText("!", x + radius, y + radius * (alarm > 1 ? 0.08 : 0.2));
    return 2 * radius;
  }

  private hatchOver({ x, y, w, h }: Rect, fill: string, palette: Palette): void {
    const onDark = textOn(fill) === "#ffffff";
    const context = this.context;
    if (Math.min(w, h) >= hatchSize * this.ratio) {
      context.fillStyle = this.hatches[onDark ? 0 : 1] ?? fill;
      context.fillRect(x, y, w, h);
      return;
    }
    context.strokeStyle = onDark ? palette.hatchOnDark : palette.hatchOnLight;
    context.lineWidth = Math.max(1, this.ratio);
    context.beginPath();
    context.moveTo(x, y + h);
    context.lineTo(x + w, y);
    context.stroke();
  }

  private hatch(colour: string): CanvasPattern | null {
    const size = Math.round(hatchSize * this.ratio * Math.max(1, this.unit / 16));
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

  private outline({ x, y, w, h }: Rect, colour: string, thick: number): void {
    const context = this.context;
    context.fillStyle = colour;
    context.fillRect(x, y, w, thick);
    context.fillRect(x, y + h - thick, w, thick);
    context.fillRect(x, y, thick, h);
    context.fillRect(x + w - thick, y, thick, h);
  }

  private fit(text: string, width: number): string {
    if (this.context.measureText(text).width <= width) return text;
    for (let length = text.length - 1; length > 0; length--) {
      const cut = `${text.slice(0, length)}…`;
      if (this.context.measureText(cut).width <= width) return cut;
    }
    return "";
  }
}

function stepFor(scene: Scene, place: number): number {
  if (!scene.known(place)) return unknown;
  if (scene.hasTarget) return stepOf(scene.coverage(place));
  return scene.has(place) ? reported : 0;
}

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
