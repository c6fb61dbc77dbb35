import { MODES } from "../../scripts/show/arguments.mjs";
import { percent, table } from "../table.mjs";

/**
 * Prints the tables of a corpus run and returns the number of failures.
 * @param {ReturnType<typeof import("./files.mjs").corpusFiles>} files
 * @param {import("./check-file.mjs").FileResult[]} results  in the same order
 */
export function printSummary(files, results, seconds) {
  const packages = new Map();
  const total = emptyRow();
  for (const [index, result] of results.entries()) {
    const name = files[index].package;
    if (!packages.has(name)) packages.set(name, emptyRow());
    for (const row of [packages.get(name), total]) add(row, result, files[index]);
  }

  const header = ["package", "files", "KB", "awaits", "hoisted", "share", "changed", "plugin ms/KB", "all ms/KB"];
  const rows = [...packages].map(([name, row]) => printed(name, row));
  console.log(table(header, [...rows, printed("total", total)]));

  console.log(`\nAwait sites kept, by reason`);
  const kept = Object.entries(total.kept).toSorted(([, a], [, b]) => b.sites - a.sites);
  const reasons = kept.map(([label, { sites, example }]) => [label, sites, percent(sites, total.awaits), example]);
  console.log(table(["reason", "sites", "share", "for example"], reasons, [0, 3]));

  printPairs(results);
  printFiles("Not checked, because Babel alone cannot read them", files, results, "skipped");
  const failures = printFiles("FAILED", files, results, "failure");
  console.log(
    `\n${results.length} files of ${packages.size} packages, ${total.several} with two awaits or more, ` +
      `in ${seconds.toFixed(0)} s: ${failures === 0 ? "all checks passed" : `${failures} failed`}`,
  );
  return failures;
}

/** What there is to gain between neighbours, and what becomes of it, in every mode. */
function printPairs(results) {
  const total = Object.fromEntries(MODES.map((mode) => [mode, { adjacent: 0, independent: 0, hoisted: 0, kept: {} }]));
  for (const { pairs } of results) {
    for (const [mode, counts] of Object.entries(pairs)) {
      for (const field of ["adjacent", "independent", "hoisted"]) total[mode][field] += counts[field];
      for (const [code, count] of Object.entries(counts.kept)) {
        total[mode].kept[code] = (total[mode].kept[code] ?? 0) + count;
      }
    }
  }
  console.log(`
Pairs of awaits: two await sites that follow each other in one statement list, with nothing awaited in between.
Data-independent: no chain of definitions and uses leads from the statement of the first to the operand of the second.`);
  const rows = MODES.map((mode) => {
    const { adjacent, independent, hoisted } = total[mode];
    return [mode, adjacent, independent, hoisted, percent(hoisted, independent)];
  });
  console.log(table(["mode", "pairs", "data-independent", "hoisted", "share"], rows));

  console.log(`\nData-independent pairs kept, by the code of what keeps them apart`);
  const codes = [...new Set(MODES.flatMap((mode) => Object.keys(total[mode].kept)))];
  const count = (code, mode) => total[mode].kept[code] ?? 0;
  const kept = codes
    .toSorted((a, b) => count(b, "balanced") - count(a, "balanced") || (a < b ? -1 : 1))
    .map((code) => [code, ...MODES.map((mode) => count(code, mode))]);
  console.log(table(["code", ...MODES], kept));
}

function emptyRow() {
  return { files: 0, several: 0, bytes: 0, awaits: 0, hoisted: 0, changed: 0, pluginTime: 0, totalTime: 0, kept: {} };
}

function add(row, result, file) {
  row.files += 1;
  row.several += result.awaits >= 2 ? 1 : 0;
  row.changed += result.changed ? 1 : 0;
  for (const field of ["bytes", "awaits", "hoisted", "pluginTime", "totalTime"]) row[field] += result[field];
  for (const [label, { sites, example }] of Object.entries(result.kept)) {
    row.kept[label] ??= { sites: 0, example: `${file.package}/${file.name}:${example}` };
    row.kept[label].sites += sites;
  }
}

function printed(name, row) {
  const kilobytes = row.bytes / 1024;
  return [
    name,
    row.files,
    kilobytes.toFixed(0),
    row.awaits,
    row.hoisted,
    percent(row.hoisted, row.awaits),
    row.changed,
    (row.pluginTime / kilobytes).toFixed(4),
    (row.totalTime / kilobytes).toFixed(3),
  ];
}

/** Lists the files that have `field`, and returns their number. */
function printFiles(title, files, results, field) {
  const found = results.flatMap((result, index) => (result[field] ? [{ file: files[index], why: result[field] }] : []));
  if (found.length === 0) return 0;
  console.log(`\n${title}: ${found.length}`);
  for (const { file, why } of found.slice(0, 50)) console.log(`  ${file.package}/${file.name}: ${why}`);
  if (found.length > 50) console.log(`  … and ${found.length - 50} more`);
  return found.length;
}
