import { describe, expect, test } from "vitest";
import { Rows } from "../../src/wall/rows";
import { places, tree } from "./given";

const at = (id: string) => places.indexOf(id);

describe("rows", () => {
  test("that a push does not name stay", () => {
    const rows = new Rows(places, ["tests.sampled"]);
    rows.take(tree(1, ["t.a.g1", 1], ["t.a.g2", 2]), 1000);
    expect(rows.take(tree(2, ["t.a.g2", 3]), 2000).changed).toEqual([at("t.a.g2")]);
    expect([rows.value(at("t.a.g1"), 0), rows.value(at("t.a.g2"), 0)]).toEqual([1, 3]);
  });

  test("do not fall back to an answer that a push has overtaken, which still fills in what is unknown", () => {
    const rows = new Rows(places, ["tests.sampled"]);
    rows.take(tree(5, ["t.b", 9]), 1000);
    expect(rows.take(tree(4, ["t.a", 1], ["t.b", 8]), 1000).changed).toEqual([at("t.a")]);
    expect(rows.value(at("t.b"), 0)).toBe(9);
  });

  test("of a new connection are believed whatever their version: the service may have started anew", () => {
    const rows = new Rows(places, ["tests.sampled"]);
    rows.take(tree(50, ["t.b", 9]), 1000);
    rows.newConnection();
    rows.take(tree(3, ["t.b", 8]), 2000);
    expect(rows.value(at("t.b"), 0)).toBe(8);
  });

  test("that say the same again change nothing and are no sign of life", () => {
    const rows = new Rows(places, ["tests.sampled"]);
    rows.take(tree(1, ["t.b", 9]), 1000);
    expect(rows.take(tree(2, ["t.b", 9]), 5000).changed).toEqual([]);
    expect(rows.changedAt[at("t.b")]).toBe(1000);
  });

  test("of other counts than those asked for are not taken", () => {
    const rows = new Rows(places, ["duty.on"]);
    expect(rows.take(tree(1, ["t.b", 9]), 1000).changed).toEqual([]);
  });

  test("of unknown places say that the tree has to be asked for, those of desks do not", () => {
    const rows = new Rows(places, ["tests.sampled"]);
    expect(rows.take(tree(1, ["t.desk", 9]), 1000).strangers).toBe(false);
    expect(rows.take(tree(2, ["t.c", 9]), 1000).strangers).toBe(true);
  });

  test("of another count keep the time of the last change", () => {
    const former = new Rows(places, ["tests.sampled"]);
    former.take(tree(1, ["t.b", 9]), 1000);
    const rows = new Rows(places, ["tests.sampled"]);
    rows.inherit(former);
    rows.take(tree(1, ["t.b", 9]), 9000);
    expect(rows.changedAt[at("t.b")]).toBe(1000);
  });
});
