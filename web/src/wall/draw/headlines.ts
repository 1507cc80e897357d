import { element, ElementList, setText } from "../../page/dom";
import type { Headline } from "../headlines";
import type { Words } from "../words";

/** The cards of counts, the chosen one largest. */
export class Headlines {
  readonly root = element("section", "cards");
  private say!: Words;
  private readonly list = new ElementList<Headline, ReturnType<typeof card>>(this.root, (one) => one.code, card, (made, one) => this.fill(made, one));

  draw(headlines: Headline[], say: Words): void {
    this.say = say;
    this.list.draw(headlines);
  }

  private fill(made: ReturnType<typeof card>, one: Headline): void {
    const say = this.say;
    setText(made.name, one.name);
    setText(made.label, one.figureLabel);
    setText(made.figure, one.figure);
    made.figure.dataset["length"] = String(Math.min(11, one.figure.length));
    setText(made.percent, one.percent);
    setText(made.of, one.target === "" ? "" : `${say.of} ${one.target}`);
    setText(made.done, one.done === "" ? "" : `${say.done} ${one.done}`);
    pair(made.rate, say.perHour, one.perHour);
    pair(made.finish, one.figureLabel === say.reached ? say.finished : say.finish, one.finish);
    setText(made.note, one.finishNote);
    made.note.hidden = one.finishNote === "";
    made.finish.root.classList.toggle("late", one.late);
    setText(made.standing, one.standing);
    made.standing.classList.toggle("behind", one.behind);
    made.standing.hidden = one.standing === "";
    made.root.classList.toggle("reached", one.figureLabel === say.reached);
    made.root.classList.toggle("covered", one.coverage !== undefined);
    made.bar.style.setProperty("--coverage", (one.coverage ?? 0).toFixed(4));
    made.bar.style.setProperty("--planned", (one.planned ?? 0).toFixed(4));
    made.bar.classList.toggle("planned", one.planned !== undefined && one.planned < 1);
  }
}

function card() {
  const name = element("h2", "name");
  const label = element("span", "label");
  const figure = element("span", "figure value");
  const percent = element("span", "percent value");
  const standing = element("p", "standing");
  const bar = element("div", "bar", element("div", "bar-done"), element("div", "bar-plan"));
  const note = element("span", "note");
  const of = element("span", "of");
  const done = element("span", "done-so-far");
  const rate = fact();
  const finish = fact(note);
  const facts = element("dl", "facts", rate.root, finish.root);
  const root = element("article", "card", element("div", "card-head", name, standing), element("div", "hero", element("p", "hero-labels", label, of), figure), element("div", "progress", bar, done, percent), facts);
  return { root, name, label, of, figure, percent, standing, bar, note, done, rate, finish };
}

function fact(...more: Node[]) {
  const label = element("dt");
  const value = element("span", "value");
  return { root: element("div", "fact", label, element("dd", "", value, ...more)), label, value };
}

function pair(made: { root: HTMLElement; label: HTMLElement; value: HTMLElement }, label: string, value: string): void {
  setText(made.label, label);
  setText(made.value, value);
  made.root.hidden = value === "";
}
