import { Feed, Outbox, problemIn, Rest, type Alert, type Campaign, type Fact, type Notice } from "@gridgrains/client";
import { withAlert } from "../page/alerts";
import { formerOf, undoOf, type Note, type PhoneEntry } from "./entries";
import * as model from "./model";
import { recall, rememberAmong } from "./remembered";
import { currentToken, keepToken, readClaims } from "./token";

export interface Where {
  campaign: string;
  place: string;
}

/** What is kept of the last visit, so that the page also opens without a network. */
type Kept = Partial<Pick<model.State, "catalogue" | "campaign" | "campaigns" | "place" | "parent" | "below" | "snapshot" | "posts" | "alerts" | "notices" | "acknowledging" | "subjects">>;

const keptPlaces = 4;
const keptSubjects = 3_000;
// Somebody who opens a screen again at once needs no new answer.
const freshFor = 5_000;
const tickEvery = 10_000;
const postsEvery = 1_500;
// More than are pushed while a list is on its way.
const mostPushed = 100;

/** The phone's place in a campaign: what is known of it, and what can be done there. Screens draw its state and call its methods. */
export class App {
  state: model.State;
  private feed: Feed | undefined;
  private renewing = false;
  private pushed: Alert[] = [];
  private readonly asked = new Map<string, number>();
  private readonly rest: Rest;

  private constructor(readonly where: Where, readonly outbox: Outbox<Note>, private readonly changed: () => void) {
    const kept = recall<Kept>(this.keptName) ?? {};
    this.state = { ...model.nothing, ...kept, ...(currentToken() === undefined ? { tokenTrouble: "missing" } : {}) };
    this.rest = new Rest(() => currentToken() ?? "", { clock: outbox.clock });
  }

  /** Throws where the browser keeps nothing. */
  static async open(where: Where, changed: () => void): Promise<App> {
    const opened: { app?: App } = {};
    const outbox = await Outbox.open<Note>({ token: () => currentToken() ?? "", changed: () => void opened.app?.takeOutbox() });
    const app = (opened.app = new App(where, outbox, changed));
    await app.takeOutbox();
    app.follow();
    return app;
  }

  /** Puts an entry into the outbox. It is on the disk when this is done. */
  async record(facts: Fact[], undoes?: string): Promise<PhoneEntry | undefined> {
    const { campaign, place } = this.state;
    if (!campaign || !place) return undefined;
    const former = formerOf(facts, (series) => model.known(this.state, series));
    const note: Note = { former, ...(undoes === undefined ? {} : { undoes }) };
    const entry = await this.outbox.add({ campaign, place: place.id, facts, note });
    await this.takeOutbox();
    return entry;
  }

  /** A correction: every value as it was before the entry. It goes the same way as any entry, also where the entry is still waiting. */
  async undo(entry: PhoneEntry): Promise<void> {
    await this.record(undoOf(entry), entry.id);
  }

  /** Acknowledges a notice, now or when there is a network. */
  acknowledge(notice: Notice): void {
    this.take({ ...this.state, acknowledging: [...this.state.acknowledging, notice.id] });
    void this.sendAcknowledgements().catch(() => {});
  }

  /** Another token: everything that waited for it goes on. */
  useToken(token: string): void {
    keepToken(token);
    const { tokenTrouble: _, ...rest } = this.state;
    this.take(rest);
    this.hurry();
  }

  /** The network is back, or somebody looks at the page again. */
  hurry(): void {
    void this.sendAcknowledgements().catch(() => {});
    this.outbox.hurry();
    this.feed?.hurry();
  }

  /** Loads what the service knows of subjects, for the screens that need it. Without a network what was known stays. */
  async learn(...series: string[]): Promise<void> {
    const due = series.filter((one) => (this.asked.get(one) ?? 0) < Date.now() - freshFor);
    due.forEach((one) => this.asked.set(one, Date.now()));
    const { campaign, place } = this.where;
    await Promise.all(due.map(async (one) => {
      const observations = await this.rest.allSubjects(campaign, place, one, keptSubjects).catch(() => undefined);
      if (observations) this.take({ ...this.state, subjects: { ...this.state.subjects, [one]: observations } });
      else this.asked.delete(one);
    }));
    if (due.length > 0) this.keep();
  }

  private follow(): void {
    const { campaign, place } = this.where;
    this.feed = Feed.connect(() => currentToken() ?? "", {
      connection: (connection) => this.take({ ...this.state, connection }),
      snapshot: (snapshot) => {
        if (snapshot.place !== place) return;
        this.take(model.withSnapshot(this.state, snapshot));
        this.renewPosts();
      },
      notice: (notice) => this.take(model.withNotice(this.state, notice)),
      alert: (alert) => this.takeAlert(alert),
      prepare: () => this.load(),
    });
    this.feed.watch(campaign, [place]);
    setInterval(() => this.tick(), tickEvery);
  }

