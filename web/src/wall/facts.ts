import { coverage, type Alert, type Campaign, type Catalogue, type Connection, type Emergency, type Notice, type Post, type Snapshot } from "@gridgrains/client";
import type { Language } from "../page/address";
import type { Places } from "./places";
import type { Point } from "./projection";
import type { Rows } from "./rows";

/** All that the wall has been told. Every part of it is bounded; what is newer takes the place of what was there. */
export interface Facts {
  connection: Connection;
  /** Why there is no connection, in the service's words. */
  trouble?: string | undefined;
  /** When the service was heard last, by the device's clock that only goes forward, in milliseconds. */
  heardAt?: number;
  /** Where all of this is what had been recorded by a past moment: which, by the campaign's clock, in milliseconds. */
  past?: number;
  catalogue?: Catalogue;
  campaigns: Campaign[];
  campaign?: Campaign;
  /** The wall's place. */
  place?: string;
  snapshot?: Snapshot;
  places?: Places;
  rows?: Rows;
  /** The count that colours the map and draws the curve. */
  count: string;
  /** Counts over time, oldest first. */
  history: Map<string, Point[]>;
  /** Undefined where the service has no such thing. */
  posts?: Post[] | undefined;
  alerts?: Alert[] | undefined;
  notices?: Notice[] | undefined;
  /** Undefined where the campaign is none, or the token may not see all of it. */
  emergency?: Emergency | undefined;
}

export function noFacts(): Facts {
  return { connection: "connecting", campaigns: [], count: "", history: new Map() };
}

const reportedToday = "grids.reported_today";

/** The counts that have headlines, the chosen one first: those with a target, else who reported today and who is on duty. */
export function headlineCounts(campaign: Campaign, chosen: string): string[] {
  const targets = Object.keys(campaign.targets);
  const usual = targets.length > 0 ? targets : [reportedToday, "duty.on"];
  return [...new Set([chosen, ...usual])].filter((count) => count !== "").slice(0, 3);
}

/** The count that is shown where none is chosen: of those with a target the one with the most to do. */
export function usualCount(campaign: Campaign, snapshot: Snapshot | undefined): string {
  const targets = Object.keys(campaign.targets);
  if (targets.length === 0) return reportedToday;
  const amount = (count: string) => (snapshot && targetIn(campaign, snapshot, count)) ?? 0;
  return targets.reduce((most, count) => (amount(count) > amount(most) ? count : most));
}

/** How much of a count there is to do at a place; undefined where nobody said. */
export function targetIn(campaign: Campaign, { expected, counts }: Pick<Snapshot, "expected" | "counts">, count: string): number | undefined {
  const attribute = campaign.targets[count];
  if (attribute !== undefined) return positive(expected[attribute]);
  if (count === "posts.staffed") return positive(counts["posts.open"]);
  return count === reportedToday ? positive(gridsIn(expected.places)) : undefined;
}

/** How much of a count there is to do at every place of the tree. */
export function targetsOf(campaign: Campaign, places: Places, count: string): ArrayLike<number> | undefined {
  const attribute = campaign.targets[count];
  if (attribute !== undefined) return places.sum(attribute);
  return count === reportedToday ? places.leaves : undefined;
}

/** What is done of a count at a place of the tree, 0 to 1. */
export function coverageAt(rows: Rows, column: number, targets: ArrayLike<number> | undefined, place: number): number | undefined {
  return rows.known[place] ? coverage(rows.value(place, column), targets?.[place]) : undefined;
}

/** Counts that a campaign of this kind can have, in the catalogue's order; those with a target first. */
export function choosable(catalogue: Catalogue, campaign: Campaign): string[] {
  const scope = new Map(catalogue.series.map((series) => [series.code, series.scope]));
  const fits = catalogue.counts.map((count) => count.code).filter((code) => {
    const series = scope.get(code) ?? scope.get(code.split(".")[0]!);
    return code in campaign.targets || series === undefined || series === campaign.kind;
  });
  return [...fits.filter((code) => code in campaign.targets), ...fits.filter((code) => !(code in campaign.targets))];
}

export function nameOf(place: { name: string; nameEn?: string }, language: Language): string {
  return (language === "en" && place.nameEn) || place.name;
}

export function titleOf(campaign: Campaign, language: Language): string {
  return (language === "en" && campaign.titleEn) || campaign.title;
}

export function countName(catalogue: Catalogue | undefined, code: string, language: Language): string {
  const name = catalogue?.counts.find((count) => count.code === code)?.[language] ?? code;
  // Brackets of several words explain; of one word they name a unit.
  return name.replace(/ \([^)]* [^)]*\)$/, "");
}

/** What somebody on duty is on duty as: the catalogue names the series, "在岗志愿者" and "Volunteers on duty". */
export function roleName(catalogue: Catalogue | undefined, role: string, language: Language): string {
  const series = catalogue?.series.find((one) => one.role === role);
  if (series === undefined) return role.replaceAll("_", " ");
  return language === "zh" ? series.zh.replace(/^在岗/, "") : series.en.replace(/ on duty$/, "");
}

// A level that says how many there are of it and is no area: the lowest ones are the grids.
function gridsIn(places: Record<string, number> | undefined): number {
  const levels = Object.entries(places ?? {}).filter(([level]) => level.startsWith("grid"));
  return levels.reduce((most, [, count]) => Math.max(most, count), 0);
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}
