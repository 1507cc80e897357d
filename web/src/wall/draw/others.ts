import type { Language } from "../../page/address";
import { element, ElementList, setText } from "../../page/dom";
import { countName, headlineCounts, type Facts } from "../facts";
import { numberText, words } from "../words";

/** So many further counts have room on the wall. */
const most = 4;
/** Without targets they are most of what there is to see. */
const mostWithoutTargets = 14;

/** Counts above zero that have no headline, in the catalogue's order. */
export class Others {
  readonly root = element("section", "panel others");
  private readonly title = element("h2", "heard-only");
  private readonly box = element("dl");
  private readonly list = new ElementList<string, { root: HTMLElement; name: HTMLElement; value: HTMLElement }>(this.box, (code) => code, pair, (made, code) => this.fill(made, code));
  private facts!: Facts;
  private language!: Language;

  constructor() {
    this.root.append(this.title, this.box);
  }

  draw(facts: Facts, language: Language): void {
    Object.assign(this, { facts, language });
    const { catalogue, campaign, snapshot } = facts;
    const shown = campaign ? new Set(headlineCounts(campaign, facts.count)) : new Set<string>();
    const codes = (catalogue?.counts ?? []).map((one) => one.code).filter((code) => (snapshot?.counts[code] ?? 0) !== 0 && !shown.has(code));
    // Who is on duty stands with the posts, and who was called with the muster's clock.
    const chosen = codes.filter((code) => code !== "duty.on" && !code.startsWith("posts.") && !code.startsWith("muster.")).slice(0, campaign && Object.keys(campaign.targets).length === 0 ? mostWithoutTargets : most);
    setText(this.title, words[language].otherCounts);
    this.root.hidden = chosen.length === 0;
    this.list.draw(chosen);
  }

  private fill(made: { name: HTMLElement; value: HTMLElement }, code: string): void {
    setText(made.name, countName(this.facts.catalogue, code, this.language));
    setText(made.value, numberText(this.facts.snapshot?.counts[code] ?? 0));
  }
}

function pair() {
  const name = element("dt");
  const value = element("dd", "value");
  return { root: element("div", "other", name, value), name, value };
}
