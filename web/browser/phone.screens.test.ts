import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launch } from "./chromium";
import { found, town } from "./city";
import { axe, entries, judge, live, Phones, tap } from "./phones";
import { Service } from "./service";

describe.skipIf(chromiumPath === undefined)("the phone's screens in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let phones: Phones;

  beforeAll(async () => {
    service = await Service.start();
    const steward = await found(service);
    phones = new Phones(await launch(), service, town.leaf, await service.token("reporter", town.root));
    for (const campaign of [town.round, town.standing]) {
      await service.send("POST", `/api/campaigns/${campaign}/places/${town.root}/notices`, steward, { id: crypto.randomUUID(), text: { zh: "明早六点集合", en: "Muster at six" } });
    }
  });

  afterEach(() => phones.putAway());

  afterAll(async () => {
    await phones?.close();
    await service?.dispose();
  });

  describe.each(["zh", "en"])("in %s", (language) => {
    describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
      test.each([
        [town.round, ["", "household", "doors", "tube", "doorstep", "zero", "other", "entries", "notices"]],
        [town.standing, ["", "duty", "needs", "issues", "zero", "other", "entries"]],
      ])("every screen of %s passes the accessibility check and fits 320 pixels", async (campaign, routes) => {
        const page = await phones.open({ campaign, place: town.leaf, query: `&lang=${language}`, options: { colorScheme: theme } });
        await live(page);
        await page.evaluate(axe);
        await page.evaluate(() => (location.hash = "zero"));
        await page.locator("footer .action.main").click();
        for (const route of routes) {
          await page.evaluate((name) => (location.hash = name), route);
          await page.waitForFunction((name) => (document.querySelector(".back") as HTMLElement).hidden === (name === ""), route);
          await judge(page, `${campaign} #${route} ${language} ${theme}`);
          // What is folded away is judged as well: keypads, larger numbers.
          const folded = await page.locator("[aria-expanded=false]:visible").all();
          for (const toggle of folded) await toggle.click({ timeout: 1_000 }).catch(() => {});
          if (folded.length > 0) await judge(page, `${campaign} #${route}, unfolded, ${language} ${theme}`);
        }
      });
    });
  });

  test.each(["light", "dark"] as const)("an area, an expired link, a refused entry and a page without a link pass it too, in the %s theme", async (colorScheme) => {
    const options = { colorScheme };
    const looking = await phones.open({ token: await service.token("viewer", town.leaf), options });
    await live(looking);
    await looking.evaluate(axe);
    await tap(looking, "Nothing new");
    await tap(looking, "Yes, nothing new");
    await looking.getByText("This link may not report here").waitFor();
    await judge(looking, "a link that may only look");
    const area = await phones.open({ place: town.root, options });
    await area.getByText("Reports go to a grid").waitFor();
    await area.evaluate(axe);
    await judge(area, "an area");
    const refused = await phones.open({ options });
    await live(refused);
    await refused.route("**/api/campaigns/*/reports", (route) => route.fulfill({ json: [{ type: "urn:gridgrains:closed", status: 409, detail: "the campaign is closed; nothing was counted" }] }));
    await tap(refused, "Household");
    await tap(refused, "Canvassed");
    await entries(refused, "refused").waitFor();
    await tap(refused, "Back");
    await refused.getByRole("button", { name: /^Entries/ }).click();
    await refused.getByRole("button", { name: /^Send again/ }).waitFor();
    await refused.evaluate(axe);
    await judge(refused, "a refused entry");
    const context = await phones.fresh({ colorScheme });
    const bare = await context.newPage();
    await bare.goto(`${service.address}/phone`);
    await bare.getByText("No grid is chosen yet").waitFor();
    await bare.evaluate(axe);
    await judge(bare, "no link");
  });

  test("with text of twice the size nothing is cut off at the side", async () => {
    const page = await phones.open({ place: town.leaf });
    await live(page);
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    for (const route of ["", "household", "tube", "doorstep", "other", "entries"]) {
      await page.evaluate((name) => (location.hash = name), route);
      await page.waitForFunction((name) => (document.querySelector(".back") as HTMLElement).hidden === (name === ""), route);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), route).toBe(0);
    }
  });
});
