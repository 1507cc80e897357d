import type { Campaign, Catalogue, EmergencySummary, Words as Bilingual } from "@gridgrains/client";
import type { Language } from "../page/address";
import { localText } from "../page/times";
import { words } from "./words";

/** The page in words: what stands where, and nothing of how it looks. */
export interface SummaryView {
  title: string;
  place: string;
  /** Empty where it is no drill. */
  drill: string;
  state: string;
  figures: [label: string, value: string][];
  places: SummaryRow[];
  tasks: SummaryRow[];
  counts: SummaryRow[];
  alerts: SummaryRow[];
}

export interface SummaryRow {
  cells: string[];
  /** Whether somebody must look at it: people who did not come, a task that was late. */
  wrong: boolean;
}

const grouped = new Intl.NumberFormat("en-US");

export function viewOf(summary: EmergencySummary, campaign: Campaign, catalogue: Catalogue, language: Language): SummaryView {
  const say = words[language];
  const number = (value: number) => grouped.format(value);
  const name = (place: { name: string; nameEn?: string }) => (language === "en" && place.nameEn) || place.name;
  const title = (of: Bilingual) => of[language];
  const outcomes = (outcome: string) => number(summary.tasks.filter((task) => task.outcome === outcome).length);
  const time = (moment: string) => localText(moment).slice(5);
  return {
    title: `${say.title} · ${title(summary.title)}`,
    place: `${name(summary)} · ${(language === "en" && campaign.titleEn) || campaign.title}`,
    drill: summary.drill ? say.drill : "",
    state: `${say.activated} ${localText(summary.activatedAt)} · ${say.asOf} ${localText(summary.asOf)} · ${summary.frozen ? say.settled : say.provisional}`,
    figures: [
      [say.called, number(summary.called)],
      [say.present, number(summary.present)],
      [say.mustered, summary.musteredAt === undefined ? say.notMustered : time(summary.musteredAt)],
      [say.reports, number(summary.reports)],
      [say.inTime, outcomes("inTime")],
      [say.late, outcomes("late")],
      [say.never, outcomes("never")],
      [say.open, outcomes("open")],
    ],
    // In the order of the tree, as they come.
    places: summary.places.map((place) => ({
      cells: [name(place), number(place.called), number(place.present), number(Math.max(0, place.called - place.present))], wrong: place.present < place.called,
    })),
    tasks: summary.tasks.map((task) => ({
      cells: [title(task.groupTitle), title(task.title), time(task.dueAt), say.outcomes[task.outcome], task.doneAt === undefined ? "–" : time(task.doneAt)],
      wrong: task.outcome === "late" || task.outcome === "never",
    })),
    counts: catalogue.counts.filter(({ code }) => code in summary.counts).map((count) => ({ cells: [count[language], number(summary.counts[count.code]!)], wrong: false })),
    alerts: summary.alerts.map(({ rule, severity, raised }) => ({ cells: [say.rules[rule] ?? rule, say.severities[severity], number(raised)], wrong: false })),
  };
}
