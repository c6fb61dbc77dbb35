/** @swc/cli with a `.swcrc` that names the plugin as a package. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { checkSample } from "../check-sample.mjs";

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
mkdirSync(path.join(here, "src"), { recursive: true });
copyFileSync(path.join(here, "../sample.js"), path.join(here, "src/sample.js"));
const cli = path.join(path.dirname(require.resolve("@swc/cli/package.json")), "bin/swc.js");
execFileSync(process.execPath, [cli, "src", "-d", "out", "--out-file-extension", "cjs"], {
  cwd: here,
  stdio: "inherit",
});
await checkSample(require("./out/src/sample.cjs"));
