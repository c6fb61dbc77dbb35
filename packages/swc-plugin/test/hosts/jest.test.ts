/** @swc/jest: a test of a project that is compiled with the plugin. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { plugin } from "../support/plugin";
import { sample } from "../support/sample";

const projectTest = `
const { load, ordered } = require("./sample");

test.each([[load, 2], [ordered, 1]])("%p has so many requests under way: %d", async (run, wanted) => {
  let open = 0, inFlight = 0;
  globalThis.fetch = async (url) => {
    inFlight = Math.max(inFlight, ++open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return url;
  };
  expect(await run(7)).toEqual(["/users/7", "/posts/7"]);
  expect(inFlight).toBe(wanted);
});
`;

test("a project's tests run on what the plugin made of its sources", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
  try {
    const swc = {
      swcrc: false,
      jsc: { target: "es2022", experimental: { plugins: [[plugin, {}]], cacheRoot: path.join(folder, "swc") } },
    };
    const config = {
      transform: { "\\.js$": [require.resolve("@swc/jest"), swc] },
      cacheDirectory: path.join(folder, "cache"),
    };
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "project", jest: config }));
    writeFileSync(path.join(folder, "sample.js"), sample);
    writeFileSync(path.join(folder, "sample.test.js"), projectTest);
    const jest = require.resolve("jest/bin/jest");
    const child = spawnSync(process.execPath, [jest, "--ci", "--runInBand"], { cwd: folder, encoding: "utf8" });
    expect(child.stderr).toContain("2 passed, 2 total");
    expect(child.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
