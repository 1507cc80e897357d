import type { Alert, Place } from "@gridgrains/client";
import { describe, expect, test } from "vitest";
import { alertLines } from "../../src/phone/alerts";
import { nothing, type State } from "../../src/phone/model";
import { dayTimeText } from "../../src/phone/figures";
import { words } from "../../src/phone/words";

const now = Date.parse("2022-10-07T10:00:00Z");
const since = "2022-10-07T08:30:00Z";

function alert(rule: string, place: string, rest: Partial<Alert> = {}): Alert {
  return { id: `${rule} ${place}`, rule, severity: "warning", campaign: "duty", place, since, title: { zh: "岗位缺人", en: "Short of a cadre" }, acknowledged: false, ...rest };
}

const place = (id: string, leaf: boolean, nameEn: string): Place => ({ id, level: leaf ? "grid" : "village", name: id, nameEn, leaf, attributes: {} });
const at = (leaf: boolean, alerts: Alert[]): State => ({
  ...nothing, place: place("a.v", leaf, "V"), alerts, below: leaf ? [] : [place("a.v.g2", true, "G2"), place("a.v.g1", true, "G1"), place("a.v.w", false, "W")],
});

describe("the alerts of a phone", () => {
  test("of its own grid say what, how bad and since when", () => {
    expect(alertLines(at(true, [alert("post.short", "a.v")]), words.en, "en", now)).toEqual([
      { id: "post.short a.v", severity: "warning", word: "Warning", title: "Short of a cadre", meta: `since ${dayTimeText(Date.parse(since), now)}` },
    ]);
  });

  test("come with the most urgent first, in the language of the page", () => {
    const lines = alertLines(at(true, [alert("needs.late", "a.v"), alert("tests.positive", "a.v", { severity: "critical", acknowledged: true })]), words.zh, "zh", now);
    expect(lines.map((line) => line.word)).toEqual(["紧急", "预警"]);
    expect(lines[0]!.title).toBe("岗位缺人");
    expect(lines[0]!.meta).toContain("已有人处理");
  });

  test("of an area name the place below", () => {
    expect(alertLines(at(false, [alert("post.short", "a.v.w.g9")]), words.en, "en", now)[0]!.meta).toMatch(/^W g9 · /);
    expect(alertLines(at(false, [alert("post.short", "a.v.desk")]), words.en, "en", now)[0]!.meta).toMatch(/^desk · /);
  });

  test("have the missing reports of an area in one line, in the order of the tree", () => {
    const missing = ["a.v.g1", "a.v.w.g9", "a.v.g2"].map((id) => alert("daily.missing", id));
    const lines = alertLines(at(false, [...missing, alert("post.short", "a.v.g1")]), words.en, "en", now);
    expect(lines.map((line) => line.title)).toEqual(["Short of a cadre", "Daily reports missing, 3: G2, G1, W g9"]);
  });

  test("name only as many of the missing as can be read", () => {
    const missing = Array.from({ length: 40 }, (_, i) => alert("daily.missing", `a.v.x${i}`));
    expect(alertLines(at(false, missing), words.zh, "zh", now)[0]!.title).toMatch(/^日报未交 40：(x\d+、){12}…$/);
  });

  test("of a grid itself include its own missing report", () => {
    expect(alertLines(at(true, [alert("daily.missing", "a.v")]), words.en, "en", now)).toHaveLength(1);
  });
});
