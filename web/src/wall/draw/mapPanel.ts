import { element, ElementList, setText } from "../../page/dom";
import { fillsOf, steps, textOn } from "../colour";
import type { Words } from "../words";
import type { TileMap } from "./map";

/** So many places of one area can be reached by keyboard; an area with more of them shows the first. */
const mostButtons = 400;

export interface MapView {
  say: Words;
  title: string;
  /** From the wall's place to the focus. */
  path: { place: number; name: string }[];
  /** What the picture says, for those who do not see it. */
  described: string;
  hasTarget: boolean;
  children: { place: number; text: string }[];
}

export interface MapEvents {
  open(place: number): void;
  up(): void;
  /** What is said of a place under the pointer or in the keyboard's focus. */
  tell(place: number): string;
}

/** The map with its way down and up, its legend, and the same in words for keyboard and screen reader. */
export class MapPanel {
  readonly root = element("section", "panel map");
  readonly canvas = element("canvas");
  private readonly title = element("h2");
  private readonly path = element("nav", "path");
  private readonly figures = element("p", "focus-figures");
  private readonly ring = element("div", "ring");
  private readonly tip = element("p", "tip");
  private readonly buttons = element("ul", "heard-only");
  private readonly legend = new Legend();
  private readonly pathList = new ElementList<MapView["path"][number], { root: HTMLButtonElement }>(this.path, (step) => String(step.place), (step) => this.pathButton(step.place), (made, step) => setText(made.root, step.name));
  private readonly buttonList = new ElementList<MapView["children"][number], ReturnType<MapPanel["childButton"]>>(this.buttons, (child) => String(child.place), (child) => this.childButton(child.place), (made, child) => setText(made.button, child.text));
  private map!: TileMap;

  constructor(private readonly events: MapEvents) {
    this.ring.hidden = true;
    this.tip.hidden = true;
    this.canvas.setAttribute("role", "img");
    const picture = element("div", "picture", this.canvas, this.ring, this.tip);
    this.root.append(element("div", "map-head", this.title, this.path, this.figures), picture, this.buttons, this.legend.root);
    this.canvas.addEventListener("click", (event) => {
      const hit = this.map.at(event.offsetX, event.offsetY);
      if (hit) this.events.open(hit.outer);
    });
    this.canvas.addEventListener("pointermove", (event) => this.point(this.map.at(event.offsetX, event.offsetY)?.place));
    this.canvas.addEventListener("pointerleave", () => this.point(undefined));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.buttons.addEventListener("focusin", (event) => this.point(placeOf(event.target)));
    this.buttons.addEventListener("focusout", () => this.point(undefined));
  }

  attach(map: TileMap): void {
    this.map = map;
  }

  draw(view: MapView): void {
    setText(this.title, view.title);
    this.path.setAttribute("aria-label", view.say.map);
    this.pathList.draw(view.path);
    for (const button of this.path.children) button.removeAttribute("aria-current");
    this.path.lastElementChild?.setAttribute("aria-current", "location");
    this.canvas.setAttribute("aria-label", view.described);
    this.buttonList.draw(view.children.slice(0, mostButtons));
    this.legend.draw(view.say, view.hasTarget);
  }

  /** Says how the place in focus stands. */
  say(figures: string): void {
    setText(this.figures, figures);
  }

  /** Draws another focus: whoever was among the places by keyboard stays among them. */
  move(draw: () => void): void {
    const within = this.buttons.contains(document.activeElement);
    draw();
    this.point(undefined);
    if (within) (this.buttons.querySelector("button") ?? this.path.querySelector("button"))?.focus();
  }

  private key(event: KeyboardEvent): void {
    const button = event.target instanceof HTMLButtonElement && this.buttons.contains(event.target) ? event.target : undefined;
    if (event.key === "Escape" || event.key === "Backspace") this.events.up();
    else if (button && (event.key === "ArrowRight" || event.key === "ArrowDown")) step(button, 1);
    else if (button && (event.key === "ArrowLeft" || event.key === "ArrowUp")) step(button, -1);
    else return;
    event.preventDefault();
  }

  private point(place: number | undefined): void {
    const rect = place === undefined ? undefined : this.map.rectOf(place);
    this.ring.hidden = this.tip.hidden = rect === undefined;
    if (rect === undefined) return;
    setText(this.tip, this.events.tell(place!));
    put(this.ring, { left: rect.x, top: rect.y, width: rect.w, height: rect.h });
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const above = rect.y + rect.h + this.tip.offsetHeight + 8 > height;
    put(this.tip, {
      left: Math.max(0, Math.min(rect.x, width - this.tip.offsetWidth)),
      top: above ? Math.max(0, rect.y - this.tip.offsetHeight - 6) : rect.y + rect.h + 6,
    });
  }

  private pathButton(place: number): { root: HTMLButtonElement } {
    const root = element("button", "step");
    root.type = "button";
    root.addEventListener("click", () => this.events.open(place));
    return { root };
  }

  private childButton(place: number): { root: HTMLElement; button: HTMLButtonElement } {
    const button = element("button");
    button.type = "button";
    button.dataset["place"] = String(place);
    button.addEventListener("click", () => this.events.open(place));
    return { root: element("li", "", button), button };
  }
}

function placeOf(target: EventTarget | null): number | undefined {
  const place = target instanceof HTMLElement ? target.dataset["place"] : undefined;
  return place === undefined ? undefined : Number(place);
}

function step(button: HTMLButtonElement, by: 1 | -1): void {
  const item = button.parentElement!;
  const next = by > 0 ? item.nextElementSibling : item.previousElementSibling;
  next?.querySelector("button")?.focus();
}

function put(node: HTMLElement, pixels: Record<string, number>): void {
  for (const [name, value] of Object.entries(pixels)) node.style.setProperty(name, `${Math.round(value)}px`);
}

/** What the colours and marks of the map mean. */
class Legend {
  readonly root = element("ul", "legend");
  private readonly steps = steps.map((step) => swatch("step", step.colour));
  private readonly reported = swatch("step", fillsOf("dark").at(-1)!);
  private readonly silent = swatch("silent");
  private readonly critical = swatch("critical");
  private readonly warning = swatch("warning");
  private readonly numbers = element("li");

  constructor() {
    this.root.append(...[...this.steps, this.reported, this.silent, this.critical, this.warning].map((one) => one.root), this.numbers);
  }

  draw(say: Words, hasTarget: boolean): void {
    this.root.setAttribute("aria-label", say.legend);
    this.steps.forEach((one, i) => {
      const next = steps[i + 1];
      setText(one.text, i === 0 ? say.notBegun : next === undefined ? say.complete : say.under(Math.round(next.from * 100)));
      one.root.hidden = !hasTarget && i > 0;
    });
    setText(this.reported.text, say.hasReports);
    this.reported.root.hidden = hasTarget;
    setText(this.numbers, hasTarget ? say.numbers : "");
    this.numbers.hidden = !hasTarget;
    setText(this.silent.text, say.silentLegend);
    setText(this.critical.text, say.criticalLegend);
    setText(this.warning.text, say.warningLegend);
  }
}

function swatch(kind: string, colour?: string) {
  const box = element("span", `swatch ${kind}`);
  box.setAttribute("aria-hidden", "true");
  if (colour) {
    box.style.setProperty("--fill", colour);
    box.style.setProperty("--on-fill", textOn(colour));
  } else if (kind !== "silent") box.append("!");
  const text = element("span");
  return { root: element("li", "", box, text), text };
}
