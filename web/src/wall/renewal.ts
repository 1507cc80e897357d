const key = "gridgrains.renewed";

/** The script that a page's markup names; it bears a hash of its content. */
export function scriptOf(markup: string): string | undefined {
  return /<script[^>]*\bsrc="([^"]+)"/.exec(markup)?.[1];
}

/**
 * Loads the page anew when the service has another version of it: once for each version, and only when the new page and its script have
 * just been answered, so that the wall never changes its picture for an error. `broken`: also when it is the same version.
 */
export async function renew(broken = false, reload: () => void = () => location.reload()): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.getAttribute("src");
  const page = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(20_000) });
  const told = page.ok ? scriptOf(await page.text()) : undefined;
  if (!own || !told || (!broken && (told === own || sessionStorage.getItem(key) === told))) return false;
  const script = await fetch(told, { signal: AbortSignal.timeout(60_000) });
  if (!script.ok) return false;
  sessionStorage.setItem(key, told);
  reload();
  return true;
}
