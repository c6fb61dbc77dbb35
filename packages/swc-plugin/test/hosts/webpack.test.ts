/** webpack with swc-loader, developing and minified. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import webpack, { type Configuration } from "webpack";
import { plugin } from "../support/plugin";
import { expectedRuns, runModule, sample } from "../support/sample";

test.each(["development", "production"] as const)(
  "a bundle for %s runs",
  async (mode) => {
    const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
    try {
      writeFileSync(path.join(folder, "sample.js"), sample);
      const options = {
        swcrc: false,
        jsc: { target: "es2022", experimental: { plugins: [[plugin, {}]], cacheRoot: path.join(folder, "swc") } },
      };
      await build({
        mode,
        context: folder,
        entry: "./sample.js",
        target: "node",
        output: { path: path.join(folder, "out"), filename: "bundle.js", library: { type: "commonjs2" } },
        module: { rules: [{ test: /\.js$/, use: { loader: require.resolve("swc-loader"), options } }] },
      });
      expect(await runModule(readFileSync(path.join(folder, "out/bundle.js"), "utf8"))).toEqual(expectedRuns);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

function build(options: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error) reject(error);
      else if (stats!.hasErrors()) reject(new Error(stats!.toString()));
      else resolve();
    });
  });
}
