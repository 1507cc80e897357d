import { coverage, isNewer, type Alert, type Campaign, type Catalogue, type Connection, type Hindrance, type Notice, type Observation, type Place, type Post, type Problem, type Series, type Snapshot } from "@gridgrains/client";
import type { Language } from "../page/address";
import { knownOf, type Known, type PhoneEntry } from "./entries";
import { numberText } from "./figures";
import { words, type Words } from "./words";

/** All that the phone knows of its place. */
export interface State {
  connection: Connection;
  catalogue?: Catalogue;
  campaign?: Campaign;
  /** Those that are open and have this place in them. */
  campaigns: Campaign[];
  place?: Place;
  /** What it is in, where the token may see that: many a village has a first grid. */
  parent?: Place;
  /** What is below the place, where it is an area. */
  below: Place[];
  snapshot?: Snapshot;
  /** Nothing where the service knows no posts. */
  posts?: Post[];
  /** Those that stand here and below. */
  alerts: Alert[];
  notices: Notice[];
  /** Ids of notices that were acknowledged here and not yet sent. */
  acknowledging: string[];
  /** Series to what the service knows of its subjects. */
  subjects: Record<string, Observation[]>;
  entries: PhoneEntry[];
  hindrance?: Hindrance;
  /** Whether the service is not reached for want of a good token. */
  tokenTrouble?: "token" | "forbidden" | "missing";
}

export const nothing: State = { connection: "connecting", campaigns: [], below: [], alerts: [], notices: [], acknowledging: [], subjects: {}, entries: [] };

export function withSnapshot(state: State, snapshot: Snapshot): State {
  return isNewer(snapshot, state.snapshot) ? { ...state, snapshot } : state;
}

/** A pushed notice takes the place of what was known of it. Whether this leaf has acknowledged it is only said in its own list. */
export function withNotice(state: State, notice: Notice): State {
  const known = state.notices.find((one) => one.id === notice.id);
  const next = { ...notice, acknowledged: notice.acknowledged ?? known?.acknowledged ?? false };
  return { ...state, notices: known ? state.notices.map((one) => (one === known ? next : one)) : [next, ...state.notices] };
}

export function known(state: State, series: string): Map<string, Known> {
  return knownOf(state.subjects[series] ?? [], entriesHere(state), series);
}

/** The entries of this place in this campaign; the outbox may have those of others. */
export function entriesHere({ entries, campaign, place }: State): PhoneEntry[] {
  return entries.filter((entry) => entry.campaign === campaign?.id && entry.place === place?.id);
}

export interface Headline {
  code: string;
  name: string;
  done: string;
  target: string;
  remaining: string;
  complete: boolean;
  coverage: number;
}

/** What there is to do, and what remains of it. */
export function headlines({ campaign, catalogue, snapshot }: State, language: Language): Headline[] {
  if (!campaign || !snapshot) return [];
  return Object.entries(campaign.targets).flatMap(([code, attribute]) => {
    const target = snapshot.expected[attribute];
    const done = snapshot.counts[code] ?? 0;
    const share = typeof target === "number" ? coverage(done, target) : undefined;
    if (share === undefined) return [];
    const remaining = Math.max(0, (target as number) - done);
    return [{
      code, name: nameOf(catalogue?.counts, code, language), done: numberText(done), target: numberText(target as number), remaining: numberText(remaining),
      complete: remaining === 0, coverage: share,
    }];
  });
}

export interface Figure {
  code: string;
  name: string;
  value: string;
}

// What a grid of a standing campaign looks at first, also when it is zero.
const first = { round: ["households.revisit", "doorstep.open"], standing: ["duty.on", "posts.short", "needs.open", "issues.open"] };

