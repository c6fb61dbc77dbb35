import { readFileSync } from "node:fs";
import { transformSync } from "@babel/core";
import parallelAwait from "babel-plugin-parallel-await";
import { diffHunks } from "../../scripts/show/diff.mjs";
import { babelOptions } from "../../scripts/show/babel-options.mjs";

/**
 * Prints a sample of `count` groups as diffs. The sample depends only on the corpus and on what was hoisted, so that two
 * versions of the analysis can be compared by reading.
 */
export function showHoists(files, results, options, count) {
  const groups = results.flatMap((result, index) => {
    const ids = new Set(result.hoists.map((hoist) => hoist.group));
    return [...ids].map((group) => ({ file: files[index], group }));
  });
  const sample = shuffled(groups).slice(0, count);
  console.log(`\n${sample.length} of ${groups.length} groups`);
  for (const { file, group } of sample) showGroup(file, group, options);
}

function showGroup(file, group, options) {
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

/** Fisher-Yates with a fixed seed. */
function shuffled(items) {
  const result = [...items];
  let state = 1;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
