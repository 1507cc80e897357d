import { campaignTime, isNewer, problemIn, reasonOf, type Alert, type Campaign, type Feed, type FeedListener, type Notice, type Rest, type ServiceClock } from "@gridgrains/client";
import { withAlert } from "../page/alerts";
import { headlineCounts, noFacts, usualCount, type Facts } from "./facts";
import { Past } from "./past";
import { Places } from "./places";
import { Rows } from "./rows";

/** Where the wall's knowledge comes from: the service, or whatever plays it. */
export interface Backend {
  rest: Pick<Rest, "catalogue" | "campaigns" | "allPlaces" | "snapshot" | "history" | "posts" | "alerts" | "notices" | "emergency" | "treeAt">;
  connect(listener: FeedListener): Pick<Feed, "watch" | "unwatch" | "watchTree" | "unwatchTree">;
  clock: Pick<ServiceClock, "now">;
}

/** Who is told what changed. */
export interface Told {
  /** Anything but rows. */
  facts(): void;
  /** These places' rows. */
  rows(changed: number[]): void;
  /** The tree, the campaign or the count: everything on the map. */
  tree(): void;
}

/** What is asked of the service now and then, in milliseconds; never all walls at the same moment. */
const pollInterval = 30_000;
/** In an emergency tasks are done by the minute. */
const emergencyInterval = 10_000;
const campaignsInterval = 300_000;
const placesInterval = 600_000;
const strangersInterval = 10_000;
const mostNotices = 50;

/** Asks the service, keeps what it says in {@link Facts}, and tells the wall what changed. Everything it keeps is bounded. */
export class Knowledge {
  readonly facts: Facts = noFacts();
  private readonly feed: ReturnType<Backend["connect"]>;
  private readonly past: Past;
  private depth = 0;
  private firstAnswers = true;
  private readonly askedAt = { places: -Infinity, campaigns: -Infinity, others: -Infinity };

  constructor(private readonly backend: Backend, private readonly wanted: { campaign?: string; place?: string; count?: string }, private readonly told: Told) {
    this.past = new Past(backend.rest);
    this.feed = backend.connect(this.listener());
  }

  /** The service's time, in milliseconds. */
  get real(): number {
    return this.backend.clock.now();
  }

  async choose(campaign: string): Promise<void> {
    const { facts, feed } = this;
    if (campaign === facts.campaign?.id) return;
    if (facts.campaign && facts.place) {
      feed.unwatch(facts.campaign.id, [facts.place]);
      feed.unwatchTree(facts.campaign.id, facts.place);
    }
    this.wanted.campaign = campaign;
    delete this.wanted.count;
    delete facts.snapshot;
    facts.history.clear();
    Object.assign(facts, { count: "", posts: undefined, alerts: undefined, notices: undefined, emergency: undefined });
    delete facts.rows;
    await this.learn();
  }

  count(code: string): void {
    this.wanted.count = code;
    this.facts.count = code;
    this.watchTree();
    void this.loadHistory(true);
  }

  /** Begins to ask for what nobody pushes. */
  poll(): void {
    const isDue = () => this.facts.campaign?.emergency !== undefined || performance.now() > this.askedAt.others + pollInterval * 0.8;
    const next = () => setTimeout(() => void (isDue() ? this.ask() : Promise.resolve()).finally(next), emergencyInterval * (0.8 + 0.4 * Math.random()));
    next();
  }

  private listener(): FeedListener {
    return {
      connection: (state, why) => {
        Object.assign(this.facts, { connection: state, trouble: why });
        if (state === "connecting") this.firstAnswers = true;
        if (state === "live") {
          this.firstAnswers = false;
          this.heard();
          void this.ask(true);
        }
        this.told.facts();
      },
      prepare: () => this.learn(),
      snapshot: (snapshot) => {
        this.heard();
        const { facts } = this;
        if (snapshot.place !== facts.place || snapshot.campaign !== facts.campaign?.id) return;
        if (!this.firstAnswers && !isNewer(snapshot, facts.snapshot)) return;
        facts.snapshot = snapshot;
        this.past.extend(facts, this.real);
        this.told.facts();
      },
      tree: (tree) => {
        this.heard();
        const { facts } = this;
        if (!facts.rows || tree.root !== facts.place || tree.campaign !== facts.campaign?.id) return;
        const { changed, strangers } = facts.rows.take(tree, campaignTime(facts.campaign, this.real));
        this.told.rows(changed);
        if (strangers && performance.now() > this.askedAt.places + strangersInterval) void this.loadPlaces().catch(() => {});
      },
      alert: (alert) => {
        this.heard();
        if (alert.campaign !== this.facts.campaign?.id || !this.concerns(alert)) return;
        this.facts.alerts = withAlert(this.facts.alerts ?? [], alert);
        this.told.facts();
      },
      notice: (notice) => {
        this.heard();
        if (notice.campaign === this.facts.campaign?.id) this.takeNotice(notice);
      },
      refused: (campaign, place, error) => {
        // A tree with more rows than the service sends is shown less deep.
        if (campaign === this.facts.campaign?.id && problemIn(error)?.errors?.["depth"] && this.depth > 1) {
          this.depth--;
          this.watchTree();
        } else {
          this.facts.trouble = reasonOf(error) ?? place;
          this.told.facts();
        }
      },
    };
  }

