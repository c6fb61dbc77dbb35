/**
 * Runs every fixture through the Babel plugin and through the SWC plugin in one version of @swc/core, and writes what came out.
 *
 *   node compare-fixtures.mjs PACKAGE PLUGIN FIXTURES RESULTS
 *
 * In a process of its own, because the plugin prints its reports and a host that is treated badly may end its process.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  compareStripped,
  compareWithBabel,
  listFixtures,
  printDifference,
  runFixture,
  swcTransform,
} from "@parallel-await/testkit";

const [name, plugin, printing, fixtures, results] = process.argv.slice(2);
const swc = createRequire(import.meta.url)(name);

const compared = listFixtures(fixtures)
  .filter(({ comments }) => comments)
  .map((fixture) => [fixture.name, compareFixture(fixture)]);
writeFileSync(results, JSON.stringify(Object.fromEntries(compared)));

/** @returns {import("./fixtures").FixtureComparison} */
function compareFixture(fixture) {
  const { source, filename, options } = fixture;
  const { output, sites } = runFixture(fixture);
  const subject = { source, filename, options, output, sites };
  const [first, byDefault] = ["first", "default"].map((order) => {
    return guarded(() => printDifference(compareWithBabel(swc, printing, order, subject)));
  });
  const stripped = guarded(() => {
    return printDifference(compareStripped(swc, printing, subject, (text) => runFixture({ ...fixture, source: text })));
  });
  const [code, plain, reported] = [[plugin, options], undefined, [plugin, { ...options, report: "all" }]].map(
    (entry) => {
      return guarded(() => swcTransform(swc, { source, filename, plugin: entry }).code);
    },
  );
  return { first, default: byDefault, stripped: byDefault === "" ? "" : stripped, code, plain, reported };
}

function guarded(run) {
  try {
    return run();
  } catch (error) {
    return `throws ${error?.message ?? error}`;
  }
}
