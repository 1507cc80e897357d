import type { Language } from "../page/address";
import type { Connection } from "@gridgrains/client";
import type { Campaign, Catalogue, Expected, Family, Snapshot, Tree } from "@gridgrains/client";
import { numberText, words, type Words } from "../page/words";

/** The level of the leaf where an area's own staff report; it bears the area's name. */
const desk = "desk";

/** All that the wall knows. */
export interface State {
  connection: Connection;
  trouble?: string;
  catalogue?: Catalogue;
  campaign?: Campaign;
  snapshot?: Snapshot;
  /** In the order of the tree, never of their numbers. */
  tiles: TileSource[];
  tree: TreeSource;
}

interface TileSource {
  place: string;
  level: string;
  name: string;
  nameEn?: string;
  expected: Expected;
}

interface TreeSource {
  version: number;
  counts: string[];
  rows: ReadonlyMap<string, number[]>;
}

export const nothing: State = { connection: "connecting", tiles: [], tree: { version: -1, counts: [], rows: new Map() } };

export function withConnection(state: State, connection: Connection, trouble?: string): State {
  const { trouble: _, ...rest } = state;
  return { ...rest, connection, ...(trouble ? { trouble } : {}) };
}

/** Newest wins: what is older than what is shown changes nothing. */
export function withSnapshot(state: State, snapshot: Snapshot): State {
  return isOlder(snapshot, state.snapshot) ? state : { ...state, snapshot };
}

/** Names and expectations of the children, the desk last; their numbers come with the tree. */
export function withFamily(state: State, family: Family): State {
  const tiles = family.children.map(({ place, level, name, nameEn, expected }) => ({ place, level, name, ...(nameEn ? { nameEn } : {}), expected }));
  const ordered = [...tiles.filter((tile) => tile.level !== desk), ...tiles.filter((tile) => tile.level === desk)];
  return withSnapshot({ ...state, tiles: ordered }, family.snapshot);
}

/** The rows of a tree, all or some. An answer that a push has overtaken only fills in places that the push did not have. */
export function withTree(state: State, tree: Tree): State {
  const known = sameCounts(state.tree.counts, tree.counts) ? state.tree : nothing.tree;
  const overtaken = tree.version < known.version;
  const rows = new Map(known.rows);
  for (const [place, ...values] of tree.rows) {
    if (!overtaken || !rows.has(place)) rows.set(place, values);
  }
  return { ...state, tree: { version: Math.max(tree.version, known.version), counts: tree.counts, rows } };
}

/** Whether the tree has places right below the root that the tiles do not name yet. */
export function lacksNames(state: State, root: string): boolean {
  const named = new Set(state.tiles.map((tile) => tile.place));
  return [...state.tree.rows.keys()].some((place) => parentOf(place) === root && !named.has(place));
}

/** The counts on the tiles, at most three; the first colours them: the one the address asks for, then those with a target, else whoever is on duty. */
export function chosenCounts(campaign: Campaign, asked?: string): string[] {
  const targets = Object.keys(campaign.targets);
  const others = targets.length > 0 ? targets : ["duty.on"];
  return (asked ? [asked, ...others.filter((count) => count !== asked)] : others).slice(0, 3);
}

/** What the wall shows, in words and numbers. */
export interface Wall {
  title: string;
  place: string;
  drill?: string;
  connection: { state: Connection; text: string };
  asOf: string;
  heard: { text: string; all: boolean };
  alerts: { critical: number; warning: number };
  headlines: Headline[];
  others: { code: string; name: string; value: string }[];
  tiles: Tile[];
}

export interface Headline {
  code: string;
  name: string;
  value: string;
  target?: string;
  remaining?: string;
  /** 0 to 1, where there is a target. */
  coverage?: number;
}

export interface Tile {
  place: string;
  name: string;
  figures: Figure[];
  /** Of the first figure, 0 to 1; it colours the tile. */
  coverage?: number;
}

export interface Figure {
  code: string;
  name: string;
  value: string;
  target?: string;
}

