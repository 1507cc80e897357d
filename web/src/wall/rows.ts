import type { Tree } from "@gridgrains/client";
import type { Places } from "./places";

/** What a push changed. */
export interface RowsChange {
  /** Places whose numbers differ from before. */
  changed: number[];
  /** It named places that the tree does not list; they may be new. */
  strangers: boolean;
}

const desk = ".desk";

/** The newest numbers of every place of a tree, and when they changed last, in arrays of fixed length. */
export class Rows {
  readonly values: Float64Array;
  readonly known: Uint8Array;
  /** Campaign time of the last change that was seen, in milliseconds; of the first sight where none was. */
  readonly changedAt: Float64Array;
  private version = -1;

  constructor(private readonly places: Places, readonly counts: string[]) {
    this.values = new Float64Array(places.count * counts.length);
    this.known = new Uint8Array(places.count);
    this.changedAt = new Float64Array(places.count);
  }

  /** On a new connection the first answer is believed, whatever its version: the service may have started anew. */
  newConnection(): void {
    this.version = -1;
  }

  value(place: number, count: number): number {
    return count < 0 ? 0 : this.values[place * this.counts.length + count]!;
  }

  /** Takes rows. An answer that a push has overtaken only fills in places that are not known yet. */
  take(tree: Tree, at: number): RowsChange {
    const change: RowsChange = { changed: [], strangers: false };
    if (tree.counts.length !== this.counts.length || tree.counts.some((count, i) => count !== this.counts[i])) return change;
    const overtaken = tree.version < this.version;
    this.version = Math.max(this.version, tree.version);
    for (const row of tree.rows) {
      const place = this.places.indexOf(row[0]);
      if (place < 0) {
        if (!row[0].endsWith(desk)) change.strangers = true;
      } else if (!(overtaken && this.known[place]) && this.put(place, row, at)) {
        change.changed.push(place);
      }
    }
    return change;
  }

  /** Keeps of former rows what is the same here: the time of the last change, where the place is still there. */
  inherit(former: Rows): void {
    for (let i = 0; i < this.places.count; i++) {
      const before = former.places.indexOf(this.places.ids[i]!);
      if (before >= 0) this.changedAt[i] = former.changedAt[before]!;
    }
  }

  private put(place: number, row: Tree["rows"][number], at: number): boolean {
    const width = this.counts.length;
    let differs = this.known[place] === 0;
    for (let i = 0; i < width; i++) {
      const value = (row[i + 1] as number | undefined) ?? 0;
      if (this.values[place * width + i] === value) continue;
      this.values[place * width + i] = value;
      differs = true;
    }
    if (!differs) return false;
    // The first sight after a change of the count says nothing about when something was reported.
    if (this.known[place] === 1 || this.changedAt[place] === 0) this.changedAt[place] = at;
    this.known[place] = 1;
    return true;
  }
}
