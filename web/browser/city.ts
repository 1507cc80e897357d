import type { Service } from "./service";

/** A small town for tests: two villages of two grids, a round with targets and a standing campaign. */
export const town = {
  root: "town",
  leaf: "town.v1.g1",
  round: "round-1",
  standing: "duty-1",
};

const places = [
  "id,level,name,name_en,households,residents",
  "town,town,测试镇,Testtown,,",
  "town.v1,village,东村,East Village,,",
  "town.v1.g1,grid,东村一网格,East 1,40,120",
  "town.v1.g2,grid,东村二网格,East 2,60,180",
  "town.v2,village,西村,West Village,,",
  "town.v2.g1,grid,西村一网格,West 1,50,150",
  "town.v2.g2,grid,西村二网格,West 2,30,90",
].join("\n");

const posts = ["id,place,kind,name,requires,hours", "site-01,town.v1.g1,sampling-site,采样点1,cadre:1;volunteer:2,00:00-24:00"].join("\n");

/** Brings the town in; answers with a steward's token for all of it. */
export async function found(service: Service): Promise<string> {
  const steward = await service.token("steward", town.root);
  await service.send("PUT", "/api/places", steward, places, "text/csv");
  await service.send("PUT", "/api/posts", steward, posts, "text/csv");
  const opensAt = new Date(Date.now() - 3_600_000).toISOString();
  const deadline = new Date(Date.now() + 8 * 3_600_000).toISOString();
  await service.send("PUT", `/api/campaigns/${town.round}`, steward, {
    id: town.round, kind: "round", title: "全员核酸筛查", titleEn: "Everybody tested", root: town.root, opensAt, deadline,
    targets: { "tests.sampled": "residents", "households.canvassed": "households" },
  });
  await service.send("PUT", `/api/campaigns/${town.standing}`, steward, {
    id: town.standing, kind: "standing", title: "值守与管控", titleEn: "Duty and control", root: town.root, opensAt, targets: {},
  });
  return steward;
}

/** Activates an emergency for the whole town, as a steward does: by one call. */
export async function activate(service: Service, steward: string, campaign: string, more: object = {}): Promise<void> {
  await service.send("PUT", `/api/campaigns/${campaign}`, steward, { root: town.root, emergency: { plan: "outbreak" }, ...more });
}

/** An address of a page with what it needs, the token in the fragment. */
export function page(service: Service, name: "wall" | "phone" | "daily" | "emergency" | "operations", campaign: string, place: string, token: string, more = ""): string {
  return `${service.address}/${name}?campaign=${campaign}&place=${place}${more}#token=${token}`;
}
