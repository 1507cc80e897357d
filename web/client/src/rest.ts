import type { Campaign, Catalogue, Family, Problem, Receipt, Report } from "./types";

/** The service said no, and why. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.type);
  }
}

/** Reads and reports over HTTP, with one token. */
export class Rest {
  constructor(private readonly token: string) {}

  catalogue(): Promise<Catalogue> {
    return this.ask("/api/catalogue");
  }

  campaign(campaign: string): Promise<Campaign> {
    return this.ask(`/api/campaigns/${encodeURIComponent(campaign)}`);
  }

  children(campaign: string, place: string): Promise<Family> {
    return this.ask(`${ledger(campaign, place)}/children`);
  }

  report(campaign: string, place: string, report: Report): Promise<Receipt> {
    return this.ask(`${ledger(campaign, place)}/reports`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(report),
    });
  }

  private async ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { ...init.headers, Authorization: `Bearer ${this.token}` };
    const response = await fetch(path, { ...init, headers, cache: "no-store", signal: AbortSignal.timeout(20_000) });
    if (response.ok) return (await response.json()) as T;
    throw new Refusal(await problemOf(response));
  }
}

function ledger(campaign: string, place: string): string {
  return `/api/campaigns/${encodeURIComponent(campaign)}/places/${encodeURIComponent(place)}`;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { type: "about:blank", status: response.status, title: `HTTP ${response.status}` };
  }
}
