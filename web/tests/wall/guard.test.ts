import { expect, test, vi } from "vitest";
import { Guard } from "../../src/wall/guard";

test("a drawing that fails is started again, later and later, and a page that keeps failing is given up", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  let now = 0;
  let [restarts, gaveUp] = [0, 0];
  const guard = new Guard(() => restarts++, () => gaveUp++, () => now);
  const failing = () => { throw new Error("no context"); };
  expect(guard.run(failing)).toBe(false);
  expect(guard.run(() => {})).toBe(false);
  for (let i = 1; i < 20; i++) {
    now += 60_000;
    guard.run(failing);
  }
  expect([restarts, gaveUp]).toEqual([19, 1]);
  now += 60_000;
  expect(guard.run(() => {})).toBe(true);
  said.mockRestore();
});
