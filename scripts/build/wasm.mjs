import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { root } from "./packages.mjs";
import { link } from "./wasm-link.mjs";
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

/** The plugin, and the one that also prints. Small before fast: a host compiles the module before it runs it. See `wasm-link.mjs`. */
export const swcPlugin = {
  entry: "packages/swc-plugin/src/entry.ts",
  output: "packages/swc-plugin/dist/plugin.wasm",
  report: "packages/swc-plugin/dist/report.wasm",
  sources: ["packages/core/src", "packages/swc-plugin/src", "packages/swc-plugin/build"],
  flags: [...common, "--debug"],
};

/** Compiles a module to WebAssembly; does nothing when the last build is newer than every source. */
export async function compileWasm({ entry, output, sources, flags, report }) {
  const target = path.join(root, output);
  const printing = report && path.join(root, report);
  if ((await isFresh(target, sources)) && (!printing || existsSync(printing))) return "up to date";
  const asc = path.join(root, "node_modules/assemblyscript/bin/asc.js");
  const fresh = `${target}.${process.pid}.tmp`;
  try {
    await run(process.execPath, [asc, entry, "-o", fresh, ...flags], { cwd: root, maxBuffer: 1 << 26 });
    const compiled = await readFile(fresh);
    if (printing) {
      const modules = link(compiled);
      await writeOutput(printing, modules.report);
      await writeOutput(target, modules.plugin);
    } else {
      await writeOutput(target, compiled);
    }
    const now = new Date();
    await utimes(target, now, now);
  } catch (error) {
    throw new Error(`asc:\n${error.stderr || error.message}`, { cause: error });
  } finally {
    await rm(fresh, { force: true });
  }
}

async function isFresh(target, sources) {
  if (!existsSync(target)) return false;
  const built = (await stat(target)).mtimeMs;
  const lists = await Promise.all(sources.map((folder) => filesOf(path.join(root, folder))));
  const scripts = ["wasm.mjs", "wasm-link.mjs", "wasm-image.mjs"].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  const files = [...lists.flat(), ...scripts];
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.max(...times) < built;
}

async function filesOf(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join(folder, name));
}
