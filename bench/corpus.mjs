/**
 * Runs the Babel plugin over thousands of real source files and checks every one (see `corpus/check-file.mjs`).
 *
 *   npm run corpus -- [--mode strict|balanced|aggressive] [--tests] [--limit N] [--package NAME]… [--show-hoists N]
 */
import { performance } from "node:perf_hooks";
import { readArguments, wholeNumber } from "../scripts/show/arguments.mjs";
import { checkAll } from "./corpus/check-all.mjs";
import { corpusFiles, spread } from "./corpus/files.mjs";
import { corpus } from "./corpus/packages.mjs";
import { printSummary } from "./corpus/summary.mjs";
import { hoistedGroups, sampleOf, showGroup } from "./corpus/show-hoists.mjs";

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
const results = await checkAll(files, options);
const failures = printSummary(files, results, (performance.now() - began) / 1000);
if (Number(args["show-hoists"]) > 0) {
  const groups = hoistedGroups(files, results);
  const sample = sampleOf(groups, Number(args["show-hoists"]), 1);
  console.log(`\n${sample.length} of ${groups.length} groups`);
  for (const { file, group } of sample) showGroup(file, group, options);
}
process.exitCode = failures > 0 ? 1 : 0;
