import type { Campaign, Catalogue, DailyReport } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { addressOf, dayAfter, dayAt, readDaily } from "../../src/daily/request";
import { viewOf } from "../../src/daily/view";
import { words } from "../../src/daily/words";
import { localText } from "../../src/page/times";

const report: DailyReport = {
  campaign: "watch", place: "jingde", name: "旌德县", nameEn: "Jingde", day: "2022-01-24", dueAt: "2022-01-24T10:00:00Z", asOf: "2022-01-24T10:00:00Z",
  frozen: true, over: false, expected: 1157, received: 1153, completeness: 99.7, timeliness: 99.6,
  zero: [{ place: "jingde.a.g2", name: "网格2" }], late: [{ place: "jingde.a.g3", name: "网格3", at: "2022-01-24T11:30:00Z" }],
  missing: [{ place: "jingde.a.g1", name: "网格1", nameEn: "G1" }],
  counts: { "arrivals.returned": 11609 }, changes: { "arrivals.returned": 120, "issues.open": -1 },
  issues: [{ place: "jingde.a.g2", subject: "i-1", stage: 3, since: "2022-01-23T01:00:00Z" }],
};
const campaign = { id: "watch", kind: "standing", title: "冬春季防控", titleEn: "Watch", root: "jingde", state: "open", opensAt: "2022-01-10T00:00:00Z", targets: {} } as Campaign;
const catalogue: Catalogue = {
  levels: [], series: [],
  counts: [{ code: "issues.open", zh: "未整改", en: "Open issues" }, { code: "tests.sampled", zh: "采样", en: "Sampled" }, { code: "arrivals.returned", zh: "返乡", en: "Returned" }],
};

describe("the daily report in words", () => {
  test("says who was in time, zero, late and missing, each apart", () => {
    const view = viewOf(report, campaign, catalogue, "zh");
    expect(view.figures.map(([, value]) => value)).toEqual(["1,157", "1,153", "1", "1", "1", "99.7%", "99.6%"]);
    expect(view.lists.map(({ items }) => items)).toEqual([
      ["网格1 (jingde.a.g1)"], ["网格3 (jingde.a.g3) 19:30"], ["网格2 (jingde.a.g2)"], ["i-1 · 已整改 · jingde.a.g2 · 自 2022-01-23 09:00"],
    ]);
  });

  test("has a row for each count that is or has changed, in the catalogue's order", () => {
    expect(viewOf(report, campaign, catalogue, "en").counts).toEqual([["Open issues", "0", "−1"], ["Returned", "11,609", "+120"]]);
  });

  test("tells whether it is settled, and a drill from the real thing", () => {
    expect(viewOf(report, campaign, catalogue, "en").state).toContain("more may still come late");
    expect(viewOf({ ...report, over: true }, campaign, catalogue, "en").state).toBe("Due at 2022-01-24 18:00 · settled");
    expect(viewOf({ ...report, frozen: false }, campaign, catalogue, "en").state).toContain("not due yet");
    expect(viewOf(report, campaign, catalogue, "zh").drill).toBe("");
    expect(viewOf(report, { ...campaign, drill: { origin: "2022-01-24T00:00:00Z", speed: 120 } }, catalogue, "zh").drill).toBe("演练");
  });

  test("says everything in both languages", () => expect(Object.keys(words.en)).toEqual(Object.keys(words.zh)));
});

describe("the daily report's address", () => {
  test("names campaign, place and a day", () => {
    expect(readDaily("?campaign=watch&place=jingde&date=2022-01-24&lang=en", "zh")).toEqual({ campaign: "watch", place: "jingde", language: "en", date: "2022-01-24" });
    expect(readDaily("?campaign=watch&place=jingde&date=yesterday", "zh-CN")).toEqual({ campaign: "watch", place: "jingde", language: "zh" });
    expect(readDaily("?place=jingde", "zh")).toBeUndefined();
    expect(addressOf({ campaign: "watch", place: "jingde", language: "zh", date: "2022-01-24" })).toBe("?campaign=watch&place=jingde&date=2022-01-24&lang=zh");
  });

  test("days are local ones", () => {
    expect(dayAt(Date.parse("2022-01-24T16:00:00Z"))).toBe("2022-01-25");
    expect(dayAt(Date.parse("2022-01-24T15:59:59Z"))).toBe("2022-01-24");
    expect([dayAfter("2022-02-28", 1), dayAfter("2022-03-01", -1)]).toEqual(["2022-03-01", "2022-02-28"]);
    expect(localText("2022-01-24T10:00:00Z")).toBe("2022-01-24 18:00");
  });
});
