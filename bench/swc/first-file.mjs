/**
 * A process of its own, because SWC keeps compiled plugins in memory. Prints the ms of the first file with the plugin given as
 * JSON, behind one without, so that loading and starting SWC itself does not count.
 */
import { performance } from "node:perf_hooks";
import { transformSync } from "@swc/core";
import { swcOptions } from "../../scripts/show/swc-options.mjs";

const source = `
export async function load(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}
`;

const { plugins, cacheRoot } = JSON.parse(process.argv[2]);
transformSync(source, swcOptions("first.js", { plugins: [], cacheRoot }));
const began = performance.now();
transformSync(source, swcOptions("first.js", { plugins, cacheRoot }));
console.log(performance.now() - began);
