import type { Place } from "@gridgrains/client";

/**
 * The tree below a root, in the order of the tree, in arrays: a place is its number, and those below it are the numbers from the one
 * after it up to its `end`.
 */
export class Places {
  readonly count: number;
  readonly ids: string[];
  /** -1 for the root. */
  readonly parent: Int32Array;
  /** The number after the last one below. */
  readonly end: Int32Array;
  readonly depth: Uint8Array;
  readonly leaf: Uint8Array;
  /** Grids at and below. */
  readonly leaves: Int32Array;
  readonly deepest: number;
  private readonly index = new Map<string, number>();
  private readonly sums = new Map<string, Float64Array>();
  private readonly list: Place[];

  constructor(places: Place[], root: string) {
    const list = inOrder(places, root);
    this.list = list;
    this.count = list.length;
    this.ids = list.map((place) => place.id);
    this.parent = new Int32Array(this.count).fill(-1);
    this.end = new Int32Array(this.count);
    this.depth = new Uint8Array(this.count);
    this.leaf = new Uint8Array(this.count);
    this.leaves = new Int32Array(this.count);
    list.forEach((place, i) => {
      this.index.set(place.id, i);
      this.leaf[i] = place.leaf ? 1 : 0;
      this.leaves[i] = place.leaf ? 1 : 0;
      if (i === 0) return;
      const parent = this.index.get(place.parent!)!;
      this.parent[i] = parent;
      this.depth[i] = this.depth[parent]! + 1;
    });
    let deepest = 0;
    for (let i = this.count - 1; i >= 0; i--) {
      this.end[i] = Math.max(this.end[i]!, i + 1);
      deepest = Math.max(deepest, this.depth[i]!);
      const parent = this.parent[i]!;
      if (parent < 0) continue;
      this.end[parent] = Math.max(this.end[parent]!, this.end[i]!);
      this.leaves[parent]! += this.leaves[i]!;
    }
    this.deepest = deepest;
  }

  /** -1 where there is none. */
  indexOf(id: string): number {
    return this.index.get(id) ?? -1;
  }

  /** The place itself or, where the tree does not list it (a desk), the nearest one above it that is listed; -1 outside the tree. */
  nearest(id: string): number {
    for (let at = id; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const found = this.index.get(at);
      if (found !== undefined) return found;
    }
    return -1;
  }

  at(i: number): Place {
    return this.list[i]!;
  }

  children(i: number): number[] {
    const found: number[] = [];
    for (let child = i + 1; child < this.end[i]!; child = this.end[child]!) found.push(child);
    return found;
  }

  /** The numbers from the root down to a place. */
  path(i: number): number[] {
    const found: number[] = [];
    for (let at = i; at >= 0; at = this.parent[at]!) found.unshift(at);
    return found;
  }

  /** What an attribute sums up to at and below every place. */
  sum(attribute: string): Float64Array {
    let sums = this.sums.get(attribute);
    if (sums === undefined) {
      sums = new Float64Array(this.count);
      for (let i = this.count - 1; i >= 0; i--) {
        sums[i]! += this.list[i]!.attributes[attribute] ?? 0;
        if (this.parent[i]! >= 0) sums[this.parent[i]!]! += sums[i]!;
      }
      this.sums.set(attribute, sums);
    }
    return sums;
  }
}

/** Parents before children, children in the order given; what does not hang together with the root is left out. */
function inOrder(places: Place[], root: string): Place[] {
  const below = new Map<string, Place[]>();
  for (const place of places) {
    const siblings = below.get(place.parent ?? "");
    if (siblings) siblings.push(place);
    else below.set(place.parent ?? "", [place]);
  }
  const first = places.find((place) => place.id === root);
  const ordered: Place[] = [];
  const waiting = first ? [first] : [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    ordered.push(place);
    const children = below.get(place.id) ?? [];
    for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!);
  }
  return ordered;
}
