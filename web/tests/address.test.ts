import { expect, test } from "vitest";
import { readAddress, readToken } from "../src/page/address";

test("an address names campaign, place, language and count", () => {
  expect(readAddress("?campaign=c&place=a.b&lang=en&count=duty.on", "zh-CN")).toEqual({ campaign: "c", place: "a.b", language: "en", count: "duty.on" });
});

test("the browser's language is taken where the address names none", () => {
  expect(readAddress("?campaign=c&place=a", "zh-CN")?.language).toBe("zh");
  expect(readAddress("?campaign=c&place=a", "de")?.language).toBe("en");
});

test("an address without campaign or place is none", () => {
  expect(readAddress("?place=a", "en")).toBeUndefined();
});

test("the token is read from the fragment", () => {
  expect(readToken("#token=a.b-c_d")).toBe("a.b-c_d");
  expect(readToken("")).toBeUndefined();
});
