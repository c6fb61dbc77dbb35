/** The same file through the Babel plugin and through the SWC plugin: whether the same program comes out, and how long each takes. */
import path from "node:path";
import { performance } from "node:perf_hooks";
import { transformSync as babel, version as babelVersion } from "@babel/core";
import { canonical } from "@parallel-await/testkit";
import { transformSync as swc, version as swcVersion } from "@swc/core";
import parallelAwait from "babel-plugin-parallel-await";
import { root } from "../build/packages.mjs";
import { babelOptions } from "../show/babel-options.mjs";
import { readableDiff } from "../show/diff.mjs";
import { fail } from "../show/fail.mjs";
import { paint } from "../show/paint.mjs";
import { swcOptions } from "../show/swc-options.mjs";

const RUNS = 15;

/**
 * @param {string} source
 * @param {string} filename
 * @param {{ mode: string }} options  of both plugins
 */
export async function showHosts(source, filename, options) {
  const plugin = path.join(root, "packages/swc-plugin/dist/plugin.wasm");
  const cacheRoot = path.join(root, "node_modules/.cache/parallel-await/swc");
  // First, so that the plugin meets the program that Babel's meets, with its types.
  const withSwc = (text, plugins) => swc(text, swcOptions(filename, { plugins, cacheRoot, runPluginFirst: true })).code;
  const withBabel = (plugins) => babel(source, { ...babelOptions(filename, source), plugins }).code;
  const hosts = {
    babel: { without: () => withBabel([]), with: () => withBabel([[parallelAwait, options]]) },
    swc: { without: () => withSwc(source, []), with: () => withSwc(source, [[plugin, options]]) },
  };

  try {
    hosts.swc.without();
  } catch (error) {
    console.log(`  SWC alone cannot read this file: ${firstLine(error)}`);
    return;
  }
  // SWC prints both, so that what it does to the rest of the program (types, parentheses) is no difference.
  const [left, right] = [withSwc(hosts.babel.with(), []), hosts.swc.with()].map(canonical);
  if (left !== right) {
    const difference = await readableDiff({ code: left }, { code: right }, "program.js");
    fail(`Babel (-) and SWC (+) give different programs:\n${difference}`, "this is a bug: please report it");
  }
  console.log(
    `  Both give the same program of ${right.split("\n").length} lines (types taken out, printed by one printer).\n`,
  );
  printTimes(measure(hosts));
}

function firstLine(error) {
  return error.message
    .split("\n")
    .find((line) => line.trim() !== "")
    .trim();
}

/** The shortest times in ms. In turns, so that all meet the same machine. */
function measure(hosts) {
  const runs = Object.values(hosts).flatMap((host) => Object.values(host).map((run) => ({ run, times: [] })));
  for (let round = 0; round <= RUNS; round += 1) {
    for (const { run, times } of runs) {
      const began = performance.now();
      run();
      // The first round compiles code and loads the plugin.
      if (round > 0) times.push(performance.now() - began);
    }
  }
  return runs.map(({ times }) => Math.min(...times));
}

function printTimes([babelWithout, babelWith, swcWithout, swcWith]) {
  const row = (label, ...cells) => `  ${label.padEnd(20)}${cells.map((cell) => cell.padStart(14)).join("")}`;
  const ms = (time) => `${time.toFixed(2)} ms`;
  console.log(row("", `Babel ${babelVersion}`, `SWC ${swcVersion}`));
  console.log(row("without the plugin", ms(babelWithout), ms(swcWithout)));
  console.log(row("with the plugin", ms(babelWith), ms(swcWith)));
  console.log(paint("dim", `\n  Parse, transform and print of this file, the fastest of ${RUNS} runs in turns.`));
}
