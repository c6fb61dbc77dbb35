/** Every fixture, in every supported version of @swc/core, in both orders: the same program and remarks as with Babel. */
import path from "node:path";
import {
  type Fixture,
  type FixtureResult,
  type SwcOrder,
  compareWithBabel,
  listFixtures,
  printDifference,
  runFixture,
} from "@parallel-await/testkit";
import { loadSwc, versions } from "./support/versions";
import { plugin } from "./support/plugin";

const fixtures = listFixtures(path.resolve(__dirname, "../../../fixtures"));
const results = new Map<string, FixtureResult>();

function babelResult(fixture: Fixture): FixtureResult {
  if (!results.has(fixture.name)) results.set(fixture.name, runFixture(fixture));
  return results.get(fixture.name)!;
}

test("there are fixtures that the Babel plugin changes and such that it leaves alone", () => {
  const changed = fixtures.filter((fixture) => babelResult(fixture).output !== null).length;
  expect(changed).toBeGreaterThan(100);
  expect(fixtures.length - changed).toBeGreaterThan(100);
});

describe.each(versions)("@swc/core %s", (version) => {
  const swc = loadSwc(version);
  for (const order of ["first", "default"] satisfies SwcOrder[]) {
    test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(`${order}: %s`, (_, fixture) => {
      const { output, sites } = babelResult(fixture);
      const { source, filename, options } = fixture;
      const found = compareWithBabel(swc, plugin, order, { source, filename, options, output, sites });
      expect(printDifference(found)).toBe("");
    });
  }
});
