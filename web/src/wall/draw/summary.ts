import { element } from "../../page/dom";

/** The day on paper: what is done, place by place in the order of the tree. */
export interface SummaryView {
  title: string;
  place: string;
  drill: string;
  lines: string[];
  headings: string[];
  /** Name, then the cells under the headings. */
  rows: string[][];
  total: string[];
  foot: string;
}

/** Is made anew before every print, and is not on the screen. */
export function drawSummary(root: HTMLElement, view: SummaryView): void {
  const head = element("tr", "", ...view.headings.map((text) => cell("th", text, "col")));
  const line = (cells: string[]) => element("tr", "", ...cells.map((text, i) => (i === 0 ? cell("th", text, "row") : cell("td", text))));
  root.replaceChildren(
    ...(view.drill ? [element("p", "paper-drill", view.drill)] : []),
    element("h2", "paper-title", view.title),
    element("p", "paper-place", view.place),
    ...view.lines.map((text) => element("p", "paper-line", text)),
    element("table", "", element("thead", "", head), element("tbody", "", ...view.rows.map(line)), element("tfoot", "", line(view.total))),
    element("p", "paper-foot", view.foot),
  );
}

function cell(tag: "th" | "td", text: string, scope?: string): HTMLTableCellElement {
  const made = element(tag, "", text);
  if (scope) made.scope = scope;
  return made;
}
