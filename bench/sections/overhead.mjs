/**
 * How much longer Babel takes with the plugin: parse, transform and print of real files, as ratios.
 *
 * All variants run on every file in every round, one after the other and in an order that rotates, so that a slow second of
 * the machine hits all of them. A file counts with the lower quartile of its rounds: interruptions only ever add time, and on
 * a busy machine the median still has them. "no plugin" runs twice, under two names: what these two differ by is the noise,
 * and no difference smaller than that means anything. The time between entering and leaving our plugin is far less noisy;
 * it leaves out what the plugin may cost Babel afterwards.
 *
 * The processor's time, over all files and rounds, is a second answer: it counts all garbage collections, also what other threads do of them.
 * The lower quartile of a small file is that of rounds in which hardly any fell.
 */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { transformSync } from "@babel/core";
import reactCompiler from "babel-plugin-react-compiler";
import { babelOptions } from "../../scripts/show/babel-options.mjs";
import { corpusFiles, spread } from "../corpus/files.mjs";
import { lowerQuartile } from "../statistics.mjs";
import { percent, table } from "../table.mjs";
import { timedPlugin } from "../timed-plugin.mjs";

const ours = timedPlugin();

const variants = {
  "no plugin": [],
  "no plugin again": [],
  "empty plugin": [() => ({ name: "empty", visitor: {} })],
  "parallel-await": [ours.plugin],
  "react-compiler": [[reactCompiler, { panicThreshold: "none" }]],
};

const groups = [
  { title: "fewer than 2 awaits", target: 1.02, accepts: (awaits) => awaits < 2 },
  { title: "2 awaits or more", target: 1.15, accepts: (awaits) => awaits >= 2 },
  { title: "10 awaits or more", target: 1.15, accepts: (awaits) => awaits >= 10 },
];

// The bundles among the corpus are larger than all the other files together and would be all that is measured.
const LARGEST = 200 * 1024;

export function overhead(quick) {
  const [perGroup, seconds] = quick ? [80, 10] : [200, 90];
  const files = corpusFiles()
    .map(({ path }) => ({ path, source: readFileSync(path, "utf8") }))
    .filter(({ source }) => source.length <= LARGEST)
    .map((file) => ({ ...file, awaits: file.source.match(/\bawait\b/g)?.length ?? 0 }));

  const names = Object.keys(variants);
  const rows = groups.map(({ title, target, accepts }) => {
    const candidates = files.filter((file) => accepts(file.awaits));
    const chosen = spread(candidates, perGroup).filter(compiles);
    const kilobytes = chosen.reduce((sum, { source }) => sum + source.length, 0) / 1024;
    const { total, inside, rounds, processor } = measure(chosen, seconds);
    const base = total["no plugin"];
    const ratios = names.slice(1).map((name) => (total[name] / base).toFixed(3));
    const both = (processor["no plugin"] + processor["no plugin again"]) / 2;
    const noise = Math.abs(processor["no plugin"] / processor["no plugin again"] - 1);
    return [
      title,
      chosen.length,
      rounds,
      (base / kilobytes).toFixed(3),
      ...ratios,
      percent(inside, base),
      `${(processor["parallel-await"] / both).toFixed(3)} ± ${noise.toFixed(3)}`,
      `≤ ${target}`,
    ];
  });
  console.log('Time of parse + transform + print, lower quartiles over the rounds; ratios to "no plugin".');
  console.log(
    '"no plugin again" is the noise: 1.000 would be none. "processor": its time in all rounds, with the noise behind.\n',
  );
  console.log(
    table(
      [
        "files with",
        "files",
        "rounds",
        "no plugin ms/KB",
        ...names.slice(1),
        "inside ours",
        "ours, processor",
        "target for ours",
      ],
      rows,
    ),
  );
}

/**
 * Sums over the files, in ms: of each variant's time, and of the time inside our plugin; over the rounds too, of the processor's time. At
 * least five rounds.
 */
function measure(files, seconds) {
  const names = Object.keys(variants);
  const times = files.map(() => Object.fromEntries(["inside", ...names].map((name) => [name, []])));
  const processor = Object.fromEntries(names.map((name) => [name, 0]));
  const deadline = performance.now() + 1000 * seconds;
  let rounds = 0;
  // The first round only warms up.
  for (let round = 0; round <= 5 || performance.now() < deadline; round += 1) {
    rounds = round;
    for (const [index, file] of files.entries()) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(turn + round + index) % names.length];
        const before = ours.elapsed();
        const started = process.cpuUsage();
        const time = compile(file, variants[name]);
        const { user, system } = process.cpuUsage(started);
        if (round === 0) continue;
        processor[name] += (user + system) / 1000;
        times[index][name].push(time);
        if (name === "parallel-await") times[index].inside.push(ours.elapsed() - before);
      }
    }
  }
  const sum = (name) => times.reduce((total, each) => total + lowerQuartile(each[name]), 0);
  return {
    total: Object.fromEntries(names.map((name) => [name, sum(name)])),
    inside: sum("inside"),
    rounds,
    processor,
  };
}

function compile({ path, source }, plugins) {
  const config = { ...babelOptions(path), plugins };
  const began = performance.now();
  transformSync(source, config);
  return performance.now() - began;
}

/** A file that some variant cannot compile says nothing about time. */
function compiles(file) {
  try {
    for (const plugins of Object.values(variants)) compile(file, plugins);
    return true;
  } catch {
    return false;
  }
}
