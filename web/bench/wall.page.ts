import "../src/page/base.css";
import "../src/wall/wall.css";
import type { Alert, Campaign, Catalogue, FeedListener, Post, Snapshot, Tree } from "@gridgrains/client";
import { Wall } from "../src/wall/app";
import { grids, places, residents, root } from "./city";

// The wall itself, told by a thread that plays the field. Everything between the text of a message and the picture is the product's.

export interface Measured {
  /** How often a time was seen, by hundredths of a millisecond: between animation frames, and of the script in each. */
  frames: [hundredths: number, times: number][];
  scripts: [hundredths: number, times: number][];
  rowsPerSecond: number;
}

declare global {
  interface Window {
    wallBench: { begin(): void; end(): Measured };
  }
}

const perSecond = Number(new URLSearchParams(location.search).get("rows") ?? 2000);
const now = Date.now();
const campaign: Campaign = {
  id: "bench", kind: "round", title: "全员核酸筛查", titleEn: "Everybody tested", root, state: "open",
  opensAt: new Date(now - 6 * 3_600_000).toISOString(), deadline: new Date(now + 8 * 3_600_000).toISOString(),
  targets: { "tests.sampled": "residents", "households.informed": "households" },
};
const catalogue: Catalogue = {
  levels: [], series: [],
  counts: [{ code: "tests.sampled", zh: "已采样人数", en: "People sampled" }, { code: "households.informed", zh: "已通知户数", en: "Households informed" }, { code: "duty.on", zh: "在岗力量", en: "On duty" }],
};
const at = (i: number) => `${root}.c${String((i % 10) + 1).padStart(2, "0")}.t01.v01.g${String((i % 10) + 1).padStart(2, "0")}`;
const alerts: Alert[] = Array.from({ length: 15 }, (_, i) => ({
  id: `a${i}`, rule: "r", severity: i < 3 ? "critical" : "warning", campaign: "bench", place: at(i), since: new Date(now - i * 60_000).toISOString(),
  title: { zh: `岗位 ${i} 缺员`, en: `Post ${i} is short` }, acknowledged: false,
}));
const posts: Post[] = Array.from({ length: 400 }, (_, i) => ({
  id: `p${i}`, place: at(i), kind: "sampling-site", name: `采样点${i}`, open: true, required: { cadre: 1 }, onDuty: {}, short: i % 9 === 0 ? { cadre: 1 } : {},
}));
const snapshot = (): Snapshot => ({
  campaign: "bench", place: root, level: "city", name: "市1", version: 0, asOf: new Date().toISOString(), counts: {},
  expected: { residents: grids * residents, households: grids * 110, places: { grid: grids } }, children: { expected: 10, heard: 10 }, alerts: { critical: 3, warning: 12 },
});

let script = 0;
const frames = new Map<number, number>();
const scripts = new Map<number, number>();
let rows = 0;
let began = 0;

function timed<T>(run: () => T): T {
  const start = performance.now();
  try {
    return run();
  } finally {
    script += performance.now() - start;
  }
}

const frame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => frame((time) => timed(() => callback(time)));

let last = 0;
const observe = (time: number) => {
  if (last > 0) {
    count(frames, time - last);
    count(scripts, script);
  }
  last = time;
  script = 0;
  frame(observe);
};
frame(observe);

const field = new Worker(new URL("./field.worker.ts", import.meta.url), { type: "module" });
new Wall(document.querySelector("main")!, { language: "zh", theme: "dark", tour: 0, campaign: "bench" }, {
  clock: { now: () => Date.now() },
  rest: {
    catalogue: async () => catalogue,
    campaigns: async () => [campaign],
    allPlaces: async () => places(),
    snapshot: async () => snapshot(),
    history: async (_c, _p, count) => ({ count, step: 300, points: Array.from({ length: 70 }, (_, i) => [Math.round(now / 1000) - (70 - i) * 300, i * 30_000]) }),
    posts: async () => posts,
    alerts: async () => alerts,
    notices: async () => [],
    emergency: () => Promise.reject(new Error("there is none")),
    treeAt: () => Promise.reject(new Error("there is no past")),
  },
  connect(listener: FeedListener) {
    field.onmessage = ({ data: [kind, text] }: MessageEvent<["tree" | "snapshot", string]>) => timed(() => {
      const said: unknown = JSON.parse(text);
      if (kind === "snapshot") return listener.snapshot?.(said as Snapshot);
      rows += (said as Tree).rows.filter((row) => row[0].split(".").length === 5).length;
      listener.tree?.(said as Tree);
    });
    void Promise.resolve().then(() => listener.prepare?.()).then(() => listener.connection?.("live"));
    return { watch: () => {}, unwatch: () => {}, unwatchTree: () => {}, watchTree: (_c, _r, counts) => field.postMessage({ counts, perSecond }) };
  },
}, { renew: () => {}, family: () => Promise.reject(new Error("nothing to print")) });

window.wallBench = {
  begin() {
    frames.clear();
    scripts.clear();
    [rows, began] = [0, performance.now()];
  },
  end() {
    return { frames: [...frames], scripts: [...scripts], rowsPerSecond: Math.round((rows * 1000) / (performance.now() - began)) };
  },
};

function count(times: Map<number, number>, milliseconds: number): void {
  const hundredths = Math.round(milliseconds * 100);
  times.set(hundredths, (times.get(hundredths) ?? 0) + 1);
}
