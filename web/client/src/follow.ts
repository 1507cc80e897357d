import { Feed, type Connection } from "./feed.js";
import type { TokenSupplier } from "./tokens.js";
import type { Alert, Notice, Snapshot, Tree } from "./types.js";

/** Who is told by {@link follow}. */
export interface Listener {
  connection(state: Connection, why?: string): void;
  snapshot(snapshot: Snapshot): void;
  tree(tree: Tree): void;
  alert?(alert: Alert): void;
  notice?(notice: Notice): void;
  /** Called before every connection: loads what is not pushed. */
  prepare(): Promise<void>;
  /** Called after it: says what is to be watched. */
  connected(hub: Hub): Promise<void>;
}

/** What may be watched. The answers reach the listener like pushes do. */
export interface Hub {
  watch(campaign: string, places: string[]): Promise<void>;
  watchTree(campaign: string, root: string, counts: string[], depth: number): Promise<void>;
}

/** A {@link Feed} of which each connection says anew what it watches. */
export function follow(token: TokenSupplier, listener: Listener): Feed {
  const feed: Feed = Feed.connect(token, {
    connection: (state, why) => listener.connection(state, why),
    snapshot: (snapshot) => listener.snapshot(snapshot),
    tree: (tree) => listener.tree(tree),
    alert: (alert) => listener.alert?.(alert),
    notice: (notice) => listener.notice?.(notice),
    prepare: async () => {
      await listener.prepare();
      await listener.connected({
        watch: async (campaign, places) => feed.watch(campaign, places),
        watchTree: async (campaign, root, counts, depth) => feed.watchTree(campaign, root, counts, depth),
      });
    },
  });
  return feed;
}
