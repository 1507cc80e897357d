import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserContextOptions, Page } from "playwright-core";
import { chromiumPath, launchWithProfile } from "./chromium";
import { page as addressOf, town } from "./city";
import { OwnGrid } from "./own-grid";
import { entries, live, small, tap, within } from "./phones";
import { until } from "./until";

describe.skipIf(chromiumPath === undefined)("what the phone survives (skipped where there is no Chromium: apt-get install chromium)", () => {
  let grid: OwnGrid;

  beforeAll(async () => void (grid = await OwnGrid.start()));
  beforeEach(() => grid.next());
  afterAll(() => grid?.dispose());

  test("thirty entries without a network, the browser closed and opened: all are acknowledged, each once", async () => {
    const profile = await mkdtemp(join(tmpdir(), "gridgrains-profile-"));
    const options: BrowserContextOptions = { viewport: small, hasTouch: true, locale: "en-US" };
    try {
      let context = await launchWithProfile(profile, options);
      let page = await grid.phones.openIn(context, { place: grid.leaf });
      await live(page);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await until("the page is kept", within, () => page.evaluate(async () => (await (await caches.open("gridgrains-phone")).keys()).some((key) => new URL(key.url).pathname === "/phone")));
      await context.setOffline(true);
      await tap(page, "Household");
      for (let n = 1; n <= 30; n++) {
        await tap(page, n % 3 === 0 ? "2 people" : "Canvassed");
        await until(`the number after h-${n} is there`, within, async () => (await page.getByLabel("Household", { exact: true }).inputValue()) === `h-${String(n + 1).padStart(3, "0")}`);
      }
      await tap(page, "Back");
      await page.getByText("30 waiting").waitFor();
      await context.close();
      expect((await grid.ledger()).version).toBe(0);

      // Opened again as from the home screen: no network yet, and nothing but what the phone has kept.
      context = await launchWithProfile(profile, options);
      await context.setOffline(true);
      page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(within);
      await page.goto(`${grid.service.address}/phone`);
      await page.getByText("30 waiting").waitFor();
      await context.setOffline(false);
      await page.getByText("30 acknowledged").waitFor();
      await context.close();

      const { matches, reports, journal } = await grid.audit();
      expect({ matches, reports }).toEqual({ matches: true, reports: 30 });
      expect([journal["households.canvassed"], journal["residents.registered"]]).toEqual([30, 20]);
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  });

  test("a service that is killed and started again: the phone comes back by itself, and what waited is counted", async () => {
    const page = await grid.phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await grid.counted("households.canvassed", 1);
    await grid.service.kill();
    await page.locator(".connection[data-state=lost], .connection[data-state=connecting]").waitFor();
    await tap(page, "Canvassed");
    await entries(page, "waiting").waitFor();
    await grid.service.start();
    await page.locator(".connection[data-state=live]").waitFor({ timeout: 40_000 });
    await until("nothing waits", 40_000, async () => (await entries(page, "acknowledged").count()) === 2);
    const { matches, reports } = await grid.audit();
    expect({ matches, reports }).toEqual({ matches: true, reports: 2 });
  });

  test("an entry that the service refuses says why, and the others are counted", async () => {
    const page = await grid.phone();
    await live(page);
    await page.route("**/api/campaigns/*/reports", async (route) => {
      // A value that the page's own check does not let through.
      const body = JSON.parse(route.request().postData()!) as { observations: { subject: string; value: number }[] }[];
      for (const report of body) for (const observation of report.observations) if (observation.subject === "h-002") observation.value = 99;
      await route.continue({ postData: JSON.stringify(body) });
    });
    await tap(page, "Household");
    for (let n = 0; n < 3; n++) {
      await tap(page, "Canvassed");
      await page.waitForFunction((next) => (document.querySelector("input.code") as HTMLInputElement).value === next, `h-00${n + 2}`);
    }
    await entries(page, "refused").waitFor();
    await grid.counted("households.canvassed", 2);
    expect(await entries(page, "refused").textContent()).toMatch(/h-002.*Not accepted.*The number is out of range.*must be 0 to 1/s);
    await page.unroute("**/api/campaigns/*/reports");
    await tap(page, "Back");
    await page.getByRole("button", { name: /^Entries/ }).click();
    await page.getByRole("button", { name: /^Send again/ }).click();
    await grid.counted("households.canvassed", 3);
  });

  test("what looks like a person's number does not leave the phone", async () => {
    const page = await grid.phone();
    await live(page);
    await tap(page, "Tube");
    await page.getByLabel("Tube code").fill("13812345678");
    await tap(page, "1 sampled");
    await page.getByText("This looks like a phone or identity number").waitFor();
    expect((await grid.ledger()).version).toBe(0);
  });

  test("an expired token keeps the entries, and a new one sends them", async () => {
    const token = await grid.service.token("reporter", grid.leaf, "8s");
    const page = await grid.phone({ token });
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await grid.counted("households.canvassed", 1);
    await page.getByText("A new link is needed").waitFor({ timeout: 30_000 });
    // The service takes a token for a while longer, for clocks that differ.
    await until("the service refuses the token", 60_000, async () => (await fetch(`${grid.service.address}/api/catalogue`, { headers: { Authorization: `Bearer ${token}` } })).status === 401);
    await tap(page, "Canvassed");
    await entries(page, "waiting").waitFor();
    await page.getByText("A new link is needed").click();
    await page.getByLabel("Link").fill(addressOf(grid.service, "phone", town.round, grid.leaf, grid.reporter));
    await tap(page, "Use");
    await until("nothing waits", within, async () => (await entries(page, "acknowledged").count()) === 2);
    await grid.counted("households.canvassed", 2);
    await page.getByText("A new link is needed").waitFor({ state: "hidden" });
  });

  test("a link that may only look says so and keeps the entries", async () => {
    const page = await grid.phone({ token: await grid.service.token("viewer", grid.leaf) });
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await page.getByText("A new link is needed").click();
    await page.getByText("This link may not report here").waitFor();
    expect(await entries(page, "waiting").count()).toBe(1);
  });

  describe.each([["an hour ahead", 3_600_000], ["a day behind", -86_400_000]])("a phone whose clock is %s", (_, wrong) => {
    const atWrong = async (page: Page): Promise<void> => {
      await page.addInitScript((off) => {
        const real = Date;
        globalThis.Date = class extends real {
          constructor(...given: [number | string | Date] | []) {
            if (given.length === 0) super(real.now() + off);
            else super(...given);
          }
          static override now(): number {
            return real.now() + off;
          }
        } as DateConstructor;
      }, wrong);
    };
    const reportedAt = async (campaign: string): Promise<number> => {
      const [observation] = (await grid.service.send("GET", `/api/campaigns/${campaign}/places/${grid.leaf}/subjects?series=households.canvassed`, grid.steward)) as { at: string }[];
      return Date.parse(observation!.at);
    };

    test("reports at the service's time", async () => {
      const page = await grid.phone({ before: atWrong });
      await live(page);
      await tap(page, "Household");
      await tap(page, "Canvassed");
      await entries(page, "acknowledged").waitFor();
      expect(Math.abs((await reportedAt(town.round)) - Date.now())).toBeLessThan(15_000);
    });

    test("reports in a drill at the drill's time", async () => {
      const drill = `drill-${grid.number}`;
      const origin = "2022-10-06T07:00:00Z";
      await grid.service.send("PUT", `/api/campaigns/${drill}`, grid.steward, { id: drill, kind: "round", title: "演练", titleEn: "Drill", root: town.root, opensAt: origin, targets: { "households.canvassed": "households" }, drill: { origin, speed: 120 } });
      const { createdAt } = (await grid.service.send("GET", `/api/campaigns/${drill}`, grid.steward)) as { createdAt: string };
      const page = await grid.phone({ before: atWrong, campaign: drill });
      await live(page);
      await tap(page, "Household");
      await tap(page, "Canvassed");
      await entries(page, "acknowledged").waitFor();
      const drillNow = Date.parse(origin) + (Date.now() - Date.parse(createdAt)) * 120;
      expect(Math.abs((await reportedAt(drill)) - drillNow)).toBeLessThan(15_000 * 120);
    });
  });
});
