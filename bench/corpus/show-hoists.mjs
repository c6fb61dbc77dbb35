import { readFileSync } from "node:fs";
import { transformSync } from "@babel/core";
import parallelAwait from "babel-plugin-parallel-await";
import { diffHunks } from "../../scripts/show/diff.mjs";
import { babelOptions } from "../../scripts/show/babel-options.mjs";

/**
 * Every group that was hoisted, in the order of the files; `sites` are its awaits as `line:column`, both from 1.
 * @returns {{ file: { package: string, name: string, path: string }, group: number, sites: string[] }[]}
 */
export function hoistedGroups(files, results) {
  return results.flatMap((result, index) => {
    const groups = new Map();
    for (const { group, line, column } of result.hoists) {
      groups.set(group, [...(groups.get(group) ?? []), `${line}:${column + 1}`]);
    }
    return [...groups].map(([group, sites]) => ({ file: files[index], group, sites }));
  });
}

/**
 * `count` of the items. Depends only on the items and the seed, so that two versions of the analysis can be compared by
 * reading. Fisher-Yates.
 */
export function sampleOf(items, count, seed) {
  const result = [...items];
  let state = seed;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result.slice(0, count);
}

/** Prints one group as a diff. */
export function showGroup(file, group, options) {
  const source = readFileSync(file.path, "utf8");
  const remarks = [];
  const plugins = [[parallelAwait, { ...options, report: (report) => remarks.push(...report.remarks) }]];
  const config = { ...babelOptions(file.path), sourceMaps: true };
  const before = transformSync(source, config);
  const after = transformSync(source, { ...config, plugins });

  const mine = remarks.filter((remark) => remark.group === group && remark.hoisted);
  const lines = mine.map((remark) => remark.line);
  const hunks = diffHunks(before, after).filter((hunk) => lines.some((line) => hunk.from <= line && line <= hunk.to));
  console.log(`\n──── ${file.package}/${file.name}:${lines[0]}, ${mine.length} awaits`);
  for (const remark of mine) console.log(`  line ${remark.line}: ${remark.text}`);
  for (const hunk of hunks) console.log(hunk.text);
}
