import type { Language } from "../page/address";
import { element, setText } from "../page/dom";
import { inUrgency } from "../page/alerts";
import type { Palette } from "./colour";
import { Alarms } from "./draw/alarms";
import { Calls } from "./draw/calls";
import { Curve } from "./draw/curve";
import { Header } from "./draw/header";
import { Headlines } from "./draw/headlines";
import { Notices } from "./draw/notices";
import { Others } from "./draw/others";
import { Posts } from "./draw/posts";
import { dutyOf } from "./duty";
import { countName, type Facts } from "./facts";
import { headlinesOf } from "./headlines";
import { alarmWords, callsView, curveData, curveLook, dutyWords, headerView, noticeWords } from "./views";
import { numberText, words } from "./words";

/** How often the curve is drawn again, in milliseconds. */
const curveEvery = 3_000;

/** Everything on the wall but the map and what can be chosen. */
export class Panels {
  readonly header = new Header();
  readonly left: HTMLElement;
  readonly right: HTMLElement;
  readonly chart = element("div", "chart");
  private readonly headlines = new Headlines();
  private readonly others = new Others();
  private readonly calls = new Calls();
  private readonly alarms = new Alarms();
  private readonly posts = new Posts();
  private readonly notices = new Notices();
  private readonly curveTitle = element("h2");
  private readonly curveLegend = element("p", "curve-legend");
  private curve: Curve | undefined;
  private curveAt = -Infinity;
  private curveShown = "";
  // Worked out once for each answer of the service.
  private readonly urgent = remembering(inUrgency);
  private readonly duty = remembering(dutyOf);

  constructor() {
    this.chart.setAttribute("role", "img");
    const curvePanel = element("section", "panel curve", element("div", "curve-head", this.curveTitle, this.curveLegend), this.chart);
    this.left = element("div", "left", this.headlines.root, this.others.root, this.calls.root, curvePanel);
    this.right = element("div", "right", this.alarms.root, this.posts.root, this.notices.root);
  }

  /** Takes colours and sizes, on a page that it is part of by now. */
  dress(palette: Palette, font: string, unit: number): void {
    this.curve ??= new Curve(this.chart);
    this.curve.dress(palette, font, unit);
    this.curve.resize();
    this.curveAt = -Infinity;
    this.curveShown = "";
  }

  /** `real` is the service's time and `monotonic` that of the device's steady clock, in milliseconds. */
  draw(facts: Facts, real: number, monotonic: number, language: Language): void {
    const say = words[language];
    // Without a connection nobody knows how the work went on.
    const seen = facts.connection === "live" ? real : real - (monotonic - (facts.heardAt ?? monotonic));
    this.header.draw(headerView(facts, real, monotonic, language));
    this.headlines.draw(headlinesOf(facts, seen, language), say);
    this.others.draw(facts, language);
    this.calls.draw(callsView(facts, seen, language));
    const known = facts.alerts === undefined ? facts.snapshot?.alerts : countBy(facts.alerts);
    this.alarms.draw(known ?? { critical: 0, warning: 0 }, facts.alerts && this.urgent(facts.alerts), alarmWords(facts, real, language));
    const duty = facts.posts && facts.posts.length > 0 ? this.duty(facts.posts) : undefined;
    this.posts.draw(duty, facts.snapshot?.counts["duty.on"], dutyWords(facts, real, language));
    this.notices.draw(facts.notices, noticeWords(facts, real, language));
    if (monotonic > this.curveAt + curveEvery) {
      this.curveAt = monotonic;
      this.drawCurve(facts, seen, language);
    }
  }

  private drawCurve(facts: Facts, real: number, language: Language): void {
    const data = curveData(facts, real, language);
    if (!data) return;
    // For weeks, each drawing leaves something behind in the browser: compiled code, for one.
    const look = `${facts.count} ${curveLook(data)}`;
    if (look === this.curveShown) return;
    this.curveShown = look;
    const name = countName(facts.catalogue, facts.count, language);
    setText(this.curveTitle, name);
    const { names } = data;
    const keys: [string, string][] = [["actual", names.actual], ["plan", data.plan.length > 0 ? names.plan : ""], ["trend", data.trend.length > 0 ? names.trend : ""]];
    this.curveLegend.replaceChildren(...keys.filter(([, text]) => text !== "").map(([kind, text]) => element("span", `key ${kind}`, text)));
    this.chart.setAttribute("aria-label", `${words[language].curve}, ${name}: ${numberText(data.points.at(-1)?.[1] ?? 0)}${data.target ? ` / ${numberText(data.target)}` : ""}`);
    this.curve?.show(data);
  }
}

function remembering<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  let [last, made]: [Of | undefined, Made | undefined] = [undefined, undefined];
  return (of) => {
    if (of !== last) [last, made] = [of, make(of)];
    return made as Made;
  };
}

function countBy(alerts: readonly { severity: string }[]): { critical: number; warning: number } {
  const count = (severity: string) => alerts.filter((alert) => alert.severity === severity).length;
  return { critical: count("critical"), warning: count("warning") };
}
