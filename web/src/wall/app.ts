import type { Family } from "@gridgrains/client";
import type { Language } from "../page/address";
import { element, hideRestingPointer, oncePerFrame } from "../page/dom";
import { PageTheme } from "../page/theme";
import { fillsOf } from "./colour";
import { Controls } from "./draw/controls";
import { paletteOf } from "./draw/palette";
import { drawSummary } from "./draw/summary";
import { choosable, countName, titleOf } from "./facts";
import { Ground } from "./ground";
import { Guard } from "./guard";
import { Knowledge, type Backend } from "./knowledge";
import { Lookback } from "./lookback";
import { Panels } from "./panels";
import { writeRequest, type Request } from "./request";
import { nextStop, stopsOf, Tour } from "./tour";
import { summaryView } from "./views";
import { words } from "./words";

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
const usualTour = 30;

/** The whole wall: what it knows, what it shows, and what can be done to it. */
export class Wall {
  readonly knowledge: Knowledge;
  private language: Language;
  private offered = "";
  private pending = false;
  private readonly due = { panels: true, panelsAt: 0, scene: true };
  private readonly panels = new Panels();
  private readonly ground: Ground;
  private readonly controls: Controls;
  private readonly shown: Lookback;
  private readonly summary = element("section", "summary");
  private readonly theme: PageTheme;
  private readonly tour: Tour;
  private readonly guard: Guard;

  constructor(page: HTMLElement, private readonly request: Request, backend: Backend, private readonly surroundings: Surroundings) {
    this.language = request.language;
    this.guard = new Guard(() => this.drawSoon(), () => surroundings.renew());
    this.controls = new Controls({
      campaign: (id) => void this.choose(id), count: (code) => this.count(code), tour: () => this.toggleTour(),
      theme: () => this.theme.ask((this.request.theme = this.theme.now === "dark" ? "light" : "dark")),
      language: () => this.speak(this.language === "zh" ? "en" : "zh"), print: () => void this.print(),
    });
    this.knowledge = new Knowledge(backend, request, {
      facts: () => this.panelsSoon(),
      rows: (changed) => {
        for (const place of changed) this.ground.map.touch(place);
        this.due.panels = true;
        this.drawSoon();
      },
      tree: () => this.sceneSoon(),
    });
    this.shown = new Lookback(this.knowledge, backend.rest, () => this.sceneSoon());
    this.controls.root.insertBefore(this.shown.root, this.controls.mark);
    this.ground = new Ground(() => this.shown.facts, () => this.language, (place) => this.open(place));
    this.tour = new Tour(request.tour, () => this.moveOn());
    const { header, left, right } = this.panels;
    page.replaceChildren(header.root, header.stale, left, this.ground.panel.root, right, this.controls.root, this.summary);
    this.theme = new PageTheme(request.theme, () => this.dress());
    this.knowledge.poll();
    this.live(page);
    this.panelsSoon();
  }

  private live(page: HTMLElement): void {
    const resized = oncePerFrame(() => this.guard.run(() => this.dress()));
    const observer = new ResizeObserver(resized);
    for (const one of [page, this.panels.chart, this.ground.map.canvas]) observer.observe(one);
    setInterval(() => {
      this.tour.tick(second);
      this.panelsSoon();
    }, second);
    setInterval(() => {
      this.ground.listen(this.shown.real);
      this.drawSoon();
    }, listenEvery);
    addEventListener("error", (event) => this.guard.failed(event.error ?? event.message));
    addEventListener("unhandledrejection", (event) => this.guard.failed(event.reason));
    document.addEventListener("visibilitychange", () => this.redraw());
    hideRestingPointer(5 * second);
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
    this.ground.focus = 0;
    this.shown.end();
    this.put();
    await this.knowledge.choose(campaign).catch(() => {});
    this.panelsSoon();
  }

  private count(code: string): void {
    this.request.count = code;
    this.put();
    this.knowledge.count(code);
    this.shown.again();
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

  private moveOn(): void {
    const { places } = this.knowledge.facts;
    const stops = places ? stopsOf(places) : [];
    if (stops.length > 0) this.go(nextStop(stops, this.ground.focus));
  }

  private go(place: number): void {
    if (!this.ground.go(place)) return;
    if (place === 0) delete this.request.at;
    else this.request.at = this.knowledge.facts.places!.ids[place]!;
    this.put();
    this.sceneSoon();
    this.ground.panel.move(() => this.drawPanels());
  }

  private put(name?: string, value?: string): void {
    const query = new URLSearchParams(writeRequest(this.request, location.search));
    if (name && value) query.set(name, value);
    history.replaceState(null, "", `${location.pathname}?${query}`);
  }

  private async print(): Promise<void> {
    const { campaign, place } = this.knowledge.facts;
    if (!campaign || !place) return;
    // Paper is of today.
    this.shown.end();
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
    this.ground.map.dress(palette, font, unit);
    this.panels.dress(palette, font, unit);
    this.redraw();
  }

  private redraw(): void {
    this.ground.map.redraw();
    this.panelsSoon();
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
    if (this.due.scene) {
      this.due.scene = false;
      this.ground.stage(this.shown.real, this.request.at);
    }
    if (this.due.panels && performance.now() >= this.due.panelsAt) this.drawPanels();
    if (this.ground.map.frame(mapBudget) || this.due.panels) this.drawSoon();
  }

  private drawPanels(): void {
    this.due.panels = false;
    this.due.panelsAt = performance.now() + panelsEvery;
    const { language } = this;
    const { facts, real } = this.shown;
    const monotonic = performance.now();
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.body.classList.toggle("is-stale", facts.connection !== "live");
    this.panels.draw(facts, real, monotonic, language);
    this.ground.describe(monotonic);
    this.drawControls();
    this.shown.draw(language);
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
