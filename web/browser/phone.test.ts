import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumPath } from "./chromium";
import { town } from "./city";
import { OwnGrid } from "./own-grid";
import { entries, live, tap, within } from "./phones";
import { until } from "./until";

describe.skipIf(chromiumPath === undefined)("what is done with the phone in a Chromium (skipped where there is no Chromium: apt-get install chromium)", () => {
  let grid: OwnGrid;

  beforeAll(async () => void (grid = await OwnGrid.start()));
  beforeEach(() => grid.next());
  afterAll(() => grid?.dispose());

  test("a household is reported in two taps, and the next number is there", async () => {
    const page = await grid.phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "Canvassed");
    await entries(page, "acknowledged").waitFor();
    await grid.counted("households.canvassed", 1);
    expect(await page.getByLabel("Household", { exact: true }).inputValue()).toBe("h-002");
    await tap(page, "3 people");
    await grid.counted("residents.registered", 3);
    await tap(page, "Nobody there");
    await grid.counted("households.revisit", 1);
    await grid.counted("households.canvassed", 2);
    await tap(page, "Back");
    await page.getByText("38").waitFor();
  });

  test("an undo brings back what was there before", async () => {
    const page = await grid.phone();
    await live(page);
    await tap(page, "Household");
    await tap(page, "3 people");
    await entries(page, "acknowledged").waitFor();
    await page.getByRole("button", { name: "Previous household" }).click();
    await tap(page, "5 people");
    await grid.counted("residents.registered", 5);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await grid.counted("residents.registered", 3);
    await grid.counted("households.canvassed", 1);
    await page.getByRole("button", { name: /^Undo h-001 · Canvassed · 3/ }).click();
    await grid.counted("households.canvassed", 0);
  });

  test("a tube is counted with its people, and the next code of the roll is there", async () => {
    const page = await grid.phone();
    await live(page);
    await tap(page, "Tube");
    await page.getByLabel("Tube code").fill("T0099");
    await tap(page, "10 sampled");
    await grid.counted("tests.sampled", 10);
    expect(await page.getByLabel("Tube code").inputValue()).toBe("T0100");
    await tap(page, "Sampled at home");
    await tap(page, "2 sampled");
    await grid.counted("tests.doorstep", 2);
    await grid.counted("tests.tubes", 2);
  });

  test("a tube's code is read by the camera where the browser can", async () => {
    const page = await grid.phone({
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
    await grid.counted("tests.sampled", 10);
  });

  test("a screen reader is told what was kept and what became of it", async () => {
    const page = await grid.phone();
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
    const page = await grid.phone();
    await live(page);
    await tap(page, "At home");
    await tap(page, "Register a new one");
    await grid.counted("doorstep.open", 1);
    await page.getByRole("button", { name: /: Assigned$/ }).click();
    await page.getByRole("button", { name: /: One step back$/ }).click();
    await page.getByRole("button", { name: /: Assigned$/ }).click();
    await page.getByRole("button", { name: /: Done$/ }).click();
    await grid.counted("doorstep.done", 1);
  });

  test("duty begins and ends with a remembered badge", async () => {
    const page = await grid.phone({ campaign: town.standing });
    await live(page);
    await tap(page, "Duty");
    await page.getByLabel("Badge code").fill("b-17");
    await tap(page, "On duty");
    await grid.counted("duty.grid_member", 1, town.standing);
    await page.reload();
    await live(page);
    expect(await page.getByLabel("Badge code").inputValue()).toBe("b-17");
    await tap(page, "Off duty");
    await grid.counted("duty.grid_member", 0, town.standing);
  });

  test("duty at a post is counted for the post, and the phone says what the post still needs", async () => {
    const page = await grid.phone({ campaign: town.standing, place: town.leaf });
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
    const page = await grid.phone({ campaign: town.standing });
    await live(page);
    await tap(page, "Nothing new");
    await tap(page, "Yes, nothing new");
    await until("the report is counted", within, async () => (await grid.ledger(town.standing)).version === 1);
    await page.getByText("1 acknowledged").waitFor();
  });

  test("the language follows the browser, the address, and the switch on the page", async () => {
    const page = await grid.phone({ query: "", options: { locale: "zh-CN" } });
    await live(page);
    expect(await page.locator("html").getAttribute("lang")).toBe("zh");
    await page.getByRole("button", { name: "入户" }).waitFor();
    await page.getByRole("button", { name: /Switch to English/ }).click();
    await page.getByRole("button", { name: "Household" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.reload();
    await page.getByRole("button", { name: "Household" }).waitFor();
    const other = await grid.phone({ query: "&lang=zh" });
    await other.getByRole("button", { name: "入户" }).waitFor();
  });

  test("everything is done with a keyboard alone", async () => {
    const page = await grid.phone();
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
    await grid.counted("households.canvassed", 1);
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
    await grid.counted("tests.sampled", 4);
  });

  test("an area lists what is below it, down to the grid", async () => {
    const page = await grid.phone({ place: town.root });
    await page.getByText("Reports go to a grid").waitFor();
    await page.getByRole("link", { name: /East Village/ }).click();
    await page.getByRole("link", { name: /East 1/ }).click();
    await page.getByRole("button", { name: "Household" }).waitFor();
    expect(new URL(page.url()).searchParams.get("place")).toBe(town.leaf);
  });

  test("a notice is shown and acknowledged, also without a network", async () => {
    const id = crypto.randomUUID();
    const page = await grid.phone();
    await live(page);
    await grid.service.send("POST", `/api/campaigns/${town.round}/places/${town.root}/notices`, grid.steward, { id, text: { zh: "明早六点集合", en: "Muster at six" } });
    await page.getByText("1 new notice").click();
    await page.getByText("Muster at six").waitFor();
    await page.context().setOffline(true);
    await tap(page, "Understood");
    await page.getByText("sent when there is a network").waitFor();
    await page.context().setOffline(false);
    await until("the service knows", within, async () => {
      const notices = (await grid.service.send("GET", `/api/campaigns/${town.round}/places/${grid.leaf}/notices`, grid.reporter)) as { id: string; acknowledged: boolean }[];
      return notices.some((notice) => notice.id === id && notice.acknowledged);
    });
  });
});
