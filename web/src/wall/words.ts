import type { Language } from "../page/address";

/** The wall's own words. Names of counts, levels and roles come from the catalogue, names of places from the tree. */
export const words = {
  zh: {
    wall: "指挥大屏",
    connecting: "正在连接",
    live: "实时",
    lost: "连接中断",
    asOf: "数据截至",
    lastKnown: (age: string) => `连接中断,以下为 ${age}前的数据`,
    partial: (heard: number, expected: number) => `下级 ${heard}/${expected} 已汇入`,
    whole: "下级全部汇入",
    drill: "演练",
    drillSpeed: (speed: string) => `演练 · ${speed} 倍速`,
    closed: "已结束",
    noAddress: "请使用启动时打印的完整地址打开本页:需要 #token。",
    noCampaign: "此令牌看不到任何行动。",
    waiting: "等待第一批数据",
    remaining: "剩余",
    reached: "已完成目标",
    done: "已完成",
    of: "目标",
    perHour: "每小时",
    finish: "预计完成",
    finished: "完成于",
    noRate: "近一小时无进展",
    behind: (amount: string) => `落后计划 ${amount}`,
    ahead: (amount: string) => `超前计划 ${amount}`,
    onPlan: "与计划一致",
    afterDeadline: (span: string) => `晚于截止 ${span}`,
    beforeDeadline: (span: string) => `早于截止 ${span}`,
    deadline: "截止",
    now: "当前",
    otherCounts: "其他数据",
    map: "网格覆盖图",
    whole_place: "全域",
    up: "返回上级",
    silent: "沉默",
    legend: "图例",
    notBegun: "0%",
    under: (percent: number) => `<${percent}%`,
    complete: "100%",
    hasReports: "已有数据",
    noData: "暂无数据",
    silentLegend: "沉默:未完成,60 分钟无变化", numbers: "数字为剩余",
    criticalLegend: "紧急",
    warningLegend: "预警",
    grids: (n: string) => `${n} 个网格`,
    curve: "进度曲线",
    actual: "实际",
    plan: "计划",
    trend: "趋势",
    alarms: "警报",
    critical: "紧急",
    warning: "预警",
    oneWarning: "预警",
    info: "提示",
    noAlarms: "无警报",
    more: (n: number) => `另有 ${n} 条`,
    since: (time: string, span: string) => `自 ${time} · 已 ${span}`,
    acknowledged: "已确认",
    posts: "岗位与值守",
    open: "开放",
    staffed: "到位",
    short: "缺员",
    lacks: "缺",
    allStaffed: "开放岗位全部到位",
    noPostsOpen: "此刻没有开放的岗位",
    onDuty: "在岗",
    muster: "集合",
    musterMissing: (n: string, span: string) => `未到 ${n}${span ? ` · 已 ${span}` : ""}`,
    musterComplete: "全部到位",
    emergency: "应急",
    tasks: "应急任务",
    lateTasks: (names: string) => `超时:${names}`,
    nextTask: (name: string, at: string) => `下一项 ${at} ${name}`,
    allTasks: "全部完成",
    missingReports: "未报日报",
    notices: "通知",
    noNotices: "无通知",
    confirmed: (n: string, of: string) => `${n}/${of} 已确认`,
    campaign: "行动",
    count: "着色指标",
    tour: "巡览",
    tourOn: "停止巡览",
    tourOff: "自动巡览",
    language: "English",
    light: "浅色",
    dark: "深色",
    print: "打印日报",
    past: "历史时刻",
    pastBadge: (at: string) => `历史时刻 ${at} · 不是现在`,
    rewind: "回看",
    rewindNow: "现在",
    rewindWaiting: "正在回看…",
    rewindFailed: (why: string) => `无法回看:${why}`,
    toLive: "回到实时 (Esc)",
    controls: "大屏设置",
    summary: "当日汇总",
    place: "地方",
    total: "合计",
    printedAt: "打印时间",
    ofTarget: "完成率",
    noChildren: "没有下级",
    days: (n: number) => `${n} 天`,
    hours: (n: number) => `${n} 小时`,
    minutes: (n: number) => `${n} 分钟`,
    seconds: (n: number) => `${n} 秒`,
    tile: (name: string, figures: string) => `${name}:${figures}`,
    drawingFailed: "绘图出错,正在重试",
  },
  en: {
    wall: "Command wall",
    connecting: "Connecting",
    live: "Live",
    lost: "Connection lost",
    asOf: "Data as of",
    lastKnown: (age: string) => `Connection lost: these numbers are ${age} old`,
    partial: (heard: number, expected: number) => `${heard} of ${expected} below heard`,
    whole: "All below heard",
    drill: "Drill",
    drillSpeed: (speed: string) => `DRILL · ${speed}× speed`,
    closed: "Closed",
    noAddress: "Open this page by the whole address printed at start: it needs #token.",
    noCampaign: "This token may see no campaign.",
    waiting: "Waiting for the first numbers",
    remaining: "Remaining",
    reached: "Target reached",
    done: "Done",
    of: "Target",
    perHour: "Per hour",
    finish: "Projected finish",
    finished: "Finished",
    noRate: "No progress in the last hour",
    behind: (amount: string) => `${amount} behind plan`,
    ahead: (amount: string) => `${amount} ahead of plan`,
    onPlan: "On plan",
    afterDeadline: (span: string) => `${span} after the deadline`,
    beforeDeadline: (span: string) => `${span} before the deadline`,
    deadline: "Deadline",
    now: "Now",
    otherCounts: "Other counts",
    map: "Coverage by grid",
    whole_place: "Whole",
    up: "Up",
    silent: "silent",
    legend: "Legend",
    notBegun: "0%",
    under: (percent: number) => `<${percent}%`,
    complete: "100%",
    hasReports: "has reported",
    noData: "no data",
    silentLegend: "Silent: unfinished, unchanged for 60 min", numbers: "Numbers: remaining",
    criticalLegend: "Critical",
    warningLegend: "Warning",
    grids: (n: string) => `${n} grids`,
    curve: "Progress",
    actual: "Actual",
    plan: "Plan",
    trend: "Trend",
    alarms: "Alerts",
    critical: "critical",
    warning: "warnings",
    oneWarning: "warning",
    info: "info",
    noAlarms: "No alerts",
    more: (n: number) => `${n} more`,
    since: (time: string, span: string) => `since ${time} · ${span}`,
    acknowledged: "acknowledged",
    posts: "Posts and duty",
    open: "open",
    staffed: "staffed",
    short: "short",
    lacks: "lacks",
    allStaffed: "Every open post is staffed",
    noPostsOpen: "No post is open now",
    onDuty: "On duty",
    muster: "Muster",
    musterMissing: (n: string, span: string) => `${n} not there${span ? ` · ${span}` : ""}`,
    musterComplete: "Everybody is there",
    emergency: "EMERGENCY",
    tasks: "Tasks of the plan",
    lateTasks: (names: string) => `Late: ${names}`,
    nextTask: (name: string, at: string) => `next ${at} ${name}`,
    allTasks: "All are done",
    missingReports: "Daily reports missing",
    notices: "Notices",
    noNotices: "No notices",
    confirmed: (n: string, of: string) => `${n} of ${of} acknowledged`,
    campaign: "Campaign",
    count: "Coloured by",
    tour: "Tour",
    tourOn: "Stop tour",
    tourOff: "Start tour",
    language: "中文",
    light: "Light",
    dark: "Dark",
    print: "Print summary",
    past: "Past",
    pastBadge: (at: string) => `PAST ${at} · not now`,
    rewind: "Look back",
    rewindNow: "now",
    rewindWaiting: "looking back…",
    rewindFailed: (why: string) => `Cannot look back: ${why}`,
    toLive: "Back to live (Esc)",
    controls: "Wall settings",
    summary: "Day summary",
    place: "Place",
    total: "Total",
    printedAt: "Printed",
    ofTarget: "of target",
    noChildren: "Nothing below",
    days: (n: number) => `${n} d`,
    hours: (n: number) => `${n} h`,
    minutes: (n: number) => `${n} min`,
    seconds: (n: number) => `${n} s`,
    tile: (name: string, figures: string) => `${name}: ${figures}`,
    drawingFailed: "Drawing failed, trying again",
  },
} satisfies Record<Language, unknown>;

