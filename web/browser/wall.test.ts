import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { found, page, town } from "./city";
import { Service } from "./service";
import { until } from "./until";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

describe.skipIf(chromiumPath === undefined)("the wall in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let browser: Browser;
  let steward: string;
  let tab: Page;
  let complaints: string[];

  beforeAll(async () => {
    [service, browser] = await Promise.all([Service.start(), launch()]);
    steward = await found(service);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.dispose();
  });

  beforeEach(async () => {
    tab = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    complaints = [];
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`));
    tab.on("request", (request) => new URL(request.url()).origin === service.address || complaints.push(`asked ${request.url()}`));
  });

  afterEach(() => tab.close());

  const open = async (more = "&lang=en", campaign: string = town.round) => {
    await tab.goto(page(service, "wall", campaign, town.root, steward, more));
    await live();
  };
  const live = () => tab.locator('.connection[data-state="live"]').waitFor();
  const remaining = () => tab.locator(".card .figure").first().textContent();
  const report = (people: number, place: string = town.leaf) => service.send("POST", `/api/campaigns/${town.round}/places/${place}/reports`, steward, {
    reportId: crypto.randomUUID(), observations: [{ series: "tests.sampled", subject: `T-${crypto.randomUUID().slice(0, 8)}`, value: people, at: new Date().toISOString() }],
  });
  const left = async () => Number((await remaining())?.replace(",", ""));

  test("a report by REST appears on the wall within a second", async () => {
    await open();
    await until("the wall shows what remains", 10_000, async () => (await left()) > 0);
    const before = await left();
    await report(9);
    await until("nine fewer remain", 1_000, async () => (await left()) === before - 9);
  });

  test("asks nobody else, breaks no rule of its policy and logs no error", async () => {
    await open();
    await tab.locator("canvas").first().waitFor();
    await tab.waitForFunction(() => document.querySelector(".picture canvas")?.getAttribute("aria-label")?.includes("4 grids"));
    expect(complaints).toEqual([]);
  });

  test("looks back by the keyboard, says so all over, and is live again by Escape", async () => {
    const [drill, origin] = ["wall-past", "2022-10-06T00:00:00Z"];
    await service.send("PUT", `/api/campaigns/${drill}`, steward, {
      kind: "round", title: "演练", root: town.root, opensAt: origin, targets: { "tests.sampled": "residents" }, drill: { origin, speed: 3600 },
    });
    await open("&lang=en", drill);
    await until("the wall shows what remains", 10_000, async () => (await left()) > 0);
    const before = await left();
    const slider = tab.locator("#rewind");
    await until("an hour of the drill has passed", 10_000, async () => Number(await slider.getAttribute("max")) >= Date.parse(origin) + 3_600_000);
    await service.send("POST", `/api/campaigns/${drill}/places/${town.leaf}/reports`, steward, {
      reportId: crypto.randomUUID(), observations: [{ series: "tests.sampled", subject: "T-past", value: 9, at: origin }],
    });
    await until("nine fewer remain", 10_000, async () => (await left()) === before - 9);

    await slider.focus();
    await tab.keyboard.press("Home");
    await until("what remained at the opening", 10_000, async () => (await left()) === before);
    expect(await tab.locator(".badge.past").textContent()).toMatch(/^PAST /);
    expect(await tab.title()).toMatch(/^PAST /);
    expect(await slider.getAttribute("aria-valuetext")).toBe(await tab.locator(".rewind output").textContent());
    await tab.keyboard.press("ArrowRight");
    await tab.keyboard.press("Escape");
    await until("the present is back", 10_000, async () => (await left()) === before - 9);
    expect(await tab.locator(".badge.past").isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test("comes back by itself when the service was killed and started again, and says in between how old its numbers are", async () => {
    await open();
    await until("the wall shows what remains", 10_000, async () => (await left()) > 0);
    const before = await left();
    await service.kill();
    await tab.locator(".stale").filter({ hasText: "Connection lost: these numbers are" }).waitFor();
    expect(await left()).toBe(before);
    await service.start();
    await live();
    await tab.locator(".stale").waitFor({ state: "hidden" });
    await report(5);
    await until("five fewer remain", 5_000, async () => (await left()) === before - 5);
  });

  test("loads a new version of its page once, and only when there is one", async () => {
    await open();
    await tab.evaluate(() => Object.assign(window, { first: true }));
    let asked = 0;
    // What the wall is told when it looks; the page that it then loads is the one that there is.
    await tab.route(/\/wall(\?|$)/, async (route) => {
      if (route.request().resourceType() !== "fetch") return route.continue();
      const answer = await route.fetch();
      asked++;
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/src="(\/assets\/wall-[^"]+)"/, 'src="$1?newer"') });
    });
    await service.kill();
    await tab.locator(".stale").waitFor();
    await service.start();
    await tab.waitForFunction(() => !("first" in window), undefined, { timeout: 60_000 });
    await live();
    await until("the wall shows what remains", 10_000, async () => (await left()) > 0);
    const before = asked;
    await tab.evaluate(() => Object.assign(window, { second: true }));
    await service.kill();
    await tab.locator(".stale").waitFor();
    await service.start();
    await until("it looked again", 60_000, () => asked > before);
    await live();
    expect(await tab.evaluate(() => "second" in window)).toBe(true);
  });

  test("keeps its picture and draws again when drawing fails", async () => {
    await open();
    await until("the wall shows what remains", 10_000, async () => (await left()) > 0);
    await tab.evaluate(() => {
      const draw = CanvasRenderingContext2D.prototype.fillRect;
      CanvasRenderingContext2D.prototype.fillRect = function () {
        CanvasRenderingContext2D.prototype.fillRect = draw;
        throw new Error("no drawing");
      };
      dispatchEvent(new ErrorEvent("error", { message: "something broke" }));
    });
    const before = await left();
    await report(1);
    await until("one fewer remains", 10_000, async () => (await left()) === before - 1);
  });

  test("changes its language at a button, and begins with that of the address", async () => {
    await open("&lang=zh");
    await tab.getByText("剩余", { exact: true }).first().waitFor();
    expect(await tab.title()).toContain("测试镇");
    await tab.getByRole("button", { name: "English" }).click();
    await tab.getByText("Remaining", { exact: true }).first().waitFor();
    expect(await tab.locator("html").getAttribute("lang")).toBe("en");
    expect(new URL(tab.url()).searchParams.get("lang")).toBe("en");
  });

  test("takes the browser's language and theme where the address names none", async () => {
    const context = await browser.newContext({ locale: "zh-CN", colorScheme: "light" });
    const other = await context.newPage();
    await other.goto(page(service, "wall", town.round, town.root, steward));
    await other.getByText("剩余", { exact: true }).first().waitFor();
    expect(await other.locator("html").getAttribute("data-theme")).toBe("light");
    await other.emulateMedia({ colorScheme: "dark" });
    await until("the wall is dark", 5_000, async () => (await other.locator("html").getAttribute("data-theme")) === "dark");
    await context.close();
  });

  test("can be used by keyboard alone: down to a village and up again, another count, another campaign", async () => {
    await open();
    const village = tab.getByRole("button", { name: /^East Village:/ });
    await village.waitFor();
    await village.focus();
    expect(await tab.locator(".ring").isVisible()).toBe(true);
    await tab.keyboard.press("ArrowRight");
    expect(await tab.evaluate(() => document.activeElement?.textContent)).toContain("West Village");
    await tab.keyboard.press("ArrowLeft");
    await tab.keyboard.press("Enter");
    await tab.getByRole("button", { name: /^East 1:/ }).waitFor();
    expect(await tab.locator(".step[aria-current]").textContent()).toBe("East Village");
    expect(await tab.evaluate(() => document.activeElement?.textContent)).toContain("East 1");
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: /^West Village:/ }).waitFor();

    const count = tab.getByLabel("Coloured by");
    await count.focus();
    await tab.keyboard.press("ArrowUp");
    await until("the other target is shown", 5_000, async () => (await tab.locator(".card h2").first().textContent()) === "Households canvassed");

    await tab.getByLabel(/^Campaign/).focus();
    await tab.keyboard.press("ArrowUp");
    await until("the other campaign is shown", 10_000, async () => (await tab.locator("h1").textContent()) === "Duty and control");
  });

  test("goes down at a click and back at the path", async () => {
    await open();
    await tab.getByRole("button", { name: /^East Village:/ }).waitFor();
    await tab.locator(".picture canvas").click({ position: { x: 60, y: 60 } });
    await until("the map is at the village", 5_000, async () => (await tab.locator(".step[aria-current]").textContent()) === "East Village");
    await tab.getByRole("button", { name: "Testtown" }).click();
    await until("the map is at the town", 5_000, async () => (await tab.locator(".step[aria-current]").textContent()) === "Testtown");
  });

  test("tours by itself where the address asks for it", async () => {
    await open("&lang=en&tour=5");
    await until("the tour reached the first village", 15_000, async () => (await tab.locator(".step[aria-current]").textContent()) === "East Village");
  });

  test("prints the day in black on white: the children in the order of the tree, and their sum", async () => {
    await open();
    await report(20, "town.v2.g1");
    await tab.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }));
    await tab.getByRole("button", { name: "Print summary" }).click();
    await tab.waitForFunction(() => "printed" in window);
    await tab.emulateMedia({ media: "print" });
    const names = await tab.locator(".summary tbody th").allTextContents();
    expect(names).toEqual(["East Village", "West Village"]);
    const column = (rows: string) => tab.locator(`.summary ${rows} tr`).evaluateAll((all) => all.map((row) => Number(row.querySelector("td")?.textContent?.replaceAll(",", ""))));
    const [parts, [total]] = [await column("tbody"), await column("tfoot")];
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
    expect(await tab.locator(".picture").isVisible()).toBe(false);
    expect(await tab.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color])).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    const paper = await tab.pdf({ preferCSSPageSize: true });
    expect(paper.length).toBeGreaterThan(1000);
  });

  test.each([["en", "dark"], ["en", "light"], ["zh", "dark"], ["zh", "light"]])("has no accessibility violations in %s, %s", async (language, theme) => {
    await open(`&lang=${language}&theme=${theme}`);
    await tab.locator(".legend li").first().waitFor();
    // Brought in by the debugger, so that the page's policy stays as it is.
    await tab.evaluate(await readFile(axe, "utf8"));
    const found = await tab.evaluate(async () => {
      const { violations, passes } = await (window as unknown as { axe: { run(): Promise<Record<"violations" | "passes", { id: string; nodes: { html: string; failureSummary: string }[] }[]>> } }).axe.run();
      return { checked: passes.length, violations: violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`) };
    });
    expect(found.violations).toEqual([]);
    expect(found.checked).toBeGreaterThan(15);
  });

  test.each([[1280, 720], [1920, 1080], [3840, 2160], [1080, 1920]])("has everything on one screen and nothing cut off at %i x %i", async (width, height) => {
    await tab.setViewportSize({ width, height });
    for (const language of ["zh", "en"]) {
      await open(`&lang=${language}`);
      await tab.locator(".legend li").first().waitFor();
      const outside = await tab.evaluate(() => {
        const shown = [...document.querySelectorAll<HTMLElement>("main *")].filter((node) => node.offsetParent !== null && !node.closest(".heard-only, .summary, .heard-only *"));
        const box = (node: Element) => node.getBoundingClientRect();
        const beyond = shown.filter((node) => box(node).right > innerWidth + 1 || box(node).bottom > innerHeight + 1);
        const numbers = shown.filter((node) => node.matches(".value, .figure") && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline");
        const panels = [...document.querySelectorAll(".panel, .card")].flatMap((panel) => [...panel.querySelectorAll<HTMLElement>(".value, dt, .label")]
          .filter((node) => node.offsetParent !== null && (box(node).right > box(panel).right + 1 || box(node).bottom > box(panel).bottom + 1)));
        return [...new Set([...beyond, ...numbers, ...panels])].map((node) => `${node.className} ${node.textContent?.slice(0, 30)}`);
      });
      expect(outside).toEqual([]);
    }
  });
});