export function wallOf(state: State, language: Language): Wall {
  const say = words[language];
  const { snapshot, campaign } = state;
  return {
    title: (language === "en" && campaign?.titleEn) || campaign?.title || "",
    place: snapshot ? nameOf(snapshot, language) : "",
    ...(campaign?.drill ? { drill: say.drill(numberText(campaign.drill.speed)) } : {}),
    connection: { state: state.connection, text: connectionText(state, say) },
    asOf: snapshot ? say.asOf(new Date(snapshot.asOf)) : "",
    heard: {
      text: snapshot && snapshot.children.expected > 0 ? say.heard(snapshot.children.heard, snapshot.children.expected) : "",
      all: snapshot === undefined || snapshot.children.heard >= snapshot.children.expected,
    },
    alerts: snapshot?.alerts ?? { critical: 0, warning: 0 },
    headlines: headlines(state, language),
    others: others(state, language),
    tiles: state.tiles.map((tile) => tileOf(state, tile, language)),
  };
}

/** 0 to 1; undefined where nothing is known to be expected. */
export function coverage(value: number, target: number | undefined): number | undefined {
  return target !== undefined && target > 0 ? Math.min(1, Math.max(0, value / target)) : undefined;
}

export function isOlder(snapshot: Snapshot, than: Snapshot | undefined): boolean {
  if (than === undefined) return false;
  return snapshot.version < than.version || (snapshot.version === than.version && Date.parse(snapshot.asOf) < Date.parse(than.asOf));
}

export function nameOf(place: { name: string; nameEn?: string }, language: Language): string {
  return (language === "en" && place.nameEn) || place.name;
}

function headlines(state: State, language: Language): Headline[] {
  const { campaign, snapshot } = state;
  if (!campaign || !snapshot) return [];
  return Object.entries(campaign.targets).map(([code, attribute]) => {
    const value = snapshot.counts[code] ?? 0;
    const target = amount(snapshot.expected, attribute);
    const part = coverage(value, target);
    return {
      code,
      name: countName(state, code, language),
      value: numberText(value),
      ...(target !== undefined ? { target: numberText(target), remaining: numberText(Math.max(0, target - value)) } : {}),
      ...(part !== undefined ? { coverage: part } : {}),
    };
  });
}

function others(state: State, language: Language): Wall["others"] {
  const { campaign, snapshot, catalogue } = state;
  if (!snapshot || !catalogue) return [];
  return catalogue.counts
    .filter(({ code }) => (snapshot.counts[code] ?? 0) !== 0 && !(campaign && code in campaign.targets))
    .map(({ code }) => ({ code, name: countName(state, code, language), value: numberText(snapshot.counts[code] ?? 0) }));
}

function tileOf(state: State, tile: TileSource, language: Language): Tile {
  const values = state.tree.rows.get(tile.place);
  const first = values?.[0];
  const part = first === undefined ? undefined : coverage(first, targetOf(state, tile, state.tree.counts[0]));
  return {
    place: tile.place,
    name: tile.level === desk ? levelName(state, desk, language) : nameOf(tile, language),
    figures: state.tree.counts.map((code, i) => {
      const target = targetOf(state, tile, code);
      return { code, name: countName(state, code, language), value: valueText(values?.[i]), ...(target ? { target: numberText(target) } : {}) };
    }),
    ...(part !== undefined ? { coverage: part } : {}),
  };
}

function targetOf(state: State, tile: TileSource, count: string | undefined): number | undefined {
  const attribute = count === undefined ? undefined : state.campaign?.targets[count];
  return attribute === undefined ? undefined : amount(tile.expected, attribute);
}

function valueText(value: number | undefined): string {
  return value === undefined ? "–" : numberText(value);
}

function levelName(state: State, code: string, language: Language): string {
  return state.catalogue?.levels.find((level) => level.code === code)?.[language] ?? code;
}

function countName(state: State, code: string, language: Language): string {
  return state.catalogue?.counts.find((count) => count.code === code)?.[language] ?? code;
}

function amount(expected: Expected, attribute: string): number | undefined {
  const value = expected[attribute];
  return typeof value === "number" ? value : undefined;
}

function connectionText(state: State, say: Words): string {
  return state.trouble && state.connection !== "live" ? `${say[state.connection]} · ${state.trouble}` : say[state.connection];
}

function parentOf(place: string): string {
  return place.slice(0, Math.max(0, place.lastIndexOf(".")));
}

function sameCounts(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((count, i) => count === other[i]);
}
