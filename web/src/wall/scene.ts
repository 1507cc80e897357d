import { campaignTime } from "@gridgrains/client";
import type { Language } from "../page/address";
import type { Scene } from "./draw/scene";
import { countName, coverageAt, nameOf, targetsOf, type Facts } from "./facts";
import { isSilent } from "./silence";
import { numberText, percentText, words } from "./words";

/** What of the map is worked out for all places at once and kept until it changes. */
export interface Marks {
  /** 1 where a place has gone silent. */
  silent: Uint8Array;
  /** 2 critical, 1 warning, at or below. */
  alarms: Uint8Array;
}

/** The map's scene from what is known; undefined before the tree is. */
export function sceneOf(facts: Facts, focus: number, marks: Marks, language: Language): Scene | undefined {
  const { places, rows, campaign, count } = facts;
  if (!places || !rows || !campaign) return undefined;
  const column = rows.counts.indexOf(count);
  const targets = targetsOf(campaign, places, count);
  const coverage = (place: number) => coverageAt(rows, column, targets, place);
  const remaining = (place: number) => Math.max(0, (targets?.[place] ?? 0) - rows.value(place, column));
  return {
    places, focus, coverage,
    hasTarget: targets !== undefined,
    known: (place) => rows.known[place] === 1,
    has: (place) => rows.value(place, column) > 0,
    silent: (place) => marks.silent[place] === 1,
    alarm: (place) => marks.alarms[place] ?? 0,
    name: (place) => nameOf(places.at(place), language),
    figure(place) {
      if (!rows.known[place]) return "";
      if (targets === undefined) return numberText(rows.value(place, column));
      const left = remaining(place);
      return left > 0 ? numberText(left) : targets[place]! > 0 ? "✓" : "–";
    },
    summary(place) {
      if (!rows.known[place]) return "";
      const part = coverage(place);
      if (targets === undefined || part === undefined) return numberText(rows.value(place, column));
      const left = remaining(place);
      return left > 0 ? `${percentText(part)} · ${numberText(left)}` : "✓ 100%";
    },
  };
}

/** A place in one sentence, for the pointer, the keyboard and those who listen. */
export function sentenceOf(facts: Facts, place: number, marks: Marks, language: Language): string {
  const { places, rows, campaign } = facts;
  if (!places || !rows || !campaign) return "";
  const say = words[language];
  const figures = rows.known[place] ? rows.counts.map((count, column) => {
    const target = targetsOf(campaign, places, count)?.[place];
    const value = rows.value(place, column);
    const name = countName(facts.catalogue, count, language);
    return target ? `${name} ${numberText(value)} / ${numberText(target)} (${percentText(value / target)}, ${say.remaining} ${numberText(Math.max(0, target - value))})` : `${name} ${numberText(value)}`;
  }) : [say.noData];
  if (marks.alarms[place]) figures.push(marks.alarms[place]! > 1 ? say.criticalLegend : say.warningLegend);
  if (marks.silent[place]) figures.push(say.silent);
  return say.tile(nameOf(places.at(place), language), figures.join(" · "));
}

/** The map in a sentence, for those who do not see it. */
export function pictureInWords(facts: Facts, focus: number, marks: Marks, language: Language): string {
  const { places, rows, campaign, count } = facts;
  if (!places || !rows || !campaign) return "";
  const say = words[language];
  const column = rows.counts.indexOf(count);
  const targets = targetsOf(campaign, places, count);
  const told = { complete: 0, notBegun: 0, silent: 0, critical: 0, warning: 0, all: 0 };
  for (let place = focus; place < places.end[focus]!; place++) {
    if (!places.leaf[place]) continue;
    const part = coverageAt(rows, column, targets, place);
    told.all++;
    if (part === 1) told.complete++;
    if (part === 0) told.notBegun++;
    if (marks.silent[place]) told.silent++;
    if (marks.alarms[place] === 2) told.critical++;
    if (marks.alarms[place] === 1) told.warning++;
  }
  const parts = [
    [say.complete, told.complete], [say.notBegun, told.notBegun], [say.silent, told.silent], [say.criticalLegend, told.critical], [say.warningLegend, told.warning],
  ] as const;
  const figures = parts.filter(([, n]) => n > 0).map(([text, n]) => `${text} ${numberText(n)}`).join(", ");
  return `${say.map}, ${countName(facts.catalogue, count, language)}, ${say.grids(numberText(told.all))}: ${figures || say.noData}`;
}

/** Works out which places have gone silent; tells of those that changed. */
export function listen(facts: Facts, real: number, silent: Uint8Array, changed: (place: number) => void): void {
  const { places, rows, campaign, count } = facts;
  if (!places || !rows || !campaign || silent.length !== places.count) return;
  // Without a connection nobody knows who is silent.
  if (facts.connection !== "live") return;
  const now = campaignTime(campaign, real);
  const column = rows.counts.indexOf(count);
  const targets = targetsOf(campaign, places, count);
  const open = campaign.state === "open" && now >= Date.parse(campaign.opensAt);
  for (let place = 0; place < places.count; place++) {
    const done = targets !== undefined && (coverageAt(rows, column, targets, place) ?? 0) >= 1;
    // Of a past moment nobody knows what changed before it.
    const is = facts.past === undefined && rows.known[place] && isSilent(open, done, rows.changedAt[place]!, now) ? 1 : 0;
    if (silent[place] === is) continue;
    silent[place] = is;
    changed(place);
  }
}
