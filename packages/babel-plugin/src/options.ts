import { type Options, readOptions } from "@parallel-await/core";
import type { FileReport } from "./report";
import type { ProjectSummaries } from "./summarize";

/** Options of the plugin. All but a callback are the same on every host, and are checked by core. */
export interface PluginOptions {
  /** How much evidence a move needs. Default `"balanced"`. */
  mode?: "strict" | "balanced" | "aggressive";
  /** Whether the operations of independent iterations may run together, and how many iterations at a time. Default 6. */
  loops?: false | { concurrency: number | "unbounded" };
  /**
   * Whether the helper that such loops call is written into each file that has one, or imported from `@parallel-await/runtime`, which
   * then must be installed. Default `"inline"`.
   */
  runtime?: "inline" | "import";
  /** Whether awaits inside one expression may be grouped. Default `true`. */
  expressions?: boolean;
  /** Of several failures, the first to happen is thrown. */
  errors?: "first";
  /** Callees whose effects are known, for example `{ read: ["db.*.findMany", "~/lib/api#get*"] }`. */
  effects?: {
    read?: string[];
    write?: string[];
    pure?: string[];
    sequential?: string[];
    /** What exported functions of other files do, as `summarizeProject` gives it. */
    summaries?: ProjectSummaries;
  };
  /** Whether to work on test files. Default `false`. */
  includeTests?: boolean;
  /**
   * Writes to stderr what became of each file's awaits, or calls back. Default `"off"`. A callback sees the files that
   * Babel compiles, not those that a bundler takes from its cache.
   */
  report?: "off" | "summary" | "all" | ((report: FileReport) => void);
}

/** The options after checking. */
export interface Settings {
  core: Options;
  report: "off" | "summary" | "all" | ((report: FileReport) => void);
}

/** Checks the user's options; throws an error that names the option and what is allowed. */
export function readSettings(given: PluginOptions): Settings {
  const { report, ...rest } = given;
  const isCallback = typeof report === "function";
  const { options, error } = readOptions(JSON.stringify(isCallback ? rest : given));
  if (error !== "") throw new Error(error.replace(/^parallel-await: /, "babel-plugin-parallel-await: "));
  options.remarks = isCallback || options.report !== "off";
  return { core: options, report: isCallback ? report : (options.report as "off" | "summary" | "all") };
}
