import path from "node:path";
import {
  type Fixture,
  type FixtureResult,
  checkOrphans,
  judgeFixture,
  listFixtures,
  planPrinter,
  printViolations,
  readSnapshots,
  runFixture,
  snapshotsOf,
} from "../src/index";

// Programs that never end run in hundreds of scenarios, and the machine may be busy.
jest.setTimeout(60_000);

const root = path.resolve(__dirname, "../../../fixtures");
const fixtures = listFixtures(root);
const results = new Map<string, FixtureResult>();

function resultOf(fixture: Fixture): FixtureResult {
  if (!results.has(fixture.name)) results.set(fixture.name, runFixture(fixture, planPrinter));
  return results.get(fixture.name)!;
}

test("every file in the fixtures belongs to a case that runs", () => {
  expect(checkOrphans(root, planPrinter !== undefined)).toEqual([]);
  expect(fixtures.length).toBeGreaterThan(0);
});

for (const fixture of fixtures) {
  const { name, oracle } = fixture;

  test(`${name} matches its snapshots`, () => {
    const wanted = snapshotsOf(fixture, resultOf(fixture));
    expect(wanted).toEqual(readSnapshots(fixture, Object.keys(wanted)));
  });

  test(`${name} does what the original does`, async () => {
    const report = await judgeFixture(fixture, resultOf(fixture));
    expect(printViolations(report.violations)).toBe("");
    expect(report.operations > 0).toBe(oracle.idle === undefined);
    if (resultOf(fixture).output === null) return;
    // What is rewritten takes no longer than it must, or says why.
    const behind = report.makespans.filter(({ after, criticalPath }) => after > criticalPath);
    if (oracle.bound === undefined) expect(behind).toEqual([]);
    else expect(behind).not.toEqual([]);
  });
}
