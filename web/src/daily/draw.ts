import { element } from "../page/dom";
import type { DailyView } from "./view";
import type { Words } from "./words";

/** What the buttons and links of the page do. */
export interface DailyLinks {
  before: string;
  after: string;
  other: string;
  print(): void;
}

export function draw(view: DailyView, say: Words, links: DailyLinks): HTMLElement[] {
  return [toolbar(say, links), header(view), figures(view), counts(view, say), ...view.lists.map(({ title, items }) => list(title, items, say))];
}

function toolbar(say: Words, links: DailyLinks): HTMLElement {
  const print = element("button", "", say.print);
  print.type = "button";
  print.addEventListener("click", () => links.print());
  return element("nav", "tools", link(links.before, say.before), link(links.after, say.after), link(links.other, say.other), print);
}

function link(to: string, text: string): HTMLElement {
  const made = element("a", "", text);
  made.href = to;
  return made;
}

function header(view: DailyView): HTMLElement {
  const drill = view.drill ? [element("p", "drill", view.drill)] : [];
  return element("header", "", ...drill, element("h1", "", view.title), element("p", "place", view.place), element("p", "state", view.state));
}

function figures(view: DailyView): HTMLElement {
  return element("dl", "figures", ...view.figures.map(([label, value]) => element("div", "", element("dt", "", label), element("dd", "value", value))));
}

function counts(view: DailyView, say: Words): HTMLElement {
  const row = (tag: "th" | "td", cells: string[]) => element("tr", "", ...cells.map((text) => element(tag, "", text)));
  return element("table", "", element("thead", "", row("th", [say.count, say.value, say.change])), element("tbody", "", ...view.counts.map((cells) => row("td", cells))));
}

function list(title: string, items: string[], say: Words): HTMLElement {
  const body = items.length > 0 ? element("ul", "", ...items.map((text) => element("li", "", text))) : element("p", "none", say.nobody);
  return element("section", "", element("h2", "", `${title} (${items.length})`), body);
}
