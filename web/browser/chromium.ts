import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type LaunchOptions } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

/** Where a Chromium is on this machine; tests that need one are skipped by name where there is none. */
export const chromiumPath: string | undefined = process.env["CHROMIUM"] ?? places.find((path) => existsSync(path));

const options: LaunchOptions = {
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  headless: true,
  // It asks nobody on the internet, and runs as root in a container as well.
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

/** A browser that forgets everything when it is closed. */
export function launch(): Promise<Browser> {
  return chromium.launch(options);
}

/** A browser whose storage lives in a folder, so that it can be closed and opened again. */
export function launchWithProfile(folder: string, context: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options, ...context });
}
