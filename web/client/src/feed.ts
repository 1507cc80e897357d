import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { pauseAfter, Wake } from "./pause.js";
import { reasonOf } from "./problem.js";
import { tokenOf, type TokenSupplier } from "./tokens.js";
import type { Alert, Notice, Snapshot, Tree } from "./types.js";

export type Connection = "connecting" | "live" | "lost";

/** Who is told by a feed. What is left out is not told. */
export interface FeedListener {
  /** `why` are the service's words, where it said any. */
  connection?(state: Connection, why?: string): void;
  /** The answer to a watch, then pushes. Ask {@link isNewer} before showing one. */
  snapshot?(snapshot: Snapshot): void;
  /** The answer to a watchTree with all rows, then pushes with those that changed. */
  tree?(tree: Tree): void;
  alert?(alert: Alert): void;
  notice?(notice: Notice): void;
  /** Called before every connection: loads what is not pushed. What fails here says why in words, which a refused WebSocket does not. */
  prepare?(): Promise<void>;
  /** A watch was refused, with the service's problem as the error's message; the others go on. Without this, the connection is tried again. */
  refused?(campaign: string, place: string, error: unknown): void;
}

export interface FeedOptions {
  /** Scheme, host and port of the service; a page that the service has served needs none. */
  address?: string;
}

interface TreeWatch {
  campaign: string;
  root: string;
  counts: string[];
  depth: number;
}

/** Keeps a connection for ever, and what is watched through all of its connections: a lost one, a new token, a new version of the service. */
export class Feed {
  private readonly places = new Map<string, Set<string>>();
  private readonly trees = new Map<string, TreeWatch>();
  private readonly wake = new Wake();
  private hub: HubConnection | undefined;
  private closed = false;

  private constructor(private readonly token: TokenSupplier, private readonly listener: FeedListener, private readonly options: FeedOptions) {}

  /** Begins to connect, and never gives up. */
  static connect(token: TokenSupplier, listener: FeedListener, options: FeedOptions = {}): Feed {
    const feed = new Feed(token, listener, options);
    void feed.run();
    return feed;
  }

  /** Watches places from now on: each one's present snapshot is told first, on this and on every later connection. */
  watch(campaign: string, places: string[]): void {
    const watched = this.places.get(campaign) ?? new Set();
    this.places.set(campaign, watched);
    for (const place of places) watched.add(place);
    void this.asLive((hub) => this.askPlaces(hub, campaign, places));
  }

  unwatch(campaign: string, places: string[]): void {
    for (const place of places) this.places.get(campaign)?.delete(place);
    void this.asLive((hub) => hub.invoke("Unwatch", campaign, places));
  }

  /** Watches the tree below a place; again with other counts or another depth, it replaces the former. */
  watchTree(campaign: string, root: string, counts: string[], depth: number): void {
    const watch = { campaign, root, counts, depth };
    this.trees.set(treeKey(campaign, root), watch);
    void this.asLive((hub) => this.askTree(hub, watch));
  }

  unwatchTree(campaign: string, root: string): void {
    this.trees.delete(treeKey(campaign, root));
    void this.asLive((hub) => hub.invoke("UnwatchTree", campaign, root));
  }

  /** Ends the pause before the next attempt: the network is back, or there is a new token. */
  hurry(): void {
    this.wake.ring();
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.closed = true;
    this.wake.ring();
    await this.hub?.stop();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.closed; failures++) {
      this.listener.connection?.("connecting");
      const hub = this.build();
      this.hub = hub;
      const lost = new Promise<Error | undefined>((resolve) => hub.onclose(resolve));
      let why: unknown;
      try {
        await this.listener.prepare?.();
        await hub.start();
        for (const [campaign, places] of this.places) await this.askPlaces(hub, campaign, [...places]);
        for (const watch of this.trees.values()) await this.askTree(hub, watch);
        this.listener.connection?.("live");
        failures = 0;
        why = await lost;
      } catch (error) {
        why = error;
      }
      await hub.stop().catch(() => {});
      if (this.closed) return;
      this.listener.connection?.("lost", reasonOf(why));
      await this.wake.wait(pauseAfter(failures));
    }
  }

  private build(): HubConnection {
    const hub = new HubConnectionBuilder()
      .withUrl(`${this.options.address ?? ""}/hub`, {
        accessTokenFactory: () => tokenOf(this.token),
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
      })
      .configureLogging(LogLevel.None)
      .build();
    hub.on("snapshot", (snapshot: Snapshot) => this.listener.snapshot?.(snapshot));
    hub.on("tree", (tree: Tree) => this.listener.tree?.(tree));
    hub.on("alert", (alert: Alert) => this.listener.alert?.(alert));
    hub.on("notice", (notice: Notice) => this.listener.notice?.(notice));
    return hub;
  }

  // What fails on a live connection is asked again on the next one.
  private async asLive(ask: (hub: HubConnection) => Promise<unknown>): Promise<void> {
    const hub = this.hub;
    if (hub?.state !== HubConnectionState.Connected) return;
    await ask(hub).catch(() => hub.stop());
  }

  private async askPlaces(hub: HubConnection, campaign: string, places: string[]): Promise<void> {
    if (places.length === 0) return;
    await this.orRefused(campaign, places[0]!, async () => {
      for (const snapshot of await hub.invoke<Snapshot[]>("Watch", campaign, places)) this.listener.snapshot?.(snapshot);
    });
  }

  private async askTree(hub: HubConnection, { campaign, root, counts, depth }: TreeWatch): Promise<void> {
    await this.orRefused(campaign, root, async () => {
      this.listener.tree?.(await hub.invoke<Tree>("WatchTree", campaign, root, counts, depth));
    });
  }

  private async orRefused(campaign: string, place: string, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (this.listener.refused === undefined || reasonOf(error) === undefined) throw error;
      this.listener.refused(campaign, place, error);
    }
  }
}

function treeKey(campaign: string, root: string): string {
  return `${campaign}/${root}`;
}
