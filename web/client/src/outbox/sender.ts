import type { ServiceClock } from "../clock.js";
import { isPassing, Refusal } from "../problem.js";
import type { Rest } from "../rest.js";
import type { Problem, Receipt } from "../types.js";
import { batchesOf, reportOf } from "./batch.js";
import { dateOf, lastAbout } from "./dating.js";
import type { Entry } from "./entry.js";
import type { OutboxStore } from "./store.js";
import { verdict } from "./verdict.js";

/** Why nothing is sent although something waits: the network or the service, or the token. */
export type Hindrance = "unreachable" | "token" | "forbidden";

/** How sending went. */
export interface Pass {
  hindrance?: Hindrance;
  /** Milliseconds that the service asked to wait. */
  atLeast: number;
}

/** Sends what waits in the outbox, and writes down what became of it. One at a time. */
export class Sender {
  private stopped = false;

  constructor(
    private readonly store: OutboxStore,
    private readonly rest: Rest,
    private readonly clock: ServiceClock,
    private readonly keep: number,
    private readonly settled: () => void,
  ) {}

  /** Ends a pass after the answer that it waits for. */
  stop(): void {
    this.stopped = true;
  }

  /** Sends what waits, until nothing does or something hinders. Throws where the service is not reached or the disk fails. */
  async pass(): Promise<Pass> {
    const result: Pass = { atLeast: 0 };
    // Until nothing waits: more may have come in meanwhile. What was answered "later" is left for the next pass.
    const tried = new Set<number>();
    while (!this.stopped && result.hindrance === undefined) {
      const fresh = (await this.store.waiting()).filter((entry) => !tried.has(entry.order) || entry.sent === 0);
      if (fresh.length === 0) break;
      // Nothing is dated by a clock that may be wrong if asking for the time is all that it takes.
      if (!this.clock.isSure) await this.rest.hearTime();
      for (const batch of batchesOf(fresh)) {
        batch.forEach((entry) => tried.add(entry.order));
        await this.send(batch, result);
        if (this.stopped || result.hindrance !== undefined) break;
      }
    }
    if (result.hindrance === undefined && (await this.store.waiting()).some((entry) => tried.has(entry.order))) result.hindrance = "unreachable";
    return result;
  }

  private async send(batch: Entry[], result: Pass): Promise<void> {
    const entries = await this.markSent(batch);
    if (entries.length === 0) return;
    const sentAt = this.clock.deviceTime();
    const campaign = entries[0]!.campaign;
    try {
      const answers = await this.rest.reportAll(campaign, entries.map(reportOf));
      if (!Array.isArray(answers) || answers.length !== entries.length) throw new TypeError("an answer for each report was expected");
      await this.settle(entries, answers, sentAt);
      for (const answer of answers) if ("retryAfter" in answer) result.atLeast = Math.max(result.atLeast, (answer.retryAfter ?? 0) * 1000);
    } catch (error) {
      await this.failed(error, entries, sentAt, result);
    }
  }

  private async failed(error: unknown, entries: Entry[], sentAt: number, result: Pass): Promise<void> {
    const problem = error instanceof Refusal && error.isOfService ? error.problem : undefined;
    if (problem === undefined || isPassing(problem)) {
      result.hindrance = "unreachable";
      result.atLeast = Math.max(result.atLeast, (problem?.retryAfter ?? 0) * 1000);
    } else if (problem.status === 401 || problem.status === 403) {
      // The whole call was refused, not what it says: with another token it goes.
      result.hindrance = problem.status === 401 ? "token" : "forbidden";
    } else if (entries.length > 1) {
      // One of them is the reason. Halves find it without the others suffering.
      const half = Math.ceil(entries.length / 2);
      await this.send(entries.slice(0, half), result);
      if (result.hindrance === undefined) await this.send(entries.slice(half), result);
    } else {
      await this.settle(entries, [problem], sentAt);
    }
  }

  /** Before anything leaves: from here on its body is what it is. What was dated by a guess gets the date that is known now. */
  private markSent(batch: Entry[]): Promise<Entry[]> {
    return this.store.update(batch.map((entry) => entry.order), (entry, all) => {
      if (entry.state !== "waiting") return undefined;
      const at = entry.sent > 0 || entry.dated ? entry.at : dateOf(entry, this.clock, lastAbout(entry, all));
      return { ...entry, at, sent: entry.sent + 1 };
    });
  }

  private async settle(entries: Entry[], answers: (Receipt | Problem)[], sentAt: number): Promise<void> {
    const answerOf = new Map(entries.map((entry, i) => [entry.order, answers[i]!]));
    await this.store.update([...answerOf.keys()], (entry) => {
      const next = verdict(entry, answerOf.get(entry.order)!, this.clock, sentAt);
      return next.reportId === entry.reportId ? next : { ...next, sent: 0 };
    });
    await this.store.prune(this.keep);
    this.settled();
  }
}
