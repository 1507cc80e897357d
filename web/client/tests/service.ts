import { vi } from "vitest";
import type { PlacedReport, Problem, Receipt } from "../src/index.js";

type Answer = Problem | "receipt";

/** Stands in for the service at `fetch`: counts what it is sent, once for each report id, and answers what it is told to. */
export class FakeService {
  readonly calls: { path: string; token: string | null; reports: PlacedReport[] }[] = [];
  /** Report id to how often it was sent. */
  readonly counted = new Map<string, PlacedReport>();
  /** The service's clock. */
  now = Date.parse("2022-10-06T09:00:00Z");
  /** What its answers bear as Date; a drill's own clock is another. */
  date: () => number | undefined = () => this.now;
  validTokens: Set<string> | undefined;
  offline = false;
  /** Counts, but the answer does not arrive. */
  losesAnswers = false;
  answer: (report: PlacedReport) => Answer = () => "receipt";
  whole: (() => Problem | string | undefined) | undefined;

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.fetch(path, init));
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    if (this.offline) throw new TypeError("fetch failed");
    if (path === "/health/live") return this.json(200, {});
    const token = new Headers(init.headers).get("Authorization")?.replace("Bearer ", "") ?? null;
    const reports = JSON.parse(String(init.body ?? "[]")) as PlacedReport[];
    this.calls.push({ path, token, reports });
    if (this.validTokens && !this.validTokens.has(token ?? "")) return this.json(401, { type: "urn:gridgrains:unauthenticated", status: 401, detail: "a valid bearer token is needed" });
    const whole = this.whole?.();
    if (typeof whole === "string") return new Response(whole, { status: 200, headers: { "Content-Type": "text/html" } });
    if (whole) return this.json(whole.status, whole);
    const answers = reports.map((report) => this.take(report));
    if (this.losesAnswers) throw new TypeError("the network is gone");
    return this.json(200, answers);
  }

  private take(report: PlacedReport): Receipt | Problem {
    const known = this.counted.get(report.reportId);
    if (known && JSON.stringify(known) !== JSON.stringify(report)) throw new Error("the same id came with another body");
    const ahead = report.observations.some((o) => Date.parse(o.at) > this.now + 600_000);
    if (ahead) return refusal(422, `at is too far ahead; the server's time is ${new Date(this.now).toISOString()}`, { "observations[0].at": ["is ahead"] });
    const answer = this.answer(report);
    if (answer !== "receipt") return answer;
    this.counted.set(report.reportId, report);
    return { reportId: report.reportId, place: report.place, sequence: this.counted.size, status: known ? "duplicate" : "recorded", applied: report.observations.length, superseded: 0 };
  }

  private json(status: number, body: unknown): Response {
    const date = this.date();
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...(date === undefined ? {} : { Date: new Date(date).toUTCString() }) } });
  }
}

export function refusal(status: number, detail: string, errors?: Record<string, string[]>): Problem {
  return { type: `urn:gridgrains:${status === 503 ? "unavailable" : "invalid"}`, status, detail, ...(errors ? { errors } : {}) };
}
