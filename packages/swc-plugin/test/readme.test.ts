/**
 * The configurations that people copy from the README: each is run here as it stands, or is the one that a project of `scripts/ci/hosts.mjs` has.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { configurationsIn, constantsIn, type Json } from "./support/configurations";
import { expectedRuns, runModule, sample } from "./support/sample";

const root = path.resolve(__dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const projects = "packages/swc-plugin/hosts/projects";

const configurations = configurationsIn(read("README.md"));
const configuration = (name: string): string => configurations.get(name)!;

// Most of them start a tool.
jest.setTimeout(120_000);

let folder: string;

/** A project with the packages of this repository: the plugin is found by its name. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  write("package.json", '{ "name": "project" }');
  write("sample.js", sample);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

test("there is one for each host, the same in both READMEs", () => {
  const names = ["jest", "next", "rspack", "vite", "webpack"].map((name) => `${name}.config.mjs`);
  expect([...configurations.keys()].toSorted()).toEqual([".swcrc", ...names]);
  expect(configurationsIn(read("packages/swc-plugin/README.md"))).toEqual(configurations);
});

test(".swcrc: @swc/core finds it", async () => {
  write(".swcrc", configuration(".swcrc"));
  const script = `process.stdout.write(require("@swc/core").transformFileSync("sample.js").code)`;
  const code = execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
  expect(await runModule(code)).toEqual(expectedRuns);
});

test(".swcrc: it is the one that @swc/cli is tried with", () => {
  expect(JSON.parse(configuration(".swcrc"))).toEqual(JSON.parse(read(`${projects}/cli/.swcrc`)));
});

test("jest.config.mjs: a test runs on what the plugin made of its module", () => {
  write("jest.config.mjs", configuration("jest.config.mjs"));
  write(
    "sample.test.js",
    `const { load, ordered } = require("./sample");
    test.each([[load, 2], [ordered, 1]])("%p has so many requests under way: %d", async (run, wanted) => {
      let open = 0, inFlight = 0;
      globalThis.fetch = async () => {
        inFlight = Math.max(inFlight, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
      };
      await run(7);
      expect(inFlight).toBe(wanted);
    });`,
  );
  const jest = [
    require.resolve("jest/bin/jest"),
    "--ci",
    "--runInBand",
    "--cacheDirectory",
    path.join(folder, "cache"),
  ];
  const child = spawnSync(process.execPath, jest, { cwd: folder, encoding: "utf8" });
  expect(child.stderr).toContain("2 passed, 2 total");
});

test("webpack.config.mjs: the bundle runs", async () => {
  write("webpack.config.mjs", configuration("webpack.config.mjs"));
  write(
    "build.mjs",
    `import webpack from "webpack";
    import config from "./webpack.config.mjs";
    const output = { path: import.meta.dirname, filename: "bundle.js", library: { type: "commonjs2" } };
    webpack({ ...config, mode: "none", target: "node", entry: "./sample.js", output }, (error, stats) => {
      if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
    });`,
  );
  execFileSync(process.execPath, ["build.mjs"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  expect(await runModule(readFileSync(path.join(folder, "bundle.js"), "utf8"))).toEqual(expectedRuns);
});

/** What the projects say differently is where their files are. */
test.each([
  ["rspack.config.mjs", "rspack/check.mjs", "rules"],
  ["next.config.mjs", "next/next.config.mjs", "swcPlugins"],
  ["vite.config.mjs", "vite/check.mjs", "plugins"],
])("%s: it is that of hosts/projects/%s", (name, project, key) => {
  const [wanted] = constantsIn(configuration(name))
    .map((value) => part(value, key))
    .filter((value) => value !== undefined);
  expect(JSON.stringify(wanted)).toContain('["swc-plugin-parallel-await",{}]');
  expect(constantsIn(read(`${projects}/${project}`))).toContainEqual(wanted);
});

function part(value: Json, key: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value[key] : undefined;
}