/** The other counts: those that matter most, then those above zero, in the catalogue's order. */
export function figures({ campaign, catalogue, snapshot }: State, language: Language): Figure[] {
  if (!campaign || !catalogue || !snapshot) return [];
  const always = first[campaign.kind];
  const codes = catalogue.counts.map((count) => count.code).filter((code) => !(code in campaign.targets) && !always.includes(code) && (snapshot.counts[code] ?? 0) > 0);
  return [...always, ...codes].map((code) => ({ code, name: nameOf(catalogue.counts, code, language), value: numberText(snapshot.counts[code] ?? 0) }));
}

export function nameOf(names: { code: string; zh: string; en: string }[] | undefined, code: string, language: Language): string {
  return names?.find((one) => one.code === code)?.[language] ?? code;
}

export function placeName(place: Pick<Place, "id" | "name" | "nameEn"> | Snapshot | undefined, language: Language): string {
  if (place === undefined) return "";
  return (language === "en" ? place.nameEn : undefined) ?? place.name;
}

/** "在岗党员干部" is the count; somebody is 党员干部. */
export function roleName(series: Series, language: Language): string {
  return language === "zh" ? series.zh.replace(/^在岗/, "") : series.en.replace(/ on duty$/, "");
}

export function stageName(series: Series | undefined, value: number, say: Words): string {
  const stage = series?.stages?.[value - 1];
  return stage === undefined ? "" : (say.stages[stage] ?? stage);
}

/** An entry in a few words. */
export function entryText(entry: PhoneEntry, catalogue: Catalogue | undefined, language: Language): string {
  const say = words[language];
  if (entry.facts.length === 0) return say.zeroDone;
  const subject = entry.facts[0]!.subject;
  const mustered = (series: string) => entry.facts.filter((fact) => fact.series === series).reduce((sum, { value }) => sum + (value > 0 ? 1 : -1), 0);
  if (entry.facts.every((fact) => fact.series.startsWith("muster."))) return say.musterEntry(mustered("muster.called"), mustered("muster.present"));
  if (entry.note?.undoes !== undefined) return say.undone(subject);
  const atHome = entry.facts.some((fact) => fact.series === "tests.doorstep");
  const parts = entry.facts.flatMap(({ series, value }) => {
    const known = catalogue?.series.find((one) => one.code === series);
    if (known?.stages) return [stageName(known, value, say)];
    if (known?.role) return [value > 0 ? say.dutyIn(roleName(known, language)) : say.dutyOut(roleName(known, language))];
    if (series === "households.revisit") return value > 0 ? [say.revisit] : [];
    if (series === "tests.doorstep") return [];
    if (series === "tests.sampled") return [atHome ? say.sampledAtHome(value) : say.sampled(value)];
    if (series === "residents.registered") return [say.registered(value)];
    const name = say.visit[series] ?? known?.[language] ?? series;
    return [known?.max === 1 && value === 1 ? name : `${name} ${numberText(value)}`];
  });
  return [subject, ...parts].join(" · ");
}

/** Why an entry was refused, in this language, and then in the service's words. */
export function refusalText(problem: Problem | undefined, say: Words): string {
  if (problem === undefined) return "";
  const code = problem.type.replace("urn:gridgrains:", "");
  const member = Object.keys(problem.errors ?? {})[0]?.replace(/^.*\./, "") ?? "";
  const reason = say.reasons[code] ?? say.reasons[member] ?? say.reasons["other"]!;
  const told = Object.values(problem.errors ?? {})[0]?.[0] ?? problem.detail;
  return told ? `${reason} (${told})` : reason;
}

export function unread(state: State): Notice[] {
  return state.notices.filter((notice) => !notice.acknowledged && !state.acknowledging.includes(notice.id));
}

/** Doors of the grid that are not done: those to revisit are marked. */
export function remainingDoors(households: number, code: (number: number) => string, isDone: (code: string) => boolean, isRevisit: (code: string) => boolean): { code: string; revisit: boolean }[] {
  return Array.from({ length: households }, (_, i) => code(i + 1)).filter((one) => !isDone(one)).map((one) => ({ code: one, revisit: isRevisit(one) }));
}
