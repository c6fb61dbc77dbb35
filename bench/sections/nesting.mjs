/**
 * Deeply nested programs: the plugin must not run out of stack where Babel itself does not.
 *
 * Babel's own parser, traversal and printer are recursive, and on an ordinary stack they give up on most of these programs.
 * Each is therefore run twice, with the stack people have and with a very large one; there the plugin's own time shows.
 */
import { Worker } from "node:worker_threads";
import { nested } from "../generate.mjs";
import { table } from "../table.mjs";

export async function nesting(quick) {
  for (const depth of quick ? [1000] : [1000, 5000]) await nestedBy(depth);
}

async function nestedBy(depth) {
  const rows = [];
  for (const shape of Object.keys(nested)) {
    const usual = await inWorker({ shape, depth }, 4);
    const large = await inWorker({ shape, depth }, 900);
    rows.push([shape, usual.alone, usual.withPlugin, large.alone, large.withPlugin, large.hoisted, large.pluginTime]);
  }
  console.log(`${depth} levels\n`);
  const header = ["nested", "Babel alone", "with plugin", "Babel alone*", "with plugin*", "hoisted*", "plugin ms*"];
  console.log(table(header, rows));
  console.log("* with a stack of 900 MB\n");
}

function inWorker(workerData, stackSizeMb) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("nesting-worker.mjs", import.meta.url), {
      workerData,
      resourceLimits: { stackSizeMb },
    });
    const died = { alone: "died", withPlugin: "died", hoisted: "", pluginTime: "" };
    worker.once("message", resolve);
    worker.once("error", () => resolve(died));
    worker.once("exit", () => resolve(died));
  });
}
