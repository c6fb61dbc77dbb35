/**
 * What the plugin gains: every fixture's program runs before and after on the testkit's virtual clock, with several sets of
 * latencies. The critical path is the longest chain of operations that must follow one another; it knows nothing of branches
 * and of directives, so that not every program can reach it.
 */
import { fileURLToPath } from "node:url";
import { judgeFixture, listFixtures, runFixture } from "@parallel-await/testkit";
import { percent, table } from "../table.mjs";

const fixturesRoot = fileURLToPath(new URL("../../fixtures", import.meta.url));

export async function makespan(quick) {
  const all = listFixtures(fixturesRoot);
  const fixtures = quick ? all.slice(0, 40) : all;
  const results = [];
  // One after the other: the oracle listens to the whole process.
  for (const fixture of fixtures) {
    const result = runFixture(fixture);
    if (result.output === null) continue;
    const { makespans } = await judgeFixture(fixture, result);
    results.push({ name: fixture.name, ...sum(makespans.filter(({ before }) => before > 0)) });
  }
  if (results.length === 0) {
    console.log("no fixture is changed by the plugin");
    return;
  }

  const areas = new Map();
  for (const result of results) {
    const area = result.name.split("/")[0];
    areas.set(area, [...(areas.get(area) ?? []), result]);
  }
  const rows = [...areas, ["all", results]].map(([name, cases]) => row(name, cases.length, sum(cases)));
  console.log(
    `${results.length} changed fixtures of ${fixtures.length}; times are sums over entries and sets of latencies\n`,
  );
  const header = ["cases", "changed", "before", "after", "critical path", "after/before", "of the possible gain"];
  console.log(table(header, rows));

  const behind = results
    .filter(({ name, after, criticalPath }) => after > criticalPath && !name.startsWith("directives/"))
    .toSorted((a, b) => gap(b) - gap(a));
  if (behind.length === 0) return;
  console.log(`\n${behind.length} are above their critical path, not counting those with directives; the furthest:\n`);
  console.log(
    table(
      header,
      behind.slice(0, 10).map((each) => row(each.name, 1, each)),
    ),
  );
}

function gap({ after, criticalPath }) {
  return after / criticalPath;
}

function sum(items) {
  const total = { before: 0, after: 0, criticalPath: 0 };
  for (const item of items) for (const field of Object.keys(total)) total[field] += item[field];
  return total;
}

function row(name, cases, { before, after, criticalPath }) {
  const gained = percent(before - after, before - criticalPath, 0);
  const times = [before, after, criticalPath].map((time) => time.toFixed(0));
  return [name, cases, ...times, percent(after, before, 0), gained];
}
