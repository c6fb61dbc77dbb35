/**
 * Tries the SWC plugin in the tools that are too large for every installation of this repository (`packages/swc-plugin/hosts`): it is packed as npm
 * would, installed beside them, named in their configuration as users do, and what they build is run.
 *
 *   node scripts/ci/hosts.mjs [cli|rspack|vite|next]…
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "../build/packages.mjs";

const source = path.join(root, "packages/swc-plugin/hosts");
const names = ["cli", "rspack", "vite", "next"];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = chosen.find((name) => !names.includes(name));
if (unknown) throw new Error(`there is no host "${unknown}": ${names.join(", ")}`);

// Outside of this repository: bundlers look for configurations, packages and lock files in the folders above.
const wanted = createHash("sha256")
  .update(readFileSync(path.join(source, "package.json")))
  .digest("hex");
const folder = path.join(tmpdir(), `parallel-await-hosts-${wanted.slice(0, 12)}`);

timed("install", install);
const failed = chosen.filter((name) => !timed(name, () => check(name)));
if (failed.length > 0) console.error(`FAILED: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/**
 * The tools stay for the next run, for as long as their versions do; the plugin and the projects are new every time. There is no lock file, because
 * some of these packages are not to be had for every platform everywhere, and npm then refuses to install from one.
 */
function install() {
  const installed = path.join(folder, "installed");
  if (!existsSync(installed)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of ["package.json", ".npmrc"]) cpSync(path.join(source, file), path.join(folder, file));
    execFileSync("npm", ["install", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    writeFileSync(installed, "");
  }
  const plugin = path.join(folder, "node_modules/swc-plugin-parallel-await");
  rmSync(plugin, { recursive: true, force: true });
  mkdirSync(plugin, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: path.join(root, "packages/swc-plugin"),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", plugin, "--strip-components=1"]);
  const projects = path.join(folder, "projects");
  rmSync(projects, { recursive: true, force: true });
  cpSync(path.join(source, "projects"), projects, { recursive: true });
  console.log(`the plugin is installed with ${readdirSync(path.join(plugin, "dist")).join(", ")}`);
  return true;
}

function check(name) {
  const { status } = spawnSync(process.execPath, [path.join(folder, "projects", name, "check.mjs")], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0;
}

function timed(name, run) {
  const began = performance.now();
  const passed = run();
  console.log(`${name}: ${passed ? "ok" : "FAILED"} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  return passed;
}
