/**
 * Shows what parallel-await does.
 *
 *   npm run demo                      an example back end: diff, remarks, Babel and SWC side by side, and the program before
 *                                     and after run against a real server
 *   npm run demo -- path/to/file.ts   the same for your own file, which is not run (`--mode strict|balanced|aggressive`)
 */
import path from "node:path";
import { compileBoth } from "./demo/compile.mjs";
import { runDashboard } from "./demo/dashboard.mjs";
import { showHosts } from "./demo/hosts.mjs";
import { compiling, readProgram } from "./demo/own-file.mjs";
import { readArguments } from "./show/arguments.mjs";
import { readableDiff } from "./show/diff.mjs";
import { paint } from "./show/paint.mjs";
import { remarkLines } from "./show/remarks.mjs";

const usage = "npm run demo -- [--mode strict|balanced|aggressive] [path/to/file.ts]";
const config = { allowPositionals: true, options: { mode: { type: "string", default: "balanced" } } };
const { values, positionals } = readArguments(usage, config, (given) => {
  if (given.positionals.length > 1) throw new Error("more than one file was given");
});
const [file] = positionals;
const example = path.join("examples", "dashboard", "dashboard.ts");
const name = file ?? example;
// npm runs scripts in the root folder; the user's paths start where the user is.
const program = file
  ? path.resolve(process.env.INIT_CWD ?? ".", file)
  : path.resolve(import.meta.dirname, "..", example);

const source = readProgram(program, name);
const compiled = compiling(name, () => compileBoth(source, program, { mode: values.mode }));

console.log(paint("bold", `\nDiff of ${name}\n`));
console.log((await readableDiff(compiled.before, compiled.after, name)) || "  nothing changed");

const { report } = compiled;
console.log(paint("bold", `\nRemarks: ${report.hoisted} hoisted, ${report.kept} kept\n`));
console.log(report.remarks.length === 0 ? "  no await to report" : remarkLines(report, name).join("\n"));

console.log(paint("bold", "\nBabel and SWC\n"));
await showHosts(source, program, { mode: values.mode });

if (!file) await runDashboard(compiled, program);
