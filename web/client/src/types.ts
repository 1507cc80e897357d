// The wire's shapes, as docs/API.md names them.

/** The counts of one place in one campaign at one version. */
export interface Snapshot {
  campaign: string;
  place: string;
  level: string;
  name: string;
  nameEn?: string;
  /** The number of reports that these counts contain; it never falls. */
  version: number;
  asOf: string;
  /** Counts that are zero may be missing. */
  counts: Record<string, number>;
  expected: Expected;
  /** How far the place has come with each target of the campaign; missing where nothing is to be done. */
  targets?: Record<string, { target: number; remaining: number; coverage: number; perHour?: number; finish?: string }>;
  /** Both 0 for a leaf. */
  children: { expected: number; heard: number };
  alerts: { critical: number; warning: number };
}

/** Sums of place attributes below; `places` has the number of places of each level. */
export interface Expected {
  places?: Record<string, number>;
  [attribute: string]: number | Record<string, number> | undefined;
}

/** A place and its children from one moment. */
export interface Family {
  snapshot: Snapshot;
  children: Snapshot[];
}

/** A place of a watched tree with its values, in the order of the counts asked for; null where a target, or its pace, is not known. */
export type Row = [place: string, ...values: (number | null)[]];

/** All rows of a watched tree, or those that changed. */
export interface Tree {
  campaign: string;
  root: string;
  version: number;
  counts: string[];
  rows: Row[];
}

/** A place and those below it as they were at a past moment, by the campaign's clock. */
export interface PastTree {
  at: string;
  snapshot: Snapshot;
  counts: string[];
  rows: Row[];
}

/** What counts belong to. */
export interface Campaign {
  id: string;
  kind: "round" | "standing";
  title: string;
  titleEn?: string;
  /** A place outside of it is not found in this campaign. */
  root: string;
  state: "open" | "closed";
  opensAt: string;
  deadline?: string;
  /** Count to the place attribute that says how much there is to do. */
  targets: Record<string, string>;
  /** A drill's own clock stood at `origin` when the campaign was created and runs `speed` times as fast. */
  drill?: Drill;
  /** In real time. */
  createdAt?: string;
  /** Present in an emergency; `activatedAt` by the campaign's clock. */
  emergency?: { plan: string; activatedAt?: string };
}

/** How an emergency stands. */
export interface Emergency {
  campaign: string;
  plan: string;
  title: Words;
  place: string;
  drill: boolean;
  activatedAt: string;
  asOf: string;
  muster: {
    called: number;
    present: number;
    dueAt: string;
    /** Leaves with fewer present than called, and the first of them. */
    incomplete: number;
    missing: { place: string; name: string; nameEn?: string; called: number; present: number }[];
    /** Leaves that have called nobody, and the first of them. */
    uncalled: number;
    notCalling: { place: string; name: string; nameEn?: string }[];
  };
  groups: { code: string; title: Words; tasks: EmergencyTask[] }[];
}

/** A task of an emergency's plan. */
export interface EmergencyTask {
  code: string;
  title: Words;
  dueAt: string;
  state: "open" | "done" | "late";
  doneAt?: string;
  by?: "count" | "steward";
}

/** What became of an emergency in its first hours. */
export interface EmergencySummary extends NamedPlace {
  campaign: string;
  plan: string;
  title: Words;
  drill: boolean;
  activatedAt: string;
  /** When the hours are over, by the campaign's clock. */
  dueAt: string;
  /** To when it counts: then, or, before that, now. */
  asOf: string;
  /** Whether it is settled; provisional before that. */
  frozen: boolean;
  called: number;
  present: number;
  /** Since when everybody called has been present; missing where somebody was not. */
  musteredAt?: string;
  /** The root's desk, if anybody was called there, and its children, in the order of the tree. */
  places: (NamedPlace & { called: number; present: number })[];
  tasks: SummaryTask[];
  counts: Record<string, number>;
  reports: number;
  alerts: { rule: string; severity: "critical" | "warning" | "info"; raised: number }[];
}

/** What became of a task; `never` is due and not done, `open` not due yet. */
export interface SummaryTask {
  code: string;
  group: string;
  groupTitle: Words;
  title: Words;
  dueAt: string;
  outcome: "inTime" | "late" | "never" | "open";
  doneAt?: string;
  by?: "count" | "steward";
}

/** Words in both languages. */
export interface Words {
  zh: string;
  en: string;
}

export interface Drill {
  origin: string;
  speed: number;
}

/** A code of the catalogue with its names. */
export interface CountName {
  code: string;
  zh: string;
  en: string;
  group?: string;
}

/** What can be reported. */
export interface Series extends CountName {
  /** What is counted once, in words: "household slot", "tube". */
  subject: string;
  unit: string;
  /** The largest value; the smallest is 0. */
  max: number;
  group: string;
  scope: "round" | "standing";
  /** Names of the values 1, 2, ...; only where the unit is a stage. */
  stages?: string[];
  /** What somebody on duty is on duty as. */
  role?: string;
}

export interface Catalogue {
  levels: CountName[];
  series: Series[];
  counts: CountName[];
}

