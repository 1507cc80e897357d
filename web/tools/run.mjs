// Runs a TypeScript script of this folder: node tools/run.mjs bench/wall.run.ts --minutes 30
import { resolve } from "node:path";
import { runnerImport } from "vite";

await runnerImport(resolve(process.argv[2]));
