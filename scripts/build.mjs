/**
 * Builds every package into its `dist/` (and the Wasm build of core that tests use into `packages/core/build/`).
 *
 *   node scripts/build.mjs [--clean]
 *
 * JavaScript comes from esbuild (one ESM and one CommonJS bundle a package), declarations from `tsc`, Wasm from `asc`.
 * The three do not depend on each other and run at the same time. Types are not checked here: `npm run typecheck` does.
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { bundle } from "./build/bundle.mjs";
import { emitDeclarations } from "./build/declarations.mjs";
import { packages, root } from "./build/packages.mjs";
import { generateCodec } from "./build/swc-codec.mjs";
import { compileWasm, coreModule, swcPlugin } from "./build/wasm.mjs";

const began = performance.now();
try {
  if (process.argv.includes("--clean")) {
    const folders = [
      ...packages.map(({ directory }) => directory),
      path.join(root, path.dirname(swcPlugin.entry), ".."),
    ];
    const outputs = folders.flatMap((folder) => ["dist", "build"].map((name) => path.join(folder, name)));
    await Promise.all(outputs.map((output) => rm(output, { recursive: true, force: true })));
  }
  await Promise.all([
    report("declarations", emitDeclarations(packages)),
    report("core.wasm", compileWasm(coreModule)),
    report(
      "plugin.wasm",
      generateCodec().then(() => compileWasm(swcPlugin)),
    ),
    ...packages.map((each) => report(each.name, bundle(each))),
  ]);
  console.log(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(`build failed: ${error.message}`);
  process.exit(1);
}

/** Waits for a step and prints what it has to say, if anything. */
async function report(label, step) {
  const note = await step;
  if (note) console.log(`${label}: ${note}`);
}
