import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** One file to transform in another version of Babel. */
export interface Job {
  code: string;
  /** Options of our plugin; `null` to apply the naive edits of `merge.ts` instead. */
  options: object | null;
  /** Babel options; plugins and presets by name. */
  babel?: Record<string, unknown>;
}

export interface Outcome {
  version: string;
  /** Version of the traverse package at work, where the host can tell. */
  traverse?: string;
  code: string;
  /** What Babel believes about bindings after the plugin. */
  facts: string[];
}

const folder = join(__dirname, "..", "hosts");
const scripts = { "7.20": "babel-7-20.cjs", "8": "babel-8.mjs" };

/** Runs jobs in a process of their own, with Babel 7.20 and its own traverse, or with Babel 8 (which is ESM only). */
export function runIn(version: keyof typeof scripts, jobs: Job[]): Outcome[] {
  const temporary = mkdtempSync(join(tmpdir(), "parallel-await-"));
  try {
    const bundle = join(temporary, "hosted.cjs");
    buildSync({
      entryPoints: [join(__dirname, "hosted.ts")],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
    const output = execFileSync(process.execPath, [join(folder, scripts[version]), bundle], {
      input: JSON.stringify(jobs),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    return JSON.parse(output) as Outcome[];
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
