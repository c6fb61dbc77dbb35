/**
 * What the plugin costs, and what it gains.
 *
 *   npm run bench -- [--quick] [--only overhead|scaling|nesting|makespan|schedules|pool|swc]…
 */
import { readArguments } from "../scripts/show/arguments.mjs";
import { makespan } from "./sections/makespan.mjs";
import { nesting } from "./sections/nesting.mjs";
import { overhead } from "./sections/overhead.mjs";
import { pools } from "./sections/pool.mjs";
import { scaling } from "./sections/scaling.mjs";
import { schedules } from "./sections/schedules.mjs";
import { swc } from "./sections/swc.mjs";

const sections = { overhead, scaling, nesting, makespan, schedules, pool: pools, swc };

const names = Object.keys(sections);
const usage = `npm run bench -- [--quick] [--only ${names.join("|")}]…`;
const config = {
  options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true, default: names } },
};
const { values: args } = readArguments(usage, config, ({ values }) => {
  const unknown = values.only.find((name) => !names.includes(name));
  if (unknown) throw new Error(`there is no section "${unknown}"`);
});

console.log(`Node ${process.version}, @babel/core ${(await import("@babel/core")).version}`);
for (const name of args.only) {
  console.log(`\n## ${name}\n`);
  await sections[name](args.quick);
}
