import type { Language } from "../page/address";
import { element, ElementList, setCoverage, setText } from "../page/dom";
import type { Figure, Headline, Tile, Wall } from "./model";
import { words } from "../page/words";

/** Makes the wall's elements once and returns what brings them up to date. */
export function wallDrawing(page: HTMLElement, language: Language): (wall: Wall) => void {
  const say = words[language];
  const title = element("h1");
  const place = element("p", "place");
  const drill = element("p", "badge drill");
  const critical = element("p", "badge critical");
  const warning = element("p", "badge warning");
  const asOf = element("p", "as-of");
  const heard = element("p", "heard");
  const connection = element("p", "connection");
  const headlines = element("section", "headlines");
  const others = element("section", "others");
  const tiles = element("section", "tiles");
  const badges = element("div", "badges", drill, critical, warning);
  const state = element("div", "state", connection, asOf, heard);
  page.replaceChildren(element("header", "", element("div", "titles", title, place), badges, state), headlines, others, tiles);

  const headlineList = new ElementList<Headline, ReturnType<typeof headlineCard>>(headlines, (h) => h.code, () => headlineCard(), (card, headline) => {
    setText(card.name, headline.name);
    setText(card.value, headline.value);
    setText(card.target, headline.target === undefined ? "" : `${say.target} ${headline.target}`);
    setText(card.remaining, headline.remaining === undefined ? "" : `${say.remaining} ${headline.remaining}`);
    setCoverage(card.root, headline.coverage);
  });
  const otherList = new ElementList<Wall["others"][number], ReturnType<typeof chip>>(others, (o) => o.code, () => chip(), (made, other) => {
    setText(made.name, other.name);
    setText(made.value, other.value);
  });
  const tileList = new ElementList<Tile, ReturnType<typeof tileCard>>(tiles, (t) => t.place, () => tileCard(), (made, tile) => {
    setText(made.name, tile.name);
    made.figures.draw(tile.figures);
    setCoverage(made.root, tile.coverage);
  });

  return (wall) => {
    document.title = [wall.place, wall.title].filter(Boolean).join(" · ") || "GridGrains";
    setText(title, wall.title);
    setText(place, wall.place);
    show(drill, wall.drill ?? "");
    show(critical, wall.alerts.critical > 0 ? `${say.critical} ${wall.alerts.critical}` : "");
    show(warning, wall.alerts.warning > 0 ? `${say.warning} ${wall.alerts.warning}` : "");
    setText(asOf, wall.asOf);
    show(heard, wall.heard.text);
    heard.classList.toggle("partial", !wall.heard.all);
    setText(connection, wall.connection.text);
    connection.dataset["state"] = wall.connection.state;
    headlineList.draw(wall.headlines);
    otherList.draw(wall.others);
    tileList.draw(wall.tiles);
  };
}

function headlineCard() {
  const name = element("h2");
  const value = element("p", "value");
  const target = element("p", "target");
  const remaining = element("p", "remaining");
  const bar = element("div", "bar", element("div", "done"));
  return { root: element("article", "headline", name, value, bar, element("div", "line", target, remaining)), name, value, target, remaining };
}

function chip() {
  const name = element("p", "name");
  const value = element("p", "value");
  return { root: element("article", "chip", value, name), name, value };
}

function tileCard() {
  const name = element("p", "name");
  const lines = element("div", "figures");
  const figures = new ElementList<Figure, ReturnType<typeof figureLine>>(lines, (f) => f.code, () => figureLine(), (made, figure) => {
    setText(made.value, figure.value);
    setText(made.target, figure.target === undefined ? "" : `/ ${figure.target}`);
    setText(made.name, figure.name);
  });
  return { root: element("article", "tile", name, lines), name, figures };
}

function figureLine() {
  const value = element("span", "value");
  const target = element("span", "target");
  const name = element("p", "count");
  return { root: element("div", "figure", element("p", "line", value, target), name), value, target, name };
}

function show(node: HTMLElement, text: string): void {
  setText(node, text);
  node.hidden = text === "";
}
