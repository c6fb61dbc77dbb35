/** Rspack 1 and 2 with `builtin:swc-loader`. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { checkSample } from "../check-sample.mjs";

const require = createRequire(import.meta.url);
const here = import.meta.dirname;

const rules = [
  {
    test: /\.js$/,
    loader: "builtin:swc-loader",
    options: {
      jsc: {
        parser: { syntax: "ecmascript" },
        experimental: { plugins: [["swc-plugin-parallel-await", {}]] },
      },
    },
  },
];
const reporting = structuredClone(rules);
reporting[0].options.jsc.experimental.plugins[0][1] = { report: "summary" };

for (const [name, major] of [
  ["rspack-1", "1"],
  ["@rspack/core", "2"],
]) {
  const { rspack, rspackVersion } = await import(name);
  assert.match(rspackVersion, new RegExp(`^${major}\\.`));
  for (const minimize of [false, true]) {
    const folder = path.join(here, `out-${major}-${minimize ? "min" : "plain"}`);
    const warnings = await build(rspack, configure(folder, minimize, rules));
    assert.deepEqual(warnings, []);
    await checkSample(require(path.join(folder, "bundle.cjs")));
    console.log(`Rspack ${rspackVersion}, ${minimize ? "minified" : "plain"}: ok`);
  }
  const warnings = await build(rspack, configure(path.join(here, `out-${major}-report`), false, reporting));
  assert.match(warnings.join("\n"), /parallel-await: .*sample\.js: \d+ hoisted, \d+ kept/);
  console.log(`Rspack ${rspackVersion}, the report as a warning: ok`);
}

function configure(folder, minimize, rules) {
  return {
    mode: minimize ? "production" : "none",
    context: here,
    entry: "../sample.js",
    target: "node",
    output: { path: folder, filename: "bundle.cjs", library: { type: "commonjs2" } },
    module: { rules },
  };
}

/** The warnings of a build. */
function build(rspack, options) {
  return new Promise((resolve, reject) => {
    rspack(options, (error, stats) => {
      if (error) reject(error);
      else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
      else resolve(stats.toJson({ all: false, warnings: true }).warnings.map(({ message }) => message));
    });
  });
}
