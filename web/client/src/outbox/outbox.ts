import { ServiceClock, type Timing } from "../clock.js";
import { newId } from "../ids.js";
import { pauseAfter, Wake } from "../pause.js";
import { Rest } from "../rest.js";
import type { TokenSupplier } from "../tokens.js";
import { dateOf, lastAbout } from "./dating.js";
import type { Entry, Fact } from "./entry.js";
import { Sender, type Hindrance, type Pass } from "./sender.js";
import { OutboxStore } from "./store.js";

export interface OutboxOptions {
  token: TokenSupplier;
  /** Scheme, host and port of the service; a page that the service has served needs none. */
  address?: string;
  /** Name of the database; tabs of one name share it. */
  name?: string;
  /** How many acknowledged entries stay, so that they can be looked at and corrected. */
  keep?: number;
  /** The device's clock, in milliseconds since 1970. */
  device?: () => number;
  /** Is told after every change of an entry, in this tab or another, and of what hinders sending. */
  changed?: () => void;
  random?: () => number;
}

/** What is to be entered. */
export interface Draft<Note = unknown> {
  campaign: Timing & { id: string };
  place: string;
  /** None of them is a zero report. */
  facts: Fact[];
  note?: Note;
}

// Without the service's word that a token is good there is nothing to hurry for.
const tokenPause = 60_000;

/**
 * Entries that are safe on this device before they are sent, and are sent until the service has acknowledged or refused them. It may be
 * closed at any moment: what is sent again has the id and the body it had before, so it is counted once.
 */
export class Outbox<Note = unknown> {
  /** The service's time as far as it is known; keeps what it learns. */
  readonly clock: ServiceClock;
  private readonly sender: Sender;
  private readonly wake = new Wake();
  private readonly channel: BroadcastChannel | undefined;
  private idle = false;
  private pendingHurry = false;
  private added = false;
  private remembered: number | undefined;
  private closed = false;
  private hindered: Hindrance | undefined;
  private readonly running: Promise<void>;

  private constructor(private readonly store: OutboxStore, private readonly name: string, offset: number | undefined, private readonly options: OutboxOptions) {
    this.clock = new ServiceClock(offset ?? 0, options.device ?? Date.now);
    const rest = new Rest(options.token, { clock: this.clock, ...(options.address === undefined ? {} : { address: options.address }) });
    this.sender = new Sender(store, rest, this.clock, options.keep ?? 200, () => this.tell());
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : undefined;
    if (this.channel) this.channel.onmessage = () => this.heardOfChange();
    this.running = this.run();
  }

  /** Opens it, and begins to send what is left from before. Throws where the browser keeps nothing. */
  static async open<Note = unknown>(options: OutboxOptions): Promise<Outbox<Note>> {
    const name = options.name ?? "gridgrains-outbox";
    const store = await OutboxStore.open(name);
    return new Outbox<Note>(store, name, await store.fact("offset"), options);
  }

  /** What hinders sending; nothing while all is well. */
  get hindrance(): Hindrance | undefined {
    return this.hindered;
  }

  /** All entries that are kept, in the order of entry. */
  async entries(): Promise<Entry<Note>[]> {
    return (await this.store.all()) as Entry<Note>[];
  }

  /** Puts an entry in. When this is done it is on the disk, and will be sent. */
  async add(draft: Draft<Note>): Promise<Entry<Note>> {
    const { campaign, place, facts, note } = draft;
    const enteredAt = this.clock.deviceTime();
    const timing: Timing = { ...(campaign.drill ? { drill: campaign.drill } : {}), ...(campaign.createdAt ? { createdAt: campaign.createdAt } : {}) };
    const about = { campaign: campaign.id, place, facts };
    const entry = await this.store.add((present) => ({
      id: newId(),
      reportId: newId(),
      ...about,
      timing,
      enteredAt,
      at: dateOf({ enteredAt, timing }, this.clock, lastAbout(about, present)),
      dated: this.clock.isSure,
      redated: 0,
      sent: 0,
      state: "waiting",
      ...(note === undefined ? {} : { note }),
    }));
    await this.rememberOffset();
    this.tell();
    this.wakeIfIdle();
    return entry as Entry<Note>;
  }

  /** Sends a refused entry once more, under a new id: what was refused was not counted. */
  async again(id: string): Promise<void> {
    const entry = await this.store.find(id);
    if (entry === undefined) return;
    await this.store.update([entry.order], (present) => {
      if (present.state !== "refused") return undefined;
      const { problem: _, settledAt: __, ...rest } = present;
      return { ...rest, reportId: newId(), sent: 0, redated: 0, state: "waiting" };
    });
    this.tell();
    this.hurry();
  }

  /** Forgets a refused entry. Others stay: what waits may be on its way, and what is acknowledged is corrected by a later entry. */
  async dismiss(id: string): Promise<void> {
    if (await this.store.remove(id, (entry) => entry.state !== "refused")) this.tell();
  }

  /** Sends at once: the network is back, or there is a new token. */
  hurry(): void {
    this.pendingHurry = true;
    this.wake.ring();
  }

  /** Ends when what is under way has its answer. */
  async close(): Promise<void> {
    this.closed = true;
    this.sender.stop();
    this.hurry();
    await this.running;
    this.channel?.close();
    this.store.close();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.closed; ) {
      if (this.pendingHurry) failures = 0;
      this.pendingHurry = this.added = false;
      const pass = await this.alone(() => this.sender.pass()).catch((): Pass => ({ hindrance: "unreachable", atLeast: 0 }));
      await this.rememberOffset().catch(() => {});
      this.setHindrance(pass.hindrance);
      if (this.closed || this.pendingHurry) continue;
      const failed = pass.hindrance !== undefined;
      if (!failed && this.added) continue;
      const pause = pauseAfter(failures, this.options.random);
      failures = failed ? failures + 1 : 0;
      this.idle = !failed;
      if (!failed) await this.wake.wait();
      else if (pass.hindrance === "unreachable") await this.wake.wait(Math.max(pause, pass.atLeast + pause / 4));
      else await this.wake.wait(tokenPause);
      this.idle = false;
    }
  }

  /** One tab at a time. Where the browser has no locks, two may send the same: with the same ids, so it is counted once. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    return locks ? (locks.request(this.name, work) as Promise<T>) : work();
  }

  /** For entries that are made before the service is reached again. */
  private async rememberOffset(): Promise<void> {
    if (!this.clock.isSure || this.remembered === this.clock.offset) return;
    this.remembered = this.clock.offset;
    await this.store.remember("offset", this.clock.offset);
  }

  /** In a pause after a failure a new entry waits with the others. */
  private wakeIfIdle(): void {
    this.added = true;
    if (this.idle) this.wake.ring();
  }

  private heardOfChange(): void {
    this.options.changed?.();
    // The tab that made an entry may be gone before it has sent it.
    this.wakeIfIdle();
  }

  private setHindrance(hindrance: Hindrance | undefined): void {
    if (this.hindered === hindrance) return;
    this.hindered = hindrance;
    this.options.changed?.();
  }

  private tell(): void {
    this.options.changed?.();
    this.channel?.postMessage("changed");
  }
}
