import type { Operations, SiloFigures } from "@gridgrains/client";
import type { Words } from "./words";

/** The page in words: what stands where, and nothing of how it looks. */
export interface OperationsView {
  state: string;
  /** Of all silos together. */
  figures: Figure[];
  gateway: Figure[];
  gatewayName: string;
  silos: SiloRow[];
  /** Depth, mean, slowest; the root first. */
  lags: [depth: string, mean: string, slowest: string][];
  /** In the order of the tree. */
  slow: [place: string, time: string][];
}

export interface Figure {
  label: string;
  value: string;
}

export interface SiloRow {
  name: string;
  cells: string[];
  /** Whether its queue is more than half full, or counts go up the tree less often than they should. */
  strained: boolean;
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const number = (value: number) => grouped.format(value);
const milliseconds = (value: number) => `${grouped.format(value)} ms`;
/** What `RollUp:Interval` is unless set; it grows to seconds while a machine is short of CPU. */
const slowRollUp = 1_000;

export function viewOf(now: Operations, say: Words): OperationsView {
  const { gateway, silos } = now;
  const sum = (of: (silo: SiloFigures) => number) => number(silos.reduce((total, silo) => total + of(silo), 0));
  return {
    state: `${say.asOf} ${clock(now.at)}`,
    figures: [
      { label: say.silos, value: number(silos.length) },
      { label: say.reportsPerSecond, value: sum((silo) => silo.reportsPerSecond) },
      { label: say.leaves, value: sum((silo) => silo.leaves) },
      { label: say.areas, value: sum((silo) => silo.areas) },
      { label: say.queue, value: sum((silo) => silo.queueDepth) },
    ],
    gatewayName: gateway.name,
    gateway: [
      { label: say.clients, value: number(gateway.clients) },
      { label: say.slots, value: number(gateway.slots) },
      { label: say.places, value: number(gateway.placesWatched) },
      { label: say.onTheirWay, value: number(gateway.reportsOnTheirWay) },
      { label: say.reports, value: number(gateway.reports) },
      { label: say.observations, value: number(gateway.observations) },
      { label: say.memory, value: `${number(gateway.memoryBytes / 1_048_576)} MiB` },
    ],
    silos: silos.map((silo) => ({
      name: silo.name,
      cells: [
        number(silo.reportsPerSecond), number(silo.commitsPerSecond), milliseconds(silo.commitMilliseconds.mean), milliseconds(silo.commitMilliseconds.slowest),
        `${number(silo.queueDepth)} / ${number(silo.queueLimit)}`, milliseconds(silo.rollUpMilliseconds), number(silo.leaves), number(silo.areas), clock(silo.startedAt).slice(0, 16),
      ],
      strained: silo.queueDepth * 2 > silo.queueLimit || silo.rollUpMilliseconds >= slowRollUp,
    })),
    lags: lagsOf(silos).map(({ depth, mean, slowest }) => [String(depth), milliseconds(mean), milliseconds(slowest)]),
    slow: silos.flatMap((silo) => silo.slowLeaves).sort(inTheOrderOfTheTree).map((leaf) => [leaf.place, milliseconds(leaf.milliseconds)]),
  };
}

/** Of each depth the slowest silo. */
function lagsOf(silos: SiloFigures[]): { depth: number; mean: number; slowest: number }[] {
  const all = silos.flatMap((silo) => silo.lags);
  return [...new Set(all.map((lag) => lag.depth))].sort((a, b) => a - b).map((depth) => {
    const some = all.filter((lag) => lag.depth === depth);
    return { depth, mean: Math.max(...some.map((lag) => lag.mean)), slowest: Math.max(...some.map((lag) => lag.slowest)) };
  });
}

function inTheOrderOfTheTree(a: { place: string }, b: { place: string }): number {
  return a.place < b.place ? -1 : a.place > b.place ? 1 : 0;
}

function clock(moment: string): string {
  return new Date(moment).toISOString().slice(0, 19).replace("T", " ") + "Z";
}
