import type { Page } from "playwright-core";
import { entries, live } from "../phones";
import { outbreak } from "./emergency";
import type { Screen } from "./screen";

const grid = { page: "phone", place: "enping.shengtang.v01.g01", role: "reporter" } as const;
const usual: Screen["size"] = [390, 844];
const narrow: Screen["size"] = [320, 640];
const duty = "shengtang-duty";
/** Where a tube is positive. */
const alarmed = { ...grid, place: "enping.shengtang.v03.g01" } as const;

/** Goes to a screen of the phone and does something there. */
function on(route: string, act: (tab: Page) => Promise<unknown> = async () => {}): (tab: Page) => Promise<void> {
  return async (tab) => {
    await live(tab);
    await tab.evaluate((name) => (location.hash = name), route);
    await tab.locator(".back:not([hidden])").waitFor();
    await act(tab);
  };
}

/** Three doors: two families, and one where nobody was. */
async function doors(tab: Page): Promise<void> {
  await tab.locator(".people .chips:not([hidden]) .chip").nth(2).click();
  await tab.locator(".people .chips:not([hidden]) .chip").nth(1).click();
  await tab.locator(".outcomes .action").first().click();
  await entries(tab, "acknowledged").nth(2).waitFor();
}

async function tubes(tab: Page): Promise<void> {
  await tab.locator("input.code").fill("T0001234");
  await tab.locator("footer .chip").last().click();
  await entries(tab, "acknowledged").first().waitFor();
}

/** Without a network; entries wait. */
async function withoutNetwork(tab: Page): Promise<void> {
  await tab.context().setOffline(true);
  for (let n = 1; n <= 2; n++) {
    await tab.locator("footer .action.main").click();
    await entries(tab, "waiting").nth(n - 1).waitFor();
  }
}

async function refused(tab: Page): Promise<void> {
  await tab.route("**/api/campaigns/*/reports", (route) => route.fulfill({ json: [{ type: "urn:gridgrains:closed", status: 409, detail: "the campaign is closed; nothing was counted" }] }));
  await tab.locator("footer .action.main").click();
  await entries(tab, "refused").waitFor();
  await tab.evaluate(() => (location.hash = "entries"));
  await tab.locator(".entries .why").first().waitFor();
}

/** The phone's screens: 390 x 844 is a usual phone, 320 x 640 the narrowest. */
export const phoneScreens: Screen[] = [
  { name: "phone-home-zh", says: "The grid, what remains, and what can be reported.", stage: "normal", size: usual, query: "&lang=zh", ...grid },
  { name: "phone-home-en-dark", says: "The same at night.", stage: "normal", size: usual, query: "&lang=en", colorScheme: "dark", ...grid },
  { name: "phone-home-en-320", says: "At 320 pixels.", stage: "normal", size: narrow, query: "&lang=en", ...grid },
  { name: "phone-home-duty-zh", says: "The standing campaign: duty, needs, issues.", stage: "normal", size: usual, query: "&lang=zh", campaign: duty, ...grid },
  { name: "phone-household-zh-320", says: "At a door: one tap says how it went.", stage: "normal", size: narrow, query: "&lang=zh", before: on("household", doors), ...grid },
  { name: "phone-household-en-dark", says: "The same in English, at night.", stage: "normal", size: usual, query: "&lang=en", colorScheme: "dark", before: on("household", doors), ...grid },
  { name: "phone-tube-zh", says: "A tube, and how many people are in it.", stage: "normal", size: usual, query: "&lang=zh", before: on("tube", tubes), ...grid },
  { name: "phone-duty-en-320", says: "On duty at a post, and what the posts still need.", stage: "normal", size: narrow, query: "&lang=en", campaign: duty, before: on("duty"), ...grid },
  { name: "phone-waiting-zh-320", says: "Without a network: entries are kept and wait.", stage: "normal", size: narrow, query: "&lang=zh", before: on("household", withoutNetwork), ...grid },
  { name: "phone-refused-en-320", says: "An entry that was not accepted, and why.", stage: "normal", size: narrow, query: "&lang=en", before: on("household", refused), ...grid },
  { name: "phone-link-zh-320", says: "A link that may not report: entries stay.", stage: "normal", size: narrow, query: "&lang=zh", before: on("zero", async (tab) => {
    await tab.locator("footer .action.main").click();
    await tab.locator(".token[open]").waitFor();
  }), ...grid, role: "viewer" },
  { name: "phone-alarm-zh-320", says: "Alerts stand here, and there is a notice.", stage: "alarm", size: narrow, query: "&lang=zh", ...alarmed },
  { name: "phone-alerts-en-dark", says: "The alerts of a grid, the most urgent first.", stage: "alarm", size: usual, query: "&lang=en", colorScheme: "dark", before: on("alerts"), ...alarmed },
  { name: "phone-notices-zh", says: "A notice, to be acknowledged.", stage: "alarm", size: usual, query: "&lang=zh", before: on("notices"), ...alarmed },
  { name: "phone-emergency-zh", says: "An emergency, here a drill: the muster comes first.", stage: "emergency", size: usual, query: "&lang=zh", campaign: outbreak, ...alarmed },
  { name: "phone-muster-en-320", says: "How many were called and are there: numbers, no names.", stage: "emergency", size: narrow, query: "&lang=en", campaign: outbreak, before: on("muster"), ...alarmed },
  { name: "phone-area-zh-320", says: "An area takes no reports: down to the grid.", stage: "normal", size: narrow, query: "&lang=zh", ...grid, place: "enping.shengtang" },
];
