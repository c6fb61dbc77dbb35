import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPartialConfig, transformSync } from "@babel/core";
import babelJest from "babel-jest";
import { babel } from "@rollup/plugin-babel";
import parallelAwait from "babel-plugin-parallel-await";
import { rollup, type RollupCache } from "rollup";

const root = join(__dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const versioned = parallelAwait as unknown as { toJSON(): string };

describe("Babel's options as JSON text", () => {
  const text = (options: object): string =>
    JSON.stringify(
      loadPartialConfig({ configFile: false, babelrc: false, plugins: [[parallelAwait, options]] })?.options,
    );

  test("name our version and our options", () => {
    expect(text({ mode: "strict" })).toContain(`"babel-plugin-parallel-await@${manifest.version}"`);
    expect(text({ mode: "strict" })).toContain('"options":{"mode":"strict"}');
  });
});

describe("babel-jest", () => {
  const key = (options: object): string => {
    const transformer = babelJest.createTransformer?.({
      configFile: false,
      babelrc: false,
      plugins: [[parallelAwait, options]] as never,
    }) as unknown as { getCacheKey(text: string, path: string, options: object): string };
    return transformer.getCacheKey("f();", join(root, "x.js"), {
      config: { cwd: root, rootDir: root },
      configString: "",
      instrument: false,
      transformerConfig: {},
    });
  };

  test("gives another cache key for other options", () => {
    expect(key({ mode: "strict" })).toBe(key({ mode: "strict" }));
    expect(key({ mode: "strict" })).not.toBe(key({ mode: "balanced" }));
  });

  test("gives another cache key for another version of ours", () => {
    const before = key({});
    const later = jest.spyOn(versioned, "toJSON").mockReturnValue("babel-plugin-parallel-await@99.0.0");
    expect(key({})).not.toBe(before);
    later.mockRestore();
  });
});

test("Babel tells its callers that a file depends on our package.json", () => {
  const result = transformSync("f();", { configFile: false, babelrc: false, plugins: [parallelAwait] });
  const { externalDependencies } = result as unknown as { externalDependencies: Set<string> };
  expect([...externalDependencies]).toEqual([join(root, "package.json")]);
});

describe("babel-loader with its cache", () => {
  let folder: string;
  let plugin: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "parallel-await-"));
    plugin = join(folder, "plugin");
    // A copy of the package as it is published, so that its version can change.
    cpSync(join(root, "dist"), join(plugin, "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(plugin, "package.json"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(
      join(root, "..", "..", "node_modules", "@parallel-await"),
      join(folder, "node_modules", "@parallel-await"),
    );
    writeFileSync(join(folder, "entry.js"), "async () => { const a = await f(); const b = await g(); };");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Whether a build compiled the file, rather than taking it from the cache. */
  function compiles(options: object): boolean {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(__dirname, "hosts", "webpack.cjs"), folder, JSON.stringify(options)],
      { encoding: "utf8", cwd: root },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    return stderr.includes("parallel-await: ");
  }

  test("compiles anew for other options and for another version of ours, and only then", () => {
    expect(compiles({})).toBe(true);
    expect(compiles({})).toBe(false);
    expect(compiles({ mode: "strict" })).toBe(true);
    expect(compiles({ mode: "strict" })).toBe(false);

    const path = join(plugin, "package.json");
    writeFileSync(path, JSON.stringify({ ...manifest, version: "99.0.0" }));
    const later = new Date(Date.now() + 60_000);
    utimesSync(path, later, later);
    expect(compiles({})).toBe(true);
    expect(compiles({})).toBe(false);
  }, 60_000);
});

describe("rollup with @rollup/plugin-babel, which has no cache of its own", () => {
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === "entry.js" ? id : null),
    load: (id: string) =>
      id === "entry.js" ? "export default async () => { const a = await getA(); const b = await getB(); };" : null,
  };

  async function build(mode: string, cache?: RollupCache): Promise<{ isGrouped: boolean; cache?: RollupCache }> {
    const plugin = babel({
      babelHelpers: "bundled",
      configFile: false,
      babelrc: false,
      plugins: [[parallelAwait, { mode }]],
    });
    const bundle = await rollup({ input: "entry.js", plugins: [entry, plugin], cache });
    const { output } = await bundle.generate({ format: "es" });
    return { isGrouped: output[0].code.includes("Promise.all"), cache: bundle.cache };
  }

  test("compiles anew in every build", async () => {
    expect((await build("balanced")).isGrouped).toBe(true);
    expect((await build("strict")).isGrouped).toBe(false);
  });

  test("keeps what Rollup's own cache has, when the user carries that over to other options", async () => {
    // Rollup asks its plugins, not Babel's, whether a cached module is still good: our README warns of it.
    const { cache } = await build("balanced");
    expect((await build("strict", cache)).isGrouped).toBe(true);
  });
});
