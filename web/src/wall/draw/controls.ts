import { element, setText } from "../../page/dom";
import type { Words } from "../words";

export interface Choice {
  value: string;
  text: string;
}

export interface ControlsView {
  say: Words;
  campaigns: Choice[];
  campaign: string;
  counts: Choice[];
  count: string;
  touring: boolean;
  theme: "dark" | "light";
  otherLanguage: string;
}

export interface ControlsEvents {
  campaign(id: string): void;
  count(code: string): void;
  tour(): void;
  theme(): void;
  language(): void;
  print(): void;
}

/** What can be chosen at the wall, at its foot and out of the way. */
export class Controls {
  readonly root = element("footer", "controls");
  private readonly campaign = select();
  private readonly count = select();
  private readonly tour = button();
  private readonly theme = button();
  private readonly language = button();
  private readonly print = button();
  readonly mark = element("p", "mark");

  constructor(events: ControlsEvents) {
    this.campaign.select.addEventListener("change", () => events.campaign(this.campaign.select.value));
    this.count.select.addEventListener("change", () => events.count(this.count.select.value));
    this.tour.addEventListener("click", () => events.tour());
    this.theme.addEventListener("click", () => events.theme());
    this.language.addEventListener("click", () => events.language());
    this.print.addEventListener("click", () => events.print());
    this.root.append(this.campaign.root, this.count.root, this.tour, this.theme, this.language, this.print, this.mark);
  }

  draw(view: ControlsView): void {
    const { say } = view;
    setText(this.campaign.label, say.campaign);
    setText(this.count.label, say.count);
    this.campaign.offer(view.campaigns, view.campaign);
    this.count.offer(view.counts, view.count);
    setText(this.tour, view.touring ? say.tourOn : say.tourOff);
    this.tour.setAttribute("aria-pressed", String(view.touring));
    setText(this.theme, view.theme === "dark" ? say.light : say.dark);
    setText(this.language, view.otherLanguage);
    this.language.lang = view.otherLanguage === "English" ? "en" : "zh";
    setText(this.print, say.print);
    setText(this.mark, "GridGrains");
  }
}

function select() {
  const label = element("span");
  const select = element("select");
  let offered = "";
  const offer = (choices: Choice[], chosen: string) => {
    const now = choices.map((choice) => `${choice.value}\t${choice.text}`).join("\n");
    if (now !== offered) {
      offered = now;
      select.replaceChildren(...choices.map((choice) => new Option(choice.text, choice.value)));
    }
    if (select.value !== chosen) select.value = chosen;
  };
  return { root: element("label", "choice", label, select), label, select, offer };
}

function button(): HTMLButtonElement {
  const made = element("button");
  made.type = "button";
  return made;
}
