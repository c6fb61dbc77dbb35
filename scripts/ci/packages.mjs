/**
 * Packs every published package as npm would and checks the result: `publint`, `attw`, and that what the exports name is
 * there. Then installs the packed files into empty projects and compiles with the plugins by name, as users do.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packages, root } from "../build/packages.mjs";

const program = `
export async function f(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}
`;

// `transformFileAsync` loads the plugin by its name from the configuration file, like any Babel integration.
const compile = `
import * as babel from "@babel/core";
const { code } = await babel.transformFileAsync("input.js");
console.log(code);
`;

const compileWithSwc = `
import * as swc from "@swc/core";
const { code } = await swc.transformFile("input.js");
console.log(code);
`;

const published = packages.filter(({ directory }) => !manifest(directory).private);
// Not built by esbuild, and so not in the list above. `attw` has nothing to say about it: its entry point is a WebAssembly module,
// which hosts load from the path; nobody imports it, and there are no types.
const swcPlugin = path.join(root, "packages/swc-plugin");
const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-pack-"));
try {
  for (const { directory } of published) {
    run("publint", ["--strict", directory], root);
    run("attw", ["--pack", directory, "--no-emoji", "--format", "ascii"], root);
  }
  run("publint", ["--strict", swcPlugin], root);
  tryAsUser();
  tryInSwc();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tryAsUser() {
  const packed = published.map(({ directory }) => pack(directory));
  for (const version of ["7.20.12", "7", "8"]) {
    const project = mkdtempSync(path.join(folder, "user-"));
    writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "user", private: true }));
    npm(["install", "--no-audit", "--no-fund", `@babel/core@${version}`, ...packed], project);
    writeFileSync(path.join(project, "babel.config.json"), JSON.stringify({ plugins: ["parallel-await"] }));
    writeFileSync(path.join(project, "input.js"), program);
    writeFileSync(path.join(project, "compile.mjs"), compile);
    const output = execFileSync(process.execPath, ["compile.mjs"], { cwd: project, encoding: "utf8" });
    if (!output.includes("Promise.all")) throw new Error(`with @babel/core@${version} nothing was hoisted:\n${output}`);
    console.log(`compiles with @babel/core@${version} by name: ok`);
  }
}

function tryInSwc() {
  const packed = pack(swcPlugin, ["LICENSE", "README.md", "dist/plugin.wasm", "dist/report.wasm", "package.json"]);
  for (const version of ["1.15.0", "1.16.22"]) {
    const project = mkdtempSync(path.join(folder, "user-"));
    writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "user", private: true }));
    // Scripts of packages are not run: there is nothing that has to be built.
    npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", `@swc/core@${version}`, packed], project);
    const plugins = [["swc-plugin-parallel-await", {}]];
    writeFileSync(path.join(project, ".swcrc"), JSON.stringify({ jsc: { experimental: { plugins } } }));
    writeFileSync(path.join(project, "input.js"), program);
    writeFileSync(path.join(project, "compile.mjs"), compileWithSwc);
    const output = execFileSync(process.execPath, ["compile.mjs"], { cwd: project, encoding: "utf8" });
    if (!output.includes("Promise.all")) throw new Error(`with @swc/core@${version} nothing was hoisted:\n${output}`);
    console.log(`compiles with @swc/core@${version} by name: ok`);

    const printing = [["swc-plugin-parallel-await/dist/report.wasm", { report: "summary" }]];
    writeFileSync(path.join(project, ".swcrc"), JSON.stringify({ jsc: { experimental: { plugins: printing } } }));
    const { stdout, stderr } = spawnSync(process.execPath, ["compile.mjs"], { cwd: project, encoding: "utf8" });
    if (stdout !== output) throw new Error(`with @swc/core@${version} the module that prints gives another program`);
    if (!/^parallel-await: .*input\.js: 2 hoisted/.test(stderr)) throw new Error(`no report was printed:\n${stderr}`);
    console.log(`prints with @swc/core@${version} by name: ok`);
  }
}

/** Path of the packed file. `contents`: what must be in it, and nothing else. */
function pack(directory, contents) {
  const [{ filename, files }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], directory));
  const names = files.map((file) => file.path);
  if (!names.includes("LICENSE")) throw new Error(`${filename} has no licence`);
  if (contents) assert.deepEqual(names.toSorted(), contents, filename);
  return path.join(folder, filename);
}

function manifest(directory) {
  return JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
}

function run(tool, args, cwd) {
  execFileSync(path.join(root, "node_modules/.bin", tool), args, { cwd, stdio: "inherit" });
}

function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
