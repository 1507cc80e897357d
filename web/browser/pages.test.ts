import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { activate, found, page, town } from "./city";
import { Service } from "./service";

const daily = "daily-1";

describe.skipIf(chromiumPath === undefined)("the pages in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let browser: Browser;
  let steward: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([Service.start(), launch()]);
    steward = await found(service);
    await activate(service, steward, "outbreak-1");
    // One that opened today after the cut-off would have no report of today.
    await service.send("PUT", `/api/campaigns/${daily}`, steward, { kind: "standing", title: "值守", root: town.root, opensAt: new Date(Date.now() - 48 * 3_600_000).toISOString() });
  });

  afterAll(async () => {
    await browser?.close();
    await service?.dispose();
  });

  test.each([
    ["wall", town.round, town.leaf, "East 1"], ["phone", town.round, town.leaf, "East 1"], ["daily", daily, town.root, "Grids expected"],
    ["emergency", "outbreak-1", town.root, "Emergency summary"], ["operations", town.round, town.root, "How the service is"],
  ] as const)("the %s page asks nobody else, breaks no rule of its policy and logs no error", async (name, campaign, place, text) => {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("request", (request) => new URL(request.url()).origin === service.address || complaints.push(`asked ${request.url()}`));
    await tab.goto(page(service, name, campaign, place, steward, "&lang=en"));
    await tab.getByText(text).first().waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test("the daily report tells who reported, counts posts, changes its language, and is printed in black on white", async () => {
    await service.send("POST", `/api/campaigns/${daily}/places/${town.leaf}/reports`, steward, { reportId: crypto.randomUUID(), observations: [] });
    const tab = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await tab.goto(page(service, "daily", daily, town.root, steward, "&lang=en"));
    await tab.locator(".figures").waitFor();
    const [expected, received, zero] = await tab.locator(".figures dd").allTextContents();
    const late = Number(await tab.locator(".figures dd").nth(3).textContent());
    // After 18:00 in China a report of today is late.
    expect([expected, Number(received) + late, Number(zero) + late]).toEqual(["4", 1, 1]);
    await tab.getByText("Posts short of staff").waitFor();
    await tab.getByRole("link", { name: "中文" }).click();
    await tab.getByText("缺员岗位").waitFor();
    await tab.emulateMedia({ media: "print" });
    expect(await tab.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color])).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    expect((await tab.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(1000);
    await tab.close();
  });
});
