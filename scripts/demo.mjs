/**
 * Shows what parallel-await does.
 *
 *   npm run demo                      an example back end: diff, remarks, and both versions run against a real server
 *   npm run demo -- path/to/file.ts   diff and remarks for your own file (`--mode strict|balanced|aggressive`)
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { compileBoth } from "./demo/compile.mjs";
import { runDashboard } from "./demo/dashboard.mjs";
import { compiling, readProgram } from "./demo/own-file.mjs";
import { diffHunks } from "./show/diff.mjs";
import { fail } from "./show/fail.mjs";
import { paint } from "./show/paint.mjs";
import { remarkLines } from "./show/remarks.mjs";

const { mode, file } = readArguments();
const example = path.join("examples", "dashboard", "dashboard.ts");
const name = file ?? example;
// npm runs scripts in the root folder; the user's paths start where the user is.
const program = file
  ? path.resolve(process.env.INIT_CWD ?? ".", file)
  : path.resolve(import.meta.dirname, "..", example);

const source = readProgram(program, name);
const compiled = compiling(name, () => compileBoth(source, program, { mode }));

console.log(paint("bold", `\nDiff of ${name}\n`));
const hunks = diffHunks(compiled.before, compiled.after);
console.log(hunks.length === 0 ? "  nothing changed" : hunks.map((hunk) => hunk.text).join("\n  ⋮\n"));

const { report } = compiled;
console.log(paint("bold", `\nRemarks: ${report.hoisted} hoisted, ${report.kept} kept\n`));
console.log(report.remarks.length === 0 ? "  no await to report" : remarkLines(report, name).join("\n"));

if (!file) await runDashboard(compiled, program);

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { mode: { type: "string", default: "balanced" } },
    });
    if (positionals.length > 1) throw new Error("more than one file was given");
    if (!["strict", "balanced", "aggressive"].includes(values.mode)) throw new Error(`"${values.mode}" is not a mode`);
    return { mode: values.mode, file: positionals[0] };
  } catch (error) {
    return fail(error.message, "usage: npm run demo -- [--mode strict|balanced|aggressive] [path/to/file.ts]");
  }
}
