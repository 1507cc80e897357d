import { campaignTime, type Alert, type Family, type Notice, type Post, type Snapshot } from "@gridgrains/client";
import type { Language } from "../page/address";
import { missingReports, musterOf, tasksOf, type Muster, type Tasks } from "./calls";
import type { AlarmWords } from "./draw/alarms";
import type { CallsView } from "./draw/calls";
import type { CurveData } from "./draw/curve";
import type { HeaderView } from "./draw/header";
import type { NoticeWords } from "./draw/notices";
import type { DutyWords } from "./draw/posts";
import type { SummaryView } from "./draw/summary";
import { countName, headlineCounts, nameOf, roleName, targetIn, titleOf, type Facts } from "./facts";
import { project, type Point } from "./projection";
import { dateText, dayTimeText, numberText, percentText, spanText, timeText, words, type Words } from "./words";

const day = 24 * 3_600_000;

/** `real` is the service's time and `monotonic` that of the device's steady clock, in milliseconds. */
export function headerView(facts: Facts, real: number, monotonic: number, language: Language): HeaderView {
  const say = words[language];
  const { campaign, snapshot, connection } = facts;
  const now = campaignTime(campaign ?? {}, real);
  const old = facts.heardAt === undefined ? undefined : monotonic - facts.heardAt;
  const trouble = facts.trouble ? ` · ${facts.trouble}` : "";
  const lost = connection !== "live" && snapshot !== undefined && old !== undefined && old > 3_000;
  const { past } = facts;
  return {
    title: campaign ? titleOf(campaign, language) : say.wall,
    place: snapshot ? nameOf(snapshot, language) : "",
    past: past === undefined ? "" : say.pastBadge(dayTimeText(past)),
    drill: campaign?.drill ? say.drillSpeed(numberText(campaign.drill.speed)) : "",
    emergency: campaign?.emergency ? say.emergency : "",
    closed: campaign?.state === "closed" ? say.closed : "",
    date: campaign ? dateText(now) : "",
    time: campaign ? timeText(now, !campaign.drill) : "",
    connection: past === undefined ? connection : "past",
    connectionText: past === undefined ? say[connection] + (lost ? "" : trouble) : say.past,
    asOf: snapshot && campaign && past === undefined ? `${say.asOf} ${timeText(campaignTime(campaign, Date.parse(snapshot.asOf)), !campaign.drill)}` : "",
    heard: !snapshot || past !== undefined || snapshot.children.expected === 0 ? "" : partial(snapshot) ? say.partial(snapshot.children.heard, snapshot.children.expected) : say.whole,
    partial: snapshot !== undefined && partial(snapshot),
    stale: past !== undefined ? "" : lost ? say.lastKnown(spanText(old, say)) + trouble : connection === "live" && !campaign ? say.noCampaign : "",
  };
}

function partial({ children }: Snapshot): boolean {
  return children.heard < children.expected;
}

/** A moment that the service named: of a drill some are by its clock and some in real time, which are years apart. */
function moment(facts: Facts, text: string, real: number): number {
  const told = Date.parse(text);
  const now = campaignTime(facts.campaign ?? {}, real);
  const isReal = facts.campaign?.drill !== undefined && Math.abs(told - real) < Math.abs(told - now);
  return isReal ? campaignTime(facts.campaign!, told) : told;
}

function sinceText(facts: Facts, text: string, real: number, language: Language): string {
  const say = words[language];
  const now = campaignTime(facts.campaign ?? {}, real);
  const at = moment(facts, text, real);
  return say.since(now - at > day ? dayTimeText(at) : timeText(at), spanText(now - at, say));
}

/** The wall's place itself is not named; below it, what stands between. */
export function whereText(facts: Facts, place: string, language: Language): string {
  const { places } = facts;
  const at = places?.nearest(place) ?? -1;
  if (!places || at < 0) return place;
  const path = places.path(at).slice(1).slice(-2).map((one) => nameOf(places.at(one), language));
  const desk = place.endsWith(".desk") ? facts.catalogue?.levels.find((level) => level.code === "desk")?.[language] : undefined;
  return [...path, ...(desk ? [desk] : [])].join(language === "zh" ? "" : " · ") || nameOf(places.at(at), language);
}

export function alarmWords(facts: Facts, real: number, language: Language): AlarmWords {
  return {
    say: words[language],
    title: (alert: Alert) => alert.title[language],
    place: (alert: Alert) => whereText(facts, alert.place, language),
    since: (alert: Alert) => sinceText(facts, alert.since, real, language),
  };
}

