import { element, ElementList, setText } from "../../page/dom";
import { freshCode } from "../codes";
import { entryText, known, stageName } from "../model";
import { codeField } from "../parts/code-field";
import { button } from "../parts/controls";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";

interface Item {
  code: string;
  value: number;
}

interface Row {
  root: HTMLElement;
  code: HTMLElement;
  stage: HTMLElement;
  next: HTMLButtonElement;
  back: HTMLButtonElement;
  item: Item;
}

/** What goes through stages: the open ones, each with its next stage, and a new one at the bottom. */
export function stages(series: string, title: "doorstep" | "needs" | "issues"): MakeScreen {
  return (context) => {
    const { app, say, language, announce } = context;
    const definition = app.state.catalogue?.series.find((one) => one.code === series);
    const last = definition?.max ?? 3;
    const letter = series[0] ?? "x";
    const count = element("p", "legend");
    const list = element("ul", "items");
    const none = element("p", "hint", say.noneOpen);
    const finished = element("p", "hint");
    const recent = entryList(context, 2, (one) => one === series);
    const field = codeField({ label: say.newCode, say, changed: () => {} });
    field.set(freshCode(letter));

    const rows = new ElementList<Item, Row>(list, (item) => item.code, make, (row, item) => {
      row.item = item;
      setText(row.code, item.code);
      setText(row.stage, stageName(definition, item.value, say));
      const next = stageName(definition, item.value + 1, say);
      setText(row.next, next);
      row.next.setAttribute("aria-label", say.stepLabel(item.code, next));
      row.back.setAttribute("aria-label", `${item.code}: ${say.stepBack}`);
      row.back.hidden = item.value <= 1;
    });

    function make(): Row {
      const code = element("span", "code");
      const stage = element("span", "stage");
      const next = button("", "action main", () => void record(row.item.code, row.item.value + 1));
      const back = button("↶", "step", () => void record(row.item.code, row.item.value - 1));
      const row: Row = { root: element("li", "", element("p", "what", code, stage), back, next), code, stage, next, back, item: { code: "", value: 0 } };
      return row;
    }

    async function record(subject: string, value: number): Promise<void> {
      const entry = await app.record([{ series, subject, value }]);
      if (entry) announce(say.saved(entryText(entry, app.state.catalogue, language)));
    }

    const register = button(say.register, "action main", () => {
      if (!field.check()) return;
      void record(field.value(), 1);
      field.set(freshCode(letter));
    });

    void app.learn(series);
    return {
      title: () => say[title],
      root: element("div", "stages", count, list, none, finished, recent.root),
      footer: element("div", "panel", field.root, register),
      update() {
        const items = [...known(app.state, series)].filter(([, { value }]) => value > 0);
        // The latest first, by when it last moved.
        const open = items.filter(([, { value }]) => value < last).sort(([, a], [, b]) => b.at - a.at).map(([code, { value }]) => ({ code, value }));
        rows.draw(open);
        setText(count, say.open(open.length));
        none.hidden = open.length > 0;
        list.hidden = open.length === 0;
        const done = items.length - open.length;
        setText(finished, say.finished(done));
        finished.hidden = done === 0;
        recent.update();
      },
      leave: () => field.leave(),
    };
  };
}
