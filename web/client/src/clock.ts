import type { Problem } from "./types";

/**
 * The campaign's time on this device. A drill has a clock of its own, and a device's may be wrong; the service says its time when it
 * refuses an observation as too far ahead.
 */
export class CampaignClock {
  private campaignTime: number | undefined;
  private heardAt = 0;

  constructor(private readonly speed: number, private readonly local: () => number = Date.now) {}

  now(): Date {
    const local = this.local();
    return new Date(this.campaignTime === undefined ? local : this.campaignTime + (local - this.heardAt) * this.speed);
  }

  /** Takes the service's time from a refusal; false where there is none in it. */
  learn(problem: Problem): boolean {
    const told = [problem.detail ?? "", ...Object.values(problem.errors ?? {}).flat()].join(" ").match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/);
    if (problem.status !== 422 || !told) return false;
    this.campaignTime = Date.parse(told[0]);
    this.heardAt = this.local();
    return true;
  }
}
