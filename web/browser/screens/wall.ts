import type { Page } from "playwright-core";
import { outbreak } from "./emergency";
import type { Screen } from "./screen";

async function drawn(tab: Page): Promise<void> {
  await tab.locator('.connection[data-state="live"]').waitFor();
  await tab.waitForFunction(() => (document.querySelector(".picture canvas")?.getAttribute("aria-label") ?? "") !== "");
  await tab.locator(".chart canvas").waitFor();
  await tab.waitForTimeout(3_000);
}

const hd: [number, number] = [1920, 1080];

/** The wall in its states, sizes, languages and themes. */
export const wallScreens: Screen[] = [
  { name: "wall-empty-zh-dark-1080p", says: "Nothing reported yet.", stage: "empty", page: "wall", size: hd, query: "&lang=zh&theme=dark", before: drawn },
  { name: "wall-empty-en-light-720p", says: "The same on a small screen, light, in English.", stage: "empty", page: "wall", size: [1280, 720], query: "&lang=en&theme=light", before: drawn },
  { name: "wall-normal-zh-dark-1080p", says: "The second day of a drill: what remains, the map of villages and grids, the day against its plan, posts.", stage: "normal", page: "wall", size: hd, query: "&lang=zh&theme=dark", before: drawn },
  { name: "wall-normal-en-light-1080p", says: "The same in English and light.", stage: "normal", page: "wall", size: hd, query: "&lang=en&theme=light", before: drawn },
  { name: "wall-normal-en-dark-720p", says: "At 1280 x 720.", stage: "normal", page: "wall", size: [1280, 720], query: "&lang=en&theme=dark", before: drawn },
  { name: "wall-normal-zh-dark-2160p", says: "At 3840 x 2160.", stage: "normal", page: "wall", size: [3840, 2160], query: "&lang=zh&theme=dark", before: drawn },
  { name: "wall-normal-zh-light-portrait", says: "Upright, 1080 x 1920.", stage: "normal", page: "wall", size: [1080, 1920], query: "&lang=zh&theme=light", before: drawn },
  { name: "wall-normal-en-dark-portrait", says: "Upright in English and dark.", stage: "normal", page: "wall", size: [1080, 1920], query: "&lang=en&theme=dark", before: drawn },
  { name: "wall-village-en-dark-1080p", says: "Drilled down to a village, as the tour does by itself; another count.", stage: "normal", page: "wall", size: hd, query: "&lang=en&theme=dark&at=enping.shengtang.v03&count=households.informed", before: drawn },
  { name: "wall-standing-zh-dark-1080p", says: "A standing campaign: nothing to finish, so it shows who is on duty, where nobody is, and who has not reported today.", stage: "normal", page: "wall", size: hd, query: "&lang=zh&theme=dark", campaign: "shengtang-duty", before: drawn },
  { name: "wall-alarm-zh-dark-1080p", says: "Alerts, most severe first; the map marks where.", stage: "alarm", page: "wall", size: hd, query: "&lang=zh&theme=dark", before: drawn },
  { name: "wall-alarm-en-light-1080p", says: "The same in English and light.", stage: "alarm", page: "wall", size: hd, query: "&lang=en&theme=light", before: drawn },
  { name: "wall-emergency-zh-dark-1080p", says: "An emergency, here a drill: the muster's clock, and the tasks of the plan.", stage: "emergency", page: "wall", size: hd, query: "&lang=zh&theme=dark", campaign: outbreak, before: drawn },
  { name: "wall-emergency-en-light-720p", says: "The same at 1280 x 720, light, in English.", stage: "emergency", page: "wall", size: [1280, 720], query: "&lang=en&theme=light", campaign: outbreak, before: drawn },
  {
    name: "wall-paper-en", says: "The day on A4.", stage: "normal", page: "wall", size: [794, 1123], query: "&lang=en",
    async before(tab) {
      await drawn(tab);
      await tab.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }));
      await tab.getByRole("button", { name: "Print summary" }).click();
      await tab.waitForFunction(() => "printed" in window);
      await tab.emulateMedia({ media: "print" });
    },
  },
  { name: "wall-stale-zh-dark-1080p", says: "The service is gone: the wall keeps what it had and says how old it is.", stage: "stale", page: "wall", size: hd, query: "&lang=zh&theme=dark", before: drawn },
  { name: "wall-stale-en-light-720p", says: "The same at 1280 x 720.", stage: "stale", page: "wall", size: [1280, 720], query: "&lang=en&theme=light", before: drawn },
];
