import type { Place, Tree } from "@gridgrains/client";

/** A city of fifteen thousand grids, as large as Anqing: 10 counties of 15 towns of 10 villages of 10 grids. */
export const shape = [10, 15, 10, 10] as const;
export const root = "city";
export const grids = shape.reduce((product, n) => product * n, 1);
export const residents = 340;

const levels = ["city", "county", "town", "village", "grid"];
const zh = ["市", "区县", "镇街", "村社区", "网格"];

export function places(): Place[] {
  const list: Place[] = [];
  const add = (id: string, depth: number, number: number, parent?: string) => {
    const leaf = depth === shape.length;
    list.push({
      id, ...(parent === undefined ? {} : { parent }), level: levels[depth]!, name: `${zh[depth]}${number}`, nameEn: `${levels[depth]} ${number}`, leaf,
      attributes: leaf ? { residents, households: 110 } : {},
    });
    if (!leaf) for (let i = 1; i <= shape[depth]!; i++) add(`${id}.${levels[depth + 1]![0]}${String(i).padStart(2, "0")}`, depth + 1, i, id);
  };
  add(root, 0, 1);
  return list;
}

/** Plays the field: changes grids at random and says what the service would push, areas with the sums of what is below them. */
export class Field {
  private readonly ids: string[];
  private readonly parent = new Map<string, string>();
  private readonly values = new Map<string, number>();
  private readonly leaves: string[];
  private version = 0;

  constructor(private readonly random: () => number = Math.random) {
    const all = places();
    this.ids = all.map((place) => place.id);
    this.leaves = all.filter((place) => place.leaf).map((place) => place.id);
    for (const place of all) {
      this.values.set(place.id, 0);
      if (place.parent) this.parent.set(place.id, place.parent);
    }
    for (const leaf of this.leaves) this.put(leaf, Math.floor(this.random() * (residents + 1)));
  }

  get total(): number {
    return this.values.get(root)!;
  }

  whole(counts: string[]): Tree {
    return this.tree(counts, this.ids);
  }

  /** So many grids change, each to any number at all, so that nearly each of them changes its colour. */
  push(counts: string[], changes: number): Tree {
    const changed = new Set<string>();
    while (changed.size < changes) {
      const leaf = this.leaves[Math.floor(this.random() * this.leaves.length)]!;
      if (!changed.has(leaf)) this.put(leaf, Math.floor(this.random() * (residents + 1)));
      changed.add(leaf);
    }
    for (const leaf of [...changed]) for (let at = this.parent.get(leaf); at !== undefined; at = this.parent.get(at)) changed.add(at);
    return this.tree(counts, [...changed]);
  }

  private put(leaf: string, value: number): void {
    const difference = value - this.values.get(leaf)!;
    for (let at: string | undefined = leaf; at !== undefined; at = this.parent.get(at)) this.values.set(at, this.values.get(at)! + difference);
  }

  private tree(counts: string[], ids: string[]): Tree {
    return { campaign: "bench", root, version: ++this.version, counts, rows: ids.map((id) => [id, ...counts.map(() => this.values.get(id)!)]) };
  }
}
