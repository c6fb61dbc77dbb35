import path from "node:path";

const { DIST, PLUGIN } = process.env;

/** @type {import("next").NextConfig} */
export default {
  distDir: DIST,
  experimental: {
    swcPlugins: PLUGIN === "yes" ? [["swc-plugin-parallel-await", {}]] : [],
  },
  // Packages are installed two folders up.
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
};
