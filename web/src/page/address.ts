// What the page was opened with: /wall?campaign=…&place=…&lang=…&count=…#token=…

export type Language = "zh" | "en";

export interface Address {
  campaign: string;
  place: string;
  language: Language;
  /** The count that colours the tiles, where the address chooses one. */
  count?: string;
}

export function readAddress(search: string, browserLanguage: string): Address | undefined {
  const query = new URLSearchParams(search);
  const campaign = query.get("campaign");
  const place = query.get("place");
  if (!campaign || !place) return undefined;
  const count = query.get("count");
  return { campaign, place, language: readLanguage(search, browserLanguage), ...(count ? { count } : {}) };
}

export function readLanguage(search: string, browserLanguage: string): Language {
  const wanted = new URLSearchParams(search).get("lang") ?? browserLanguage;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function readToken(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("token") ?? undefined;
}

const tokenKey = "gridgrains.token";

/**
 * The token of this tab. It comes in the fragment, which browsers send to no server, and is taken out of the address bar,
 * so that nobody reads it from a photograph of the wall.
 */
export function takeToken(): string | undefined {
  const token = readToken(location.hash);
  if (token === undefined) return sessionStorage.getItem(tokenKey) ?? undefined;
  sessionStorage.setItem(tokenKey, token);
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/** A new token pasted into the address bar changes only the fragment, for which browsers load nothing. */
export function startAgainOnNewToken(): void {
  addEventListener("hashchange", () => {
    if (readToken(location.hash) !== undefined) location.reload();
  });
}
