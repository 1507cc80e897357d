import type { Campaign, Catalogue, DailyReport } from "@gridgrains/client";
import type { Language } from "../page/address";
import { localText } from "../page/times";
import { words } from "./words";

/** The page in words: what stands where, and nothing of how it looks. */
export interface DailyView {
  title: string;
  place: string;
  /** Empty where it is no drill. */
  drill: string;
  state: string;
  figures: [label: string, value: string][];
  counts: [name: string, value: string, change: string][];
  lists: { title: string; items: string[] }[];
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export function viewOf(report: DailyReport, campaign: Campaign, catalogue: Catalogue, language: Language): DailyView {
  const say = words[language];
  const name = (place: { name: string; nameEn?: string }) => (language === "en" && place.nameEn) || place.name;
  const number = (value: number) => grouped.format(value);
  const percent = (value: number) => `${number(value)}%`;
  const named = catalogue.counts.filter(({ code }) => code in report.counts || code in report.changes);
  const state = !report.frozen ? say.notDue : report.over ? say.settled : `${say.settled} · ${say.stillLate}`;
  return {
    title: `${say.title} ${report.day}`,
    place: `${name(report)} · ${(language === "en" && campaign.titleEn) || campaign.title}`,
    drill: campaign.drill ? say.drill : "",
    state: `${say.due} ${localText(report.dueAt)} · ${state}`,
    figures: [
      [say.expected, number(report.expected)],
      [say.received, number(report.received)],
      [say.zero, number(report.zero.length)],
      [say.late, number(report.late.length)],
      [say.missing, number(report.missing.length)],
      [say.completeness, percent(report.completeness)],
      [say.timeliness, percent(report.timeliness)],
    ],
    counts: named.map((count) => [count[language], number(report.counts[count.code] ?? 0), signed(report.changes[count.code] ?? 0)]),
    lists: [
      { title: say.missingList, items: report.missing.map((one) => `${name(one)} (${one.place})`) },
      { title: say.lateList, items: report.late.map((one) => `${name(one)} (${one.place}) ${localText(one.at).slice(11)}`) },
      { title: say.zeroList, items: report.zero.map((one) => `${name(one)} (${one.place})`) },
      { title: say.issues, items: report.issues.map((one) => `${one.subject} · ${say.stages[one.stage] ?? one.stage} · ${one.place} · ${say.since} ${localText(one.since)}`) },
    ],
  };
}

function signed(value: number): string {
  return value === 0 ? "–" : `${value > 0 ? "+" : "−"}${grouped.format(Math.abs(value))}`;
}
