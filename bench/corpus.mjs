/**
 * Runs the Babel plugin over thousands of real source files and checks every one (see `corpus/check-file.mjs`).
 *
 *   npm run corpus -- [--mode strict|balanced|aggressive] [--tests] [--limit N] [--package NAME]… [--show-hoists N]
 */
import { performance } from "node:perf_hooks";
import { Tinypool } from "tinypool";
import { readArguments, wholeNumber } from "../scripts/show/arguments.mjs";
import { corpusFiles, spread } from "./corpus/files.mjs";
import { corpus } from "./corpus/packages.mjs";
import { printSummary } from "./corpus/summary.mjs";
import { showHoists } from "./corpus/show-hoists.mjs";

const usage =
  "npm run corpus -- [--mode strict|balanced|aggressive] [--tests] [--limit N] [--package NAME]… [--show-hoists N]";
const config = {
  options: {
    mode: { type: "string", default: "balanced" },
    tests: { type: "boolean", default: false },
    limit: { type: "string", default: "1000000" },
    package: { type: "string", multiple: true, default: [] },
    "show-hoists": { type: "string", default: "0" },
  },
};
const { values: args } = readArguments(usage, config, ({ values }) => {
  for (const name of ["limit", "show-hoists"]) wholeNumber(name, values[name]);
  const unknown = values.package.find((name) => !corpus.some((each) => each.name === name));
  if (unknown) throw new Error(`"${unknown}" is not in the corpus: ${corpus.map((each) => each.name).join(", ")}`);
});

const options = { mode: args.mode, includeTests: args.tests };
const files = spread(corpusFiles(args.package), Number(args.limit));

const began = performance.now();
const results = await checkAll(files);
const failures = printSummary(files, results, (performance.now() - began) / 1000);
if (Number(args["show-hoists"]) > 0) showHoists(files, results, options, Number(args["show-hoists"]));
process.exitCode = failures > 0 ? 1 : 0;

/** Results in the order of `chosen`. Small batches, because a few files are a thousand times larger than most. */
async function checkAll(chosen) {
  const pool = new Tinypool({
    filename: new URL("./corpus/check-file.mjs", import.meta.url).href,
    minThreads: 2,
    maxThreads: 2,
    // The main thread's stack is what users have; a worker's default is smaller in some versions of Node.
    resourceLimits: { stackSizeMb: 4 },
  });
  const batches = [];
  for (let start = 0; start < chosen.length; start += 16) batches.push(chosen.slice(start, start + 16));
  const done = await Promise.all(batches.map((batch) => pool.run({ files: batch.map((file) => file.path), options })));
  await pool.destroy();
  return done.flat();
}
