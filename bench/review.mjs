/**
 * Runs the Babel plugin over applications from npm, checks every output (see `corpus/check-file.mjs`), and draws a sample of what was hoisted for
 * reading.
 *
 *   npm run review -- [--mode strict|balanced|aggressive] [--package NAME]… [--sample N] [--seed N] [--list]
 */
import { performance } from "node:perf_hooks";
import { readArguments, wholeNumber } from "../scripts/show/arguments.mjs";
import { checkAll } from "./corpus/check-all.mjs";
import { packageFiles } from "./corpus/files.mjs";
import { hoistedGroups, sampleOf, showGroup } from "./corpus/show-hoists.mjs";
import { printSummary } from "./corpus/summary.mjs";
import { fetchPackage } from "./review/fetch.mjs";
import { reviewed } from "./review/packages.mjs";
import { printVerdicts } from "./review/verdicts.mjs";

const usage =
  "npm run review -- [--mode strict|balanced|aggressive] [--package NAME]… [--sample N] [--seed N] [--list]";
const config = {
  options: {
    mode: { type: "string", default: "balanced" },
    package: { type: "string", multiple: true, default: [] },
    sample: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
  },
};
const { values: args } = readArguments(usage, config, ({ values }) => {
  for (const name of ["sample", "seed"]) wholeNumber(name, values[name]);
  const unknown = values.package.find((name) => !reviewed.some((each) => each.name === name));
  if (unknown) throw new Error(`"${unknown}" is not reviewed: ${reviewed.map((each) => each.name).join(", ")}`);
});

const files = [];
for (const each of reviewed.filter(({ name }) => args.package.length === 0 || args.package.includes(name))) {
  files.push(...packageFiles(`${each.name}@${each.version}`, await fetchPackage(each), each.folders));
}
const options = { mode: args.mode };
const began = performance.now();
const results = await checkAll(files, options);
const failures = printSummary(files, results, (performance.now() - began) / 1000);

const groups = hoistedGroups(files, results);
if (args.list) for (const { file, sites } of groups) console.log(`${file.package} ${file.name} ${sites.join(" ")}`);
printVerdicts(groups, new Set(files.map((file) => file.package)));
const sample = sampleOf(groups, Number(args.sample), Number(args.seed));
console.log(`\n${sample.length} of ${groups.length} groups, mode ${args.mode}, seed ${args.seed}`);
for (const { file, group } of sample) showGroup(file, group, options);
process.exitCode = failures > 0 ? 1 : 0;
