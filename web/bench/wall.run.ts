import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { cpus, getPriority, loadavg, tmpdir, totalmem } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { chromiumPath, launch } from "../browser/chromium";
import type { Measured } from "./wall.page";

// npm run bench:wall [-- --minutes 30]: the wall with 15,000 grids, of which 2,000 change each second.

const web = fileURLToPath(new URL("..", import.meta.url));
const results = join(web, "../bench/results/wall.json");
const minutes = Number(process.argv[process.argv.indexOf("--minutes") + 1]) || 1;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'";
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

if (chromiumPath === undefined) throw new Error("there is no Chromium: apt-get install chromium, or set CHROMIUM");
const folder = await mkdtemp(join(tmpdir(), "gridgrains-wall-"));
await build({
  configFile: join(web, "vite.config.ts"), root: web, logLevel: "error",
  build: { outDir: folder, emptyOutDir: true, rollupOptions: { input: join(web, "bench/wall.html") } }, worker: { format: "es" },
});

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url!, "http://x").pathname);
  const stream = createReadStream(join(folder, path));
  stream.on("error", () => response.writeHead(404).end());
  stream.on("open", () => {
    response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": policy,
      // A page that shares nothing with others is told the time to 5 microseconds instead of to 100.
      "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
    });
    stream.pipe(response);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
if (address === null || typeof address === "string") throw new Error("no port");

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
const complaints: string[] = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
const opened = performance.now();
await page.goto(`http://127.0.0.1:${address.port}/bench/wall.html`);
await page.waitForFunction(() => (document.querySelector("canvas[role=img]")?.getAttribute("aria-label") ?? "").includes("15,000"));
const firstPicture = Math.round(performance.now() - opened);
const session = await page.context().newCDPSession(page);
const heap = async () => {
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize / 1024;
};

await page.waitForTimeout(10_000);
const samples: [minute: number, kib: number][] = [];
const start = performance.now();
const every = Math.min(60_000, (minutes * 60_000) / 6);
const parts: Measured[] = [];
for (let part = 0; performance.now() - start < minutes * 60_000 - 1_000; part++) {
  samples.push([(performance.now() - start) / 60_000, await heap()]);
  // Collecting garbage on demand stops the page; frames are measured between.
  await page.waitForTimeout(500);
  await page.evaluate(() => window.wallBench.begin());
  await page.waitForTimeout(every - 1_000);
  const one = await page.evaluate(() => window.wallBench.end());
  parts.push(one);
  console.log(`${((performance.now() - start) / 60_000).toFixed(1)} min, load ${loadavg()[0]!.toFixed(1)}`, JSON.stringify(told(one)), `heap ${Math.round(samples.at(-1)![1])} KiB`);
}
samples.push([(performance.now() - start) / 60_000, await heap()]);
const version = browser.version();
await page.screenshot({ path: join(tmpdir(), "gridgrains-wall-bench.png") });
await browser.close();
server.close();
await rm(folder, { recursive: true, force: true });

const result = {
  at: new Date().toISOString().slice(0, 10),
  what: "The wall with 15,000 grids, 2,000 of which change each second, told by a thread of its own in the form of messages.",
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, chromium: version, loadAtEnd: Math.round(loadavg()[0]! * 100) / 100, priority: getPriority() },
  honest: "Headless Chromium without a graphics processor: the same cores draw, run the page and the thread that plays the field, and whatever else the machine does (its load is named, and the priority that the run had over it: 0 is none, less is more). "
    + "Frame time is between the time stamps of animation frames, at 60 Hz 16.67 ms; script time is what the page's own code takes in a frame, the parsing of messages included.",
  screen: "1920x1080",
  minutes,
  firstPictureMs: firstPicture,
  tiles: 15_000,
  wholeRun: told(together(parts)),
  quietestPart: told(parts.toSorted((one, other) => percentiles(one.frames).p95 - percentiles(other.frames).p95 || percentiles(one.scripts).p95 - percentiles(other.scripts).p95)[0]!),
  heap: { firstKiB: Math.round(samples[0]![1]), lastKiB: Math.round(samples.at(-1)![1]), slopeKiBPerMinute: rounded(slope(samples)), slopeOfSecondHalfKiBPerMinute: rounded(slope(samples.slice(Math.floor(samples.length / 2)))), samplesKiB: samples.map(([, kib]) => Math.round(kib)) },
  complaints,
};
await mkdir(dirname(results), { recursive: true });
const former = await readFile(results, "utf8").then((text) => JSON.parse(text) as Record<string, unknown>, () => ({}));
await writeFile(results, `${JSON.stringify({ ...former, [minutes > 1 ? "long" : "short"]: result }, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function told(part: Measured) {
  return { frames: part.frames.reduce((sum, [, times]) => sum + times, 0), frameTime: percentiles(part.frames), scriptTime: percentiles(part.scripts), rowsPerSecond: part.rowsPerSecond };
}

/** In milliseconds. */
function percentiles(times: [number, number][]) {
  const sorted = times.toSorted((one, other) => one[0] - other[0]);
  const all = sorted.reduce((sum, [, n]) => sum + n, 0);
  const of = (part: number) => {
    let seen = 0;
    for (const [hundredths, n] of sorted) if ((seen += n) >= all * part) return hundredths / 100;
    return 0;
  };
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99), max: (sorted.at(-1)?.[0] ?? 0) / 100 };
}

function together(all: Measured[]): Measured {
  const sum = (pick: "frames" | "scripts") => {
    const times = new Map<number, number>();
    for (const part of all) for (const [time, n] of part[pick]) times.set(time, (times.get(time) ?? 0) + n);
    return [...times];
  };
  return { frames: sum("frames"), scripts: sum("scripts"), rowsPerSecond: Math.round(all.reduce((total, part) => total + part.rowsPerSecond, 0) / all.length) };
}

/** Least squares, in KiB for each minute. */
function slope(points: [number, number][]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