export function dutyWords(facts: Facts, real: number, language: Language): DutyWords {
  return {
    say: words[language],
    name: (post: Post) => `${nameOf(post, language)} · ${whereText(facts, post.place, language)}`,
    lacks: (post: Post) => Object.entries(post.short).filter(([, people]) => people > 0).map(([role, people]) => `${roleName(facts.catalogue, role, language)} ${people}`).join(" · "),
    since: (post: Post) => (post.uncoveredSince ? sinceText(facts, post.uncoveredSince, real, language) : ""),
  };
}

export function noticeWords(facts: Facts, real: number, language: Language): NoticeWords {
  const say = words[language];
  return {
    say,
    text: (notice: Notice) => notice.text[language] ?? notice.text.zh ?? notice.text.en ?? "",
    meta: (notice: Notice) => `${dayTimeText(moment(facts, notice.publishedAt, real))} · ${whereText(facts, notice.place, language)}`,
    confirmed: (notice: Notice) => say.confirmed(numberText(notice.acknowledgedBy), numberText(notice.expected)),
  };
}

/** So many places of a list have room in a line or two. */
const mostNamed = 8;

/** The muster's clock, the tasks of an emergency and the missing daily reports; none where there is nothing to say of it. */
export function callsView(facts: Facts, real: number, language: Language): CallsView {
  const say = words[language];
  const muster = musterOf(facts);
  const tasks = facts.campaign && tasksOf(facts, campaignTime(facts.campaign, real));
  const missing = missingReports(facts);
  const names = missing.slice(0, mostNamed).map((alert) => whereText(facts, alert.place, language)).join(language === "zh" ? "、" : ", ");
  const more = missing.length > mostNamed ? ` · ${say.more(missing.length - mostNamed)}` : "";
  return {
    ...(muster ? { muster: musterView(muster, facts, real, say) } : {}),
    ...(tasks ? { tasks: tasksView(tasks, language) } : {}),
    ...(missing.length > 0 ? { missing: { title: say.missingReports, figures: numberText(missing.length), names: names + more } } : {}),
  };
}

const mostTasks = 2;

function tasksView({ done, all, late, next }: Tasks, language: Language): NonNullable<CallsView["tasks"]> {
  const say = words[language];
  const names = late.slice(0, mostTasks).map((task) => task.title[language]).join(language === "zh" ? "、" : ", ");
  const more = late.length > mostTasks ? ` · ${say.more(late.length - mostTasks)}` : "";
  const coming = next ? say.nextTask(next.title[language], dayTimeText(Date.parse(next.dueAt))) : "";
  return {
    title: say.tasks,
    figures: `${numberText(done)}/${numberText(all)}`,
    meta: [late.length > 0 ? say.lateTasks(names + more) : "", coming].filter(Boolean).join(" · ") || say.allTasks,
    state: late.length > 0 ? "late" : next ? "waiting" : "complete",
  };
}

function musterView({ called, present, since, late }: Muster, facts: Facts, real: number, say: Words): NonNullable<CallsView["muster"]> {
  const lacking = Math.max(0, called - present);
  const span = since === undefined ? "" : spanText(campaignTime(facts.campaign!, real) - since, say);
  return {
    title: say.muster,
    figures: `${numberText(present)}/${numberText(called)}`,
    meta: lacking > 0 ? say.musterMissing(numberText(lacking), span) : say.musterComplete,
    state: lacking === 0 ? "complete" : late ? "late" : "waiting",
  };
}

/** The curve of the chosen count: a round from its opening to its deadline, anything else over the last day. */
export function curveData(facts: Facts, real: number, language: Language): CurveData | undefined {
  const { campaign, snapshot, count } = facts;
  if (!campaign || !snapshot) return undefined;
  const say = words[language];
  const now = campaignTime(campaign, real);
  const value = snapshot.counts[count] ?? 0;
  const points: Point[] = [...(facts.history.get(count) ?? []), [now, value]];
  const target = targetIn(campaign, snapshot, count);
  const { from, to } = windowOf(facts, now);
  const planTo = campaign.deadline && count in campaign.targets ? Date.parse(campaign.deadline) : undefined;
  const { finish } = project(points, target, now);
  const end = Math.min(to, finish ?? to);
  const rising = planTo !== undefined && finish !== undefined && finish > now && target !== undefined && value < target && end > now;
  return {
    points: points.filter(([at]) => at >= from), from, to, now, target,
    plan: planTo !== undefined && target !== undefined ? [[Date.parse(campaign.opensAt), 0], [planTo, target]] : [],
    trend: rising ? [[now, value], [end, value + ((target - value) * (end - now)) / (finish - now)]] : [],
    names: { actual: say.actual, plan: say.plan, trend: say.trend, now: say.now },
  };
}

