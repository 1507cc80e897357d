import type { Places } from "../places";

/** What the map asks of every place when it draws it. */
export interface Scene {
  places: Places;
  focus: number;
  /** 0 to 1; undefined where nothing is known or nothing is expected. */
  coverage(place: number): number | undefined;
  /** What stands on the place: what remains, or the count where nothing is expected; empty where nothing is known. */
  figure(place: number): string;
  /** Beside the name of an area. */
  summary(place: number): string;
  name(place: number): string;
  /** Whether the count has a target at all. */
  hasTarget: boolean;
  /** More than zero of a count without a target. */
  has(place: number): boolean;
  known(place: number): boolean;
  silent(place: number): boolean;
  /** 2 critical, 1 warning, 0 none. */
  alarm(place: number): number;
}
