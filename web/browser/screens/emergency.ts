import { randomUUID } from "node:crypto";
import type { Service } from "../service";
import { until } from "../until";

/** An emergency that is a drill, at the end of its first half hour. */
export const outbreak = "shengtang-outbreak";

const origin = "2022-10-08T07:00:00+08:00";
const speed = 60;

/** Activates it, musters all but one of ten groups, and has two tasks done; the muster's half hour is over when it is ready. */
export async function beginEmergency(service: Service, steward: string, town: string): Promise<void> {
  const campaign = `/api/campaigns/${outbreak}`;
  await service.send("PUT", campaign, steward, { root: town, emergency: { plan: "outbreak" }, drill: { origin, speed } });
  const badges = (series: string, count: number) => Array.from({ length: count }, (_, n) => ({ series, subject: `b-${n}`, value: 1, at: new Date(Date.parse(origin)).toISOString() }));
  const muster = (place: string, called: number, present: number) => service.send("POST", `${campaign}/places/${place}/reports`, steward, {
    reportId: randomUUID(), observations: [...badges("muster.called", called), ...badges("muster.present", present)],
  });
  await muster(`${town}.desk`, 24, 24);
  for (let village = 1; village <= 9; village++) await muster(`${town}.v0${village}.g01`, 8, village === 3 ? 0 : 8);
  for (const task of ["first-report", "gates"]) await service.send("POST", `${campaign}/emergency/tasks/${task}/done`, steward);
  await until("the muster is late", 120_000, async () =>
    ((await service.send("GET", `${campaign}/places/${town}/alerts`, steward)) as { rule: string }[]).some((alert) => alert.rule === "muster.incomplete"));
}