// The curve is hardly ever larger on a screen than this, in lines that an eye tells apart.
const curveLines = { across: 1200, up: 400 };

/** What of the curve an eye could tell: two with the same look need not both be drawn. */
export function curveLook({ points, plan, trend, from, to, target, names }: CurveData): string {
  const highest = Math.max(target ?? 0, ...points.map((point) => point[1]), 1);
  const across = (at: number) => Math.round((at / (to - from)) * curveLines.across);
  const up = (value: number) => Math.round((value / highest) * curveLines.up);
  const seen = (line: readonly Point[]) => line.map(([at, value]) => [across(at), up(value)]);
  return JSON.stringify([seen(points.slice(-1)), points.length, seen(plan), seen(trend), across(from), across(to), target ?? Math.round(Math.log(highest) * curveLines.up), names]);
}

/** The time that the curve shows, in milliseconds of the campaign's clock. */
export function windowOf({ campaign }: Facts, now: number): { from: number; to: number } {
  const opensAt = Date.parse(campaign!.opensAt);
  const deadline = campaign!.deadline ? Date.parse(campaign!.deadline) : undefined;
  if (deadline === undefined || now > deadline + day) return { from: Math.max(opensAt, now - day), to: Math.max(now, opensAt + 3_600_000) };
  return { from: Math.max(opensAt, now - 14 * day), to: Math.max(deadline, now) };
}

/** The day on paper, from an answer in which the rows sum up to the total. */
export function summaryView(facts: Facts, family: Family, real: number, language: Language): SummaryView {
  const say = words[language];
  const campaign = facts.campaign!;
  const targets = headlineCounts(campaign, facts.count);
  const others = (facts.catalogue?.counts ?? []).map((one) => one.code).filter((code) => !targets.includes(code) && (family.snapshot.counts[code] ?? 0) !== 0);
  const counts = [...targets, ...others.slice(0, Math.max(0, 6 - targets.length))];
  const cells = (snapshot: Snapshot) => counts.flatMap((count) => {
    const value = snapshot.counts[count] ?? 0;
    const target = targetIn(campaign, snapshot, count);
    return count in campaign.targets ? [numberText(value), target === undefined ? "–" : numberText(target), target === undefined ? "–" : percentText(value / target)] : [numberText(value)];
  });
  const headings = counts.flatMap((count) => {
    const name = countName(facts.catalogue, count, language);
    return count in campaign.targets ? [name, say.of, "%"] : [name];
  });
  const now = campaignTime(campaign, real);
  const asOf = campaignTime(campaign, Date.parse(family.snapshot.asOf));
  const desksLast = [...family.children.filter((one) => one.level !== "desk"), ...family.children.filter((one) => one.level === "desk")];
  const deskName = facts.catalogue?.levels.find((level) => level.code === "desk")?.[language];
  const alerts = family.snapshot.alerts;
  return {
    title: `${say.summary} · ${titleOf(campaign, language)}`,
    place: nameOf(family.snapshot, language),
    drill: campaign.drill ? say.drillSpeed(numberText(campaign.drill.speed)) : "",
    lines: [
      `${say.asOf} ${dateText(asOf)} ${timeText(asOf)}${campaign.deadline ? ` · ${say.deadline} ${dateText(Date.parse(campaign.deadline))} ${timeText(Date.parse(campaign.deadline))}` : ""}`,
      ...targets.filter((count) => count in campaign.targets).map((count) => {
        const left = Math.max(0, (targetIn(campaign, family.snapshot, count) ?? 0) - (family.snapshot.counts[count] ?? 0));
        return `${countName(facts.catalogue, count, language)}: ${say.remaining} ${numberText(left)}`;
      }),
      `${say.alarms}: ${say.critical} ${alerts.critical}, ${say.warning} ${alerts.warning} · ${partial(family.snapshot) ? say.partial(family.snapshot.children.heard, family.snapshot.children.expected) : say.whole}`,
    ],
    headings: [say.place, ...headings],
    rows: desksLast.map((child) => [child.level === "desk" && deskName ? deskName : nameOf(child, language), ...cells(child)]),
    total: [say.total, ...cells(family.snapshot)],
    foot: `GridGrains · ${say.printedAt} ${dateText(real)} ${timeText(real)}${campaign.drill ? ` · ${say.drill} ${dateText(now)} ${timeText(now)}` : ""}`,
  };
}
