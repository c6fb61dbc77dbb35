import path from "node:path";

const { DIST, PLUGIN } = process.env;

const PLUGINS = {
  no: [],
  yes: [["swc-plugin-parallel-await", {}]],
  reporting: [["swc-plugin-parallel-await", { report: "summary" }]],
};

/** @type {import("next").NextConfig} */
export default {
  distDir: DIST,
  experimental: {
    swcPlugins: PLUGINS[PLUGIN],
  },
  // Packages are installed two folders up.
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
};
