import type { Problem } from "./types.js";

/** The service said no, and why. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.type);
  }

  /** False where something on the way said it, such as a hotel's network that wants a login first. Nothing is concluded from that. */
  get isOfService(): boolean {
    return this.problem.type.startsWith("urn:gridgrains:");
  }
}

/** Why the service said no, in its words, over HTTP or on the hub; nothing where it said nothing. */
export function reasonOf(error: unknown): string | undefined {
  return problemIn(error)?.detail;
}

/** The problem in an error, over HTTP or on the hub. */
export function problemIn(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return error.problem;
  if (!(error instanceof Error) || !error.message.startsWith("{")) return undefined;
  try {
    return JSON.parse(error.message) as Problem;
  } catch {
    return undefined;
  }
}

/** Whether sending the same again later may help. */
export function isPassing(problem: Problem): boolean {
  return problem.status >= 500 || problem.status === 429 || problem.status === 408;
}

/** All that a problem says, in one line. */
export function sentenceOf(problem: Problem): string {
  return problem.detail ?? problem.title ?? problem.type;
}

/** Reads the problem of an answer; one that is not ours becomes `about:blank` with the status. */
export async function problemOf(response: Response): Promise<Problem> {
  const other: Problem = { type: "about:blank", status: response.status, title: `HTTP ${response.status}` };
  try {
    const body: unknown = await response.json();
    const problem = isProblem(body) ? body : other;
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    return problem.retryAfter === undefined && seconds > 0 ? { ...problem, retryAfter: seconds } : problem;
  } catch {
    return other;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && typeof (body as Problem).type === "string" && typeof (body as Problem).status === "number";
}
