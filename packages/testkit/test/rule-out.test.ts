import { type PluginItem, createConfigItem } from "@babel/core";
import parallelAwait, { type PluginOptions } from "babel-plugin-parallel-await";
import fc from "fast-check";
import { compile } from "../src/fixtures/run";
import { printProgram } from "../src/fuzz/print-program";
import { programs } from "../src/fuzz/recipe";

jest.setTimeout(120_000);

function transform(options: PluginOptions): (source: string) => string {
  const plugins = [createConfigItem([parallelAwait as PluginItem, options] as PluginItem)];
  return (source) => compile(source, "input.js", plugins);
}

/**
 * Without a report the plugin stops at the first sign that a file has nothing to hoist, and leaves functions and regions out; with one
 * it analyses all of it. `npm run corpus` asks the same of real files, and the Babel plugin's tests of every fixture.
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
