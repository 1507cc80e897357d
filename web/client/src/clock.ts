import type { Campaign, Problem } from "./types.js";

/** What of a campaign decides its time. */
export type Timing = Pick<Campaign, "drill" | "createdAt">;

// An answer's Date has whole seconds and was under way for a while: smaller differences say nothing.
const noticeable = 2_000;

/** The service's time on a device whose own clock may be wrong. It is learned from answers. Milliseconds since 1970. */
export class ServiceClock {
  private sure = false;

  /**
   * @param offset What the service's clock was ahead by when it was last known, in milliseconds.
   * @param device The device's clock.
   */
  constructor(private ahead = 0, private readonly device: () => number = Date.now) {}

  /** How far the service is ahead of this device, in milliseconds. */
  get offset(): number {
    return this.ahead;
  }

  /** Whether the offset was heard from the service, and not only remembered or supposed. */
  get isSure(): boolean {
    return this.sure;
  }

  /** The device's own time, right or wrong. */
  deviceTime(): number {
    return this.device();
  }

  now(): number {
    return this.device() + this.ahead;
  }

  /** Takes the service's time from an answer. `sent` and `received` are the device's times around it. True where the offset changed. */
  heard(service: number, sent: number, received: number): boolean {
    if (Number.isNaN(service)) return false;
    const ahead = Math.round(service - (sent + received) / 2);
    const changed = Math.abs(ahead - this.ahead) > noticeable + (received - sent) / 2;
    if (changed) this.ahead = ahead;
    this.sure = true;
    return changed;
  }
}

/** A campaign's time at a real time: the same, except in a drill. Milliseconds since 1970. */
export function campaignTime({ drill, createdAt }: Timing, real: number): number {
  return drill && createdAt ? Date.parse(drill.origin) + (real - Date.parse(createdAt)) * drill.speed : real;
}

/** The real time at a campaign's time. */
export function realTime({ drill, createdAt }: Timing, campaign: number): number {
  return drill && createdAt ? Date.parse(createdAt) + (campaign - Date.parse(drill.origin)) / drill.speed : campaign;
}

/** The campaign's time that the service names where it refuses an observation as ahead of it; nothing where it refuses for other reasons. */
export function timeInRefusal(problem: Problem): number | undefined {
  if (problem.status !== 422 || !Object.keys(problem.errors ?? {}).some((member) => /(^|\.)at$/.test(member))) return undefined;
  const told = [problem.detail ?? "", ...Object.values(problem.errors ?? {}).flat()].join(" ").match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/);
  return told ? Date.parse(told[0]) : undefined;
}
