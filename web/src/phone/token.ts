import { readToken } from "../page/address";
import { recall, remember } from "./remembered";

/**
 * The token of this phone. It comes in the fragment of a link, which browsers send to no server, and is taken out of the address bar. It is
 * kept in localStorage, not only for the tab as on the wall: a page installed on the home screen is closed and opened many times in a shift,
 * and without its token what waits could not be sent. No page of another host and no foreign script can read it (the policy allows none), it
 * ends by itself (`exp`), and it may only report to the places it names.
 */
export function takeToken(): string | undefined {
  const token = readToken(location.hash);
  if (token !== undefined) {
    keepToken(token);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return currentToken();
}

export function currentToken(): string | undefined {
  return recall<string>("token");
}

export function keepToken(token: string): void {
  remember("token", token);
}

/** The token in what somebody pasted: a link, its fragment, or the token itself. */
export function tokenIn(pasted: string): string | undefined {
  const text = pasted.trim();
  const found = text.includes("#") ? readToken(text.slice(text.indexOf("#"))) : text.replace(/^token=/, "");
  return found !== undefined && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(found) ? found : undefined;
}

/** When a token ends, in milliseconds since 1970, and the places it is for; read, not checked: the service does that. */
export function readClaims(token: string): { expires?: number; places: string[] } {
  try {
    const payload = token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(payload)) as { exp?: number; place?: string | string[] };
    const places = claims.place === undefined ? [] : [claims.place].flat();
    return { places, ...(claims.exp === undefined ? {} : { expires: claims.exp * 1000 }) };
  } catch {
    return { places: [] };
  }
}
