import { element, setText } from "../../page/dom";
import type { Span } from "../rewind";
import type { Words } from "../words";

export interface SliderView {
  say: Words;
  span: Span | undefined;
  /** The moment that is wanted; undefined is live. */
  at: number | undefined;
  /** The moment in words. */
  text: string;
}

/** Where the wall looks back: a slider from the opening to now, whose right end is live. Arrows, Page, Home and End move it, Escape is live. */
export class Slider {
  readonly root = element("div", "rewind");
  private readonly label = element("label");
  private readonly range = element("input");
  private readonly moment = element("output");
  private readonly live = element("button", "to-live");

  constructor(events: { to(at: number): void; live(): void }) {
    this.range.type = "range";
    this.range.id = "rewind";
    this.label.htmlFor = "rewind";
    this.live.type = "button";
    this.live.addEventListener("click", () => events.live());
    this.range.addEventListener("input", () => {
      const at = this.range.valueAsNumber;
      if (at >= Number(this.range.max)) events.live();
      else events.to(at);
    });
    this.root.append(this.label, this.range, this.moment, this.live);
  }

  draw({ say, span, at, text }: SliderView): void {
    this.root.hidden = span === undefined;
    if (span === undefined) return;
    setText(this.label, say.rewind);
    setText(this.moment, text);
    setText(this.live, say.toLive);
    this.live.hidden = at === undefined;
    put(this.range, "min", span.from);
    put(this.range, "step", span.step);
    put(this.range, "max", span.to);
    const value = String(at ?? span.to);
    if (this.range.value !== value) this.range.value = value;
    if (this.range.getAttribute("aria-valuetext") !== text) this.range.setAttribute("aria-valuetext", text);
  }
}

function put(range: HTMLInputElement, name: "min" | "max" | "step", value: number): void {
  if (range[name] !== String(value)) range[name] = String(value);
}
