import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { activate, found, page as addressOf, town } from "./city";
import { axe, entries, live, Phones, tap } from "./phones";
import { Service } from "./service";
import { until } from "./until";

describe.skipIf(chromiumPath === undefined)("an emergency in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let browser: Browser;
  let phones: Phones;
  let steward: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([Service.start(), launch()]);
    steward = await found(service);
    phones = new Phones(browser, service, town.leaf, await service.token("reporter", town.root));
  });

  beforeEach(() => phones.putAway());

  afterAll(async () => {
    await phones?.close();
    await service?.dispose();
  });

  const wall = async (campaign: string): Promise<Page> => {
    const tab = await (await phones.fresh({ viewport: { width: 1920, height: 1080 }, hasTouch: false })).newPage();
    await tab.goto(addressOf(service, "wall", campaign, town.root, steward, "&lang=en"));
    await live(tab);
    return tab;
  };
  const line = async (tab: Page, kind: "muster" | "tasks") => `${await tab.locator(`.call.${kind} .value`).textContent()} ${await tab.locator(`.call.${kind} .call-meta`).textContent()}`;
  const shows = (tab: Page, kind: "muster" | "tasks", text: RegExp) => until(`the wall says ${text} of its ${kind}`, 30_000, async () => text.test(await line(tab, kind)));
  const report = (campaign: string, place: string, series: string, people: number, at = new Date().toISOString()) => service.send("POST", `/api/campaigns/${campaign}/places/${place}/reports`, steward, {
    reportId: crypto.randomUUID(), observations: Array.from({ length: people }, (_, n) => ({ series, subject: `b-${n}`, value: 1, at })),
  });
  const summary = async (campaign: string, language: string): Promise<Page> => {
    const tab = await (await phones.fresh({ viewport: { width: 1000, height: 1400 }, hasTouch: false })).newPage();
    await tab.goto(`${service.address}/emergency?campaign=${campaign}&lang=${language}&theme=light#token=${steward}`);
    await tab.locator(".figures").waitFor();
    return tab;
  };

  test("is activated by one call; wall and phone show it, its muster and its tasks, and the paper what became of them", async () => {
    const campaign = "outbreak-1";
    await activate(service, steward, campaign);
    const tab = await wall(campaign);
    expect(await tab.locator(".badge:visible").allTextContents()).toEqual(["EMERGENCY"]);
    await shows(tab, "tasks", /^0\/\d+ .*\d\d:\d\d/);
    await tab.locator(".notices").getByText("muster", { exact: false }).waitFor();

    const phone = await phones.open({ campaign });
    await live(phone);
    expect(await phone.locator(".statuses > p:visible").first().textContent()).toBe("EMERGENCY");
    await phone.getByText("1 new notice").waitFor();
    await tap(phone, "Muster");
    await phone.getByLabel("People called").fill("5");
    await phone.getByLabel("People present").fill("3");
    await tap(phone, "Report");
    await entries(phone, "acknowledged").waitFor();
    await phone.getByText("This grid: 3 of 5 called are here").waitFor();
    await shows(tab, "muster", /^3\/5 2 not there/);
    await tap(phone, "All are here");
    await shows(tab, "muster", /^5\/5 Everybody is there/);
    // The one is done by its count, the other because a steward says so.
    await service.send("POST", `/api/campaigns/${campaign}/emergency/tasks/first-report/done`, steward);
    await shows(tab, "tasks", /^2\//);

    const paper = await summary(campaign, "en");
    expect(await paper.locator("h1").textContent()).toMatch(/^Emergency summary · /);
    expect(await paper.locator(".state").textContent()).toContain("provisional");
    expect((await paper.locator(".figures dd").allTextContents()).slice(0, 2)).toEqual(["5", "5"]);
    expect(await paper.locator("section").first().locator("tbody td").allTextContents()).toEqual(["East Village", "5", "5", "0", "West Village", "0", "0", "0"]);
    expect(await paper.getByText("in time", { exact: true }).count()).toBe(2);
    expect(await paper.locator(".drill").count()).toBe(0);
  });

  test("a drill says that it is one, on wall, phone and paper, and leaves the real counts alone", async () => {
    const campaign = "drill-1";
    await report(town.round, town.leaf, "muster.called", 2);
    const origin = "2022-10-05T23:00:00Z";
    await activate(service, steward, campaign, { drill: { origin, speed: 60 } });
    await report(campaign, town.leaf, "muster.called", 4, origin);
    const tab = await wall(campaign);
    expect(await tab.locator(".badge:visible").allTextContents()).toEqual(["EMERGENCY", "DRILL · 60× speed"]);
    await shows(tab, "muster", /^0\/4 /);
    const phone = await phones.open({ campaign });
    await live(phone);
    expect((await phone.locator(".statuses > p:visible").allTextContents()).slice(0, 2)).toEqual(["EMERGENCY", "DRILL · 60 times as fast"]);
    const paper = await summary(campaign, "en");
    expect(await paper.locator(".drill").textContent()).toBe("DRILL");
    expect(await paper.locator(".state").textContent()).toContain("Activated 2022-10-06 07:00");
    const real = (await service.send("GET", `/api/campaigns/${town.round}/places/${town.root}`, steward)) as { counts: Record<string, number> };
    expect(real.counts["muster.called"]).toBe(2);
  });

  test("the paper is printed in black on white in either language, fits it, and has no accessibility violations", async () => {
    const campaign = "outbreak-2";
    await activate(service, steward, campaign, { opensAt: new Date(Date.now() - 3_600_000).toISOString() });
    await report(campaign, town.leaf, "muster.called", 3);
    for (const [language, title, late] of [["zh", "应急汇总", "逾期未完成"], ["en", "Emergency summary", "due, not done"]] as const) {
      const paper = await summary(campaign, language);
      expect(await paper.title()).toContain(title);
      await paper.locator("tr.wrong").getByText(late, { exact: true }).first().waitFor();
      await paper.evaluate(axe);
      const violations = await paper.evaluate(async () => (await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`));
      expect(violations).toEqual([]);
      await paper.emulateMedia({ media: "print" });
      await paper.setViewportSize({ width: 688, height: 1000 }); // A4 between its margins
      const seen = await paper.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        colours: [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color],
        tools: getComputedStyle(document.querySelector(".tools")!).display,
      }));
      expect(seen).toEqual({ overflow: 0, colours: ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], tools: "none" });
      expect((await paper.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(1000);
      await paper.getByRole("link", { name: language === "zh" ? "English" : "中文" }).waitFor({ state: "hidden" });
    }
  });

  test("who may not see all of it is told so", async () => {
    await activate(service, steward, "outbreak-3");
    const tab = await (await phones.fresh()).newPage();
    await tab.goto(`${service.address}/emergency?campaign=outbreak-3&lang=en#token=${await service.token("viewer", town.leaf)}`);
    await tab.getByText("The summary could not be read").waitFor();
  });
});
