import type { PlacedReport } from "../types.js";
import { observationsOf, type Entry } from "./entry.js";

/** What one call may have; the service takes 2,000 observations and 256 KiB. */
export const limits = { observations: 500, reports: 200, bytes: 128 * 1024 };

/** Entries in their order, cut into calls: each of one campaign and within the limits. An entry too large for them goes alone. */
export function batchesOf(entries: Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  for (const campaign of new Set(entries.map((entry) => entry.campaign))) {
    let batch: Entry[] = [];
    let observations = 0;
    let bytes = 0;
    for (const entry of entries.filter((one) => one.campaign === campaign)) {
      const size = JSON.stringify(reportOf(entry)).length;
      const full = batch.length === limits.reports || observations + entry.facts.length > limits.observations || bytes + size > limits.bytes;
      if (full && batch.length > 0) {
        batches.push(batch);
        [batch, observations, bytes] = [[], 0, 0];
      }
      batch.push(entry);
      observations += entry.facts.length;
      bytes += size;
    }
    if (batch.length > 0) batches.push(batch);
  }
  return batches;
}

export function reportOf(entry: Entry): PlacedReport {
  return { place: entry.place, reportId: entry.reportId, observations: observationsOf(entry) };
}
