import type { CampaignClock } from "@gridgrains/client";
import { pauseAfter } from "@gridgrains/client";
import { Refusal } from "@gridgrains/client";
import type { Receipt, Report } from "@gridgrains/client";

export interface Entry {
  id: string;
  text: string;
  state: "waiting" | "acknowledged" | "refused";
  why?: string;
}

/** Sends one tube until the service has answered. The same report id goes out every time, so it is counted once however often it is sent. */
export async function sendTube(
  tube: { id: string; subject: string; value: number },
  send: (report: Report) => Promise<Receipt>,
  clock: CampaignClock,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Refusal | undefined> {
  let at = clock.now();
  let corrected = false;
  for (let failures = 0; ; failures++) {
    try {
      await send({ reportId: tube.id, observations: [{ series: "tests.sampled", subject: tube.subject, value: tube.value, at: at.toISOString() }] });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal && isFinal(error)) {
        if (corrected || !clock.learn(error.problem)) return error;
        corrected = true;
        at = clock.now();
        continue;
      }
      await pause(pauseAfter(failures));
    }
  }
}

function isFinal({ problem }: Refusal): boolean {
  return problem.status < 500 && problem.status !== 429;
}
