import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { startServer } from "../../examples/dashboard/server.mjs";
import { fail } from "../show/fail.mjs";
import { paint } from "../show/paint.mjs";
import { toJavaScript } from "./compile.mjs";
import { criticalPath } from "./critical-path.mjs";
import { waterfall } from "./waterfall.mjs";

const RUNS = 5;

/** Runs the example before and after against the server, checks that both do the same, and shows how long they take. */
export async function runDashboard({ before, after }, filename) {
  const server = await startServer();
  const folder = await mkdtemp(join(tmpdir(), "parallel-await-"));
  try {
    const versions = [];
    for (const [label, { code }] of Object.entries({ before, after })) {
      const file = join(folder, `${label}.mjs`);
      await writeFile(file, toJavaScript(code, filename));
      versions.push(await import(pathToFileURL(file).href));
    }
    // Once for nothing: connections are opened, code is compiled. Then in turns, so that both meet the same machine.
    for (const version of versions) await measure(version, server);
    const runs = [[], []];
    for (let round = 0; round < RUNS; round += 1) {
      for (const [index, version] of versions.entries()) runs[index].push(await measure(version, server));
    }
    const [original, parallel] = runs.map(median);
    checkSame(original, parallel);
    show(original, parallel);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ loadDashboard }, server) {
  const began = performance.now();
  const result = await loadDashboard(server.url, "u-17");
  const time = performance.now() - began;
  return { result, time, requests: server.take() };
}

function median(runs) {
  return runs.toSorted((a, b) => a.time - b.time)[runs.length >> 1];
}

function named({ requests }) {
  return requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
}

/** Same result, the same requests, and the same writes in the same order. */
function checkSame(original, parallel) {
  const writes = (run) => named(run).filter((request) => !request.startsWith("GET "));
  try {
    assert.deepEqual(parallel.result, original.result);
    assert.deepEqual(named(parallel).toSorted(), named(original).toSorted());
    assert.deepEqual(writes(parallel), writes(original));
    const finished = Math.max(...parallel.requests.filter(({ method }) => method === "GET").map(({ end }) => end));
    assert.ok(parallel.requests.at(-1).start >= finished, "the write started before a read had ended");
  } catch (error) {
    fail(
      `the compiled program does not do the same as the original:\n${error.message}`,
      "this is a bug: please report it",
    );
  }
}

function heading(text) {
  console.log(paint("bold", `\n${text}\n`));
}

function show(original, parallel) {
  const critical = criticalPath(original.requests);
  heading(`Before: ${original.requests.length} requests, ${original.time.toFixed(0)} ms`);
  console.log(waterfall(original.requests, original.time));
  heading(`After: the same requests and the same result, ${parallel.time.toFixed(0)} ms`);
  console.log(waterfall(parallel.requests, original.time));

  heading(`Critical path: ${critical.time.toFixed(0)} ms`);
  console.log(`  ${critical.chain.map(({ method, path }) => `${method} ${path}`).join("\n  → ")}\n`);
  console.log(
    paint(
      "dim",
      "  The longest chain of requests that must follow one another, with the latencies measured in the run before: a request\n" +
        "  follows the answer that brought the id in its path, and a write follows everything. No schedule can be faster.",
    ),
  );
  console.log(
    `\n${original.time.toFixed(0)} ms before, ${parallel.time.toFixed(0)} ms after ` +
      `(${(original.time / parallel.time).toFixed(2)} times as fast), medians of ${RUNS} runs in turns`,
  );
}
