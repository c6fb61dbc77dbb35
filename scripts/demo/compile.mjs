import { transformSync } from "@babel/core";
import typescript from "@babel/preset-typescript";
import parallelAwait from "babel-plugin-parallel-await";
import { babelOptions } from "../show/babel-options.mjs";

/**
 * Compiles `source` with and without the plugin; `before` and `after` are Babel results with maps, in the language of
 * the source.
 */
export function compileBoth(source, filename, options) {
  let report = { filename, remarks: [], hoisted: 0, kept: 0 };
  const config = { ...babelOptions(filename, source), sourceMaps: true };
  const before = transformSync(source, config);
  const after = transformSync(source, {
    ...config,
    plugins: [[parallelAwait, { ...options, report: (found) => (report = found) }]],
  });
  return { before, after, report };
}

/** JavaScript that Node runs, from what `compileBoth` returned. */
export function toJavaScript(code, filename) {
  return transformSync(code, { ...babelOptions(filename), presets: [typescript] }).code;
}
