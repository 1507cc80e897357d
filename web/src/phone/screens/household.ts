import type { Fact } from "@gridgrains/client";
import { element, setText } from "../../page/dom";
import { visitsOf } from "../actions";
import { doorCode, doorNumber, nextDoor } from "../codes";
import { entriesHere, entryText, known } from "../model";
import { codeField } from "../parts/code-field";
import { button, numberChoice } from "../parts/controls";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";
import { numberText } from "../figures";

const revisit = "households.revisit";
const registered = "residents.registered";

/** At a door: the next number is there already, and one tap says how it went. */
export const household: MakeScreen = (context) => {
  const { app, say, go, announce } = context;
  const { campaign, catalogue } = app.state;
  const visits = campaign && catalogue ? visitsOf(campaign, catalogue) : [];
  const main = visits[0]?.code ?? "households.canvassed";
  const households = (): number => {
    const expected = app.state.snapshot?.expected["households"] ?? app.state.place?.attributes["households"];
    return typeof expected === "number" ? expected : 0;
  };
  const isDone = (code: string): boolean => (known(app.state, main).get(code)?.value ?? 0) > 0;
  let touched = false;

  const previous = button("‹", "step", () => step(-1));
  previous.setAttribute("aria-label", say.previous);
  const next = button("›", "step", () => step(1));
  next.setAttribute("aria-label", say.next);
  const field = codeField({
    label: say.door, say, ofDigits: (digits) => doorCode(Number(digits), households()), beside: [previous, next],
    changed: () => {
      touched = true;
      drawDoor();
    },
  });
  const step = (by: number): void => {
    field.set(doorCode(Math.max(1, (doorNumber(field.value()) ?? 0) + by), households()));
    touched = true;
    drawDoor();
    announce(`${field.value()} ${status.textContent ?? ""}`);
  };
  const status = element("p", "status");
  const remaining = button("", "tool", () => go("doors"));
  const recent = entryList(context, 3, (series) => series.startsWith("households.") || series === registered);

  const people = numberChoice(7, 24, { registered: say.registered, more: say.morePeople, fewer: say.fewerPeople }, (n) =>
    void record([...visited(main), { series: registered, subject: field.value(), value: n }]));
  people.toggle.classList.add("chip");
  people.usual.append(people.toggle);
  const peopleGroup = element("div", "people", element("p", "legend", say.people(say.visit[main] ?? main)), people.rest, people.usual);

  const outcomes = element("div", "outcomes");
  outcomes.append(
    button(say.absent, "action", () => void record([{ series: revisit, subject: field.value(), value: 1 }])),
    ...visits.map((visit) => button(say.visit[visit.code] ?? visit.code, "action main", () => void record(visited(visit.code)))),
  );
  const root = element("div", "household", field.root, element("div", "line", status, remaining), recent.root);

  // A door that was to be revisited no longer is, whoever found nobody there: this phone may not know.
  function visited(series: string): Fact[] {
    return [{ series, subject: field.value(), value: 1 }, { series: revisit, subject: field.value(), value: 0 }];
  }

  async function record(facts: Fact[]): Promise<void> {
    if (!field.check()) return;
    const entry = await app.record(facts.map((fact) => ({ ...fact, subject: field.value() })));
    if (!entry) return;
    touched = false;
    const number = doorNumber(field.value());
    if (number !== undefined) suggest(number);
    announce(say.saved(entryText(entry, app.state.catalogue, context.language)));
  }

  function suggest(last: number): void {
    field.set(doorCode(nextDoor(last, households(), (number) => isDone(doorCode(number, households()))), households()));
    drawDoor();
  }

  function drawDoor(): void {
    const code = field.value();
    const values = [...visits.map((visit) => visit.code), revisit, registered].map((series) => [series, known(app.state, series).get(code)?.value ?? 0] as const);
    const words = values.filter(([, value]) => value > 0).map(([series, value]) => (series === registered ? say.registered(value) : series === revisit ? say.revisit : (say.visit[series] ?? series)));
    setText(status, words.length > 0 ? words.join(" · ") : say.untouched);
    status.dataset["state"] = isDone(code) ? "done" : words.length > 0 ? "revisit" : "none";
  }

  const last = entriesHere(app.state).findLast((entry) => entry.note?.undoes === undefined && entry.facts.some((fact) => fact.series === main || fact.series === revisit));
  suggest(doorNumber(last?.facts[0]?.subject ?? "") ?? 0);
  const wanted = takeChosenDoor();
  if (wanted !== undefined) {
    touched = true;
    field.set(wanted);
  }
  void app.learn(main, revisit, registered).then(() => touched || suggest(doorNumber(field.value()) === undefined ? 0 : doorNumber(field.value())! - 1));

  return {
    title: () => say.household,
    root,
    footer: element("div", "panel", peopleGroup, outcomes),
    update() {
      drawDoor();
      recent.update();
      const done = [...known(app.state, main).values()].filter((fact) => fact.value > 0).length;
      setText(remaining, say.remainingDoors(numberText(Math.max(0, households() - done))));
      remaining.hidden = households() === 0;
    },
    leave: () => field.leave(),
  };
};

let chosenDoor: string | undefined;

/** The door that was chosen from the list of those that remain. */
export function chooseDoor(code: string): void {
  chosenDoor = code;
}

function takeChosenDoor(): string | undefined {
  const code = chosenDoor;
  chosenDoor = undefined;
  return code;
}
