/**
 * Packs every published package as npm would and checks the result: `publint`, `attw`, and that what the exports name is
 * there. Then installs the packed files into an empty project and compiles with the plugin by name, as a user does.
 */
import { execFileSync } from "node:child_process";
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

const published = packages.filter(({ directory }) => !manifest(directory).private);
const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-pack-"));
try {
  for (const { directory } of published) {
    run("publint", ["--strict", directory], root);
    run("attw", ["--pack", directory, "--no-emoji", "--format", "ascii"], root);
  }
  tryAsUser();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tryAsUser() {
  const packed = published.map(({ directory }) => {
    const [file] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], directory));
    return path.join(folder, file.filename);
  });
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

function manifest(directory) {
  return JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
}

function run(tool, args, cwd) {
  execFileSync(path.join(root, "node_modules/.bin", tool), args, { cwd, stdio: "inherit" });
}

function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
