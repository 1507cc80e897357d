import type { Series } from "@gridgrains/client";
import { element, setText } from "../../page/dom";
import { otherSeries } from "../actions";
import { freshCode } from "../codes";
import { entryText, stageName } from "../model";
import { codeField } from "../parts/code-field";
import { button, labelled, setFault } from "../parts/controls";
import { entryList } from "../parts/recent";
import { recall, remember } from "../remembered";
import type { MakeScreen } from "../screen";
import { numberText } from "../figures";

/** Everything that has no screen of its own: what, about which code, how much. */
export const other: MakeScreen = (context) => {
  const { app, say, language, announce } = context;
  const { campaign, catalogue } = app.state;
  const all = campaign && catalogue ? otherSeries(campaign, catalogue) : [];
  const what = labelled(say.what, element("select", "big"));
  for (const series of all) {
    const option = element("option", "", series[language]);
    option.value = series.code;
    what.control.append(option);
  }
  const remembered = recall<string>("other");
  what.control.value = all.some((series) => series.code === remembered) ? remembered! : (all[0]?.code ?? "");
  const field = codeField({ label: say.code, say, hint: say.codeHint, scans: true, changed: () => {} });
  const value = labelled(say.value, element("input", "code"));
  Object.assign(value.control, { type: "text", inputMode: "numeric", autocomplete: "off", maxLength: 9, enterKeyHint: "done" });
  const stage = labelled(say.stage, element("select", "big"));
  const recent = entryList(context, 3, (series) => all.some((one) => one.code === series));

  const chosen = (): Series | undefined => all.find((series) => series.code === what.control.value);

  function choose(): void {
    const series = chosen();
    if (!series) return;
    remember("other", series.code);
    field.set(suggestion(series));
    value.control.value = series.max === 1 ? "1" : "";
    setFault(value, undefined, say.range(numberText(series.max)));
    value.root.hidden = series.stages !== undefined;
    stage.root.hidden = series.stages === undefined;
    stage.control.replaceChildren(...(series.stages ?? []).map((_, i) => {
      const option = element("option", "", stageName(series, i + 1, say));
      option.value = String(i + 1);
      return option;
    }));
  }

  // What is counted once a day is called by its day; what is counted by itself gets a code of its own.
  function suggestion({ subject, code }: Series): string {
    const today = new Date(app.outbox.clock.now()).toISOString().slice(0, 10);
    if (subject === "day") return `d-${today}`;
    return /household|compound|premises|post|site|villager/.test(subject) ? "" : freshCode(code[0] ?? "x");
  }

  async function record(): Promise<void> {
    const series = chosen();
    if (!series || !field.check()) return;
    const number = Number(series.stages ? stage.control.value : value.control.value.trim() || Number.NaN);
    const isRight = Number.isInteger(number) && number >= 0 && number <= series.max;
    setFault(value, isRight ? undefined : say.faultValue(numberText(series.max)), say.range(numberText(series.max)));
    if (!isRight) return value.control.focus();
    const entry = await app.record([{ series: series.code, subject: field.value(), value: number }]);
    if (!entry) return;
    choose();
    announce(say.saved(entryText(entry, app.state.catalogue, language)));
  }

  what.control.addEventListener("change", () => {
    choose();
    void app.learn(what.control.value);
  });
  choose();
  if (what.control.value) void app.learn(what.control.value);
  const send = button(say.send, "action main", () => void record());
  setText(send, say.send);
  return {
    title: () => say.more,
    root: element("div", "other", what.root, field.root, value.root, stage.root, recent.root),
    footer: element("div", "panel", send),
    update: () => recent.update(),
    leave: () => field.leave(),
  };
};
