/** A small share of `npm run fuzz:swc`: no input may trap, hang, or come back as something that a host cannot read. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const cli = path.resolve(__dirname, "../fuzz/cli.mjs");

test("the plugin survives programs that no compiler sends, and such that are nested 10,000 deep", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "--runs", "3000", "--seed", "7"], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(
    /^\d{4} cases \(\d+ of them nested up to 10000 deep\), [1-9]\d* programs changed, .*: 0 failures$/m,
  );
  expect(status).toBe(0);
}, 120_000);
