import { element } from "../page/dom";
import { figures, heading, table, toolbar } from "../page/sheet";
import type { SummaryRow, SummaryView } from "./view";
import type { Words } from "./words";

/** What the buttons and links of the page do. */
export interface SummaryLinks {
  other: string;
  print(): void;
}

export function draw(view: SummaryView, say: Words, links: SummaryLinks): HTMLElement[] {
  return [
    toolbar(say.print, links.print, [links.other, say.other]),
    heading(view),
    figures(view.figures, "few"),
    section(say.muster, say.placeColumns, view.places, say.nobody),
    section(say.tasks, say.taskColumns, view.tasks, say.nothing, "said"),
    section(say.counts, say.countColumns, view.counts, say.nothing),
    section(say.alerts, say.alertColumns, view.alerts, say.nothing),
  ];
}

function section(title: string, columns: readonly string[], rows: SummaryRow[], nothing: string, className = ""): HTMLElement {
  const body = rows.length === 0
    ? element("p", "none", nothing)
    : element("div", "scroll", table(columns, rows.map(({ cells, wrong }) => ({ cells, className: wrong ? "wrong" : "" })), className));
  return element("section", "", element("h2", "", title), body);
}
