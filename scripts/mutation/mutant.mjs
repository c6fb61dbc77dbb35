import { readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Builds core, or a host around it, with one rule taken away. `close` removes what was written. */
export class MutantBuilder {
  #directory = mkdtempSync(path.join(tmpdir(), "mutants-"));
  #count = 0;

  constructor(root) {
    this.root = root;
  }

  /** Core with `rule` taken away; as it is without one. */
  core(rule) {
    return this.#load("packages/core/src/index.ts", rule);
  }

  /** The Babel plugin around such a core. */
  async plugin(rule) {
    const loaded = await this.#load("packages/babel-plugin/src/index.ts", rule);
    return loaded.default;
  }

  close() {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #load(entry, rule) {
    const core = path.join(this.root, "packages/core/src");
    const outfile = path.join(this.#directory, `mutant${this.#count++}.mjs`);
    const mutate = {
      name: "mutate",
      setup(hooks) {
        hooks.onResolve({ filter: /^@parallel-await\/core$/ }, () => ({ path: path.join(core, "index.ts") }));
        if (!rule) return;
        const file = path.join(core, rule.file);
        hooks.onLoad({ filter: /\.ts$/ }, (asked) => {
          if (asked.path !== file) return undefined;
          const source = readFileSync(file, "utf8");
          return { contents: source.slice(0, rule.from) + rule.by + source.slice(rule.to), loader: "ts" };
        });
      },
    };
    await build({
      absWorkingDir: this.root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      external: ["@babel/*"],
      tsconfigRaw: { compilerOptions: { target: "es2022" } },
      plugins: [mutate],
      logLevel: "error",
    });
    return import(pathToFileURL(outfile).href);
  }
}
