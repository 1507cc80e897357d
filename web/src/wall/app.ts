import { coverage, type Family } from "@gridgrains/client";
import type { Language } from "../page/address";
import { element, oncePerFrame } from "../page/dom";
import { PageTheme } from "../page/theme";
import { alarmsBy } from "./alarms";
import { fillsOf } from "./colour";
import { Controls } from "./draw/controls";
import { TileMap } from "./draw/map";
import { MapPanel } from "./draw/mapPanel";
import { paletteOf } from "./draw/palette";
import { drawSummary } from "./draw/summary";
import { choosable, countName, nameOf, targetsOf, titleOf } from "./facts";
import { Guard } from "./guard";
import { Knowledge, type Backend } from "./knowledge";
import { Panels } from "./panels";
import { writeRequest, type Request } from "./request";
import { listen, pictureInWords, sceneOf, sentenceOf, type Marks } from "./scene";
import { nextStop, stopsOf, Tour } from "./tour";
import { summaryView } from "./views";
import { numberText, percentText, words } from "./words";

/** What the wall can do besides drawing. */
export interface Surroundings {
  /** Loads the page anew, if that is safe. */
  renew(): void;
  /** A place and its children from one moment, for paper. */
  family(campaign: string, place: string): Promise<Family>;
}

const second = 1000;
const listenEvery = 5 * second;
/** Numbers that change more often are a flicker. */
const panelsEvery = 0.2 * second;
/** The map may take so much of a frame; the rest of it is drawn in the next one. */
const mapBudget = 5;
const wordsEvery = 5 * second;
const usualTour = 30;

/** The whole wall: what it knows, what it shows, and what can be done to it. */
export class Wall {
  readonly knowledge: Knowledge;
  readonly map: TileMap;
  private language: Language;
  private focus = 0;
  private marks: Marks = { silent: new Uint8Array(0), alarms: new Uint8Array(0) };
  private alarmsFrom: unknown;
  private offered = "";
  private pending = false;
  private readonly due = { panels: true, panelsAt: 0, wordsAt: -Infinity, scene: true };
  private readonly panels = new Panels();
  private readonly mapPanel: MapPanel;
  private readonly controls: Controls;
  private readonly summary = element("section", "summary");
  private readonly theme: PageTheme;
  private readonly tour: Tour;
  private readonly guard: Guard;

  constructor(page: HTMLElement, private readonly request: Request, backend: Backend, private readonly surroundings: Surroundings) {
    this.language = request.language;
    this.guard = new Guard(() => this.drawSoon(), () => surroundings.renew());
    this.mapPanel = new MapPanel({ open: (place) => this.open(place), up: () => this.up(), tell: (place) => sentenceOf(this.knowledge.facts, place, this.marks, this.language) });
    this.map = new TileMap(this.mapPanel.canvas);
    this.mapPanel.attach(this.map);
    this.controls = new Controls({
      campaign: (id) => void this.choose(id), count: (code) => this.count(code), tour: () => this.toggleTour(),
      theme: () => this.theme.ask((this.request.theme = this.theme.now === "dark" ? "light" : "dark")),
      language: () => this.speak(this.language === "zh" ? "en" : "zh"), print: () => void this.print(),
    });
    const { header, left, right } = this.panels;
    page.replaceChildren(header.root, header.stale, left, this.mapPanel.root, right, this.controls.root, this.summary);
    this.tour = new Tour(request.tour, () => this.moveOn());
    this.theme = new PageTheme(request.theme, () => this.dress());
    this.knowledge = new Knowledge(backend, request, {
      facts: () => this.panelsSoon(),
      rows: (changed) => {
        for (const place of changed) this.map.touch(place);
        this.due.panels = true;
        this.drawSoon();
      },
      tree: () => this.sceneSoon(),
    });
    this.knowledge.poll();
    this.live(page);
    this.panelsSoon();
  }

