import { element } from "./dom";

// What sheets of paper are made of.

/** A button that prints, and links, none of which is on paper. */
export function toolbar(printing: string, print: () => void, ...links: [to: string, text: string][]): HTMLElement {
  const button = element("button", "", printing);
  button.type = "button";
  button.addEventListener("click", print);
  return element("nav", "tools", ...links.map(([to, text]) => Object.assign(element("a", "", text), { href: to })), button);
}

/** The head of a sheet; a drill says so before all else. */
export function heading({ drill, title, place, state }: { drill: string; title: string; place: string; state: string }): HTMLElement {
  const mark = drill ? [element("p", "drill", drill)] : [];
  return element("header", "", ...mark, element("h1", "", title), element("p", "place", place), element("p", "state", state));
}

export function figures(all: [label: string, value: string][], className = ""): HTMLElement {
  return element("dl", `figures ${className}`.trim(), ...all.map(([label, value]) => element("div", "", element("dt", "", label), element("dd", "value", value))));
}

/** Of each row the first cell is words and the others numbers; all are words where the table has the class `said`. */
export function table(columns: readonly string[], rows: { cells: readonly string[]; className?: string }[], className = ""): HTMLElement {
  const row = (tag: "th" | "td", cells: readonly string[], of = "") => element("tr", of, ...cells.map((text) => element(tag, "", text)));
  return element("table", className, element("thead", "", row("th", columns)), element("tbody", "", ...rows.map((one) => row("td", one.cells, one.className))));
}
