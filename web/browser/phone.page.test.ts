import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { chromiumPath, launch } from "./chromium";
import { live, Phones, small, within } from "./phones";
import { found, page as addressOf, town } from "./city";
import { Service } from "./service";
import { until } from "./until";

/** The service through a door of its own, which can serve a newer version of the phone's page, and be shut. */
class Door {
  /** What the page's scripts have in their names from now on, as another build would have; and what they leave in the window. */
  version = "";

  private constructor(private readonly server: Server, private readonly service: Service) {}

  static async open(service: Service): Promise<Door> {
    const server = createServer((request, response) => {
      void door.answer(request.url!).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.writeHead(502).end(),
      );
    });
    const door = new Door(server, service);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return door;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  shut(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(path: string): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const version = /^\/assets\/phone-.*\.(v\d+)\.js$/.exec(path)?.[1];
    const answer = await fetch(this.service.address + (version ? path.replace(`.${version}.`, ".") : path));
    let body = Buffer.from(await answer.arrayBuffer());
    if (version) body = Buffer.from(`document.documentElement.dataset.version="${version}";${body.toString()}`);
    else if (path.startsWith("/phone?") || path === "/phone") body = Buffer.from(body.toString().replace(/(src="\/assets\/phone-[^"]+)\.js"/, `$1${this.version && `.${this.version}`}.js"`));
    const headers: Record<string, string> = {};
    for (const name of ["content-type", "content-security-policy", "cache-control"]) if (answer.headers.has(name)) headers[name] = answer.headers.get(name)!;
    return { status: answer.status, headers, body };
  }
}

describe.skipIf(chromiumPath === undefined)("the phone's page on the phone (skipped where there is no Chromium: apt-get install chromium)", () => {
  let service: Service;
  let phones: Phones;
  let reporter: string;

  beforeAll(async () => {
    service = await Service.start();
    await found(service);
    reporter = await service.token("reporter", town.root);
    phones = new Phones(await launch(), service, town.leaf, reporter);
  });

  beforeEach(() => phones.putAway());

  afterAll(async () => {
    await phones?.close();
    await service?.dispose();
  });

  const kept = (page: Page) => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((key) => new URL(key.url).pathname)))).flat());
  const version = (page: Page) => page.evaluate(() => document.documentElement.dataset["version"] ?? "");

  test("can be installed: manifest, icons and a worker that keeps the page and no numbers", async () => {
    const page = await phones.open();
    await live(page);
    const manifest = await page.evaluate(async () => (await fetch(document.querySelector<HTMLLinkElement>("link[rel=manifest]")!.href)).json() as Promise<{ icons: { src: string; sizes: string; purpose: string }[]; start_url: string; display: string }>);
    expect(manifest.display).toBe("standalone");
    for (const icon of manifest.icons) expect((await page.request.get(service.address + icon.src)).headers()["content-type"], icon.src).toMatch(/^image\//);
    expect(manifest.icons.map((icon) => `${icon.sizes} ${icon.purpose}`)).toEqual(expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect((await kept(page)).filter((path) => path.startsWith("/api"))).toEqual([]);
  });

  test("a new version of it is taken when it is opened with a network, replaces the kept one, and opens without", async () => {
    const door = await Door.open(service);
    door.version = "v1";
    const page = await (await phones.fresh()).newPage();
    page.setDefaultTimeout(within);
    await page.setViewportSize(small);
    await page.goto(addressOf(service, "phone", town.round, town.leaf, reporter, "&lang=en").replace(service.address, door.address));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until("the first version is kept", within, async () => (await kept(page)).some((path) => path.endsWith(".v1.js")));

    door.version = "v2";
    await page.reload();
    await until("the new version is shown", within, async () => (await version(page)) === "v2");
    await until("only the new version is kept", within, async () => (await kept(page)).filter((path) => /phone-.*\.js$/.test(path)).every((path) => path.endsWith(".v2.js")));
    await door.shut();
    await page.reload();

    await until("the new version opens without a network", within, async () => (await version(page)) === "v2");
  });
});
