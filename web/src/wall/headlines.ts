import { campaignTime, coverage } from "@gridgrains/client";
import type { Language } from "../page/address";
import { countName, headlineCounts, targetIn, type Facts } from "./facts";
import { planned, project } from "./projection";
import { dayTimeText, numberText, percentText, spanText, timeText, words } from "./words";

/** A count as it stands at the head of the wall. All texts; empty where there is nothing to say. */
export interface Headline {
  code: string;
  name: string;
  /** The number that matters: what remains, or the count itself where nobody said how much there is to do. */
  figure: string;
  figureLabel: string;
  done: string;
  target: string;
  percent: string;
  /** 0 to 1. */
  coverage: number | undefined;
  /** Where the plan is, 0 to 1. */
  planned: number | undefined;
  standing: string;
  behind: boolean;
  perHour: string;
  finish: string;
  finishNote: string;
  late: boolean;
}

/** Less than this part of the target off the plan is on the plan. */
const negligible = 0.005;

/** `real` is the service's real time, in milliseconds. */
export function headlinesOf(facts: Facts, real: number, language: Language): Headline[] {
  const { campaign, snapshot } = facts;
  if (!campaign || !snapshot) return [];
  return headlineCounts(campaign, facts.count).map((code) => headline(facts, code, real, language));
}

function headline(facts: Facts, code: string, real: number, language: Language): Headline {
  const say = words[language];
  const campaign = facts.campaign!;
  const snapshot = facts.snapshot!;
  const now = campaignTime(campaign, real);
  const value = snapshot.counts[code] ?? 0;
  const target = targetIn(campaign, snapshot, code);
  const [opensAt, deadline] = [Date.parse(campaign.opensAt), campaign.deadline ? Date.parse(campaign.deadline) : undefined];
  // Who reported today starts anew every day and has no deadline.
  const projected = code in campaign.targets;
  const known = facts.history.get(code) ?? [];
  const { perHour, finish } = project(known.length > 0 ? [...known, [now, value]] : known, projected ? target : undefined, now);
  const plan = projected ? planned(opensAt, deadline, target, now) : undefined;
  const reached = target !== undefined && value >= target;
  const off = plan === undefined || target === undefined ? 0 : value - plan;
  const matters = target !== undefined && Math.abs(off) > target * negligible;
  return {
    code,
    name: countName(facts.catalogue, code, language),
    figure: numberText(target === undefined ? value : Math.max(0, target - value)),
    figureLabel: target === undefined ? "" : reached ? say.reached : say.remaining,
    done: target === undefined ? "" : numberText(value),
    target: target === undefined ? "" : numberText(target),
    percent: target === undefined ? "" : percentText(value / target),
    coverage: coverage(value, target),
    planned: target === undefined || plan === undefined ? undefined : plan / target,
    standing: plan === undefined || reached ? "" : !matters ? say.onPlan : off < 0 ? say.behind(numberText(-off)) : say.ahead(numberText(off)),
    behind: matters && off < 0 && !reached,
    perHour: perHour === undefined || !isCumulative(code) ? "" : numberText(Math.round(perHour)),
    finish: !projected || target === undefined ? "" : finish !== undefined ? finishText(finish, now) : perHour === 0 && !reached ? "–" : "",
    finishNote: !projected || target === undefined || reached ? "" : finish === undefined ? (perHour === 0 ? say.noRate : "")
      : deadline === undefined ? "" : finish > deadline ? say.afterDeadline(spanText(finish - deadline, say)) : say.beforeDeadline(spanText(deadline - finish, say)),
    late: !reached && deadline !== undefined && (finish === undefined ? perHour === 0 && now > deadline : finish > deadline),
  };
}

// What rises and falls has no rate that says anything: people on duty, open needs.
function isCumulative(code: string): boolean {
  return !/^(duty|posts|control|isolation)\.|\.open$/.test(code);
}

function finishText(finish: number, now: number): string {
  return new Date(finish).toDateString() === new Date(now).toDateString() ? timeText(finish) : dayTimeText(finish);
}
