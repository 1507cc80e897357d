import { element } from "../../page/dom";
import { codeAfter } from "../codes";
import { entriesHere, entryText } from "../model";
import { codeField } from "../parts/code-field";
import { button, numberChoice } from "../parts/controls";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";

const sampled = "tests.sampled";
const atHome = "tests.doorstep";

/** A tube: its code is scanned, typed, or the next of the roll, and one tap says how many people are in it. */
export const tube: MakeScreen = (context) => {
  const { app, say, announce } = context;
  const largest = app.state.catalogue?.series.find((series) => series.code === sampled)?.max ?? 20;
  const field = codeField({ label: say.tubeCode, say, scans: true, changed: () => {} });
  const recent = entryList(context, 3, (series) => series === sampled);
  const home = button(say.atHome, "toggle", () => home.setAttribute("aria-pressed", String(home.getAttribute("aria-pressed") !== "true")));
  home.setAttribute("aria-pressed", "false");

  const chips = numberChoice(10, largest, { registered: say.sampled, more: say.morePeople, fewer: say.fewerPeople }, (n) => void record(n));

  async function record(people: number): Promise<void> {
    if (!field.check()) return;
    const subject = field.value();
    // Who is sampled at home is sampled as well: two counts, each of which has its own sum.
    const extra = home.getAttribute("aria-pressed") === "true" ? [{ series: atHome, subject, value: people }] : [];
    const entry = await app.record([{ series: sampled, subject, value: people }, ...extra]);
    if (!entry) return;
    field.set(codeAfter(subject) ?? "");
    announce(say.saved(entryText(entry, app.state.catalogue, context.language)));
  }

  const last = entriesHere(app.state).findLast((entry) => entry.note?.undoes === undefined && entry.facts.some((fact) => fact.series === sampled));
  field.set(codeAfter(last?.facts[0]?.subject ?? "") ?? "");
  void app.learn(sampled, atHome);

  return {
    title: () => say.tube,
    root: element("div", "tube", field.root, recent.root),
    footer: element("div", "panel", element("p", "legend", say.peopleInTube), chips.rest, chips.usual, element("div", "two", home, chips.toggle)),
    update: () => recent.update(),
    leave: () => field.leave(),
  };
};
