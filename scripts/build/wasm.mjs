import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { root } from "./packages.mjs";
import { writeOutput } from "./write.mjs";

const run = promisify(execFile);
const sources = path.join(root, "packages/core/src");
const entry = path.join(sources, "wasm/entry.ts");
const output = path.join(root, "packages/core/build/core.wasm");

/**
 * `stub` never frees: an instance lives for one file and its memory goes with it. `abort` is cut off because hosts give a
 * plugin no such import.
 */
const flags = ["-O3", "--runtime", "stub", "--use", "abort=", "--exportRuntime"];

/** Compiles core to WebAssembly; does nothing when the last build is newer than every source. */
export async function compileWasm() {
  if (!existsSync(entry)) return "no entry yet";
  if (await isFresh()) return "up to date";
  const asc = path.join(root, "node_modules/assemblyscript/bin/asc.js");
  const fresh = `${output}.${process.pid}.tmp`;
  try {
    await run(process.execPath, [asc, entry, "-o", fresh, ...flags], { cwd: root, maxBuffer: 1 << 26 });
    await writeOutput(output, await readFile(fresh));
    const now = new Date();
    await utimes(output, now, now);
  } catch (error) {
    throw new Error(`asc:\n${error.stderr || error.message}`, { cause: error });
  } finally {
    await rm(fresh, { force: true });
  }
}

async function isFresh() {
  if (!existsSync(output)) return false;
  const built = (await stat(output)).mtimeMs;
  const files = (await readdir(sources, { recursive: true }))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(sources, file));
  const times = await Promise.all(
    [...files, fileURLToPath(import.meta.url)].map(async (file) => (await stat(file)).mtimeMs),
  );
  return Math.max(...times) < built;
}
