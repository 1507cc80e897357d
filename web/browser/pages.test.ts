import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { found, page, town } from "./city";
import { Service } from "./service";

describe.skipIf(chromiumPath === undefined)("the pages in a Chromium (skipped where there is none: apt-get install chromium)", () => {
  let service: Service;
  let browser: Browser;
  let steward: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([Service.start(), launch()]);
    steward = await found(service);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.dispose();
  });

  test.each(["wall", "phone"] as const)("the %s asks nobody else, breaks no rule of its policy and logs no error", async (name) => {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("request", (request) => new URL(request.url()).origin === service.address || complaints.push(`asked ${request.url()}`));
    await tab.goto(page(service, name, town.round, town.leaf, steward, "&lang=en"));
    await tab.getByText("East 1").first().waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });
});
