import { coverage } from "@gridgrains/client";
import type { Language } from "../page/address";
import { alarmsBy } from "./alarms";
import { TileMap } from "./draw/map";
import { MapPanel } from "./draw/mapPanel";
import { countName, nameOf, targetsOf, type Facts } from "./facts";
import type { Places } from "./places";
import { listen, pictureInWords, sceneOf, sentenceOf, type Marks } from "./scene";
import { numberText, percentText, words } from "./words";

/** How often the map is put into words for those who do not see it, in milliseconds. */
const wordsEvery = 5_000;

/** The map as the wall shows it: a place in focus, what is silent and what is wrong below it, in a picture and in words. */
export class Ground {
  readonly panel: MapPanel;
  readonly map: TileMap;
  focus = 0;
  private marks: Marks = { silent: new Uint8Array(0), alarms: new Uint8Array(0) };
  private staged: Places | undefined;
  private alarmsFrom: unknown;
  private wordsAt = -Infinity;

  constructor(private readonly shown: () => Facts, private readonly language: () => Language, open: (place: number) => void) {
    const up = () => {
      const parent = this.facts.places?.parent[this.focus] ?? -1;
      if (parent >= 0) open(parent);
    };
    this.panel = new MapPanel({ open, up, tell: (place) => sentenceOf(this.facts, place, this.marks, language()) });
    this.map = new TileMap(this.panel.canvas);
    this.panel.attach(this.map);
  }

  private get facts(): Facts {
    return this.shown();
  }

  /** Goes to a place, where that is another area of the tree. */
  go(place: number): boolean {
    const { places } = this.facts;
    // A grid is looked at with its neighbours.
    if (!places || places.leaf[place] || place === this.focus) return false;
    this.focus = place;
    this.wordsAt = -Infinity;
    return true;
  }

  /** Draws another tree, focus, count or language. `asked` is the place that a new tree begins with. */
  stage(real: number, asked: string | undefined): void {
    const { facts } = this;
    const { places } = facts;
    if (!places) return;
    if (this.staged !== places) {
      const before = this.staged?.ids[this.focus];
      this.staged = places;
      this.marks = { silent: new Uint8Array(places.count), alarms: alarmsBy(places, facts.alerts ?? []) };
      const focus = places.indexOf(before ?? asked ?? "");
      this.focus = focus > 0 && !places.leaf[focus] ? focus : 0;
    }
    listen(facts, real, this.marks.silent, () => {});
    const scene = sceneOf(facts, this.focus, this.marks, this.language());
    if (scene) this.map.show(scene);
    this.wordsAt = -Infinity;
  }

  /** Finds out who has gone silent. */
  listen(real: number): void {
    listen(this.facts, real, this.marks.silent, (place) => this.map.touch(place));
  }

  /** Writes what stands around the picture. */
  describe(monotonic: number): void {
    this.takeAlarms();
    this.panel.say(this.figures());
    if (monotonic <= this.wordsAt + wordsEvery) return;
    this.wordsAt = monotonic;
    this.putIntoWords();
  }

  private takeAlarms(): void {
    const { places, alerts } = this.facts;
    if (!places || this.alarmsFrom === alerts || this.marks.alarms.length !== places.count) return;
    this.alarmsFrom = alerts;
    alarmsBy(places, alerts ?? []).forEach((worst, place) => {
      if (worst === this.marks.alarms[place]) return;
      this.marks.alarms[place] = worst;
      this.map.touch(place);
    });
  }

  private figures(): string {
    const { places, rows, campaign, count } = this.facts;
    if (!places || !rows?.known[this.focus] || !campaign) return "";
    const [value, target] = [rows.value(this.focus, rows.counts.indexOf(count)), targetsOf(campaign, places, count)?.[this.focus]];
    const part = coverage(value, target);
    return target === undefined || part === undefined ? numberText(value) : `${percentText(part)} · ${words[this.language()].remaining} ${numberText(Math.max(0, target - value))}`;
  }

  private putIntoWords(): void {
    const { facts, marks } = this;
    const { places, rows, campaign } = facts;
    if (!places || !rows || !campaign) return;
    const language = this.language();
    this.panel.draw({
      say: words[language],
      title: countName(facts.catalogue, facts.count, language),
      path: places.path(this.focus).map((place) => ({ place, name: nameOf(places.at(place), language) })),
      described: pictureInWords(facts, this.focus, marks, language),
      hasTarget: targetsOf(campaign, places, facts.count) !== undefined,
      children: places.children(this.focus).map((place) => ({ place, text: sentenceOf(facts, place, marks, language) })),
    });
  }
}
