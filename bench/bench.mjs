/**
 * What the plugin costs, and what it gains.
 *
 *   npm run bench -- [--quick] [--only overhead|scaling|nesting|makespan]…
 */
import { parseArgs } from "node:util";
import { makespan } from "./sections/makespan.mjs";
import { nesting } from "./sections/nesting.mjs";
import { overhead } from "./sections/overhead.mjs";
import { scaling } from "./sections/scaling.mjs";

const sections = { overhead, scaling, nesting, makespan };

const { values: args } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: Object.keys(sections) },
  },
});
const unknown = args.only.find((name) => !Object.hasOwn(sections, name));
if (unknown) {
  console.error(`error: there is no section "${unknown}"\n  choose from ${Object.keys(sections).join(", ")}`);
  process.exit(1);
}

console.log(`Node ${process.version}, @babel/core ${(await import("@babel/core")).version}`);
for (const name of args.only) {
  console.log(`\n## ${name}\n`);
  await sections[name](args.quick);
}