  private live(page: HTMLElement): void {
    const resized = oncePerFrame(() => this.guard.run(() => this.dress()));
    const observer = new ResizeObserver(resized);
    for (const one of [page, this.panels.chart, this.mapPanel.canvas]) observer.observe(one);
    setInterval(() => {
      this.tour.tick(second);
      this.panelsSoon();
    }, second);
    setInterval(() => this.listen(), listenEvery);
    addEventListener("error", (event) => this.guard.failed(event.error ?? event.message));
    addEventListener("unhandledrejection", (event) => this.guard.failed(event.reason));
    document.addEventListener("visibilitychange", () => this.redraw());
    // A resting pointer has no place on a wall.
    let resting: ReturnType<typeof setTimeout> | undefined;
    addEventListener("pointermove", () => {
      document.body.classList.remove("resting");
      clearTimeout(resting);
      resting = setTimeout(() => document.body.classList.add("resting"), 5 * second);
    });
  }

  private speak(language: Language): void {
    this.language = this.request.language = language;
    this.put("lang", language);
    this.sceneSoon();
    this.panelsSoon();
  }

  private async choose(campaign: string): Promise<void> {
    this.request.campaign = campaign;
    delete this.request.count;
    delete this.request.at;
    this.focus = 0;
    this.put();
    await this.knowledge.choose(campaign).catch(() => {});
    this.panelsSoon();
  }

  private count(code: string): void {
    this.request.count = code;
    this.put();
    this.knowledge.count(code);
    this.panelsSoon();
  }

  private toggleTour(): void {
    this.request.tour = this.tour.isOn ? 0 : usualTour;
    this.tour.set(this.request.tour);
    this.put();
    this.panelsSoon();
  }

  private open(place: number): void {
    this.tour.interrupted();
    this.go(place);
  }

  private up(): void {
    const parent = this.knowledge.facts.places?.parent[this.focus] ?? -1;
    if (parent >= 0) this.open(parent);
  }

  private moveOn(): void {
    const { places } = this.knowledge.facts;
    const stops = places ? stopsOf(places) : [];
    if (stops.length > 0) this.go(nextStop(stops, this.focus));
  }

  private go(place: number): void {
    const { places } = this.knowledge.facts;
    // A grid is looked at with its neighbours.
    if (!places || places.leaf[place] || place === this.focus) return;
    this.focus = place;
    if (place === 0) delete this.request.at;
    else this.request.at = places.ids[place]!;
    this.put();
    this.due.wordsAt = -Infinity;
    this.sceneSoon();
    this.mapPanel.move(() => this.drawPanels());
  }

  private put(name?: string, value?: string): void {
    const query = new URLSearchParams(writeRequest(this.request, location.search));
    if (name && value) query.set(name, value);
    history.replaceState(null, "", `${location.pathname}?${query}`);
  }

  private async print(): Promise<void> {
    const { campaign, place } = this.knowledge.facts;
    if (!campaign || !place) return;
    try {
      this.fillSummary(await this.surroundings.family(campaign.id, place));
      print();
    } catch {
      // What cannot be asked for is not printed; the wall says by itself that there is no connection.
    }
  }

  /** Puts the day on the page's paper side. */
  fillSummary(family: Family): void {
    drawSummary(this.summary, summaryView(this.knowledge.facts, family, this.knowledge.real, this.language));
  }

  private dress(): void {
    const style = getComputedStyle(document.documentElement);
    const palette = paletteOf(style, fillsOf(this.theme?.now ?? "dark"));
    const [font, unit] = [style.fontFamily, Number.parseFloat(style.fontSize)];
    this.map.dress(palette, font, unit);
    this.panels.dress(palette, font, unit);
    this.redraw();
  }

  private redraw(): void {
    this.map.redraw();
    this.panelsSoon();
  }

  private listen(): void {
    const { facts, real } = this.knowledge;
    listen(facts, real, this.marks.silent, (place) => this.map.touch(place));
    this.drawSoon();
  }

  private sceneSoon(): void {
    this.due.scene = true;
    this.due.panelsAt = 0;
    this.panelsSoon();
  }

  private panelsSoon(): void {
    this.due.panels = true;
    this.drawSoon();
  }

