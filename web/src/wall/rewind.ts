import { campaignTime, reasonOf, type Campaign, type PastTree, type Rest } from "@gridgrains/client";
import { headlineCounts, type Facts } from "./facts";
import type { Places } from "./places";
import { Rows } from "./rows";

const minute = 60_000;
const day = 24 * 60 * minute;
/** A slider of more positions is none that a hand can set. */
const mostSteps = 1000;
const steps = [5 * minute, 15 * minute, 60 * minute, 6 * 60 * minute, day];

/** The positions of the slider: moments of the campaign's time, in milliseconds; the last one is live. */
export interface Span {
  from: number;
  to: number;
  step: number;
}

/** From the campaign's opening to now; undefined before there is anything to look back at. */
export function spanOf(campaign: Campaign | undefined, real: number): Span | undefined {
  if (campaign === undefined) return undefined;
  const now = campaignTime(campaign, real);
  const opened = Date.parse(campaign.opensAt);
  const step = steps.find((one) => (now - opened) / one <= mostSteps) ?? steps.at(-1)!;
  const [from, to] = [Math.ceil(opened / step) * step, Math.floor(now / step) * step];
  return to > from ? { from, to, step } : undefined;
}

/** The wall's facts as they were: what the service had recorded, in the tree of now, without what is only known of the present. */
export function pastFacts(live: Facts, places: Places, tree: PastTree): Facts {
  const past = Date.parse(tree.at);
  const rows = new Rows(places, tree.counts);
  rows.take({ campaign: tree.snapshot.campaign, root: tree.snapshot.place, version: tree.snapshot.version, counts: tree.counts, rows: tree.rows }, past);
  const history = new Map([...live.history].map(([count, points]) => [count, points.filter(([at]) => at <= past)]));
  return {
    ...live, past, rows, history, snapshot: tree.snapshot, connection: "live", trouble: undefined,
    posts: undefined, alerts: undefined, notices: undefined, emergency: undefined,
  };
}

/** Looks back: asks for one moment at a time, and of those that were wanted meanwhile only for the last. */
export class Rewind {
  /** What is shown instead of the present; undefined while live. */
  facts: Facts | undefined;
  /** The moment that is wanted, by the campaign's clock, in milliseconds; undefined is live. */
  wanted: number | undefined;
  /** Why the last one could not be had. */
  trouble: string | undefined;
  private asking = false;

  constructor(private readonly live: () => Facts, private readonly rest: Pick<Rest, "treeAt">, private readonly told: () => void) {}

  /** Whether an answer is being waited for. */
  get isWaiting(): boolean {
    return this.wanted !== undefined && this.wanted !== this.facts?.past;
  }

  /** Goes to a moment. */
  to(at: number): void {
    this.wanted = at;
    this.trouble = undefined;
    this.told();
    void this.ask();
  }

  /** Asks for the same moment anew, of another count. */
  again(): void {
    const { wanted } = this;
    if (wanted === undefined) return;
    this.facts = undefined;
    this.to(wanted);
  }

  /** Back to the present, at once. */
  end(): void {
    if (this.wanted === undefined) return;
    this.wanted = this.facts = this.trouble = undefined;
    this.told();
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.isWaiting && this.trouble === undefined) await this.askFor(this.wanted!);
    } finally {
      this.asking = false;
    }
  }

  private async askFor(at: number): Promise<void> {
    const { campaign, place, places, count } = this.live();
    if (!campaign || !place || !places) return this.end();
    try {
      const tree = await this.rest.treeAt(campaign.id, place, new Date(at).toISOString(), headlineCounts(campaign, count), Math.max(1, places.deepest));
      const now = this.live();
      // What was chosen meanwhile makes this an answer to nobody; of a moment on the way there is something to see.
      if (this.wanted === undefined || now.campaign?.id !== campaign.id || now.count !== count) return;
      this.facts = pastFacts(now, places, tree);
    } catch (error) {
      if (this.wanted === at) this.trouble = reasonOf(error) ?? String(error);
    }
    this.told();
  }
}
