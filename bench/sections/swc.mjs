/**
 * What the SWC plugin costs: its size, the first file of a process that has never seen it, and every file after that; beside no
 * plugin, a plugin that does nothing, and published plugins written in Rust.
 *
 * Variants take turns, file by file in a changing order and process by process, so that a slow second of the machine hits all of
 * them. As in `overhead`, lower quartiles count, and "no plugin again" is the noise.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { transformSync, version } from "@swc/core";
import { corpusFiles, spread } from "../corpus/files.mjs";
import { lowerQuartile } from "../statistics.mjs";
import { swcOptions } from "../../scripts/show/swc-options.mjs";
import { inRust, swcPlugins } from "../swc/plugins.mjs";
import { table } from "../table.mjs";

const OURS = "parallel-await";
const NONE = "no plugin";
const AGAIN = "no plugin again";
const EMPTY = "pass-through";

const groups = [
  { title: "fewer than 2 awaits", accepts: (awaits) => awaits < 2 },
  { title: "2 awaits or more", accepts: (awaits) => awaits >= 2 },
];

// As in `overhead`: the bundles would be all that is measured.
const LARGEST = 200 * 1024;

const firstFile = fileURLToPath(new URL("../swc/first-file.mjs", import.meta.url));

export function swc(quick) {
  const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-bench-"));
  try {
    const plugins = swcPlugins(folder);
    const found = {
      bytes: Object.fromEntries(Object.entries(plugins).map(([name, { bytes }]) => [name, bytes])),
      first: firstFiles(plugins, folder, quick ? 1 : 9),
      perFile: perFile(plugins, folder, quick),
    };
    print(found);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Times of the first file in ms, each in a new process and with an empty cache on disk. */
function firstFiles(plugins, folder, rounds) {
  const variants = { [NONE]: [], ...entriesOf(plugins) };
  const times = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, entries] of Object.entries(variants)) {
      const cacheRoot = mkdtempSync(path.join(folder, "cache-"));
      const input = JSON.stringify({ plugins: entries, cacheRoot });
      times[name].push(Number(execFileSync(process.execPath, [firstFile, input], { encoding: "utf8" })));
      rmSync(cacheRoot, { recursive: true });
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, lowerQuartile(all)]));
}

/** Per group: number of files and rounds, and the mean ms a file takes with each variant. */
function perFile(plugins, folder, quick) {
  const variants = { [NONE]: [], [AGAIN]: [], ...entriesOf(plugins) };
  const cacheRoot = path.join(folder, "cache");
  const compile = ({ path: filename, source }, name) => {
    const options = swcOptions(filename, { plugins: variants[name], cacheRoot });
    const began = performance.now();
    transformSync(source, options);
    return performance.now() - began;
  };
  const files = corpusFiles()
    .map(({ path: file }) => ({ path: file, source: readFileSync(file, "utf8") }))
    .filter(({ source }) => source.length <= LARGEST)
    .map((file) => ({ ...file, awaits: file.source.match(/\bawait\b/g)?.length ?? 0 }));
  return groups.map(({ title, accepts }) => {
    const [count, seconds] = quick ? [20, 2] : [300, 60];
    const candidates = files.filter((file) => accepts(file.awaits));
    const chosen = spread(candidates, count).filter((file) => compiles(() => compile(file, NONE)));
    return { title, files: chosen.length, ...measure(chosen, Object.keys(variants), compile, seconds) };
  });
}

function entriesOf(plugins) {
  return Object.fromEntries(Object.entries(plugins).map(([name, { entry }]) => [name, [entry]]));
}

/** At least five rounds, and one before them that only warms up. */
function measure(files, names, compile, seconds) {
  const times = files.map(() => Object.fromEntries(names.map((name) => [name, []])));
  const deadline = performance.now() + 1000 * seconds;
  const random = generator(1);
  let rounds = 0;
  for (let round = 0; round <= 5 || performance.now() < deadline; round += 1) {
    rounds = round;
    for (const [index, file] of files.entries()) {
      for (const name of shuffled(names, random)) {
        const time = compile(file, name);
        if (round > 0) times[index][name].push(time);
      }
    }
  }
  const mean = (name) => times.reduce((sum, each) => sum + lowerQuartile(each[name]), 0) / files.length;
  return { rounds, mean: Object.fromEntries(names.map((name) => [name, mean(name)])) };
}

/** Not a rotation: what comes behind a plugin pays for taking that down, and so must not always be the same. */
function shuffled(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** Numbers from 0 to 1, the same in every run. Constants: Numerical Recipes, "quick and dirty". */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A file that SWC alone cannot read says nothing about plugins. */
function compiles(attempt) {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function print({ bytes, first, perFile: byGroup }) {
  console.log(
    `@swc/core ${version}; lower quartiles. The first file is compiled in a new process with an empty cache of`,
  );
  console.log(`plugins, files after that with the module in memory. "+" is the time above "${NONE}".\n`);
  const names = [NONE, AGAIN, ...Object.keys(bytes)];
  const rows = names.map((name) => [
    name,
    name in bytes ? (bytes[name] / 1000).toFixed(1) : "-",
    name in first ? first[name].toFixed(1) : "-",
    ...byGroup.flatMap(({ mean }) => [mean[name].toFixed(3), (mean[name] - mean[NONE]).toFixed(3)]),
  ]);
  const header = [
    "plugin",
    ".wasm KB",
    "first file ms",
    ...byGroup.flatMap(({ title }) => [`${title}: ms/file`, "+ ms"]),
  ];
  console.log(table(header, rows));
  for (const { title, files, rounds } of byGroup) console.log(`${title}: ${files} files, ${rounds} rounds`);
  console.log(`\n${table(["target", "wanted", "measured", ""], targets({ bytes, first, byGroup }), [0, 3])}`);
}

function targets({ bytes, first, byGroup }) {
  const smallest = inRust.toSorted((a, b) => bytes[a] - bytes[b])[0];
  const [few, many] = byGroup.map(({ mean }) => mean);
  const above = (mean) => (mean[OURS] - mean[NONE]) / (mean[smallest] - mean[NONE]);
  const rows = [
    ["size of the module, KB", 120, bytes[OURS] / 1000],
    [`first file, of that of ${smallest}`, 0.1, first[OURS] / first[smallest]],
    [`+ of files with fewer than 2 awaits, of that of ${smallest}`, 0.5, above(few)],
    [`+ of files with 2 awaits or more, of that of ${smallest}`, 0.5, above(many)],
    ["files with fewer than 2 awaits, of pass-through", 1.1, few[OURS] / few[EMPTY]],
  ];
  return rows.map(([what, wanted, measured]) => {
    const digits = wanted > 10 ? 1 : 3;
    return [what, `≤ ${wanted}`, measured.toFixed(digits), measured <= wanted ? "met" : "missed"];
  });
}
