/**
 * What is asked of the plugin on every real file:
 *
 * - it never throws, and its output parses;
 * - when it hoists nothing, the program is printed exactly as without it (contract 6);
 * - run on its own output it finds nothing more to do, and changes nothing;
 * - it has a remark for every await site, except in test files, which it skips;
 * - without a report it gives the same output, though it then leaves out whatever it can tell early.
 *
 * Programs are compared as Babel prints them, so that what Babel itself normalises is no difference.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseSync, transformFromAstSync, types } from "@babel/core";
import { findPairs, isTestFile, readOptions } from "@parallel-await/core";
// Lowering is not part of the plugin's interface; the build makes it available to the tools of this repository.
import { lowerFile } from "../../packages/babel-plugin/build/lower.mjs";
import { timedPlugin } from "../timed-plugin.mjs";
import { MODES } from "../../scripts/show/arguments.mjs";
import { babelOptions } from "../../scripts/show/babel-options.mjs";

/**
 * @typedef {object} FileResult
 * @property {number} bytes
 * @property {number} awaits  await sites in the source
 * @property {number} hoisted
 * @property {boolean} changed
 * @property {Record<string, { sites: number, example: string }>} kept  by code and first word of the remark
 * @property {{ line: number, column: number, group: number }[]} hoists
 * @property {Record<string, PairCount>} pairs  by mode
 * @property {number} pluginTime  ms inside the plugin
 * @property {number} totalTime  ms of parse, transform and print
 * @property {string} [skipped]  why the file says nothing: Babel alone cannot read it
 * @property {string} [failure]
 */

/**
 * Pairs of await sites, as core's `remarks/pairs.ts` defines them.
 * @typedef {object} PairCount
 * @property {number} adjacent
 * @property {number} independent  of the adjacent ones
 * @property {number} hoisted  of the independent ones
 * @property {Record<string, number>} kept  the rest by code
 */

/** Worker entry: a batch is one message each way. */
export default function checkFiles({ files, options }) {
  return files.map((file) => checkFile(file, options));
}

/** @returns {FileResult} */
function checkFile(file, options) {
  const source = readFileSync(file, "utf8");
  const result = {
    bytes: Buffer.byteLength(source),
    awaits: 0,
    hoisted: 0,
    changed: false,
    kept: {},
    hoists: [],
    pairs: {},
    pluginTime: 0,
    totalTime: 0,
  };

  let plain;
  try {
    plain = run(file, source, null);
  } catch (error) {
    return { ...result, skipped: firstLine(error) };
  }
  result.awaits = plain.awaits;
  const isSkipped = !options.includeTests && isTestFile(path.relative("", file));

  try {
    result.failure = compare(file, source, plain, options, result);
    if (plain.tree !== null && !isSkipped) result.pairs = countPairs(plain.tree);
  } catch (error) {
    result.failure = `crash: ${firstLine(error)}`;
  }
  return result;
}

/** Fills `result`; returns what is wrong, if anything is. */
function compare(file, source, plain, options, result) {
  const once = run(file, source, options);
  result.pluginTime = once.pluginTime;
  result.totalTime = once.totalTime;
  result.hoisted = once.remarks.filter((remark) => remark.hoisted).length;
  result.changed = once.code !== plain.code;
  for (const remark of once.remarks) {
    if (remark.hoisted) result.hoists.push({ line: remark.line, column: remark.column, group: remark.group });
    else countKept(result.kept, remark);
  }

  const isSkipped = !options.includeTests && isTestFile(path.relative("", file));
  const sites = isSkipped ? 0 : plain.awaits + plain.streams;
  if (plain.awaits + plain.streams > 0 && run(file, source, options, "off").code !== once.code)
    return "another output without a report";
  if (once.remarks.length !== sites) return `${once.remarks.length} remarks for ${sites} awaits and for await loops`;
  if (result.changed !== result.hoisted > 0) {
    return result.changed ? "changed without a hoist" : `${result.hoisted} hoisted, but nothing changed`;
  }
  if (!result.changed) return undefined;

  let reprinted;
  try {
    reprinted = run(file, once.code, null);
  } catch (error) {
    return `the output does not parse: ${firstLine(error)}`;
  }
  const twice = run(file, once.code, options);
  const again = twice.remarks.filter((remark) => remark.hoisted);
  if (again.length > 0) return `a second run hoists ${again.length} more, first at output line ${again[0].line}`;
  if (twice.code !== reprinted.code) return "a second run changes the output";
  return undefined;
}

/** Parses and prints `code`, through the plugin when there are options for it; by default it reports all that it does. */
function run(filename, code, options, report = null) {
  const remarks = [];
  const collect = (said) => remarks.push(...said.remarks);
  const { plugin, elapsed } = timedPlugin();
  const config = babelOptions(filename);
  if (options) config.plugins = [[plugin, { ...options, report: report ?? collect }]];

  const began = performance.now();
  const ast = parseSync(code, config);
  const awaits = options ? 0 : count(ast, (node) => node.type === "AwaitExpression");
  // Each has a remark of its own, too: `for await (const row of rows)`.
  const streams = options ? 0 : count(ast, (node) => node.type === "ForOfStatement" && node.await);
  const tree = awaits >= 2 ? lowerFile({ code, ast }).tree : null;
  const output = withoutWarnings(() => transformFromAstSync(ast, code, { ...config, cloneInputAst: false }));
  const times = { pluginTime: elapsed(), totalTime: performance.now() - began };
  return { code: output.code, remarks, awaits, streams, tree, ...times };
}

/** The plugin never breaks a user's build: what went wrong inside it is a warning there, and an error here. */
function withoutWarnings(transform) {
  const { warn } = console;
  const warnings = [];
  console.warn = (text) => warnings.push(String(text));
  try {
    const output = transform();
    if (warnings.length > 0) throw new Error(warnings[0].split("\n").slice(0, 2).join(" "));
    return output;
  } finally {
    console.warn = warn;
  }
}

/** @returns {Record<string, PairCount>} */
function countPairs(tree) {
  const byMode = MODES.map((mode) => {
    const { options } = readOptions(JSON.stringify({ mode }));
    options.remarks = true;
    const { adjacent, independent } = findPairs(tree, options);
    const kept = {};
    for (const { hoisted, code } of independent) if (!hoisted) kept[code] = (kept[code] ?? 0) + 1;
    return [
      mode,
      { adjacent, independent: independent.length, hoisted: independent.filter((pair) => pair.hoisted).length, kept },
    ];
  });
  return Object.fromEntries(byMode);
}

function count(ast, isMeant) {
  let found = 0;
  types.traverseFast(ast, (node) => {
    if (isMeant(node)) found += 1;
  });
  return found;
}

/** Code `PA201` with text `effect: "save" writes` counts as `PA201 effect`. */
function countKept(kept, { code, line, text }) {
  const label = `${code} ${text.split(":", 1)[0]}`;
  kept[label] ??= { sites: 0, example: `${line}${text.slice(text.indexOf(":"))}` };
  kept[label].sites += 1;
}

function firstLine(error) {
  return String(error?.message ?? error).split("\n")[0];
}
