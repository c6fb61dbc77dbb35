/** Every fixture, in every supported version of @swc/core, in both orders: the same program and remarks as with Babel. */
import { judgeFixture } from "@parallel-await/testkit";
import { compareFixtures, type FixtureComparison, fixtures } from "./support/fixtures";
import { stripped } from "./support/stripped";
import { latest, versions } from "./support/versions";

const names = fixtures.map((fixture) => fixture.name);
let compared: Record<string, FixtureComparison>;

describe.each(versions)("@swc/core %s", (version) => {
  beforeAll(() => {
    compared = compareFixtures(version);
  }, 300_000);

  test("has met every fixture, changed many and left many alone", () => {
    expect(Object.keys(compared)).toEqual(names);
    const changed = Object.values(compared).filter(({ code, plain }) => code !== plain).length;
    expect(changed).toBeGreaterThan(100);
    expect(names.length - changed).toBeGreaterThan(100);
  });

  test.each(names)("first: %s", (name) => {
    expect(compared[name].first).toBe("");
  });

  test.each(names)("reported or not: %s", (name) => {
    expect(compared[name].reported).toBe(compared[name].code);
  });

  test.each(names)("default: %s", (name) => {
    if (name in stripped) {
      // What is listed must really be different, or the list would hide what it does not explain.
      expect(compared[name].default).not.toBe("");
      expect(compared[name].stripped).toBe("");
    } else {
      expect(compared[name].default).toBe("");
    }
  });

  if (version !== latest) return;
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    "%s does what the original does",
    async (name, fixture) => {
      const { code, plain } = compared[name];
      if (code === plain) return;
      const result = { output: code, printed: plain, remarks: "", sites: null, plan: null };
      // Where SWC has put helpers in, they belong to the original too: the oracle would take their calls for effects.
      const original = /\b_ts_\w+\(/.test(plain) ? { ...fixture, source: plain } : fixture;
      const report = await judgeFixture(original, result);
      expect(report.violations).toEqual([]);
      expect(report.operations > 0).toBe(fixture.oracle.idle === undefined);
    },
  );
});
