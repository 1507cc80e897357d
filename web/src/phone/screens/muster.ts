import { element, setText } from "../../page/dom";
import { entryText, known } from "../model";
import { called, mostPeople, musterFacts, peopleIn, present } from "../muster";
import { button, labelled, setFault } from "../parts/controls";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";
import { numberText } from "../figures";

/** How many were called here and how many are there. Numbers, and nobody's name. */
export const muster: MakeScreen = (context) => {
  const { app, say, language, announce } = context;
  const fields = [field(called, say.musterCalled), field(present, say.musterPresent)] as const;
  const [ofCalled, ofPresent] = fields;
  const now = element("p", "status");
  const recent = entryList(context, 3, (series) => series.startsWith("muster."));

  function field(series: string, label: string) {
    const made = { ...labelled(label, element("input", "code")), series, typed: false };
    Object.assign(made.control, { type: "text", inputMode: "numeric", autocomplete: "off", maxLength: 3, enterKeyHint: "done" });
    made.control.addEventListener("input", () => (made.typed = true));
    return made;
  }

  const people = (series: string): number => peopleIn(known(app.state, series));

  function numberIn({ control }: (typeof fields)[number]): number | undefined {
    const text = control.value.trim();
    const number = Number(text);
    return text !== "" && Number.isInteger(number) && number >= 0 && number <= mostPeople ? number : undefined;
  }

  async function record(): Promise<void> {
    const [asked, there] = [numberIn(ofCalled), numberIn(ofPresent)];
    const fault = say.faultValue(numberText(mostPeople));
    setFault(ofCalled, asked === undefined ? fault : undefined);
    setFault(ofPresent, there === undefined ? fault : asked !== undefined && there > asked ? say.musterTooMany : undefined);
    if (asked === undefined || there === undefined || there > asked) return;
    const facts = [...musterFacts(called, asked, known(app.state, called)), ...musterFacts(present, there, known(app.state, present))];
    for (const one of fields) one.typed = false;
    const entry = facts.length > 0 ? await app.record(facts) : undefined;
    if (entry) announce(say.saved(entryText(entry, app.state.catalogue, language)));
  }

  const all = button(say.musterAll, "action", () => {
    ofPresent.control.value = ofCalled.control.value;
    void record();
  });
  const send = button(say.send, "action main", () => void record());
  void app.learn(called, present);

  return {
    title: () => say.muster,
    root: element("div", "muster", now, ofCalled.root, ofPresent.root, recent.root),
    footer: element("div", "panel two", all, send),
    update() {
      for (const { series, typed, control } of fields) if (!typed) control.value = String(people(series));
      const [asked, there] = [people(called), people(present)];
      setText(now, say.musterNow(numberText(there), numberText(asked)));
      now.dataset["state"] = asked > 0 && there >= asked ? "done" : "none";
      recent.update();
    },
  };
};
