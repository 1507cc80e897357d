import type { Places } from "./places";

/** Where the places below a focus are drawn, in pixels of the drawing. Order on the screen is the order of the tree: row by row. */
export interface Layout {
  /** Rectangles of the smallest places that are shown, with the number of the place. */
  tiles: Rect[];
  /** Areas around them, outer before inner; `header` is the height that their name has, 0 where there is no room for it. */
  blocks: Block[];
  /** The tile of a place, -1 where it has none. */
  tileOf: Int32Array;
  /** The block of a place, -1 where it has none. */
  blockOf: Int32Array;
}

export interface Rect {
  place: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Block extends Rect {
  header: number;
  /** 1 right below the focus. */
  depth: number;
}

/** Sizes in pixels. */
export interface Scale {
  /** The height of an outer block's name. */
  header: number;
  /** Between outer blocks; inner ones have less. */
  gap: number;
  /** A tile is never smaller; places that would be are shown as their area. */
  least: number;
}

const mostRows = 60;

export function layOut(places: Places, focus: number, width: number, height: number, scale: Scale): Layout {
  const layout: Layout = { tiles: [], blocks: [], tileOf: new Int32Array(places.count).fill(-1), blockOf: new Int32Array(places.count).fill(-1) };
  if (focus >= 0 && focus < places.count && width > 0 && height > 0) fill(places, focus, 0, { place: focus, x: 0, y: 0, w: width, h: height }, scale, layout);
  return layout;
}

function fill(places: Places, place: number, depth: number, box: Rect, scale: Scale, layout: Layout): void {
  const children = places.children(place);
  const each = (box.w * box.h) / Math.max(1, places.leaves[place]!);
  if (children.length === 0 || (depth > 0 && each < scale.least * scale.least)) {
    layout.tileOf[place] = layout.tiles.length;
    layout.tiles.push({ ...box, place });
    return;
  }
  let inner = box;
  if (depth > 0) {
    const header = headerOf(depth, box, scale);
    layout.blockOf[place] = layout.blocks.length;
    layout.blocks.push({ ...box, place, header, depth });
    inner = { ...box, y: box.y + header, h: box.h - header };
  }
  const gap = Math.max(1, Math.round(depth === 0 ? scale.gap : depth === 1 ? scale.gap / 2 : 1));
  if (children.every((child) => places.leaf[child])) cells(children, inner, each > 400 ? Math.max(2, scale.gap / 3) : 1, layout);
  else for (const part of strips(children, (child) => Math.max(1, places.leaves[child]!), inner, gap)) fill(places, part.place, depth + 1, part, scale, layout);
}

function headerOf(depth: number, box: Rect, scale: Scale): number {
  const height = depth === 1 ? scale.header : scale.header * 0.8;
  const roomy = box.h >= height * 2.6 && box.w >= height * 3.2;
  return depth <= 2 && roomy ? Math.round(height) : 0;
}

/** Equal cells, row by row, as near to squares as they go. */
function cells(children: number[], box: Rect, gap: number, layout: Layout): void {
  const columns = bestColumns(children.length, box.w, box.h);
  const rows = Math.ceil(children.length / columns);
  children.forEach((place, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const [x, right] = [box.x + Math.round((column * (box.w + gap)) / columns), box.x + Math.round(((column + 1) * (box.w + gap)) / columns)];
    const [y, bottom] = [box.y + Math.round((row * (box.h + gap)) / rows), box.y + Math.round(((row + 1) * (box.h + gap)) / rows)];
    layout.tileOf[place] = layout.tiles.length;
    layout.tiles.push({ place, x, y, w: Math.max(1, right - x - gap), h: Math.max(1, bottom - y - gap) });
  });
}

/** The number of columns that wastes little and keeps cells a little wider than high. */
export function bestColumns(count: number, width: number, height: number): number {
  let best = 1;
  let least = Infinity;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const shape = Math.abs(Math.log((width / columns / (height / rows)) / 1.25));
    const wasted = 1 - count / (columns * rows);
    const cost = shape + wasted;
    if (cost < least) [least, best] = [cost, columns];
  }
  return best;
}

/** Rows of blocks whose areas are in proportion to their weights, in the order given. */
export function strips(children: number[], weight: (child: number) => number, box: Rect, gap: number): Rect[] {
  const parts: Rect[] = [];
  const total = children.reduce((sum, child) => sum + weight(child), 0);
  const perWeight = (box.w * box.h) / total;
  const rows = rowsOf(children, weight, box.w, perWeight);
  const heights = rows.map((row) => row.reduce((sum, child) => sum + weight(child), 0) / total);
  let y = box.y;
  let done = 0;
  rows.forEach((row, r) => {
    done += heights[r]!;
    const bottom = Math.round(box.y + (box.h + gap) * done) - gap;
    const inRow = row.reduce((sum, child) => sum + weight(child), 0);
    let before = 0;
    for (const place of row) {
      const left = box.x + Math.round(((box.w + gap) * before) / inRow);
      before += weight(place);
      const right = box.x + Math.round(((box.w + gap) * before) / inRow) - gap;
      parts.push({ place, x: left, y, w: Math.max(1, right - left), h: Math.max(1, bottom - y) });
    }
    y = bottom + gap;
  });
  return parts;
}

/** The number of rows that makes blocks squarest on average; every row has as near to its share of the weight as the order allows. */
function rowsOf(children: number[], weight: (child: number) => number, width: number, perWeight: number): number[][] {
  let best: number[][] = [children];
  let least = Infinity;
  for (let count = 1; count <= Math.min(children.length, mostRows); count++) {
    const rows = split(children, weight, count);
    const all = rows.reduce((sum, row) => sum + cost(row, weight, width, perWeight), 0) / children.length;
    if (all < least) [least, best] = [all, rows];
  }
  return best;
}

function split(children: number[], weight: (child: number) => number, count: number): number[][] {
  const share = children.reduce((sum, child) => sum + weight(child), 0) / count;
  const rows: number[][] = [];
  let before = 0;
  for (const child of children) {
    // By its middle, a block belongs to one share.
    const row = Math.min(count - 1, Math.floor((before + weight(child) / 2) / share));
    (rows[row] ??= []).push(child);
    before += weight(child);
  }
  return rows.filter((row) => row.length > 0);
}

function cost(row: number[], weight: (child: number) => number, width: number, perWeight: number): number {
  const height = (row.reduce((sum, child) => sum + weight(child), 0) * perWeight) / width;
  return row.reduce((sum, child) => sum + Math.abs(Math.log((weight(child) * perWeight) / height / height / 1.3)), 0);
}
