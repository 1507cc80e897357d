import { element, ElementList, setText } from "../../page/dom";
import { alertLines, type AlertLine } from "../alerts";
import type { Context } from "../screen";

/** The alerts that stand, the most urgent first, and how many there are beyond those shown. */
export function alertList({ app, say, language }: Context, most: number): { root: HTMLElement; update(): void } {
  const list = element("ul", "alerts");
  const more = element("p", "hint shown");
  const rows = new ElementList<AlertLine, ReturnType<typeof make>>(list, (line) => line.id, make, (row, line) => {
    row.root.dataset["severity"] = line.severity;
    setText(row.word, line.word);
    setText(row.title, line.title);
    setText(row.meta, line.meta);
    row.meta.hidden = line.meta === "";
  });

  function make() {
    const word = element("span", "word");
    const title = element("p", "text", word);
    const says = element("span", "");
    title.append(" ", says);
    const meta = element("p", "hint shown");
    return { root: element("li", "", title, meta), word, title: says, meta };
  }

  return {
    root: element("div", "", list, more),
    update() {
      const lines = alertLines(app.state, say, language, app.outbox.clock.now());
      rows.draw(lines.slice(0, most));
      list.hidden = lines.length === 0;
      more.hidden = lines.length <= most;
      setText(more, say.alertsMore(lines.length - most));
    },
  };
}
