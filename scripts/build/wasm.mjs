import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import binaryen from "assemblyscript/binaryen";
import { root } from "./packages.mjs";
import { writeOutput } from "./write.mjs";

const run = promisify(execFile);

/**
 * `stub` never frees: an instance lives for one file and its memory goes with it. `abort` is cut off because hosts give a
 * plugin no such import.
 */
const common = ["--runtime", "stub", "--use", "abort="];

/** Core with its printers, which tests compare with the JavaScript build. */
export const coreModule = {
  entry: "packages/core/src/wasm/entry.ts",
  output: "packages/core/build/core.wasm",
  sources: ["packages/core/src"],
  flags: [...common, "-O3", "--exportRuntime"],
};

/**
 * The plugin. Small before fast: a host compiles the module before it runs it. asc's own `-Oz` also picks smaller library code, such as an
 * `Array.join` that takes quadratic memory, so asc compiles it plainly and Binaryen alone makes it small.
 */
export const swcPlugin = {
  shrink: true,
  entry: "packages/swc-plugin/src/entry.ts",
  output: "packages/swc-plugin/dist/plugin.wasm",
  sources: ["packages/core/src", "packages/swc-plugin/src", "packages/swc-plugin/build"],
  flags: common,
};

/** Compiles a module to WebAssembly; does nothing when the last build is newer than every source. */
export async function compileWasm({ entry, output, sources, flags, shrink = false }) {
  const target = path.join(root, output);
  if (await isFresh(target, sources)) return "up to date";
  const asc = path.join(root, "node_modules/assemblyscript/bin/asc.js");
  const fresh = `${target}.${process.pid}.tmp`;
  try {
    await run(process.execPath, [asc, entry, "-o", fresh, ...flags], { cwd: root, maxBuffer: 1 << 26 });
    const compiled = await readFile(fresh);
    await writeOutput(target, shrink ? shrunk(compiled) : compiled);
    const now = new Date();
    await utimes(target, now, now);
  } catch (error) {
    throw new Error(`asc:\n${error.stderr || error.message}`, { cause: error });
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Optimises for size, twice: the second run finds what the first has made possible. */
function shrunk(bytes) {
  const module = binaryen.readBinary(bytes);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  module.optimize();
  module.optimize();
  const small = module.emitBinary();
  module.dispose();
  return small;
}

async function isFresh(target, sources) {
  if (!existsSync(target)) return false;
  const built = (await stat(target)).mtimeMs;
  const lists = await Promise.all(sources.map((folder) => filesOf(path.join(root, folder))));
  const files = [...lists.flat(), fileURLToPath(import.meta.url)];
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.max(...times) < built;
}

async function filesOf(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join(folder, name));
}
