import type { Campaign, Catalogue, Series } from "@gridgrains/client";

export type Route = "home" | "muster" | "household" | "doors" | "tube" | "doorstep" | "duty" | "needs" | "issues" | "zero" | "other" | "alerts" | "notices" | "entries";

const routes: readonly string[] = ["muster", "household", "doors", "tube", "doorstep", "duty", "needs", "issues", "zero", "other", "alerts", "notices", "entries"] satisfies Route[];

export function routeOf(fragment: string): Route {
  const name = fragment.replace(/^#/, "");
  return routes.includes(name) ? (name as Route) : "home";
}

/** What can be done in a campaign, the most frequent first. */
export function actionsOf(campaign: Campaign, catalogue: Catalogue): Route[] {
  const has = (...codes: string[]) => codes.some((code) => catalogue.series.some((series) => series.code === code && series.scope === campaign.kind));
  const wanted: [Route, boolean][] = campaign.kind === "round"
    ? [["household", has("households.canvassed", "households.informed")], ["tube", has("tests.sampled")], ["doorstep", has("doorstep")]]
    : [["duty", has("duty.cadre", "duty.grid_member")], ["needs", has("needs")], ["issues", has("issues")]];
  const first = wanted.filter(([, there]) => there).map(([route]) => route);
  // A round of tests alone begins with the tube.
  if (first[0] === "household" && !targetsHouseholds(campaign) && campaign.targets["tests.sampled"]) [first[0], first[1]] = [first[1]!, first[0]];
  if (campaign.emergency && has("muster.called")) first.unshift("muster");
  return [...first, "zero", "other"];
}

/** What a visit to a door counts as in this campaign: what it has targets for, else canvassed. */
export function visitsOf(campaign: Campaign, catalogue: Catalogue): Series[] {
  const visits = catalogue.series.filter((series) => series.code === "households.canvassed" || series.code === "households.informed");
  const wanted = visits.filter((series) => campaign.targets[series.code]);
  return wanted.length > 0 ? wanted : visits.filter((series) => series.code === "households.canvassed");
}

function targetsHouseholds(campaign: Campaign): boolean {
  return Object.keys(campaign.targets).some((code) => code.startsWith("households.") || code.startsWith("residents."));
}

// What has a screen of its own.
const own = new Set(["households.canvassed", "households.informed", "households.revisit", "residents.registered", "tests.sampled", "doorstep", "needs", "issues"]);

/** Everything else that can be reported in a campaign, in the catalogue's order. */
export function otherSeries(campaign: Campaign, catalogue: Catalogue): Series[] {
  return catalogue.series.filter((series) => series.scope === campaign.kind && !own.has(series.code) && series.role === undefined);
}

/** What somebody can be on duty as. */
export function rolesOf(catalogue: Catalogue): Series[] {
  return catalogue.series.filter((series) => series.role !== undefined);
}
