import { expect, test } from "vitest";
import { Places } from "../../src/wall/places";
import { place, places } from "./given";

test("places are numbered in the order of the tree, whatever order they come in below their parents", () => {
  const mixed = new Places([place("t", false), place("t.b", false), place("t.a", true), place("t.b.g1", true)], "t");
  expect(mixed.ids).toEqual(["t", "t.b", "t.b.g1", "t.a"]);
});

test("what is below a place is the numbers up to its end", () => {
  const village = places.indexOf("t.a");
  expect(places.ids.slice(village + 1, places.end[village])).toEqual(["t.a.g1", "t.a.g2"]);
  expect(places.children(0).map((child) => places.ids[child])).toEqual(["t.a", "t.b"]);
  expect(places.path(places.indexOf("t.b.g1")).map((step) => places.ids[step])).toEqual(["t", "t.b", "t.b.g1"]);
});

test("attributes and grids are summed upwards", () => {
  expect([...places.sum("residents")]).toEqual([1000, 300, 100, 200, 700, 700]);
  expect([...places.leaves]).toEqual([3, 2, 1, 1, 1, 1]);
});

test("a desk stands for the area that it belongs to", () => {
  expect(places.nearest("t.b.desk")).toBe(places.indexOf("t.b"));
  expect(places.nearest("elsewhere.x")).toBe(-1);
});

test("a place that does not hang together with the root is left out", () => {
  expect(new Places([place("t", false), place("u.a", true)], "t").ids).toEqual(["t"]);
});
