/**
 * Feeds the SWC plugin with programs that no compiler sends: cut off, with flipped bits, random, of shapes nobody has seen, and nested
 * thousands deep. It must never trap, never hang, never take memory without bound, and always give back the program, one that a
 * host can decode, or a diagnostic.
 *
 *   npm run fuzz:swc -- [--runs N] [--seed S] [--depth N] [--only CASE]
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { root } from "../../../scripts/build/packages.mjs";
import { readArguments, wholeNumber } from "../../../scripts/show/arguments.mjs";

/** Milliseconds that one case may take before it counts as endless; most take less than one. */
const PATIENCE = 60_000;

const usage = "npm run fuzz:swc -- [--runs N] [--seed S] [--depth N] [--only CASE]";
const config = {
  options: {
    runs: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    depth: { type: "string", default: "10000" },
    only: { type: "string" },
  },
};
const { values: args } = readArguments(usage, config, ({ values }) => {
  for (const [name, value] of Object.entries(values)) wholeNumber(name, value);
});

const plugin = path.join(root, "packages/swc-plugin/dist/plugin.wasm");
if (!existsSync(plugin)) throw new Error("the plugin is not built: npm run build");

const began = performance.now();
const report = await runInWorker();
const seconds = ((performance.now() - began) / 1000).toFixed(0);
for (const failure of report.failures.slice(0, 50)) console.error(failure);
const megabytes = (report.peak.memory / 2 ** 20).toFixed(1);
console.log(
  `${report.cases} cases (${report.nested} of them nested up to ${args.depth} deep), ${report.changed} programs changed, ` +
    `at most ${megabytes} MB of memory (${report.peak.label}), in ${seconds} s: ${report.failures.length} failures`,
);
// A plugin that never does anything would pass all of it.
const idle = args.only === undefined && Number(args.runs) > 0 && report.changed === 0;
if (idle) console.error("no program was changed: this run has shown nothing");
process.exitCode = report.failures.length > 0 || idle ? 1 : 0;

function runInWorker() {
  const clock = new SharedArrayBuffer(4);
  const workerData = {
    plugin,
    seed: Number(args.seed),
    runs: Number(args.runs),
    depth: Number(args.depth),
    only: args.only === undefined ? null : Number(args.only),
    clock,
  };
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    let last = "the first case";
    let seen = -1;
    const watch = setInterval(() => {
      const [done] = new Int32Array(clock);
      if (done === seen && done > 0) {
        void worker.terminate();
        reject(new Error(`${last} has not ended after ${PATIENCE / 1000} s`));
      }
      seen = done;
    }, PATIENCE);
    worker.on("message", (message) => {
      if (message.started) last = message.started;
      else resolve(message);
    });
    worker.on("error", reject);
    worker.on("exit", () => clearInterval(watch));
  });
}
