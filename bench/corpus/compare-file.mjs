/** What is asked of the SWC plugin on every real file: the program and the remarks that the Babel plugin gives, in both orders. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { transformSync } from "@babel/core";
import { compareWithBabel, printDifference, swcTransform } from "@parallel-await/testkit";
import parallelAwait from "babel-plugin-parallel-await";
import { root } from "../../scripts/build/packages.mjs";
import { babelOptions } from "../../scripts/show/babel-options.mjs";

const require = createRequire(import.meta.url);
const plugin = path.join(root, "packages/swc-plugin/dist/plugin.wasm");

/**
 * @typedef {object} Comparison
 * @property {boolean} changed  by the Babel plugin
 * @property {number} sites  await sites with a remark
 * @property {string} [skipped]  why nothing could be compared: one of the compilers cannot read the file without us either
 * @property {{ order: "default" | "first", what: string[], text: string }[]} differences
 */

/** Worker entry: a batch is one message each way. */
export default function compareFiles({ files, options, swcPackage }) {
  const swc = require(swcPackage);
  return files.map((file) => compareFile(swc, file, options));
}

/** @returns {Comparison} */
function compareFile(swc, filename, options) {
  const source = readFileSync(filename, "utf8");
  let subject;
  try {
    subject = { source, filename, options, ...withBabel(source, filename, options) };
    for (const order of ["default", "first"]) swcTransform(swc, { source, filename, order });
  } catch (error) {
    return { changed: false, sites: 0, skipped: firstLine(error), differences: [] };
  }
  const differences = ["default", "first"].flatMap((order) => {
    const found = compared(swc, order, subject);
    return found === null ? [] : [{ order, ...found }];
  });
  return { changed: subject.output !== null, sites: subject.sites?.length ?? 0, differences };
}

function compared(swc, order, subject) {
  try {
    const found = compareWithBabel(swc, plugin, order, subject);
    const what = Object.keys(found);
    return what.length === 0 ? null : { what, text: printDifference(found) };
  } catch (error) {
    return { what: ["crash"], text: String(error?.message ?? error) };
  }
}

function withBabel(source, filename, options) {
  let sites = null;
  const report = ({ remarks }) => {
    sites = [...(sites ?? []), ...remarks];
  };
  const config = { ...babelOptions(filename), plugins: [[parallelAwait, { ...options, report }]] };
  const { code } = transformSync(source, config);
  return { output: sites?.some((site) => site.hoisted) ? code : null, sites };
}

function firstLine(error) {
  return String(error?.message ?? error)
    .split("\n")
    .find((line) => line.trim() !== "");
}
