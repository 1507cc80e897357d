import type { ServiceClock } from "./clock.js";
import { problemOf, Refusal } from "./problem.js";
import { tokenOf, type TokenSupplier } from "./tokens.js";
import type {
  Alert, Audit, Campaign, Catalogue, DailyReport, Emergency, EmergencySummary, EmergencyTask, Family, History, Notice, Observation, Operations, PastTree, Place, PlacePage, PlacedReport, Post, Problem, Receipt, Report, Snapshot,
} from "./types.js";

/** What a {@link Rest} may be told besides its token. */
export interface RestOptions {
  /** Scheme, host and port of the service; a page that the service has served needs none. */
  address?: string;
  /** Is told the service's time by every answer. */
  clock?: ServiceClock;
  /** How long an answer may take, in milliseconds. */
  patience?: number;
}

const usualPatience = 20_000;

/** Reads and reports over HTTP. Every method throws a {@link Refusal} where the service says no, and whatever `fetch` throws where it is not reached. */
export class Rest {
  constructor(private readonly token: TokenSupplier, private readonly options: RestOptions = {}) {}

  /** What can be reported and is counted. */
  catalogue(): Promise<Catalogue> {
    return this.get("/api/catalogue");
  }

  /** The campaigns that the token may see. */
  campaigns(): Promise<Campaign[]> {
    return this.get("/api/campaigns");
  }

  campaign(campaign: string): Promise<Campaign> {
    return this.get(campaignPath(campaign));
  }

  /** How an emergency stands; of each list so many places are named, at most 500. */
  emergency(campaign: string, limit?: number): Promise<Emergency> {
    return this.get(`${campaignPath(campaign)}/emergency${query({ limit })}`);
  }

  /** Says that a task of an emergency is done. Again, it is the same. */
  finishTask(campaign: string, task: string): Promise<EmergencyTask> {
    return this.post(`${campaignPath(campaign)}/emergency/tasks/${encodeURIComponent(task)}/done`);
  }

  /** What became of an emergency in its first hours; settled once they are over. */
  emergencySummary(campaign: string): Promise<EmergencySummary> {
    return this.get(`${campaignPath(campaign)}/emergency/summary`);
  }

  /** A page of the tree below `root`, parents before children; `depth` 0 is the root alone. */
  places(root: string, depth?: number, after?: string): Promise<PlacePage> {
    return this.get(`/api/places${query({ root, depth, after })}`);
  }

  /** All pages of it. */
  async allPlaces(root: string, depth?: number): Promise<Place[]> {
    const all: Place[] = [];
    let after: string | undefined;
    do {
      const page: PlacePage = await this.places(root, depth, after);
      all.push(...page.places);
      after = page.next;
    } while (after !== undefined);
    return all;
  }

  snapshot(campaign: string, place: string): Promise<Snapshot> {
    return this.get(placePath(campaign, place));
  }

  /** A place and its children, from one moment. */
  children(campaign: string, place: string): Promise<Family> {
    return this.get(`${placePath(campaign, place)}/children`);
  }

  /** A count over time; `step` in seconds, `from` and `to` as RFC 3339. */
  history(campaign: string, place: string, count: string, range: { step?: number; from?: string; to?: string } = {}): Promise<History> {
    return this.get(`${placePath(campaign, place)}/history${query({ count, ...range })}`);
  }

  /** A place as it was when the campaign's clock showed a moment (RFC 3339): all that was recorded by then. */
  snapshotAt(campaign: string, place: string, at: string): Promise<Snapshot> {
    return this.get(`${placePath(campaign, place)}/at/${encodeURIComponent(at)}`);
  }

  /** The same with a row for each place below, of at most 8 counts. */
  treeAt(campaign: string, place: string, at: string, counts: string[], depth?: number): Promise<PastTree> {
    return this.get(`${placePath(campaign, place)}/at/${encodeURIComponent(at)}/tree${query({ counts: counts.join(","), depth })}`);
  }

  /** A page of a leaf's winning observations of one series. */
  subjects(campaign: string, place: string, series: string, after?: string, limit?: number): Promise<Observation[]> {
    return this.get(`${placePath(campaign, place)}/subjects${query({ series, after, limit })}`);
  }

  /** All pages of it, at most `most`. */
  async allSubjects(campaign: string, place: string, series: string, most = 10_000): Promise<Observation[]> {
    const limit = 500;
    const all: Observation[] = [];
    for (let page: Observation[] = []; all.length < most; ) {
      page = await this.subjects(campaign, place, series, all.at(-1)?.subject, limit);
      all.push(...page);
      if (page.length < limit) break;
    }
    return all;
  }