  /** Called before every connection: what does not come by itself. */
  private async learn(): Promise<void> {
    const { facts, backend: { rest } } = this;
    const [catalogue, campaigns] = await Promise.all([rest.catalogue(), rest.campaigns()]);
    this.askedAt.campaigns = performance.now();
    Object.assign(facts, { catalogue, campaigns });
    const campaign = this.pick(campaigns);
    if (!campaign) return this.told.facts();
    facts.campaign = campaign;
    const asked = this.wanted.place;
    facts.place = asked !== undefined && isWithin(asked, campaign.root) ? asked : campaign.root;
    if (!facts.snapshot) facts.snapshot = await rest.snapshot(campaign.id, facts.place);
    this.heard();
    facts.count ||= catalogue.counts.some((one) => one.code === this.wanted.count) ? this.wanted.count! : usualCount(campaign, facts.snapshot);
    this.told.facts();
    this.feed.watch(campaign.id, [facts.place]);
    if (facts.places?.ids[0] !== facts.place || performance.now() > this.askedAt.places + placesInterval) await this.loadPlaces();
    else if (!facts.rows) this.watchTree();
    else facts.rows.newConnection();
  }

  private pick(campaigns: Campaign[]): Campaign | undefined {
    return campaigns.find((one) => one.id === this.wanted.campaign)
      ?? campaigns.find((one) => one.state === "open" && one.kind === "round") ?? campaigns.find((one) => one.state === "open") ?? campaigns[0];
  }

  private async loadPlaces(): Promise<void> {
    this.askedAt.places = performance.now();
    const root = this.facts.place!;
    const places = new Places(await this.backend.rest.allPlaces(root), root);
    if (places.count === 0 || root !== this.facts.place) return;
    this.facts.places = places;
    this.depth = Math.max(1, places.deepest);
    this.watchTree();
  }

  private watchTree(): void {
    const { facts } = this;
    if (!facts.places || !facts.campaign) return;
    const former = facts.rows;
    facts.rows = new Rows(facts.places, headlineCounts(facts.campaign, facts.count));
    if (former) facts.rows.inherit(former);
    this.feed.watchTree(facts.campaign.id, facts.places.ids[0]!, facts.rows.counts, this.depth);
    this.told.tree();
  }

  private heard(): void {
    this.facts.heardAt = performance.now();
  }

  private concerns({ place }: Alert): boolean {
    return isWithin(place, this.facts.place!);
  }

  private takeNotice(notice: Notice): void {
    const others = (this.facts.notices ?? []).filter((one) => one.id !== notice.id);
    this.facts.notices = [notice, ...others].sort((one, other) => Date.parse(other.publishedAt) - Date.parse(one.publishedAt)).slice(0, mostNotices);
    this.told.facts();
  }

  /** What the service has of a thing; undefined where it has no such thing, what was known where it does not answer. */
  private async have<T>(what: Promise<T>, known: T | undefined): Promise<T | undefined> {
    try {
      return await what;
    } catch (error) {
      const status = problemIn(error)?.status;
      return status === 404 || status === 403 || status === 405 ? undefined : known;
    }
  }

  private async loadHistory(anew: boolean): Promise<void> {
    if (await this.past.load(this.facts, this.real, anew)) this.told.facts();
  }

  private async ask(anew = false): Promise<void> {
    const { facts, backend: { rest } } = this;
    const { campaign, place } = facts;
    if (!campaign || !place || facts.connection !== "live") return;
    this.askedAt.others = performance.now();
    const [posts, alerts, notices, emergency, campaigns] = await Promise.all([
      this.have(rest.posts(campaign.id, place), facts.posts),
      this.have(rest.alerts(campaign.id, place), facts.alerts),
      this.have(rest.notices(campaign.id, place), facts.notices),
      campaign.emergency ? this.have(rest.emergency(campaign.id, 0), facts.emergency) : undefined,
      performance.now() > this.askedAt.campaigns + campaignsInterval ? this.have(rest.campaigns(), facts.campaigns) : facts.campaigns,
      this.loadHistory(anew),
    ]);
    if (campaign.id !== facts.campaign?.id) return;
    if (campaigns !== facts.campaigns) this.askedAt.campaigns = performance.now();
    Object.assign(facts, { posts, alerts, notices, emergency, campaigns, campaign: campaigns?.find((one) => one.id === campaign.id) ?? campaign });
    this.told.facts();
  }
}

function isWithin(place: string, root: string): boolean {
  return place === root || place.startsWith(`${root}.`);
}
