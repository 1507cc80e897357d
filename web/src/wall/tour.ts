import type { Places } from "./places";

/** Where a tour goes: the root, then each area right below it in the order of the tree. Without such areas there is nothing to tour. */
export function stopsOf(places: Places): number[] {
  const areas = places.children(0).filter((place) => !places.leaf[place]);
  return areas.length === 0 ? [] : [0, ...areas];
}

/** The stop after a place; the first one after the last and after a place that is no stop. */
export function nextStop(stops: readonly number[], at: number): number {
  return stops[(stops.indexOf(at) + 1) % stops.length] ?? 0;
}

/** Somebody who looks for something themselves is left alone for so long, in milliseconds. */
const patience = 90_000;

/** Leads through the tree slowly and by itself. */
export class Tour {
  private left = Infinity;

  /** @param move Goes to the next stop. */
  constructor(private seconds: number, private readonly move: () => void) {
    this.left = seconds * 1000;
  }

  get isOn(): boolean {
    return this.seconds > 0;
  }

  set(seconds: number): void {
    this.seconds = seconds;
    this.left = seconds * 1000;
  }

  /** Somebody touched the map. */
  interrupted(): void {
    this.left = Math.max(this.seconds * 1000, patience);
  }

  /** Time has passed, in milliseconds. */
  tick(passed: number): void {
    if (!this.isOn) return;
    this.left -= passed;
    if (this.left > 0) return;
    this.left = this.seconds * 1000;
    this.move();
  }
}