export type Words = (typeof words)[Language];

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Digits in groups of three, the same in both languages. */
export function numberText(value: number): string {
  return grouped.format(value);
}

/** 0 to 1 as whole percent; never 100 before all is done, never 0 once something is. */
export function percentText(part: number): string {
  const percent = part >= 1 ? 100 : part <= 0 ? 0 : Math.min(99, Math.max(1, Math.round(part * 100)));
  return `${percent}%`;
}

const two = (part: number) => String(part).padStart(2, "0");

/** The time of day here: 14:05, with seconds where asked. */
export function timeText(at: number, seconds = false): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])].map(two).join(":");
}

/** 10-06 14:05. */
export function dayTimeText(at: number): string {
  return `${dayText(at)} ${timeText(at)}`;
}

/** 10-06: month and day, read the same in both languages. */
export function dayText(at: number): string {
  const date = new Date(at);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** 2022-10-06. */
export function dateText(at: number): string {
  return `${new Date(at).getFullYear()}-${dayText(at)}`;
}

/** A span in its two largest units: 3 min, 2 h 5 min, 4 d 3 h. */
export function spanText(milliseconds: number, say: Words): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return say.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say.minutes(minutes);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) return rest > 0 ? `${say.hours(hours)} ${say.minutes(rest)}` : say.hours(hours);
  const [days, left] = [Math.floor(hours / 24), hours % 24];
  return left > 0 ? `${say.days(days)} ${say.hours(left)}` : say.days(days);
}
