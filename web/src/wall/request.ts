import type { Language } from "../page/address";
import { readTheme, type Theme } from "../page/theme";

/** What the wall's address asks for: /wall?campaign=…&place=…&count=…&at=…&tour=…&lang=…&theme=…#token=… */
export interface Request {
  /** Without one, the first open round that the token may see, else its first campaign. */
  campaign?: string;
  /** Without one, the campaign's root. */
  place?: string;
  /** The count that colours the tiles and draws the curve. */
  count?: string;
  /** The place that the map is drilled down to. */
  at?: string;
  /** Seconds that the tour stays at each place; 0 is no tour. */
  tour: number;
  language: Language;
  theme?: Theme;
}

const shortestTour = 5;
const longestTour = 3600;

export function readRequest(search: string, browserLanguage: string): Request {
  const query = new URLSearchParams(search);
  const given = (name: "campaign" | "place" | "count" | "at") => (query.get(name) ? { [name]: query.get(name)! } : {});
  const theme = readTheme(search);
  const wanted = query.get("lang") ?? browserLanguage;
  return {
    ...given("campaign"), ...given("place"), ...given("count"), ...given("at"),
    tour: tourSeconds(query.get("tour")),
    language: wanted.toLowerCase().startsWith("zh") ? "zh" : "en",
    ...(theme ? { theme } : {}),
  };
}

/** The same as a query; what came from the browser and not from the address stays out of it. */
export function writeRequest(request: Request, search: string): string {
  const query = new URLSearchParams(search);
  const put = (name: string, value: string | undefined) => (value ? query.set(name, value) : query.delete(name));
  put("campaign", request.campaign);
  put("place", request.place);
  put("count", request.count);
  put("at", request.at);
  put("tour", request.tour > 0 ? String(request.tour) : undefined);
  put("theme", request.theme);
  return `?${query}`;
}

function tourSeconds(text: string | null): number {
  const seconds = Number(text ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(longestTour, Math.max(shortestTour, seconds)) : 0;
}
