import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launch } from "../chromium";
import { program, Service } from "../service";
import { until } from "../until";
import { withPalette } from "./palette";
import { beginEmergency } from "./emergency";
import { paperScreens } from "./papers";
import { phoneScreens } from "./phone";
import type { Screen, Stage } from "./screen";
import { wallScreens } from "./wall";

// npm run screens [-- part of a name]: starts the service, plays a day and a half of a scenario, and takes every picture of docs/screens.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(root, "docs/screens");
const scenario = join(root, "scenarios/shengtang");
const round = "shengtang-test";
const town = "enping.shengtang";
/** Times as fast as it was, and how far it is played before pictures of its midst are taken. */
const speed = 600;
const hours = 29.5;

const only = process.argv[3];
const all = [...wallScreens, ...phoneScreens, ...paperScreens];
const screens = all.filter((screen) => only === undefined || screen.name.includes(only));
const service = await Service.start();
const browser = await launch();
let player: ReturnType<typeof spawn> | undefined;
try {
  await mkdir(folder, { recursive: true });
  const steward = await service.token("steward", "enping", "720h");
  await importAsDrill(steward);
  await take("empty");
  if (screens.some((screen) => screen.stage !== "empty")) {
    await playFor(steward);
    await take("normal");
    await alarm(steward);
    await take("alarm");
    if (screens.some((screen) => screen.stage === "emergency")) await beginEmergency(service, steward, town);
    await take("emergency");
    await takeStale();
  }
  await describe();
} finally {
  player?.kill();
  await browser.close();
  await service.dispose();
}

/** The scenario, its campaigns as a drill whose clock begins now. */
async function importAsDrill(steward: string): Promise<void> {
  const file = (name: string) => readFile(join(scenario, name), "utf8");
  await service.send("PUT", "/api/places", steward, await file("places.csv"), "text/csv");
  await service.send("PUT", "/api/posts", steward, await file("posts.csv"), "text/csv");
  for (const campaign of JSON.parse(await file("campaigns.json")) as { id: string; opensAt: string }[]) {
    await service.send("PUT", `/api/campaigns/${campaign.id}`, steward, { ...campaign, drill: { origin: campaign.opensAt, speed } });
  }
}

async function playFor(steward: string): Promise<void> {
  const words = ["play", scenario, "--url", service.address, "--token", steward, "--speed", String(speed)];
  player = spawn("dotnet", [program(), ...words], { cwd: root, stdio: "ignore" });
  const seconds = (hours * 3600) / speed;
  const begun = performance.now();
  await until(`${hours} hours of the scenario are played`, (seconds + 60) * 1000, () => performance.now() - begun > seconds * 1000);
}

/** A positive tube, and what the town says about it. */
async function alarm(steward: string): Promise<void> {
  const here = `/api/campaigns/${round}/places/${town}`;
  const tube = { series: "tests.positive", subject: "T03-0417", value: 1, at: "2022-10-07T04:00:00Z" };
  await service.send("POST", `${here}.v03.g01/reports`, steward, { reportId: randomUUID(), observations: [tube] });
  const text = { zh: "18:00前完成上门采样;各村17:00前报数。", en: "Finish sampling at home by 18:00; villages report by 17:00." };
  await service.send("POST", `${here}/notices`, steward, { id: randomUUID(), text });
}

async function take(stage: Stage): Promise<void> {
  for (const screen of screens.filter((one) => one.stage === stage)) {
    const tab = await open(screen);
    await keep(screen, tab);
    await tab.context().close();
  }
}

async function takeStale(): Promise<void> {
  const wanted = screens.filter((one) => one.stage === "stale");
  if (wanted.length === 0) return;
  const tabs: [Screen, Page][] = [];
  for (const screen of wanted) tabs.push([screen, await open(screen)]);
  await service.kill();
  await tabs[0]![1].waitForTimeout(20_000);
  for (const [screen, tab] of tabs) await keep(screen, tab);
}

async function open(screen: Screen): Promise<Page> {
  const [width, height] = screen.size;
  const phone = screen.page === "phone";
  const context = await (browser as Browser).newContext({
    viewport: { width, height }, deviceScaleFactor: phone ? 2 : 1, timezoneId: "Asia/Shanghai", hasTouch: phone, colorScheme: screen.colorScheme ?? "light",
  });
  const tab = await context.newPage();
  const place = screen.place ?? town;
  const token = await service.token(screen.role ?? "viewer", screen.role === "steward" ? "enping" : place);
  await tab.goto(`${service.address}/${screen.page}?campaign=${screen.campaign ?? round}&place=${place}${screen.query}#token=${token}`);
  if (screen.before) await screen.before(tab, service);
  else await tab.waitForTimeout(3_000);
  return tab;
}

async function keep(screen: Screen, tab: Page): Promise<void> {
  const png = withPalette(await tab.screenshot());
  await writeFile(join(folder, `${screen.name}.png`), png);
  console.log(`${screen.name}.png ${Math.round(png.length / 1024)} KiB`);
}

/** The page that shows them, and no pictures that nobody takes any more. */
async function describe(): Promise<void> {
  const names = new Set(all.map((screen) => `${screen.name}.png`));
  for (const file of await readdir(folder)) if (file.endsWith(".png") && !names.has(file)) await rm(join(folder, file));
  const parts = all.map((screen) => `### ${screen.name}\n\n${screen.says} ${screen.size.join(" x ")}.\n\n![${screen.says}](${screen.name}.png)\n`);
  await writeFile(join(folder, "README.md"), `# What it looks like\n\nTaken by \`npm run screens\` in \`web/\` from the running program, which plays \`scenarios/shengtang\` as a drill ${speed} times as fast as it was.\n\n${parts.join("\n")}`);
}
