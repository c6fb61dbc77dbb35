/**
 * Fuzzes the plugin.
 *
 *   npm run fuzz -- --runs 10000 --seed 1 --mode strict
 *   npm run fuzz -- --loops unbounded     splits loops, without a bound; "off" leaves them alone
 *   npm run fuzz -- --errors source-order
 *   npm run fuzz -- --runs 50000 --mode strict,balanced --jobs 2   two processes
 *   npm run fuzz -- --few                 fewer scenarios for each program, so more programs in the same time
 *   npm run fuzz -- --print 5             shows generated programs and what becomes of them
 *   npm run fuzz -- --without expression  leaves out a kind of statement (see recipe.ts)
 */
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { readArguments, refuse, wholeNumber } from "../arguments";
import { type Task, type Total, add, optionsFor, printTotal, runTask, runTasks, tasksFor } from "./campaign";
import { type FuzzReport, printFuzzReport } from "./fuzz";
import { pluginTransform } from "./plugin-transform";
import { printProgram } from "./print-program";
import { programs } from "./recipe";

const usage =
  "npm run fuzz -- [--runs N] [--seed N] [--mode strict,balanced,aggressive] [--loops N|off|unbounded] " +
  "[--errors first|source-order] [--jobs N] [--few] [--print N] [--without kind,…]";
const { values } = readArguments(usage, {
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string" },
    mode: { type: "string", default: "balanced" },
    loops: { type: "string", default: "2" },
    errors: { type: "string", default: "first" },
    jobs: { type: "string", default: "1" },
    print: { type: "string" },
    without: { type: "string", default: "" },
    few: { type: "boolean", default: false },
    task: { type: "string" },
  },
});
const modes = values.mode.split(",");
const known = ["strict", "balanced", "aggressive"];
const stranger = modes.find((mode) => !known.includes(mode));
if (stranger !== undefined) refuse(`"${stranger}" is not a mode; choose from ${known.join(", ")}`, usage);
const numberOf = (name: "runs" | "seed" | "jobs" | "print"): number => wholeNumber(usage, name, values[name] ?? "");
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : numberOf("seed");

if (values.task !== undefined) {
  process.send!(await runTask(JSON.parse(values.task) as Task));
  process.disconnect();
} else if (values.print !== undefined) {
  const transform = pluginTransform(optionsFor(modes[0], values.errors, values.loops));
  for (const recipe of fc.sample(programs, { numRuns: numberOf("print"), seed })) {
    const source = printProgram(recipe);
    console.log(`${source}\n// --- becomes\n${transform(source) ?? "// the same"}\n// ${"=".repeat(80)}`);
  }
} else {
  const began = performance.now();
  const totals = new Map<string, Total>();
  const onReport = (task: Task, reports: FuzzReport[]): void => {
    reports.forEach((report, i) => {
      const mode = task.modes[i];
      totals.set(mode, add(totals.get(mode), mode, report));
      console.log(`${mode}, ${printFuzzReport(report)}`);
      if (report.failure) process.exitCode = 1;
    });
  };
  const tasks = tasksFor(
    modes,
    values.errors,
    values.loops,
    numberOf("runs"),
    seed,
    values.without.split(","),
    values.few,
  );
  if (tasks.length === 1) onReport(tasks[0], await runTask(tasks[0]));
  else {
    await runTasks(tasks, numberOf("jobs"), fileURLToPath(import.meta.url), onReport, (error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
  }
  for (const total of totals.values()) console.log(printTotal(total));
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
}