/** A node of the tree. */
export interface Place {
  id: string;
  parent?: string;
  level: string;
  name: string;
  nameEn?: string;
  /** Whether it takes reports. */
  leaf: boolean;
  attributes: Record<string, number>;
}

export interface PlacePage {
  places: Place[];
  /** To be given as `after` for the next page; missing on the last. */
  next?: string;
}

/** One fact. For each series and subject the one with the latest `at` wins. */
export interface Observation {
  series: string;
  subject: string;
  value: number;
  at: string;
  post?: string;
}

/** What a device sends; without observations it says that there is nothing to report. */
export interface Report {
  reportId: string;
  observations: Observation[];
}

/** A report in a bulk call. */
export interface PlacedReport extends Report {
  place: string;
}

/** The report is durable, and counted once. */
export interface Receipt {
  reportId: string;
  place: string;
  sequence: number;
  status: "recorded" | "duplicate";
  applied: number;
  superseded: number;
}

/** Why the service said no. */
export interface Problem {
  /** `urn:gridgrains:` and a code. */
  type: string;
  title?: string;
  status: number;
  detail?: string;
  /** Member path to what is wrong there. */
  errors?: Record<string, string[]>;
  /** Seconds after which the same request may be sent again. */
  retryAfter?: number;
}

export interface History {
  count: string;
  /** Seconds. */
  step: number;
  points: [epochSeconds: number, value: number][];
}

/** A sampling site, checkpoint, gate or the like, and who is there. */
export interface Post {
  id: string;
  /** A leaf. */
  place: string;
  kind: string;
  name: string;
  nameEn?: string;
  hours?: string;
  /** Now is within its hours. */
  open: boolean;
  required: Record<string, number>;
  onDuty: Record<string, number>;
  /** What is missing of what is required; empty when covered or closed. */
  short: Record<string, number>;
  uncoveredSince?: string;
}

export interface Alert {
  id: string;
  rule: string;
  severity: "critical" | "warning" | "info";
  campaign: string;
  place: string;
  subject?: string;
  since: string;
  title: { zh: string; en: string };
  acknowledged: boolean;
  /** Present where it no longer stands. */
  clearedAt?: string;
}

export interface Notice {
  id: string;
  campaign: string;
  place: string;
  text: { zh?: string; en?: string };
  publishedAt: string;
  /** How many leaves have acknowledged it, of how many. */
  acknowledgedBy: number;
  expected: number;
  /** Whether the leaf that was asked about has; only in its own list. */
  acknowledged?: boolean;
}

/** A recount from the journal. */
export interface Audit {
  place: string;
  matches: boolean;
  live: Record<string, number>;
  journal: Record<string, number>;
  reports: number;
  differences: unknown[];
}

/** What a place had reported on a day by when that was due; expected is received, late and missing together. */
export interface DailyReport {
  campaign: string;
  place: string;
  name: string;
  nameEn?: string;
  /** By the campaign's clock, in China Standard Time. */
  day: string;
  dueAt: string;
  /** To when it counts: when it was due, or, before that, now. */
  asOf: string;
  /** Whether the counts, and who was in time, are settled. */
  frozen: boolean;
  /** Whether the day is over, so that nobody comes late any more. */
  over: boolean;
  expected: number;
  received: number;
  /** Percent of the expected that reported on the day. */
  completeness: number;
  /** Percent of the expected that reported in time. */
  timeliness: number;
  /** Of the received, those that had nothing to report. */
  zero: NamedPlace[];
  late: (NamedPlace & { at: string })[];
  missing: NamedPlace[];
  counts: Record<string, number>;
  /** Against a day before; what is the same is missing. */
  changes: Record<string, number>;
  /** Found on inspection and not rechecked. Stages: 1 found, 2 fed back, 3 rectified. */
  issues: { place: string; subject: string; stage: number; since: string }[];
}

/** A place by its names. */
export interface NamedPlace {
  place: string;
  name: string;
  nameEn?: string;
}

/** How the service itself is. */
export interface Operations {
  at: string;
  /** The gateway that answered. */
  gateway: GatewayFigures;
  silos: SiloFigures[];
}

/** A gateway; reports and observations are those recorded since it started. */
export interface GatewayFigures {
  name: string;
  startedAt: string;
  reports: number;
  observations: number;
  reportsOnTheirWay: number;
  clients: number;
  slots: number;
  placesWatched: number;
  memoryBytes: number;
}

/** A silo, and what it did in the last seconds. */
export interface SiloFigures {
  name: string;
  at: string;
  startedAt: string;
  leaves: number;
  areas: number;
  reportsPerSecond: number;
  commitsPerSecond: number;
  commitMilliseconds: { mean: number; slowest: number };
  queueDepth: number;
  queueLimit: number;
  rollUpMilliseconds: number;
  /** Of the depths to which anything newer came; 1 is the root. In milliseconds. */
  lags: { depth: number; mean: number; slowest: number }[];
  /** Where a report waited long for its commit within the last minute, in the order of the tree. */
  slowLeaves: { place: string; milliseconds: number }[];
}
