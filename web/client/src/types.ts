// The wire's shapes, as docs/API.md names them.

export interface Snapshot {
  campaign: string;
  place: string;
  level: string;
  name: string;
  nameEn?: string;
  version: number;
  asOf: string;
  /** Counts that are zero may be missing. */
  counts: Record<string, number>;
  expected: Expected;
  children: { expected: number; heard: number };
  alerts: { critical: number; warning: number };
}

/** Sums of place attributes below; `places` has the number of places of each level. */
export interface Expected {
  places?: Record<string, number>;
  [attribute: string]: number | Record<string, number> | undefined;
}

export interface Family {
  snapshot: Snapshot;
  children: Snapshot[];
}

export type Row = [place: string, ...values: number[]];

export interface Tree {
  campaign: string;
  root: string;
  version: number;
  counts: string[];
  rows: Row[];
}

export interface Campaign {
  id: string;
  kind: "round" | "standing";
  title: string;
  titleEn?: string;
  root: string;
  state: "open" | "closed";
  opensAt: string;
  deadline?: string;
  /** Count to the place attribute that says how much there is to do. */
  targets: Record<string, string>;
  drill?: { origin: string; speed: number };
}

export interface CountName {
  code: string;
  zh: string;
  en: string;
}

export interface Catalogue {
  levels: CountName[];
  counts: CountName[];
}

export interface Report {
  reportId: string;
  observations: { series: string; subject: string; value: number; at: string }[];
}

export interface Receipt {
  reportId: string;
  place: string;
  sequence: number;
  status: "recorded" | "duplicate";
  applied: number;
  superseded: number;
}

export interface Problem {
  type: string;
  title?: string;
  status: number;
  detail?: string;
  errors?: Record<string, string[]>;
}
