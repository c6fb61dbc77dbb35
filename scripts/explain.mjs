/**
 * Prints what each phase of the analysis makes of a file.
 *
 *   npm run explain -- path/to/file.ts [--mode strict|balanced|aggressive]
 */
import path from "node:path";
import { parseSync } from "@babel/core";
import * as core from "@parallel-await/core";
// Lowering is not part of the plugin's interface; the build makes it available to the tools of this repository.
import { lowerFile } from "../packages/babel-plugin/build/lower.mjs";
import { compiling, readProgram } from "./demo/own-file.mjs";
import { readArguments } from "./show/arguments.mjs";
import { babelOptions } from "./show/babel-options.mjs";

const usage = "npm run explain -- path/to/file.ts [--mode strict|balanced|aggressive]";
const config = { allowPositionals: true, options: { mode: { type: "string", default: "balanced" } } };
const { values, positionals } = readArguments(usage, config, (given) => {
  if (given.positionals.length !== 1) throw new Error("give one file");
});
const [file] = positionals;
const filename = path.resolve(process.env.INIT_CWD ?? ".", file);
const source = readProgram(filename, file);
const ast = compiling(file, () => parseSync(source, babelOptions(filename, source)));

const { tree } = lowerFile({ code: source, ast });
const { options } = core.readOptions(JSON.stringify({ mode: values.mode }));
console.log(core.explain ? core.explain(tree, options) : core.printTree(tree));
