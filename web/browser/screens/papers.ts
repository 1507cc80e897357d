import type { Page } from "playwright-core";
import { outbreak } from "./emergency";
import type { Screen } from "./screen";

const paper: Screen["size"] = [794, 1123];

/** As it comes out of the printer. */
async function printed(tab: Page): Promise<void> {
  await tab.locator(".figures").first().waitFor();
  await tab.emulateMedia({ media: "print" });
  await tab.evaluate(() => document.querySelector("main")!.style.setProperty("padding", "14mm"));
}

async function shown(tab: Page): Promise<void> {
  await tab.locator(".figures").first().waitFor();
  await tab.waitForTimeout(3_000);
}

/** What is read at a desk: papers, and the operator's page. */
export const paperScreens: Screen[] = [
  { name: "daily-paper-zh", says: "The daily report on A4.", stage: "normal", page: "daily", size: paper, query: "&lang=zh&date=2022-10-06", campaign: "shengtang-duty", before: printed },
  { name: "daily-paper-en", says: "The same in English.", stage: "normal", page: "daily", size: paper, query: "&lang=en&date=2022-10-06", campaign: "shengtang-duty", before: printed },
  { name: "emergency-paper-zh", says: "What became of an emergency, on A4; here a drill.", stage: "emergency", page: "emergency", size: paper, query: "&lang=zh", campaign: outbreak, before: printed },
  { name: "emergency-page-en-dark", says: "The same on a screen, in English and dark.", stage: "emergency", page: "emergency", size: [1280, 1100], query: "&lang=en&theme=dark", campaign: outbreak, before: shown },
  { name: "emergency-page-zh-390", says: "And on a phone.", stage: "emergency", page: "emergency", size: [390, 844], query: "&lang=zh&theme=light", campaign: outbreak, before: shown },
  { name: "operations-en-light", says: "The operator's page: silos, lag, journal, this gateway.", stage: "normal", page: "operations", size: [1280, 900], query: "&lang=en&theme=light", role: "steward", before: shown },
  { name: "operations-zh-dark", says: "The same in Chinese and dark.", stage: "normal", page: "operations", size: [1280, 900], query: "&lang=zh&theme=dark", role: "steward", before: shown },
];
