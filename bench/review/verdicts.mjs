import { readFileSync } from "node:fs";
import { percent, table } from "../table.mjs";

/**
 * What people who have read a hoist say of it; see `README.md` beside this file.
 * @typedef {object} Verdict
 * @property {string} sample  the draw it was in
 * @property {string} package  name@version
 * @property {string} file
 * @property {string} sites  the awaits, as `line:column`, separated by spaces
 * @property {string} mode
 * @property {"right" | "wrong"} verdict
 * @property {string} why
 * @property {string} rule  of a wrong one: the rule that keeps it since, or "open"
 */

/** @returns {Verdict[]} */
export function readVerdicts() {
  const [header, ...lines] = readFileSync(new URL("./verdicts.tsv", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  const names = header.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, column) => [names[column], value])));
}

/**
 * Prints what has become of the hoists that were read, as far as they are in the packages at hand.
 * @param {ReturnType<typeof import("../corpus/show-hoists.mjs").hoistedGroups>} groups
 * @param {Set<string>} packages  names with versions
 */
export function printVerdicts(groups, packages) {
  const verdicts = readVerdicts().filter((verdict) => packages.has(verdict.package));
  const places = groupBy(groups, placeOf);
  const rows = ["right", "wrong"].map((kind) => {
    const all = verdicts.filter(({ verdict }) => verdict === kind);
    const states = all.map((verdict) => stateOf(verdict, places.get(`${verdict.package} ${verdict.file}`) ?? []));
    const count = (state) => states.filter((each) => each === state).length;
    return [kind, all.length, count("hoisted"), count("in part"), count("kept")];
  });
  console.log(`\nHoists that were read (bench/review/verdicts.tsv), and what becomes of them now`);
  console.log(table(["verdict", "read", "hoisted", "in part", "kept"], rows));
  const [right, wrong] = rows.map(([, , hoisted]) => hoisted);
  console.log(`Of those that are hoisted as they were read, ${percent(right, right + wrong)} are right.`);
}

function placeOf({ file }) {
  return `${file.package} ${file.name}`;
}

function groupBy(items, keyOf) {
  const result = new Map();
  for (const item of items) result.set(keyOf(item), [...(result.get(keyOf(item)) ?? []), item]);
  return result;
}

function stateOf(verdict, groups) {
  const sites = new Set(verdict.sites.split(" "));
  const common = groups.map((group) => group.sites.filter((site) => sites.has(site)).length);
  if (groups.some((group, index) => common[index] === sites.size && group.sites.length === sites.size))
    return "hoisted";
  return common.some((count) => count >= 2) ? "in part" : "kept";
}