  /** The posts at a place and below it, in the order of the tree; the first 500, or those after the post `after`. */
  posts(campaign: string, place: string, after?: string): Promise<Post[]> {
    return this.get(`${placePath(campaign, place)}/posts${query({ after })}`);
  }

  /** The standing alerts at a place and below it, newest first. */
  alerts(campaign: string, place: string): Promise<Alert[]> {
    return this.get(`${placePath(campaign, place)}/alerts`);
  }

  acknowledgeAlert(campaign: string, place: string, id: string): Promise<Alert> {
    return this.post(`${placePath(campaign, place)}/alerts/${encodeURIComponent(id)}/acknowledge`);
  }

  /** The notices that concern a place, newest first. */
  notices(campaign: string, place: string): Promise<Notice[]> {
    return this.get(`${placePath(campaign, place)}/notices`);
  }

  /** Publishes a notice at a place and all below it. Sent again with the same id and text, it is the same notice. */
  publishNotice(campaign: string, place: string, id: string, text: Notice["text"]): Promise<Notice> {
    return this.post(`${placePath(campaign, place)}/notices`, { id, text });
  }

  /** Acknowledges a notice for a leaf. Again, it is the same. */
  acknowledgeNotice(campaign: string, place: string, id: string): Promise<Notice> {
    return this.post(`${placePath(campaign, place)}/notices/${encodeURIComponent(id)}/acknowledge`);
  }

  /** Reports to a leaf. May be sent again with the same id and body, and is counted once. An {@link Outbox} does so by itself. */
  report(campaign: string, place: string, report: Report): Promise<Receipt> {
    return this.post(`${placePath(campaign, place)}/reports`, report);
  }

  /** Many reports in one call; the answers are in their order, each a receipt or why there is none. */
  reportAll(campaign: string, reports: PlacedReport[]): Promise<(Receipt | Problem)[]> {
    return this.post(`${campaignPath(campaign)}/reports`, reports);
  }

  /** What a place had reported on a day (2022-10-06) by when that was due; undefined where there is no report for that day. */
  async daily(campaign: string, place: string, date: string): Promise<DailyReport | undefined> {
    try {
      return await this.get<DailyReport>(`${placePath(campaign, place)}/daily/${encodeURIComponent(date)}`);
    } catch (failure) {
      if (failure instanceof Refusal && failure.problem.status === 404) return undefined;
      throw failure;
    }
  }

  /** Recounts a place from the journal and compares. */
  audit(campaign: string, place: string): Promise<Audit> {
    return this.get(`${placePath(campaign, place)}/audit`);
  }

  /** A row for each place of a level, a column for each count. */
  async exportCsv(campaign: string, place: string, level: string): Promise<string> {
    return (await this.ask(`${placePath(campaign, place)}/export.csv${query({ level })}`)).text();
  }

  /** How silos and the gateway are; for stewards of a whole tree. */
  operations(): Promise<Operations> {
    return this.get("/api/operations");
  }

  /** Asks for nothing but the service's time, which the clock of the options then has. Needs no token. */
  async hearTime(): Promise<void> {
    await this.fetch("/health/live", {});
  }

  private async get<T>(path: string): Promise<T> {
    return (await (await this.ask(path)).json()) as T;
  }

  private async post<T>(path: string, body?: unknown): Promise<T> {
    const content = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return (await (await this.ask(path, { method: "POST", ...content })).json()) as T;
  }

  /** One request; a second one where the first token is refused and the supplier has another. */
  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const token = await tokenOf(this.token);
    const response = await this.fetch(path, init, token);
    if (response.ok) return response;
    if (response.status === 401) {
      const other = await tokenOf(this.token, token);
      const again = other === token ? response : await this.fetch(path, init, other);
      if (again.ok) return again;
      throw new Refusal(await problemOf(again));
    }
    throw new Refusal(await problemOf(response));
  }

  private async fetch(path: string, init: RequestInit, token?: string): Promise<Response> {
    const { address = "", clock, patience = usualPatience } = this.options;
    const headers = { ...init.headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const sent = clock?.deviceTime();
    const response = await fetch(address + path, { ...init, headers, cache: "no-store", signal: AbortSignal.timeout(patience) });
    const date = response.headers.get("Date");
    // The header has whole seconds: half of one is its mean error.
    if (clock && sent !== undefined && date) clock.heard(Date.parse(date) + 500, sent, clock.deviceTime());
    return response;
  }
}

function campaignPath(campaign: string): string {
  return `/api/campaigns/${encodeURIComponent(campaign)}`;
}

function placePath(campaign: string, place: string): string {
  return `${campaignPath(campaign)}/places/${encodeURIComponent(place)}`;
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
