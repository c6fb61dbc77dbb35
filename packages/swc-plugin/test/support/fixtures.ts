import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Fixture, listFixtures } from "@parallel-await/testkit";
import { plugin, printing } from "./plugin";
import { type Version, packageOf } from "./versions";

const folder = path.resolve(__dirname, "../../../../fixtures");

/** Without those of a host that hides the comments: this plugin reads the source text instead, and `hosts/core.test.ts` hides that. */
export const fixtures: Fixture[] = listFixtures(folder).filter(({ comments }) => comments);

/** Differences as texts for a person, empty where there are none. */
export interface FixtureComparison {
  /** When the plugin runs first. */
  first: string;
  /** When it runs where SWC runs plugins by default. */
  default: string;
  /** The latter compared with what the Babel plugin does to the program that SWC hands over by default; empty when that is the source. */
  stripped: string;
  /** What SWC prints with the plugin and without. */
  code: string;
  plain: string;
  /** The code when every site is reported, for which nothing is ruled out early. */
  reported: string;
}

export function compareFixtures(version: Version): Record<string, FixtureComparison> {
  const temporary = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
  try {
    const results = path.join(temporary, "results.json");
    const script = path.join(__dirname, "compare-fixtures.mjs");
    const child = spawnSync(process.execPath, [script, packageOf(version), plugin, printing, folder, results], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (child.status !== 0) throw new Error(`status ${child.status ?? child.signal}: ${child.stderr.slice(-4000)}`);
    return JSON.parse(readFileSync(results, "utf8")) as Record<string, FixtureComparison>;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
