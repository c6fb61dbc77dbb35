import { parentPort, workerData } from "node:worker_threads";
import { transformSync } from "@babel/core";
import { babelOptions } from "../../scripts/show/babel-options.mjs";
import { nested } from "../generate.mjs";
import { timedPlugin } from "../timed-plugin.mjs";

const source = nested[workerData.shape](workerData.depth);
const { plugin, elapsed } = timedPlugin();
let hoisted = 0;

// The plugin turns what goes wrong in it into a warning.
let warning = "";
console.warn = (text) => (warning = String(text));

const alone = outcome([]);
const withPlugin = outcome([[plugin, { report: (report) => (hoisted = report.hoisted) }]]);
parentPort.postMessage({ alone, withPlugin, hoisted, pluginTime: elapsed().toFixed(1) });

function outcome(plugins) {
  try {
    transformSync(source, { ...babelOptions("nesting.js"), plugins });
    return warning === "" ? "ok" : `left as it is: ${warning.split("\n")[1]}`;
  } catch (error) {
    return error instanceof RangeError ? "stack overflow" : error.message.split("\n")[0];
  }
}
