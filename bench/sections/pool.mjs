/**
 * Loops: how long a bounded pool takes beside the source, one after the other, and what it costs by itself. The pool of the runtime package,
 * the helper that is written into files, and the package p-map, on the same latencies, drawn at random over two orders of
 * magnitude, on a virtual clock; then with tasks that are over at once, on the real one.
 */
import { transformSync } from "@babel/core";
import { pool } from "@parallel-await/runtime";
import plugin from "babel-plugin-parallel-await";
import pMap from "p-map";
import { randomLatencies, randomNumbers } from "@parallel-await/testkit";
import { median } from "../statistics.mjs";
import { table } from "../table.mjs";

const bound = 6;

export async function pools(quick) {
  const helper = writtenHelper();
  const runners = {
    source: async (items, task) => {
      for (const item of items) await task(item);
    },
    pool: (items, task) => pool(items, task, bound),
    written: (items, task) => helper(items, task, bound),
    "p-map": (items, task) => pMap(items, task, { concurrency: bound }),
  };
  const rows = [];
  for (const size of [2, 6, 20, 100]) rows.push([String(size), ...(await ratios(runners, size, quick ? 5 : 50))]);
  console.log(`makespan / lower bound (the longest task, or the sum of all over ${bound}), mean\n`);
  console.log(table(["items", ...Object.keys(runners)], rows));

  const items = Array.from({ length: quick ? 2000 : 20000 }, (_, i) => i);
  const costs = [];
  for (const run of Object.values(runners)) costs.push(await cost(run, items, quick ? 3 : 15));
  console.log(`\nµs for each of ${items.length} tasks that are over at once, median\n`);
  console.log(table(["", ...Object.keys(runners)], [["µs", ...costs.map((each) => each.toFixed(2))]]));
}

/** `pool` as the plugin writes it into a CommonJS file. */
function writtenHelper() {
  const source = "exports.f = async (ids) => { const all = []; for (const id of ids) all.push(await get(id)); };";
  const options = { configFile: false, babelrc: false, plugins: [[plugin, { loops: { concurrency: bound } }]] };
  return new Function("exports", `${transformSync(source, options).code}; return pool;`)({});
}

async function ratios(runners, size, rounds) {
  const random = randomNumbers(size);
  const sums = Object.values(runners).map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const latencies = randomLatencies(size, random);
    const total = latencies.reduce((sum, each) => sum + each, 0);
    const least = Math.max(...latencies, total / bound);
    let column = 0;
    for (const run of Object.values(runners)) sums[column++] += (await makespan(run, latencies)) / least;
  }
  return sums.map((sum) => (sum / rounds).toFixed(2));
}

/** Virtual time that `run` takes for tasks of these latencies. */
async function makespan(run, latencies) {
  let now = 0;
  let waiting = [];
  let isOver = false;
  const task = (item) => new Promise((resolve) => waiting.push({ at: now + latencies[item], resolve }));
  const done = Promise.resolve(run([...latencies.keys()], async (item) => task(item))).then(() => (isOver = true));
  for (;;) {
    await new Promise(setImmediate);
    if (isOver) break;
    const next = waiting.reduce((first, each) => (each.at < first.at ? each : first));
    waiting = waiting.filter((each) => each !== next);
    now = next.at;
    next.resolve();
  }
  await done;
  return now;
}

async function cost(run, items, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await run(items, async (item) => item);
    times.push((1000 * (performance.now() - began)) / items.length);
  }
  return median(times);
}
