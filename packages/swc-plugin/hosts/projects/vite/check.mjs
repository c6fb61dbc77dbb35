/** Vite with `@vitejs/plugin-react-swc`, which hands TypeScript and JSX to SWC. */
import { copyFileSync } from "node:fs";
import path from "node:path";
import react from "@vitejs/plugin-react-swc";
import { build } from "vite";
import { checkSample } from "../check-sample.mjs";

const here = import.meta.dirname;
copyFileSync(path.join(here, "../sample.js"), path.join(here, "sample.tsx"));
await build({
  root: here,
  configFile: false,
  logLevel: "warn",
  plugins: [react({ plugins: [["swc-plugin-parallel-await", {}]] })],
  build: { outDir: "out", ssr: "sample.tsx", minify: true },
});
await checkSample(await import("./out/sample.js"));
