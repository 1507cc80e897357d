import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserContextOptions, Page } from "playwright-core";
import { chromiumPath, launch, launchWithProfile } from "./chromium";
import { entries, live, Phones, small, tap, within, type Wanted } from "./phones";
import { found, page as addressOf, town } from "./city";
import { Service } from "./service";
import { until } from "./until";

interface Ledger {
  version: number;
  counts: Record<string, number>;
}

interface Audit {
  matches: boolean;
  reports: number;
  journal: Record<string, number>;
}

describe.skipIf(chromiumPath === undefined)("the phone in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let phones: Phones;
  let steward: string;
  let reporter: string;
  let leaves = 0;
  let leaf: string;

  beforeAll(async () => {
    service = await Service.start();
    steward = await found(service);
    reporter = await service.token("reporter", town.root);
    phones = new Phones(await launch(), service, town.leaf, reporter);
  });

  // A grid of its own for each test, so that each counts only its own.
  beforeEach(async () => {
    await phones.putAway();
    leaf = `${town.root}.v1.p${++leaves}`;
    await service.send("PUT", "/api/places", steward, `id,level,name,name_en,households,residents\n${leaf},grid,第${leaves}网格,Grid ${leaves},40,120`, "text/csv");
  });

  afterAll(async () => {
    await phones?.close();
    await service?.dispose();
  });

  const phone = (wanted: Wanted = {}): Promise<Page> => phones.open({ place: leaf, ...wanted });
  const ledger = (place = leaf, campaign = town.round): Promise<Ledger> => service.send("GET", `/api/campaigns/${campaign}/places/${place}`, steward) as Promise<Ledger>;
  const audit = (place = leaf, campaign = town.round): Promise<Audit> => service.send("GET", `/api/campaigns/${campaign}/places/${place}/audit`, steward) as Promise<Audit>;

  async function counted(count: string, value: number, campaign = town.round): Promise<void> {
    await until(`${count} of ${leaf} is ${value}`, within, async () => ((await ledger(leaf, campaign)).counts[count] ?? 0) === value);
  }

  test("a household is reported in two taps, and the next number is there", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await entries(page, "acknowledged").waitFor();
    await counted("households.canvassed", 1);
    expect(await page.getByLabel("Household", { exact: true }).inputValue()).toBe("h-002");
    await tap(page, "3 people");
    await counted("residents.registered", 3);
    await tap(page, "Nobody there");
    await counted("households.revisit", 1);
    await counted("households.canvassed", 2);
    await tap(page, "Back");
    await page.getByText("38").waitFor();
  });

  test("an undo brings back what was there before", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "3 people");
    await entries(page, "acknowledged").waitFor();
    await page.getByRole("button", { name: "Previous household" }).click();
    await tap(page, "5 people");
    await counted("residents.registered", 5);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await counted("residents.registered", 3);
    await counted("households.canvassed", 1);
    await page.getByRole("button", { name: /^Undo h-001 · Canvassed · 3/ }).click();
    await counted("households.canvassed", 0);
  });

  test("a tube is counted with its people, and the next code of the roll is there", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "Tube");
    await page.getByLabel("Tube code").fill("T0099");
    await tap(page, "10 sampled");
    await counted("tests.sampled", 10);
    expect(await page.getByLabel("Tube code").inputValue()).toBe("T0100");
    await tap(page, "Sampled at home");
    await tap(page, "2 sampled");
    await counted("tests.doorstep", 2);
    await counted("tests.tubes", 2);
  });

  test("a tube's code is read by the camera where the browser can", async () => {
    const page = await phone({
      before: (page) => page.addInitScript(() => {
        const stream = document.createElement("canvas").captureStream();
        Object.assign(globalThis, { BarcodeDetector: class { detect = async () => [{ rawValue: "T4711" }]; } });
        Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => stream } });
        HTMLMediaElement.prototype.play = async () => {};
      }),
    });
    await live(page);
    await tap(page, "Tube");
    await tap(page, "Scan");
    await until("the code is there", within, async () => (await page.getByLabel("Tube code").inputValue()) === "T4711");
    expect(await page.locator("video").count()).toBe(0);
    await tap(page, "10 sampled");
    await counted("tests.sampled", 10);
  });

  test("a screen reader is told what was kept and what became of it", async () => {
    const page = await phone();
    await live(page);
    const said: string[] = [];
    await page.exposeFunction("heard", (text: string) => said.push(text));
    await page.evaluate(() => {
      const live = document.querySelector("[role=status]")!;
      new MutationObserver(() => live.textContent && (globalThis as unknown as { heard(text: string): void }).heard(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await tap(page, "Household");
    await tap(page, "3 people");
    await until("both are said", within, () => said.length >= 2);
    expect(said).toEqual(["h-001 · Canvassed · 3 people, kept on this phone", "1 acknowledged"]);
  });

  test("a doorstep request goes through its stages and back", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "At home");
    await tap(page, "Register a new one");
    await counted("doorstep.open", 1);
    await page.getByRole("button", { name: /: Assigned$/ }).click();
    await page.getByRole("button", { name: /: One step back$/ }).click();
    await page.getByRole("button", { name: /: Assigned$/ }).click();
    await page.getByRole("button", { name: /: Done$/ }).click();
    await counted("doorstep.done", 1);
  });

  test("duty begins and ends with a remembered badge", async () => {
    const page = await phone({ campaign: town.standing });
    await live(page);
    await tap(page, "Duty");
    await page.getByLabel("Badge code").fill("b-17");
    await tap(page, "On duty");
    await counted("duty.grid_member", 1, town.standing);
    await page.reload();
    await live(page);
    expect(await page.getByLabel("Badge code").inputValue()).toBe("b-17");
    await tap(page, "Off duty");
    await counted("duty.grid_member", 0, town.standing);
  });

  test("duty at a post is counted for the post, and the phone says what the post still needs", async () => {
    const page = await phone({ campaign: town.standing, place: town.leaf });
    await live(page);
    await tap(page, "Duty");
    await page.getByRole("button", { name: /采样点1.*needs Cadres 1.*Volunteers 2/ }).click();
    await page.getByLabel("Badge code").fill("b-18");
    await page.getByLabel("Role").selectOption({ label: "Volunteers" });
    await tap(page, "On duty");
    await page.getByRole("button", { name: /采样点1.*needs Cadres 1.*Volunteers 1/ }).waitFor();
    await tap(page, "Off duty");
    await page.getByRole("button", { name: /采样点1.*needs Cadres 1.*Volunteers 2/ }).waitFor();
  });

  test("a zero report counts as having reported", async () => {
    const page = await phone({ campaign: town.standing });
    await live(page);
    await tap(page, "Nothing new");
    await tap(page, "Yes, nothing new");
    await until("the report is counted", within, async () => (await ledger(leaf, town.standing)).version === 1);
    await page.getByText("1 acknowledged").waitFor();
  });

  test("thirty entries without a network, the browser closed and opened: all are acknowledged, each once", async () => {
    const profile = await mkdtemp(join(tmpdir(), "gridgrains-profile-"));
    const options: BrowserContextOptions = { viewport: small, hasTouch: true, locale: "en-US" };
    try {
      let context = await launchWithProfile(profile, options);
      let page = await phones.openIn(context, { place: leaf });
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
      expect((await ledger()).version).toBe(0);

      // Opened again as from the home screen: no network yet, and nothing but what the phone has kept.
      context = await launchWithProfile(profile, options);
      await context.setOffline(true);
      page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(within);
      await page.goto(`${service.address}/phone`);
      await page.getByText("30 waiting").waitFor();
      await context.setOffline(false);
      await page.getByText("30 acknowledged").waitFor();
      await context.close();

      const { matches, reports, journal } = await audit();
      expect({ matches, reports }).toEqual({ matches: true, reports: 30 });
      expect([journal["households.canvassed"], journal["residents.registered"]]).toEqual([30, 20]);
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  });

  test("a service that is killed and started again: the phone comes back by itself, and what waited is counted", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await counted("households.canvassed", 1);
    await service.kill();
    await page.locator(".connection[data-state=lost], .connection[data-state=connecting]").waitFor();
    await tap(page, "Canvassed");
    await entries(page, "waiting").waitFor();
    await service.start();
    await page.locator(".connection[data-state=live]").waitFor({ timeout: 40_000 });
    await until("nothing waits", 40_000, async () => (await entries(page, "acknowledged").count()) === 2);
    const { matches, reports } = await audit();
    expect({ matches, reports }).toEqual({ matches: true, reports: 2 });
  });

  test("an entry that the service refuses says why, and the others are counted", async () => {
    const page = await phone();
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
    await counted("households.canvassed", 2);
    expect(await entries(page, "refused").textContent()).toMatch(/h-002.*Not accepted.*The number is out of range.*must be 0 to 1/s);
    await page.unroute("**/api/campaigns/*/reports");
    await tap(page, "Back");
    await page.getByRole("button", { name: /^Entries/ }).click();
    await page.getByRole("button", { name: /^Send again/ }).click();
    await counted("households.canvassed", 3);
  });

  test("what looks like a person's number does not leave the phone", async () => {
    const page = await phone();
    await live(page);
    await tap(page, "Tube");
    await page.getByLabel("Tube code").fill("13812345678");
    await tap(page, "1 sampled");
    await page.getByText("This looks like a phone or identity number").waitFor();
    expect((await ledger()).version).toBe(0);
  });

  test("an expired token keeps the entries, and a new one sends them", async () => {
    const token = await service.token("reporter", leaf, "8s");
    const page = await phone({ token });
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await counted("households.canvassed", 1);
    await page.getByText("A new link is needed").waitFor({ timeout: 30_000 });
    // The service takes a token for a while longer, for clocks that differ.
    await until("the service refuses the token", 60_000, async () => (await fetch(`${service.address}/api/catalogue`, { headers: { Authorization: `Bearer ${token}` } })).status === 401);
    await tap(page, "Canvassed");
    await entries(page, "waiting").waitFor();
    await page.getByText("A new link is needed").click();
    await page.getByLabel("Link").fill(addressOf(service, "phone", town.round, leaf, reporter));
    await tap(page, "Use");
    await until("nothing waits", within, async () => (await entries(page, "acknowledged").count()) === 2);
    await counted("households.canvassed", 2);
    await page.getByText("A new link is needed").waitFor({ state: "hidden" });
  });

  test("a link that may only look says so and keeps the entries", async () => {
    const page = await phone({ token: await service.token("viewer", leaf) });
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
      const [observation] = (await service.send("GET", `/api/campaigns/${campaign}/places/${leaf}/subjects?series=households.canvassed`, steward)) as { at: string }[];
      return Date.parse(observation!.at);
    };

    test("reports at the service's time", async () => {
      const page = await phone({ before: atWrong });
      await live(page);
      await tap(page, "Household");
      await tap(page, "Canvassed");
      await entries(page, "acknowledged").waitFor();
      expect(Math.abs((await reportedAt(town.round)) - Date.now())).toBeLessThan(15_000);
    });

    test("reports in a drill at the drill's time", async () => {
      const drill = `drill-${leaves}`;
      const origin = "2022-10-06T07:00:00Z";
      await service.send("PUT", `/api/campaigns/${drill}`, steward, { id: drill, kind: "round", title: "演练", titleEn: "Drill", root: town.root, opensAt: origin, targets: { "households.canvassed": "households" }, drill: { origin, speed: 120 } });
      const { createdAt } = (await service.send("GET", `/api/campaigns/${drill}`, steward)) as { createdAt: string };
      const page = await phone({ before: atWrong, campaign: drill });
      await live(page);
      await tap(page, "Household");
      await tap(page, "Canvassed");
      await entries(page, "acknowledged").waitFor();
      const drillNow = Date.parse(origin) + (Date.now() - Date.parse(createdAt)) * 120;
      expect(Math.abs((await reportedAt(drill)) - drillNow)).toBeLessThan(15_000 * 120);
    });
  });

  test("the language follows the browser, the address, and the switch on the page", async () => {
    const page = await phone({ query: "", options: { locale: "zh-CN" } });
    await live(page);
    expect(await page.locator("html").getAttribute("lang")).toBe("zh");
    await page.getByRole("button", { name: "入户" }).waitFor();
    await page.getByRole("button", { name: /Switch to English/ }).click();
    await page.getByRole("button", { name: "Household" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.reload();
    await page.getByRole("button", { name: "Household" }).waitFor();
    const other = await phone({ query: "&lang=zh" });
    await other.getByRole("button", { name: "入户" }).waitFor();
  });

  test("everything is done with a keyboard alone", async () => {
    const page = await phone();
    await live(page);
    const reach = async (name: string): Promise<void> => {
      await until(`Tab comes to ${name}`, within, async () => {
        await page.keyboard.press("Tab");
        return page.evaluate((wanted) => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent) === wanted, name);
      });
      const shown = await page.evaluate(() => {
        const box = document.activeElement!.getBoundingClientRect();
        return { inView: box.top >= 0 && box.bottom <= innerHeight + 1, outlined: getComputedStyle(document.activeElement!).outlineStyle !== "none" };
      });
      expect(shown, name).toEqual({ inView: true, outlined: true });
    };
    await reach("Household");
    await page.keyboard.press("Enter");
    await reach("Canvassed");
    await page.keyboard.press("Enter");
    await counted("households.canvassed", 1);
    await reach("Back");
    await page.keyboard.press("Enter");
    await reach("Tube");
    await page.keyboard.press("Space");
    await until("Tab comes to the field", within, async () => {
      await page.keyboard.press("Tab");
      return page.evaluate(() => document.activeElement?.tagName === "INPUT");
    });
    await page.keyboard.type("T7");
    await reach("4 sampled");
    await page.keyboard.press("Enter");
    await counted("tests.sampled", 4);
  });

  test("an area lists what is below it, down to the grid", async () => {
    const page = await phone({ place: town.root });
    await page.getByText("Reports go to a grid").waitFor();
    await page.getByRole("link", { name: /East Village/ }).click();
    await page.getByRole("link", { name: /East 1/ }).click();
    await page.getByRole("button", { name: "Household" }).waitFor();
    expect(new URL(page.url()).searchParams.get("place")).toBe(town.leaf);
  });

  test("a notice is shown and acknowledged, also without a network", async () => {
    const id = crypto.randomUUID();
    const page = await phone();
    await live(page);
    await service.send("POST", `/api/campaigns/${town.round}/places/${town.root}/notices`, steward, { id, text: { zh: "明早六点集合", en: "Muster at six" } });
    await page.getByText("1 new notice").click();
    await page.getByText("Muster at six").waitFor();
    await page.context().setOffline(true);
    await tap(page, "Understood");
    await page.getByText("sent when there is a network").waitFor();
    await page.context().setOffline(false);
    await until("the service knows", within, async () => {
      const notices = (await service.send("GET", `/api/campaigns/${town.round}/places/${leaf}/notices`, reporter)) as { id: string; acknowledged: boolean }[];
      return notices.some((notice) => notice.id === id && notice.acknowledged);
    });
  });
});
