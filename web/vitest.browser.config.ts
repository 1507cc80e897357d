import { defineConfig, mergeConfig } from "vitest/config";
import vite from "./vite.config";

/** One file at a time: each has a service and a browser of its own. */
export default mergeConfig(vite, defineConfig({
  test: { include: ["browser/**/*.test.ts"], fileParallelism: false, testTimeout: 90_000, hookTimeout: 120_000 },
}));
