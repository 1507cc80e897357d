import { element } from "../page/dom";
import type { Figure, OperationsView } from "./view";
import type { Words } from "./words";

export function draw(view: OperationsView, say: Words): HTMLElement[] {
  const silos = view.silos.map(({ name, cells, strained }) => ({ cells: [name, ...cells], className: strained ? "strained" : "" }));
  return [
    element("header", "", element("h1", "", say.title), element("p", "state", view.state)),
    figures(view.figures),
    section(say.silos, table(say.siloColumns, silos, say.noSilo)),
    section(say.lag, table(say.lagColumns, view.lags.map((cells) => ({ cells, className: "" })), say.nothingNew)),
    section(say.slow, table(say.slowColumns, view.slow.map((cells) => ({ cells, className: "" })), say.noneSlow)),
    section(`${say.gateway} ${view.gatewayName}`, figures(view.gateway)),
  ];
}

function section(title: string, body: HTMLElement): HTMLElement {
  return element("section", "", element("h2", "", title), body);
}

function figures(all: Figure[]): HTMLElement {
  return element("dl", "figures", ...all.map(({ label, value }) => element("div", "", element("dt", "", label), element("dd", "", value))));
}

function table(columns: readonly string[], rows: { cells: string[]; className: string }[], nothing: string): HTMLElement {
  if (rows.length === 0) return element("p", "none", nothing);
  const row = (tag: "th" | "td", cells: readonly string[], className: string) => element("tr", className, ...cells.map((text) => element(tag, "", text)));
  const made = element("table", "", element("thead", "", row("th", columns, "")), element("tbody", "", ...rows.map(({ cells, className }) => row("td", cells, className))));
  return element("div", "scroll", made);
}
