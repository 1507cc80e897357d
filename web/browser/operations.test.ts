import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { found, town } from "./city";
import { axe, within } from "./phones";
import { Service } from "./service";
import { until } from "./until";

describe.skipIf(chromiumPath === undefined)("the operator's page in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let browser: Browser;
  let steward: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([Service.start(), launch()]);
    steward = await found(service);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.dispose();
  });

  const open = async (token: string, more: string): Promise<Page> => {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.goto(`${service.address}/operations?${more}#token=${token}`);
    return tab;
  };
  const figure = (tab: Page, label: string) => tab.locator(".figures div").filter({ has: tab.getByText(label, { exact: true }) }).locator("dd").textContent();

  test("says how silo and gateway are, and goes on by itself, also over a restart", async () => {
    const tab = await open(steward, "lang=en");
    await until("the silo is there", within, async () => (await figure(tab, "Silos")) === "1");
    expect(await tab.locator("section").first().locator("tbody tr").count()).toBe(1);
    const before = await figure(tab, "Reports since the start");
    await service.send("POST", `/api/campaigns/${town.round}/places/${town.leaf}/reports`, steward, { reportId: crypto.randomUUID(), observations: [] });
    await until("one report more is counted", within, async () => Number(await figure(tab, "Reports since the start")) === Number(before) + 1);
    await service.kill();
    await tab.getByText("It cannot be read now; trying again.").waitFor();
    await service.start();
    await until("the silo is there again", within, async () => (await tab.locator(".figures").count()) > 0 && (await figure(tab, "Silos")) === "1");
    expect(new URL(tab.url()).hash).toBe("");
    await tab.close();
  });

  test("is for stewards of a whole tree", async () => {
    const tab = await open(await service.token("viewer", town.root), "lang=en");
    await tab.getByText("This page is for stewards of a whole tree.").waitFor();
    await tab.close();
  });

  test.each([["zh", "dark"], ["en", "light"]])("has no accessibility violations in %s, %s, and fits a phone", async (language, theme) => {
    const tab = await open(steward, `lang=${language}&theme=${theme}`);
    await tab.locator(".figures").first().waitFor();
    await tab.evaluate(axe);
    const violations = await tab.evaluate(async () => (await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`));
    expect(violations).toEqual([]);
    await tab.setViewportSize({ width: 320, height: 640 });
    expect(await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await tab.close();
  });
});
