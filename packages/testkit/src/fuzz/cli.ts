/**
 * Fuzzes the plugin.
 *
 *   npm run fuzz -- --runs 10000 --seed 1 --mode strict
 *   npm run fuzz -- --errors source-order
 *   npm run fuzz -- --print 5             shows generated programs and what becomes of them
 *   npm run fuzz -- --without expression  leaves out a kind of statement (see recipe.ts)
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { fuzz, printFuzzReport } from "./fuzz";
import { pluginTransform } from "./plugin-transform";
import { printProgram } from "./print-program";
import { programs } from "./recipe";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string" },
    mode: { type: "string", default: "balanced" },
    errors: { type: "string", default: "first" },
    print: { type: "string" },
    without: { type: "string", default: "" },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
const plugin = { mode: values.mode, errors: values.errors };
const transform = pluginTransform(plugin);

if (values.print === undefined) {
  const began = performance.now();
  const report = await fuzz(transform, {
    runs: Number(values.runs),
    seed,
    plugin,
    without: values.without.split(","),
  });
  console.log(printFuzzReport(report));
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (report.failure) process.exitCode = 1;
} else {
  for (const recipe of fc.sample(programs, { numRuns: Number(values.print), seed })) {
    const source = printProgram(recipe);
    console.log(`${source}\n// --- becomes\n${transform(source) ?? "// the same"}\n// ${"=".repeat(80)}`);
  }
}
