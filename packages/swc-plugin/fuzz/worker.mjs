/** Runs cases and says how far it is, so that somebody outside notices when one never ends. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { loadSamples, makeCase, nestedCases } from "./cases.mjs";
import { check } from "./check.mjs";

const { plugin, seed, runs, only, depth, clock } = workerData;
const module = new WebAssembly.Module(readFileSync(plugin));
const progress = new Int32Array(clock);
const report = { cases: 0, changed: 0, nested: 0, peak: { memory: 0, label: "" }, failures: [] };

const samples = loadSamples();
if (only === null) {
  // Also less deep: what refuses the deepest may still choke on these.
  for (const level of [100, 1000, depth]) for (const each of nestedCases(level)) report.nested += run(each, each.label);
  for (let number = 0; number < runs; number += 1) run(makeCase(samples, seed, number), `case ${number}`);
} else {
  run(makeCase(samples, seed, only), `case ${only}`);
}
parentPort.postMessage(report);

function run({ label, file, program }, name) {
  parentPort.postMessage({ started: name === label ? label : `${name}: ${label}` });
  const { failure, changed, memory } = check(module, file, program);
  report.cases += 1;
  if (changed) report.changed += 1;
  const allowed = memoryFor(program.length);
  if (memory > report.peak.memory) report.peak = { memory, label };
  const problem =
    failure ?? (memory > allowed ? `${memory} bytes of memory for ${program.length} bytes of program` : null);
  if (problem !== null) report.failures.push(`${name} (${label}): ${problem}`);
  Atomics.add(progress, 0, 1);
  return 1;
}

/** A fixed part, and so many bytes for every byte of the program: what a build with many workers can spare. */
function memoryFor(bytes) {
  return 128 * 1024 * 1024 + 128 * bytes;
}
