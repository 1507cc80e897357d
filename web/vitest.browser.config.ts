import { defineConfig } from "vitest/config";

/** One file at a time: each has a service and a browser of its own. */
export default defineConfig({
  test: { include: ["browser/**/*.test.ts"], fileParallelism: false, testTimeout: 90_000, hookTimeout: 120_000 },
});
