import { element } from "../page/dom";
import { figures, heading, table, toolbar } from "../page/sheet";
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
  return [
    toolbar(say.print, links.print, [links.before, say.before], [links.after, say.after], [links.other, say.other]),
    heading(view),
    figures(view.figures),
    table([say.count, say.value, say.change], view.counts.map((cells) => ({ cells }))),
    ...view.lists.map(({ title, items }) => list(title, items, say)),
  ];
}

function list(title: string, items: string[], say: Words): HTMLElement {
  const body = items.length > 0 ? element("ul", "", ...items.map((text) => element("li", "", text))) : element("p", "none", say.nobody);
  return element("section", "", element("h2", "", `${title} (${items.length})`), body);
}
