import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import binaryen from "assemblyscript/binaryen";
import { root } from "../../scripts/build/packages.mjs";

const require = createRequire(import.meta.url);

/**
 * The plugins that are compared: ours, one that does nothing, and published ones written in Rust.
 * @param {string} folder  where the pass-through module is put
 * @returns {Record<string, { entry: [string, object], bytes: number }>} `entry` as SWC's option `plugins` takes it
 */
export function swcPlugins(folder) {
  const entries = {
    "pass-through": [assemble(folder), {}],
    "parallel-await": [path.join(root, "packages/swc-plugin/dist/plugin.wasm"), {}],
    "plugin-jest": [require.resolve("@swc/plugin-jest"), {}],
    "remove-properties": [require.resolve("@swc/plugin-react-remove-properties"), { properties: ["^data-test"] }],
  };
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, { entry, bytes: statSync(entry[0]).size }]),
  );
}

/** Names of `swcPlugins` that are written in Rust, smallest module first. */
export const inRust = ["plugin-jest", "remove-properties"];

function assemble(folder) {
  const module = binaryen.parseText(readFileSync(new URL("pass-through.wat", import.meta.url), "utf8"));
  const file = path.join(folder, "pass-through.wasm");
  writeFileSync(file, module.emitBinary());
  module.dispose();
  return file;
}
