import { fuzz, printFuzzReport } from "/work/main/packages/testkit/dist/index.mjs";
import { transformSync, types as t } from "@babel/core";
const [,, runs, seed] = process.argv;
const plugin = () => ({ visitor: { AwaitExpression: { exit(p) { if (p.node.done) return; const n = t.awaitExpression(t.callExpression(t.arrowFunctionExpression([], p.node.argument, true), [])); n.done = true; p.replaceWith(n); } } } });
const tr = (s) => transformSync(s, { configFile: false, plugins: [plugin] }).code;
const T = performance.now();
const r = await fuzz(tr, { runs: +runs, seed: +seed });
console.log(printFuzzReport(r), performance.now() - T, "ms", (r.scenarios / (performance.now() - T) * 1000).toFixed(0), "scenarios/s");
