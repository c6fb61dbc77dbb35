import type { SwcHost } from "@parallel-await/testkit";

/** Versions that the plugin works in: the ends of both generations of the syntax tree, and what most people have in between. */
export const versions = ["1.15.0", "1.15.8", "1.15.47", "1.16.0", "1.16.18"] as const;

/** The newest whose packages are to be had for every platform everywhere; `scripts/ci` tries newer ones. */
export const latest = "1.16.18";

/** Speaks an older encoding, and must refuse the plugin. */
export const refusing = "1.14.0";

export type Version = (typeof versions)[number] | typeof refusing;

/** Name of the installed package, for code that runs in a process of its own. */
export function packageOf(version: Version): string {
  return version === latest ? "@swc/core" : `swc-core-${version.replaceAll(".", "-")}`;
}

/** Several versions can be loaded into one process. */
export function loadSwc(version: Version): SwcHost & typeof import("@swc/core") {
  const swc = require(packageOf(version)) as typeof import("@swc/core");
  if (swc.version !== version) throw new Error(`${packageOf(version)} is ${swc.version}`);
  return swc;
}
