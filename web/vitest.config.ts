import { defineConfig, mergeConfig } from "vitest/config";
import vite from "./vite.config";

/** Plain tests; those in a browser, against a running service, are `npm run test:browser`. */
export default mergeConfig(vite, defineConfig({ test: { include: ["tests/**/*.test.ts", "client/tests/**/*.test.ts"] } }));
