/**
 * How the plugin's time grows: with the number of awaits in one function, and with the size of a module.
 *
 * "plugin" is the time inside the plugin alone, "Babel" that of parse, transform and print around it. Near-linear growth has
 * an exponent near 1.
 */
import { performance } from "node:perf_hooks";
import { transformSync } from "@babel/core";
import { babelOptions } from "../../scripts/show/babel-options.mjs";
import { functions, moduleOf } from "../generate.mjs";
import { growthExponent, median } from "../statistics.mjs";
import { table } from "../table.mjs";
import { timedPlugin } from "../timed-plugin.mjs";

export function scaling(quick) {
  const awaits = quick ? [100, 300, 1000, 3000, 5000] : [100, 215, 464, 1000, 2154, 4642, 10000, 20000];
  for (const [shape, generate] of Object.entries(functions)) {
    grow(`awaits in one function: ${shape}`, "awaits", awaits, generate, quick);
  }
  const sizes = quick ? [10, 32, 100, 316, 1000] : [10, 32, 100, 316, 1000, 3162, 10000];
  grow("source size: many ordinary functions", "KB", sizes, (size) => moduleOf(size * 1024), quick);
}

function grow(title, unit, sizes, generate, quick) {
  const points = sizes.map((size) => ({ size, ...time(generate(size), quick) }));
  const rows = points.map(({ size, plugin, babel, hoisted }) => [
    size,
    plugin.toFixed(1),
    ((plugin / size) * 1000).toFixed(1),
    babel.toFixed(1),
    `${((100 * plugin) / babel).toFixed(1)} %`,
    hoisted,
  ]);
  const exponent = (field) =>
    growthExponent(points.map((point) => ({ size: point.size, time: point[field] }))).toFixed(2);
  console.log(`${title}\n`);
  console.log(table([unit, "plugin ms", `µs/${unit}`, "Babel ms", "plugin/Babel", "hoisted"], rows));
  console.log(`growth exponent: plugin ${exponent("plugin")}, Babel ${exponent("babel")}\n`);
}

/** Medians of repeated runs, more of them when they are short. */
function time(source, quick) {
  const first = once(source);
  const repeats = Math.max(quick ? 2 : 3, Math.min(15, Math.floor(1000 / (first.plugin + first.babel))));
  const runs = Array.from({ length: repeats }, () => once(source));
  return {
    plugin: median(runs.map((run) => run.plugin)),
    babel: median(runs.map((run) => run.babel)),
    hoisted: hoistedIn(source),
  };
}

function once(source) {
  const { plugin, elapsed } = timedPlugin();
  const began = performance.now();
  transformSync(source, { ...babelOptions("scaling.js"), plugins: [plugin] });
  return { plugin: elapsed(), babel: performance.now() - began - elapsed() };
}

/** Counted apart: a report of every site costs time that ordinary builds do not spend. */
function hoistedIn(source) {
  let hoisted = 0;
  const { plugin } = timedPlugin();
  const options = { report: (report) => (hoisted = report.hoisted) };
  transformSync(source, { ...babelOptions("scaling.js"), plugins: [[plugin, options]] });
  return hoisted;
}
