import { type PluginItem, createConfigItem } from "@babel/core";
import parallelAwait, { type PluginOptions } from "babel-plugin-parallel-await";
import fc from "fast-check";
import path from "node:path";
import { listFixtures } from "../src/fixtures/fixture";
import { compile } from "../src/fixtures/run";
import { printProgram } from "../src/fuzz/print-program";
import { programs } from "../src/fuzz/recipe";

jest.setTimeout(300_000);

function transform(options: PluginOptions): (source: string) => string {
  const plugins = [createConfigItem([parallelAwait as PluginItem, options] as PluginItem)];
  return (source) => compile(source, "input.js", plugins);
}

/**
 * Without a report the plugin stops at the first sign that a file has nothing to hoist, and leaves functions and regions out; with one
 * it analyses all of it. `npm run corpus` asks the same of real files.
 */
test.each(["strict", "balanced"] as const)("without a report nothing else comes of a program, mode %s", (mode) => {
  let hoisted = 0;
  const quick = transform({ mode });
  const whole = transform({ mode, report: ({ remarks }) => (hoisted += remarks.some((site) => site.hoisted) ? 1 : 0) });
  for (const recipe of fc.sample(programs, { numRuns: 300, seed: 20261126 })) {
    const source = printProgram(recipe);
    expect([source, quick(source)]).toEqual([source, whole(source)]);
  }
  expect(hoisted).toBeGreaterThan(20);
});

test("without a report nothing else comes of a fixture", () => {
  const fixtures = listFixtures(path.resolve(__dirname, "../../../fixtures"));
  for (const { name, source, filename, options, comments } of fixtures) {
    const [quick, whole] = [options, { ...options, report: () => {} }].map((each) =>
      compile(source, filename, [[parallelAwait as PluginItem, each] as PluginItem], comments),
    );
    expect([name, quick]).toEqual([name, whole]);
  }
  expect(fixtures.length).toBeGreaterThan(1000);
});
