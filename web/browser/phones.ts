import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { page as addressOf, town } from "./city";
import type { Service } from "./service";

/** The narrowest phone. */
export const small = { width: 320, height: 640 };

/** How long anything may take to show, in milliseconds. */
export const within = 20_000;

/** The source of the accessibility checker, to be run in a page. */
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Wanted {
  campaign?: string;
  place?: string;
  token?: string;
  query?: string;
  options?: BrowserContextOptions;
  /** Is done before the page is opened. */
  before?: (page: Page) => Promise<unknown>;
}

/** Phones of one browser, each with a storage of its own. */
export class Phones {
  private readonly contexts: BrowserContext[] = [];

  constructor(private readonly browser: Browser, private readonly service: Service, private readonly place: string, private readonly token: string) {}

  /** A new phone, opened with a link. */
  async open(wanted: Wanted = {}): Promise<Page> {
    return this.openIn(await this.fresh(wanted.options), wanted);
  }

  /** A new phone. */
  async fresh(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: small, hasTouch: true, locale: "en-US", ...options });
    this.contexts.push(context);
    return context;
  }

  /** A link opened on a phone that is there. */
  async openIn(context: BrowserContext, wanted: Wanted = {}): Promise<Page> {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(within);
    await wanted.before?.(page);
    await page.goto(addressOf(this.service, "phone", wanted.campaign ?? town.round, wanted.place ?? this.place, wanted.token ?? this.token, wanted.query ?? "&lang=en"));
    return page;
  }

  async putAway(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.putAway();
    await this.browser.close();
  }
}

export function live(page: Page): Promise<void> {
  return page.locator(".connection[data-state=live]").waitFor();
}

export function tap(page: Page, name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).click();
}

export function entries(page: Page, state: string): Locator {
  return page.locator(`.entries li[data-state=${state}]`);
}

/** No violation of the accessibility rules, nothing wider than the page, no target smaller than a gloved finger, no text cut off. */
export async function judge(page: Page, name: string): Promise<void> {
  const violations = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; ")}`);
  });
  expect(violations, name).toEqual([]);
  const layout = await page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility());
    const told = (elements: HTMLElement[]) => elements.map((one) => one.outerHTML.slice(0, 120));
    return {
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      small: told(all("button, a, input, select").filter((one) => one.getBoundingClientRect().height < 55.5 || one.getBoundingClientRect().width < 55.5)),
      cut: told(all("button, a, p, span, h1, h2").filter((one) => !one.classList.contains("live") && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)),
    };
  });
  expect(layout, name).toEqual({ overflow: 0, small: [], cut: [] });
}

interface Axe {
  run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}
