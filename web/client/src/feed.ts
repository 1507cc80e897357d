import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { Refusal } from "./rest";
import type { Problem, Snapshot, Tree } from "./types";

export type Connection = "connecting" | "live" | "lost";

/** Who is told by a feed. */
export interface Listener {
  connection(state: Connection, why?: string): void;
  snapshot(snapshot: Snapshot): void;
  tree(tree: Tree): void;
  /** Called before every connection: loads what is not pushed. What fails here says why in words, which a refused WebSocket does not. */
  prepare(): Promise<void>;
  /** Called on every new connection: asks for what is pushed. */
  connected(hub: Hub): Promise<void>;
}

/** What may be asked on a connection. The answers reach the listener like pushes do. */
export interface Hub {
  watch(campaign: string, places: string[]): Promise<void>;
  watchTree(campaign: string, root: string, counts: string[], depth: number): Promise<void>;
}

const shortestPause = 500;
const longestPause = 15_000;

/** The pause before the next attempt, in milliseconds: doubling, and anywhere in its upper half, so that walls do not come back in step. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  const pause = Math.min(longestPause, shortestPause * 2 ** Math.min(failures, 10));
  return pause / 2 + (pause / 2) * random();
}

/** Keeps a connection for ever; never returns. */
export async function follow(token: string, listener: Listener): Promise<never> {
  for (let failures = 0; ; failures++) {
    listener.connection("connecting");
    const hub = build(token);
    const closed = new Promise<Error | undefined>((resolve) => hub.onclose(resolve));
    let why: unknown;
    try {
      hub.on("snapshot", (snapshot: Snapshot) => listener.snapshot(snapshot));
      hub.on("tree", (tree: Tree) => listener.tree(tree));
      hub.on("alert", () => {});
      hub.on("notice", () => {});
      await listener.prepare();
      await hub.start();
      await listener.connected(asHub(hub, listener));
      listener.connection("live");
      failures = 0;
      why = await closed;
    } catch (error) {
      why = error;
    }
    await hub.stop().catch(() => {});
    listener.connection("lost", reasonOf(why));
    await new Promise((resolve) => setTimeout(resolve, pauseAfter(failures)));
  }
}

/** Why the service said no, in its words; nothing where it said nothing. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof Error) || !error.message.startsWith("{")) return undefined;
  try {
    return (JSON.parse(error.message) as Problem).detail;
  } catch {
    return undefined;
  }
}

function build(token: string): HubConnection {
  return new HubConnectionBuilder()
    .withUrl("/hub", { accessTokenFactory: () => token, transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    .build();
}

function asHub(hub: HubConnection, listener: Listener): Hub {
  return {
    async watch(campaign, places) {
      for (const snapshot of await hub.invoke<Snapshot[]>("Watch", campaign, places)) listener.snapshot(snapshot);
    },
    async watchTree(campaign, root, counts, depth) {
      listener.tree(await hub.invoke<Tree>("WatchTree", campaign, root, counts, depth));
    },
  };
}
