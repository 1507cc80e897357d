import type { Language } from "./address";

/** The pages' own words. Names of counts come from the catalogue, names of places from the tree. */
export const words = {
  zh: {
    connecting: "正在连接",
    live: "实时",
    lost: "连接中断,正在重试",
    asOf: (at: Date) => `截至 ${clock(at)}`,
    heard: (heard: number, expected: number) => `已收到下级 ${heard}/${expected}`,
    drill: (speed: string) => `演练 · ${speed} 倍速`,
    target: "应完成",
    remaining: "剩余",
    critical: "紧急",
    warning: "预警",
    noAddress: "请使用启动时打印的完整地址打开本页:需要 campaign、place 与 #token。",
    subject: "采样管编号",
    value: "采样人数",
    report: "上报",
    waiting: "等待确认",
    acknowledged: "已确认",
    refused: "未接受",
    notALeaf: "本页显示的是区域;只能向网格上报。",
    counts: "当前数据",
    reports: "本次上报",
  },
  en: {
    connecting: "connecting",
    live: "live",
    lost: "connection lost, trying again",
    asOf: (at: Date) => `as of ${clock(at)}`,
    heard: (heard: number, expected: number) => `${heard} of ${expected} below heard`,
    drill: (speed: string) => `DRILL · ${speed} times as fast`,
    target: "of",
    remaining: "remaining",
    critical: "critical",
    warning: "warnings",
    noAddress: "Open this page by the whole address printed at start: it needs campaign, place and #token.",
    subject: "Tube code",
    value: "People in the tube",
    report: "Report",
    waiting: "waiting",
    acknowledged: "acknowledged",
    refused: "not accepted",
    notALeaf: "This is an area; reports go to a grid.",
    counts: "Now",
    reports: "Sent from here",
  },
} satisfies Record<Language, unknown>;

export type Words = (typeof words)[Language];

const grouped = new Intl.NumberFormat("en-US");

/** Digits in groups of three, the same in both languages. */
export function numberText(value: number): string {
  return grouped.format(value);
}

function clock(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
