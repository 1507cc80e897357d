import type { Alert } from "@gridgrains/client";
import { element, setText } from "../../page/dom";
import { numberText, type Words } from "../words";
import { FittingList } from "./list";

/** What the panel needs to put an alert into words. */
export interface AlarmWords {
  say: Words;
  title(alert: Alert): string;
  place(alert: Alert): string;
  since(alert: Alert): string;
}

const signs = { critical: "!", warning: "!", info: "i" } as const;

/** How many alerts stand, in numbers that are seen from afar, and the most urgent ones in words. */
export class Alarms {
  readonly root = element("section", "panel alarms");
  private readonly title = element("h2");
  private readonly critical = figure("critical");
  private readonly warning = figure("warning");
  private readonly none = element("p", "none");
  private words!: AlarmWords;
  private readonly list = new FittingList<Alert, ReturnType<typeof item>>((alert) => alert.id, item, (made, alert) => this.fill(made, alert));

  constructor() {
    this.root.append(element("div", "alarm-figures", this.critical.root, this.warning.root), this.title, this.none, this.list.root);
    this.title.className = "heard-only";
  }

  draw(counts: { critical: number; warning: number }, alerts: readonly Alert[] | undefined, words: AlarmWords): void {
    const { say } = (this.words = words);
    setText(this.title, say.alarms);
    fillFigure(this.critical, counts.critical, say.critical);
    fillFigure(this.warning, counts.warning, counts.warning === 1 ? say.oneWarning : say.warning);
    const none = counts.critical + counts.warning === 0 && (alerts?.length ?? 0) === 0;
    setText(this.none, none ? say.noAlarms : "");
    this.none.hidden = !none;
    this.list.root.hidden = none || alerts === undefined;
    this.list.draw(alerts ?? [], say.more);
  }

  private fill(made: ReturnType<typeof item>, alert: Alert): void {
    const { say, title, place, since } = this.words;
    made.root.dataset["severity"] = alert.severity;
    setText(made.sign, signs[alert.severity]);
    setText(made.severity, say[alert.severity]);
    setText(made.title, title(alert));
    setText(made.place, place(alert));
    setText(made.since, alert.acknowledged ? `${since(alert)} · ${say.acknowledged}` : since(alert));
    made.root.classList.toggle("acknowledged", alert.acknowledged);
  }
}

function figure(severity: string) {
  const value = element("span", "value");
  const label = element("span", "label");
  return { root: element("p", `alarm-figure ${severity}`, value, label), value, label };
}

function fillFigure(made: ReturnType<typeof figure>, count: number, label: string): void {
  setText(made.value, numberText(count));
  setText(made.label, label);
  made.root.classList.toggle("some", count > 0);
}

function item() {
  const sign = element("span", "sign");
  sign.setAttribute("aria-hidden", "true");
  const severity = element("span", "heard-only");
  const title = element("p", "item-title");
  const place = element("span", "item-place");
  const since = element("span", "item-since");
  return { root: element("li", "item", sign, severity, element("div", "item-text", title, element("p", "item-meta", place, since))), sign, severity, title, place, since };
}