  /** Who is on duty at a post is not pushed; that the grid's numbers changed says when to ask. */
  private renewPosts(): void {
    if (this.renewing || !this.state.posts?.length) return;
    this.renewing = true;
    setTimeout(() => {
      this.renewing = false;
      void this.loadPosts();
    }, postsEvery);
  }

  /** What changes with time alone, and what could not be sent although the connection held. */
  private tick(): void {
    void this.sendAcknowledgements().catch(() => {});
    this.changed();
  }

  private async load(): Promise<void> {
    const { campaign, place } = this.where;
    try {
      const [catalogue, told, campaigns, page, snapshot] = await Promise.all([
        this.rest.catalogue(), this.rest.campaign(campaign), this.rest.campaigns(), this.rest.places(place, 0), this.rest.snapshot(campaign, place),
      ]);
      const placed = page.places[0]!;
      const { tokenTrouble: _, ...rest } = model.withSnapshot(this.state, snapshot);
      this.take({ ...rest, catalogue, campaign: told, campaigns: campaigns.filter((one) => one.state === "open" && holds(one, place)), place: placed });
      if (!placed.leaf) this.take({ ...this.state, below: (await this.rest.allPlaces(place, 1)).filter((one) => one.id !== place) });
    } catch (error) {
      const status = problemIn(error)?.status;
      if (status === 401 || status === 403) this.take({ ...this.state, tokenTrouble: currentToken() === undefined ? "missing" : status === 401 ? "token" : "forbidden" });
      throw error;
    }
    await Promise.all([this.loadParent(), this.loadPosts(), this.loadAlerts(), this.loadNotices()]);
    this.outbox.hurry();
    this.keep();
  }

  private async loadParent(): Promise<void> {
    const id = this.state.place?.parent;
    if (id === undefined || !readClaims(currentToken() ?? "").places.some((root) => id === root || id.startsWith(`${root}.`))) return;
    const parent = (await this.rest.places(id, 0).catch(() => undefined))?.places[0];
    if (parent) this.take({ ...this.state, parent });
  }

  // A service that does not know posts or notices yet says 404; then the page does without.
  private async loadPosts(): Promise<void> {
    const posts = await this.rest.posts(this.where.campaign, this.where.place).catch(() => undefined);
    if (posts) this.take({ ...this.state, posts: posts.filter((post) => post.place === this.where.place) });
  }

  // What is pushed while the list is on its way is newer than the list.
  private async loadAlerts(): Promise<void> {
    this.pushed = [];
    const alerts = await this.rest.alerts(this.where.campaign, this.where.place).catch(() => undefined);
    if (alerts) this.take({ ...this.state, alerts: this.pushed.reduce(withAlert, alerts) });
  }

  /** An alert of a post says that its duty has changed too. */
  private takeAlert(alert: Alert): void {
    if (alert.campaign !== this.where.campaign) return;
    this.pushed = [...this.pushed, alert].slice(-mostPushed);
    this.take({ ...this.state, alerts: withAlert(this.state.alerts, alert) });
    void this.loadPosts();
  }

  private async loadNotices(): Promise<void> {
    await this.sendAcknowledgements().catch(() => {});
    const notices = await this.rest.notices(this.where.campaign, this.where.place).catch(() => undefined);
    if (notices) this.take({ ...this.state, notices, acknowledging: this.state.acknowledging.filter((id) => notices.some((one) => one.id === id && !one.acknowledged)) });
  }

  private async sendAcknowledgements(): Promise<void> {
    for (const id of this.state.acknowledging) {
      const notice = await this.rest.acknowledgeNotice(this.where.campaign, this.where.place, id);
      const next = model.withNotice(this.state, { ...notice, acknowledged: true });
      this.take({ ...next, acknowledging: next.acknowledging.filter((one) => one !== id) });
    }
  }

  private async takeOutbox(): Promise<void> {
    const entries = await this.outbox.entries();
    const { hindrance: _, ...rest } = this.state;
    this.take({ ...rest, entries, ...(this.outbox.hindrance ? { hindrance: this.outbox.hindrance } : {}) });
  }

  private take(state: model.State): void {
    const acknowledging = state.acknowledging !== this.state.acknowledging;
    this.state = state;
    if (acknowledging) this.keep();
    this.changed();
  }

  private keep(): void {
    const { catalogue, campaign, campaigns, place, parent, below, snapshot, posts, alerts, notices, acknowledging, subjects } = this.state;
    if (place === undefined) return;
    const kept = { catalogue, campaign, campaigns, place, parent, below, snapshot, posts, alerts, notices, acknowledging, subjects };
    rememberAmong("kept", this.keptName, kept, keptPlaces);
  }

  private get keptName(): string {
    return `kept.${this.where.campaign}.${this.where.place}`;
  }
}

function holds({ root }: Campaign, place: string): boolean {
  return place === root || place.startsWith(`${root}.`);
}
