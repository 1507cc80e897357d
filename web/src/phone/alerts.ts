import type { Alert } from "@gridgrains/client";
import { inUrgency } from "../page/alerts";
import type { Language } from "../page/address";
import { placeName, type State } from "./model";
import { dayTimeText } from "./figures";
import type { Words } from "./words";

/** An alert as a phone says it. */
export interface AlertLine {
  id: string;
  severity: Alert["severity"];
  /** The severity as a word: no colour alone says it. */
  word: string;
  title: string;
  meta: string;
}

const missingReport = "daily.missing";
const mostNamed = 12;

/** The alerts here and below, most urgent first; daily reports that are missing below an area are one line with their places, in the order of the tree. */
export function alertLines(state: State, say: Words, language: Language, now: number): AlertLine[] {
  const missing = state.place?.leaf === false ? state.alerts.filter((alert) => alert.rule === missingReport) : [];
  const lines = inUrgency(state.alerts.filter((alert) => !missing.includes(alert))).map((alert) => ({
    id: alert.id,
    severity: alert.severity,
    word: say.severity[alert.severity],
    title: (language === "en" ? alert.title.en || alert.title.zh : alert.title.zh || alert.title.en),
    meta: [
      alert.place === state.place?.id ? "" : nameBelow(state, alert.place, language),
      say.alertSince(dayTimeText(Date.parse(alert.since), now)),
      alert.acknowledged ? say.alertSeen : "",
    ].filter(Boolean).join(" · "),
  }));
  return missing.length === 0 ? lines : [...lines, missingLine(missing, state, say, language)];
}

function missingLine(missing: Alert[], state: State, say: Words, language: Language): AlertLine {
  const order = new Map(state.below.map((place, i) => [place.id, i]));
  const at = ({ place }: Alert) => order.get(childOf(state, place)) ?? order.size;
  const names = [...missing].sort((one, other) => at(one) - at(other) || (one.place < other.place ? -1 : 1)).slice(0, mostNamed).map((alert) => nameBelow(state, alert.place, language));
  const rest = missing.length > mostNamed ? ["…"] : [];
  return {
    id: missingReport,
    severity: "warning",
    word: say.severity.warning,
    title: say.reportsMissing(missing.length, [...names, ...rest].join(language === "zh" ? "、" : ", ")),
    meta: "",
  };
}

/** The child of the phone's place in which a place is. */
function childOf({ place }: State, id: string): string {
  return id.split(".").slice(0, (place?.id.split(".").length ?? 0) + 1).join(".");
}

// Of what is further down only the code is known.
function nameBelow(state: State, id: string, language: Language): string {
  const child = childOf(state, id);
  const known = state.below.find((place) => place.id === child);
  const further = id.slice(child.length + 1);
  return [known ? placeName(known, language) : child.split(".").at(-1)!, further].filter(Boolean).join(" ");
}
