import { Field, grids, residents, root } from "./city";

// A thread of its own, since in the field it is another machine. What it says is text, as it is on a WebSocket.
const field = new Field();
const treeInterval = 500;
const snapshotInterval = 100;

onmessage = ({ data }: MessageEvent<{ counts: string[]; perSecond: number }>) => {
  say("tree", field.whole(data.counts));
  setInterval(() => say("tree", field.push(data.counts, (data.perSecond * treeInterval) / 1000)), treeInterval);
  let version = 1;
  setInterval(() => say("snapshot", {
    campaign: "bench", place: root, level: "city", name: "市1", nameEn: "City 1", version: ++version, asOf: new Date().toISOString(),
    counts: { "tests.sampled": field.total, "households.informed": Math.round(field.total / 4), "duty.on": 4200 },
    expected: { residents: grids * residents, households: grids * 110, places: { grid: grids } },
    children: { expected: 10, heard: 10 }, alerts: { critical: 3, warning: 12 },
  }), snapshotInterval);
};

function say(kind: "tree" | "snapshot", what: unknown): void {
  postMessage([kind, JSON.stringify(what)]);
}
