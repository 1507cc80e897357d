import type { Palette } from "../colour";
import { layOut, type Layout, type Rect } from "../layout";
import { drawBlockHead, type BlockHead } from "./block";
import { Brush } from "./brush";
import type { Scene } from "./scene";
import { drawTile } from "./tile";

/**
 * Draws the tree of places on a canvas, and after that only what looks different. There is no element for a place, so fifteen thousand of
 * them cost a rectangle each when they change.
 */
export class TileMap {
  layout: Layout | undefined;
  private readonly context: CanvasRenderingContext2D;
  private scene: Scene | undefined;
  private dressed: { palette: Palette; font: string; unit: number } | undefined;
  private brush: Brush | undefined;
  private ratio = 1;
  private whole = true;
  private readonly queue: number[] = [];
  private next = 0;
  private queued = new Uint8Array(0);
  private looks: (string | undefined)[] = [];
  private heads: BlockHead[] = [];

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
    this.dressed = { palette, font, unit };
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

  /** Draws what is to be drawn for so many milliseconds; true where something is left for the next frame. */
  frame(budget: number): boolean {
    if (this.whole) {
      this.drawAll();
      return false;
    }
    const { scene, brush, layout } = this;
    if (!scene || !brush || !layout) return false;
    const end = performance.now() + budget;
    for (let drawn = 0; this.next < this.queue.length; drawn++) {
      if (drawn % 16 === 15 && performance.now() > end) return true;
      const place = this.queue[this.next++]!;
      this.queued[place] = 0;
      const tile = layout.tileOf[place]!;
      if (tile >= 0) this.looks[tile] = drawTile(brush, scene, layout.tiles[tile]!, this.looks[tile]);
      const block = layout.blockOf[place]!;
      if (block >= 0) drawBlockHead(brush, scene, layout.blocks[block]!, this.heads[block]!);
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

  private drawAll(): void {
    const { scene, dressed, canvas, context } = this;
    const { clientWidth, clientHeight } = canvas;
    if (!scene || !dressed || clientWidth === 0 || clientHeight === 0) return;
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(clientWidth * this.ratio), Math.round(clientHeight * this.ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const unit = dressed.unit * this.ratio;
    const brush = (this.brush = new Brush(context, dressed.palette, dressed.font, unit, this.ratio));
    const layout = (this.layout = layOut(scene.places, scene.focus, width, height, { header: unit * 1.9, gap: unit * 0.55, least: 3 * this.ratio }));
    if (this.queued.length !== scene.places.count) this.queued = new Uint8Array(scene.places.count);
    else this.queued.fill(0);
    this.forget();
    this.whole = false;
    context.fillStyle = dressed.palette.panel;
    context.fillRect(0, 0, width, height);
    this.heads = layout.blocks.map(() => ({}));
    layout.blocks.forEach((block, i) => drawBlockHead(brush, scene, block, this.heads[i]!));
    this.looks = layout.tiles.map((tile) => drawTile(brush, scene, tile, undefined));
  }
}
