import { describe, expect, test } from "vitest";
import { places as city } from "../../bench/city";
import { bestColumns, layOut, type Rect } from "../../src/wall/layout";
import { Places } from "../../src/wall/places";
import { places } from "./given";

const scale = { header: 30, gap: 9, least: 3 };
const large = new Places(city(), "city");

function overlap(one: Rect, other: Rect): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}

describe("the map", () => {
  test("has a tile for each of fifteen thousand grids, in the order of the tree", () => {
    const layout = layOut(large, 0, 900, 760, scale);
    expect(layout.tiles).toHaveLength(15_000);
    expect(layout.tiles.map((tile) => tile.place)).toEqual(layout.tiles.map((tile) => tile.place).toSorted((one, other) => one - other));
  });

  test("draws no tile over another and none outside", () => {
    const { tiles } = layOut(large, large.indexOf("city.c01.t01"), 900, 760, scale);
    expect(tiles).toHaveLength(100);
    for (const [i, one] of tiles.entries()) {
      expect(one.x >= 0 && one.y >= 0 && one.x + one.w <= 900 && one.y + one.h <= 760).toBe(true);
      for (const other of tiles.slice(i + 1)) expect(overlap(one, other)).toBe(false);
    }
  });

  test("keeps blocks of the same parent in the order of the tree, row by row", () => {
    const blocks = layOut(large, 0, 900, 760, scale).blocks.filter((block) => block.depth === 1);
    const byScreen = blocks.toSorted((one, other) => one.y - other.y || one.x - other.x);
    expect(byScreen.map((block) => block.place)).toEqual(blocks.map((block) => block.place));
    expect(blocks.map((block) => large.ids[block.place])).toEqual(large.children(0).map((child) => large.ids[child]));
  });

  test("is the same whatever the numbers are, since it knows none", () => {
    expect(layOut(places, 0, 400, 300, scale)).toEqual(layOut(places, 0, 400, 300, scale));
  });

  test("shows areas where there is no room for their grids", () => {
    const { tiles } = layOut(large, 0, 120, 100, scale);
    expect(tiles.length).toBeLessThan(15_000);
    expect(tiles.every((tile) => tile.w >= 1 && tile.h >= 1)).toBe(true);
  });

  test("finds the tile and the block of a place", () => {
    const layout = layOut(places, 0, 400, 300, scale);
    const grid = places.indexOf("t.b.g1");
    expect(layout.tiles[layout.tileOf[grid]!]!.place).toBe(grid);
    expect(layout.blocks[layout.blockOf[places.indexOf("t.a")]!]!.place).toBe(places.indexOf("t.a"));
  });

  test("without room or focus is empty", () => {
    expect(layOut(places, 0, 0, 300, scale).tiles).toEqual([]);
    expect(layOut(places, 99, 400, 300, scale).tiles).toEqual([]);
  });
});

test("cells are near to squares", () => {
  expect([bestColumns(1, 100, 100), bestColumns(9, 130, 100), bestColumns(10, 800, 100)]).toEqual([1, 3, 10]);
});
