import { element, ElementList, setText } from "../../page/dom";
import { undoable, type PhoneEntry } from "../entries";
import { entriesHere, entryText, refusalText } from "../model";
import type { Context } from "../screen";
import { dayTimeText } from "../figures";
import { button } from "./controls";

interface Row {
  root: HTMLElement;
  text: HTMLElement;
  time: HTMLElement;
  state: HTMLElement;
  why: HTMLElement;
  tools: HTMLElement;
  entry?: PhoneEntry;
  drawn?: string;
}

/**
 * Entries, the latest first, each with what became of it. `most` undefined is all that the phone has, those of other grids and campaigns
 * included: what waits or was refused there must not be overlooked.
 */
export function entryList({ app, language, say, announce }: Context, most: number | undefined, ofSeries?: (series: string) => boolean): { root: HTMLElement; update(): void } {
  const list = element("ul", "entries");
  const empty = element("p", "hint", say.none);
  let open = new Set<string>();
  const rows = new ElementList<PhoneEntry, Row>(list, (entry) => entry.id, make, draw);

  function make(): Row {
    const text = element("p", "what");
    const time = element("span", "time");
    const state = element("span", "mark");
    const why = element("p", "why");
    const tools = element("div", "tools");
    return { root: element("li", "", element("div", "about", text, element("p", "fate", state, time), why), tools), text, time, state, why, tools };
  }

  function draw(row: Row, entry: PhoneEntry): void {
    const isHere = entry.campaign === app.where.campaign && entry.place === app.where.place;
    const mayUndo = isHere && open.has(entry.id);
    const drawn = `${entry.state} ${mayUndo} ${app.state.catalogue === undefined}`;
    row.entry = entry;
    if (row.drawn === drawn) return;
    row.drawn = drawn;
    const what = entryText(entry, app.state.catalogue, language);
    setText(row.text, what);
    const real = entry.enteredAt + app.outbox.clock.offset;
    setText(row.time, [dayTimeText(real, app.outbox.clock.now()), ...(isHere ? [] : [entry.place])].join(" · "));
    row.root.dataset["state"] = entry.state;
    setText(row.state, say[entry.state]);
    setText(row.why, entry.state === "refused" ? refusalText(entry.problem, say) : "");
    row.why.hidden = entry.state !== "refused";
    const tools: HTMLElement[] = [];
    if (mayUndo) tools.push(tool(say.undo, say.undoLabel(what), () => void app.undo(row.entry!).then(() => announce(say.saved(say.undone(row.entry!.facts[0]!.subject))))));
    if (entry.state === "refused" && most === undefined) {
      tools.push(tool(say.again, `${say.again} ${what}`, () => void app.outbox.again(entry.id)), tool(say.dismiss, `${say.dismiss} ${what}`, () => void app.outbox.dismiss(entry.id)));
    }
    row.tools.replaceChildren(...tools);
  }

  return {
    root: element("div", "entry-list", list, empty),
    update() {
      open = undoable(app.state.entries);
      const all = (most === undefined ? app.state.entries : entriesHere(app.state)).filter((entry) => ofSeries === undefined || entry.facts.some((fact) => ofSeries(fact.series)));
      const shown = all.slice(most === undefined ? -300 : -most).reverse();
      rows.draw(shown);
      list.hidden = shown.length === 0;
      empty.hidden = shown.length > 0 || most !== undefined;
    },
  };
}

function tool(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = button(text, "tool", act);
  made.setAttribute("aria-label", label);
  return made;
}
