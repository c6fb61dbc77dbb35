/**
 * Runs thousands of real source files through the Babel plugin and through the SWC plugin, and compares what comes out.
 *
 *   npm run parity -- [--mode strict|balanced|aggressive] [--tests] [--limit N] [--package NAME]… [--swc VERSION] [--show N]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { Tinypool } from "tinypool";
import { readArguments, wholeNumber } from "../scripts/show/arguments.mjs";
import { corpusFiles, spread } from "./corpus/files.mjs";
import { corpus } from "./corpus/packages.mjs";
import { table } from "./table.mjs";

const usage =
  "npm run parity -- [--mode strict|balanced|aggressive] [--tests] [--limit N] [--package NAME]… [--swc VERSION] [--show N]";
const config = {
  options: {
    mode: { type: "string", default: "balanced" },
    tests: { type: "boolean", default: false },
    limit: { type: "string", default: "1000000" },
    package: { type: "string", multiple: true, default: [] },
    swc: { type: "string", default: "" },
    show: { type: "string", default: "3" },
  },
};
const { values: args } = readArguments(usage, config, ({ values }) => {
  for (const name of ["limit", "show"]) wholeNumber(name, values[name]);
  const unknown = values.package.find((name) => !corpus.some((each) => each.name === name));
  if (unknown) throw new Error(`"${unknown}" is not in the corpus: ${corpus.map((each) => each.name).join(", ")}`);
});

const swcPackage = args.swc === "" ? "@swc/core" : `swc-core-${args.swc.replaceAll(".", "-")}`;
const { version } = createRequire(import.meta.url)(swcPackage);
const files = spread(corpusFiles(args.package), Number(args.limit));

if (process.send) {
  const began = performance.now();
  const results = await compareAll(files, { mode: args.mode, includeTests: args.tests });
  process.exitCode = printed(results, (performance.now() - began) / 1000) > 0 ? 1 : 0;
  process.send("finished");
  process.disconnect();
} else {
  process.exitCode = await runWithoutReports();
}

/** In another process, because the SWC plugin prints its reports past Node: tens of thousands of lines. Only a crash has something to say there. */
async function runWithoutReports() {
  const child = fork(import.meta.filename, process.argv.slice(2), { stdio: ["ignore", "inherit", "pipe", "ipc"] });
  let [last, finished] = ["", false];
  child.on("message", () => {
    finished = true;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    last = (last + text).slice(-4000);
  });
  const [code, signal] = await once(child, "close");
  if (signal !== null || (code !== 0 && !finished)) console.error(last);
  return code ?? 1;
}

/** Results in the order of `chosen`. Small batches, because a few files are a thousand times larger than most. */
async function compareAll(chosen, options) {
  const pool = new Tinypool({
    filename: new URL("./corpus/compare-file.mjs", import.meta.url).href,
    minThreads: 2,
    maxThreads: 2,
    // The main thread's stack is what users have; a worker's default is smaller in some versions of Node.
    resourceLimits: { stackSizeMb: 4 },
  });
  const batches = [];
  for (let start = 0; start < chosen.length; start += 16) batches.push(chosen.slice(start, start + 16));
  const done = await Promise.all(
    batches.map((batch) => pool.run({ files: batch.map((file) => file.path), options, swcPackage })),
  );
  await pool.destroy();
  return done.flat();
}

/** Prints what was found; gives the number of differences. */
function printed(found, seconds) {
  const packages = new Map();
  for (const [index, result] of found.entries()) {
    const name = files[index].package;
    const row = packages.get(name) ?? { files: 0, skipped: 0, changed: 0, sites: 0, stripped: 0, different: 0 };
    packages.set(name, row);
    row.files += 1;
    row.skipped += result.skipped ? 1 : 0;
    row.changed += result.changed ? 1 : 0;
    row.sites += result.sites;
    row.stripped += result.stripped ? 1 : 0;
    row.different += result.differences.length;
  }
  const header = ["package", "files", "awaits", "changed", "not compared", "by stripped types", "differences"];
  const rows = [...packages].map(([name, row]) => [
    name,
    row.files,
    row.sites,
    row.changed,
    row.skipped,
    row.stripped,
    row.different,
  ]);
  const totals = header.slice(1).map((_, column) => rows.reduce((sum, row) => sum + row[column + 1], 0));
  console.log(table(header, [...rows, ["total", ...totals]]));

  printSkipped(found);
  const different = printDifferences(found);
  const compared = found.filter((result) => !result.skipped).length;
  console.log(
    `\n${compared} files compared with @swc/core ${version} in two orders, in ${seconds.toFixed(0)} s: ` +
      `${different} differences`,
  );
  const stripped = found.filter((result) => result.stripped).length;
  const otherReasons = found.filter((result) => result.otherReasons).length;
  if (otherReasons > 0) {
    console.log(
      `${otherReasons} of them keep and move the same awaits in the default order, but name another reason for one that stays: SWC has rewritten types and \`using\` before the plugin runs`,
    );
  }
  console.log(
    `${stripped} of them come out otherwise in the default order, because SWC strips types before the plugin runs, and were compared as stripped`,
  );
  // An empty comparison proves nothing.
  return compared === 0 ? 1 : different;
}

function printSkipped(found) {
  const skipped = found.flatMap((result, index) =>
    result.skipped ? [{ file: files[index], why: result.skipped }] : [],
  );
  if (skipped.length === 0) return;
  console.log(`\nNot compared, because Babel or SWC alone cannot read them: ${skipped.length}`);
  for (const { file, why } of skipped) console.log(`  ${file.package}/${file.name}: ${why}`);
}

function printDifferences(found) {
  const all = found.flatMap((result, index) => result.differences.map((each) => ({ file: files[index], ...each })));
  for (const [number, { file, order, what, text }] of all.entries()) {
    console.log(`\n${file.package}/${file.name}, ${order} order: ${what.join(", ")}`);
    if (number < Number(args.show)) console.log(text);
  }
  return all.length;
}
