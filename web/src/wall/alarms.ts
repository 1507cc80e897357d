import type { Alert } from "@gridgrains/client";
import { rank } from "../page/alerts";
import type { Places } from "./places";

/** The worst at or below every place: 2 critical, 1 warning, 0 none. An alert of a place that the tree does not list counts for the nearest above. */
export function alarmsBy(places: Places, alerts: readonly Alert[]): Uint8Array {
  const worst = new Uint8Array(places.count);
  for (const { place, severity } of alerts) {
    for (let at = places.nearest(place); at >= 0; at = places.parent[at]!) worst[at] = Math.max(worst[at]!, rank[severity]);
  }
  return worst;
}
