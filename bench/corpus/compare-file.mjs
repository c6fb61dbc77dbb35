/** What is asked of the SWC plugin on every real file: the program and the remarks that the Babel plugin gives, in both orders. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { transformSync } from "@babel/core";
import { compareStripped, compareWithBabel, printDifference, swcTransform } from "@parallel-await/testkit";
import parallelAwait from "babel-plugin-parallel-await";
import { root } from "../../scripts/build/packages.mjs";
import { babelOptions } from "../../scripts/show/babel-options.mjs";

const require = createRequire(import.meta.url);
const plugin = path.join(root, "packages/swc-plugin/dist/report.wasm");

/**
 * @typedef {object} Comparison
 * @property {boolean} changed  by the Babel plugin
 * @property {number} sites  await sites with a remark
 * @property {string} [skipped]  why nothing could be compared: one of the compilers cannot read the file without us either
 * @property {boolean} otherReasons  whether the default order gives other reasons for the same verdicts
 * @property {boolean} stripped  whether the default order, which strips types first, made a difference that the source does not explain, but
 *   the stripped program does
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
    return {
      changed: false,
      sites: 0,
      skipped: firstLine(error),
      stripped: false,
      otherReasons: false,
      differences: [],
    };
  }
  const first = compared(() => compareWithBabel(swc, plugin, "first", subject));
  let byDefault = compared(() => compareWithBabel(swc, plugin, "default", subject));
  const withStripped = (text) => withBabel(text, filename, options);
  const stripped = byDefault !== null && compared(() => compareStripped(swc, plugin, subject, withStripped)) === null;
  if (stripped) byDefault = null;
  // The program that SWC has rewritten keeps the same awaits, but there may be another first reason: the helper that disposes of a `using`.
  const otherReasons = byDefault !== null && onlyReasonsDiffer(compareWithBabel(swc, plugin, "default", subject));
  if (otherReasons) byDefault = null;
  const differences = [
    ...(first === null ? [] : [{ order: "first", ...first }]),
    ...(byDefault === null ? [] : [{ order: "default", ...byDefault }]),
  ];
  return { changed: subject.output !== null, sites: subject.sites?.length ?? 0, stripped, otherReasons, differences };
}

/** Whether both sides give the same program and say of every await, at the same place, that it moves or stays. */
function onlyReasonsDiffer({ code, remarks }) {
  if (code !== undefined || remarks === undefined) return false;
  const verdicts = (list) => list.map((line) => /^(\S+) \S+ (\S+ \[\d+\])/.exec(line)?.slice(1).join(" ") ?? line);
  return verdicts(remarks.babel).join("\n") === verdicts(remarks.swc).join("\n");
}

/** Null when there is no difference. */
function compared(compare) {
  try {
    const found = compare();
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