  private drawSoon(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.guard.run(() => this.draw());
    });
  }

  private draw(): void {
    if (this.due.scene) this.stage();
    if (this.due.panels && performance.now() >= this.due.panelsAt) this.drawPanels();
    if (this.map.frame(mapBudget) || this.due.panels) this.drawSoon();
  }

  private stage(): void {
    const { facts, real } = this.knowledge;
    const { places } = facts;
    this.due.scene = false;
    if (!places) return;
    if (this.marks.silent.length !== places.count) {
      this.marks = { silent: new Uint8Array(places.count), alarms: alarmsBy(places, facts.alerts ?? []) };
      const asked = this.request.at === undefined ? 0 : places.indexOf(this.request.at);
      this.focus = asked > 0 && !places.leaf[asked] ? asked : 0;
    }
    listen(facts, real, this.marks.silent, () => {});
    const scene = sceneOf(facts, this.focus, this.marks, this.language);
    if (scene) this.map.show(scene);
    this.due.wordsAt = -Infinity;
  }

  private drawPanels(): void {
    this.due.panels = false;
    this.due.panelsAt = performance.now() + panelsEvery;
    const { facts, real } = this.knowledge;
    const { language } = this;
    const monotonic = performance.now();
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.body.classList.toggle("is-stale", facts.connection !== "live");
    this.panels.draw(facts, real, monotonic, language);
    this.mapPanel.say(this.focusFigures());
    this.drawControls();
    this.takeAlarms();
    if (monotonic > this.due.wordsAt + wordsEvery) {
      this.due.wordsAt = monotonic;
      this.drawMapWords();
    }
  }

  private takeAlarms(): void {
    const { places, alerts } = this.knowledge.facts;
    if (!places || this.alarmsFrom === alerts || this.marks.alarms.length !== places.count) return;
    this.alarmsFrom = alerts;
    const now = alarmsBy(places, alerts ?? []);
    now.forEach((worst, place) => {
      if (worst === this.marks.alarms[place]) return;
      this.marks.alarms[place] = worst;
      this.map.touch(place);
    });
  }

  private focusFigures(): string {
    const { places, rows, campaign, count } = this.knowledge.facts;
    if (!places || !rows?.known[this.focus] || !campaign) return "";
    const [value, target] = [rows.value(this.focus, rows.counts.indexOf(count)), targetsOf(campaign, places, count)?.[this.focus]];
    const part = coverage(value, target);
    return target === undefined || part === undefined ? numberText(value) : `${percentText(part)} · ${words[this.language].remaining} ${numberText(Math.max(0, target - value))}`;
  }

  private drawMapWords(): void {
    const { facts } = this.knowledge;
    const { places, rows, campaign } = facts;
    if (!places || !rows || !campaign) return;
    const say = words[this.language];
    const targets = targetsOf(campaign, places, facts.count);
    this.mapPanel.draw({
      say,
      title: countName(facts.catalogue, facts.count, this.language),
      path: places.path(this.focus).map((place) => ({ place, name: nameOf(places.at(place), this.language) })),
      described: pictureInWords(facts, this.focus, this.marks, this.language),
      hasTarget: targets !== undefined,
      children: places.children(this.focus).map((place) => ({ place, text: sentenceOf(facts, place, this.marks, this.language) })),
    });
  }

  private drawControls(): void {
    const { facts } = this.knowledge;
    const offered = [this.language, facts.campaigns.map((one) => one.id + one.title), facts.campaign?.id, facts.count, this.tour.isOn, this.theme?.now].join();
    if (offered === this.offered) return;
    this.offered = offered;
    const choices = facts.catalogue && facts.campaign ? choosable(facts.catalogue, facts.campaign) : [];
    this.controls.draw({
      say: words[this.language],
      campaigns: facts.campaigns.map((one) => ({ value: one.id, text: titleOf(one, this.language) + (one.drill ? ` (${words[this.language].drill})` : "") })),
      campaign: facts.campaign?.id ?? "",
      counts: choices.map((code) => ({ value: code, text: countName(facts.catalogue, code, this.language) })),
      count: facts.count,
      touring: this.tour.isOn,
      theme: this.theme?.now ?? "dark",
      otherLanguage: words[this.language].language,
    });
  }
}
