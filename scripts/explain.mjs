/**
 * Prints what each phase of the analysis makes of a file.
 *
 *   npm run explain -- path/to/file.ts [--mode strict|balanced|aggressive]
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { parseSync } from "@babel/core";
import * as core from "@parallel-await/core";
// Lowering is not part of the plugin's interface; the build makes it available to the tools of this repository.
import { lowerFile } from "../packages/babel-plugin/build/lower.mjs";
import { compiling, readProgram } from "./demo/own-file.mjs";
import { babelOptions } from "./show/babel-options.mjs";
import { fail } from "./show/fail.mjs";

const { mode, file } = readArguments();
const filename = path.resolve(process.env.INIT_CWD ?? ".", file);
const source = readProgram(filename, file);
const ast = compiling(file, () => parseSync(source, babelOptions(filename, source)));

const { tree } = lowerFile({ code: source, ast });
const { options, error } = core.readOptions(JSON.stringify({ mode }));
if (error) fail(error, "usage: npm run explain -- path/to/file.ts [--mode strict|balanced|aggressive]");
console.log(core.explain ? core.explain(tree, options) : core.printTree(tree));

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { mode: { type: "string", default: "balanced" } },
    });
    if (positionals.length !== 1) throw new Error("give one file");
    return { mode: values.mode, file: positionals[0] };
  } catch (error_) {
    return fail(error_.message, "usage: npm run explain -- path/to/file.ts [--mode strict|balanced|aggressive]");
  }
}
