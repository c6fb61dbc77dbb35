import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./packages.mjs";
import { writeOutput } from "./write.mjs";

// CommonJS has no `import.meta`; files beside the module are still found through its URL.
const importMeta = {
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/**
 * Writes `dist/*.mjs` and, for what its `exports` name, `dist/*.cjs` of one package. Dependencies stay external. `const enum`s are inlined inside a
 * package and remain real objects for those who import them from it, except for those of `@parallel-await/core/kinds`: nothing there but numbers, which a
 * host writes for every node of every file.
 */
export async function bundle({ directory, entries, tools, platform, target = "node20" }) {
  if (!entries.index) return "nothing to build yet";

  const common = {
    absWorkingDir: directory,
    outdir: "dist",
    bundle: true,
    write: false,
    packages: "external",
    alias: { "@parallel-await/core/kinds": path.join(root, "packages/core/src/tree/kinds.ts") },
    // Without it, the `paths` of tsconfig.json would pull core's sources into the other packages' bundles.
    tsconfigRaw: { compilerOptions: { target: target === "node20" ? "es2022" : target } },
    platform,
    target,
    sourcemap: true,
    logLevel: "warning",
  };
  const esm = { ...common, format: "esm", outExtension: { ".js": ".mjs" } };
  const cjs = {
    ...common,
    ...(platform === "node" && importMeta),
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  };
  const results = await Promise.all([
    build({ ...esm, entryPoints: entries, splitting: true }),
    build({ ...cjs, entryPoints: exported(directory, entries) }),
    build({ ...esm, entryPoints: tools, outdir: "build" }),
    build({ ...cjs, entryPoints: tools, outdir: "build" }),
  ]);
  const files = results.flatMap((result) => result.outputFiles);
  await Promise.all(files.map((file) => writeOutput(file.path, file.contents)));
}

/** The entries that other packages can import. */
function exported(directory, entries) {
  const { exports = {} } = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
  const names = Object.keys(exports).map((key) => (key === "." ? "index" : key.slice("./".length)));
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name === "index" || names.includes(name)));
}
