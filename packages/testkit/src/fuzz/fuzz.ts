import fc from "fast-check";
import { checkEquivalence } from "../oracle/check";
import type { PluginOptions } from "../oracle/options";
import { type Violation, printViolations } from "../oracle/report";
import type { Bounds } from "../oracle/scenarios/enumerate";
import { printProgram } from "./print-program";
import { type ProgramRecipe, programs, withoutKinds } from "./recipe";

/** Gives the new program, or null when it is left as it is. */
export type Transform = (source: string) => string | null;

export interface FuzzOptions {
  runs: number;
  seed: number;
  /** Options the transform works with: they decide what is allowed. */
  plugin?: PluginOptions;
  /** Kinds of statements that are not generated. */
  without?: readonly string[];
  /** How many scenarios a program runs in. */
  bounds?: Partial<Bounds>;
  /** Most shrinking steps after a failure; each runs the oracle. */
  shrinks?: number;
}

export interface FuzzReport {
  seed: number;
  programs: number;
  /** Programs that the transform changed: only these prove anything. */
  changed: number;
  scenarios: number;
  operations: number;
  /** The smallest failing program found. */
  failure?: { source: string; output: string; violations: Violation[] };
}

/** Generates programs, transforms them and runs both under the oracle, until one fails; then makes it small. */
export async function fuzz(transform: Transform, options: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = { seed: options.seed, programs: 0, changed: 0, scenarios: 0, operations: 0 };
  let shrinks = options.shrinks ?? 600;
  const print = (recipe: ProgramRecipe): string =>
    printProgram({ ...recipe, body: withoutKinds(recipe.body, new Set(options.without)) });
  const property = fc.asyncProperty(programs, async (recipe) => {
    if (report.failure && shrinks-- <= 0) return;
    const source = print(recipe);
    if (!report.failure) report.programs += 1;
    const output = transform(source);
    if (output === null) return;
    const result = await checkEquivalence(source, output, {
      plugin: options.plugin,
      virtualTime: isAlone(source),
      bounds: options.bounds,
    });
    if (!report.failure) {
      report.changed += 1;
      report.scenarios += result.scenarios;
      report.operations += result.operations;
    }
    if (result.violations.length === 0) return;
    // While fast-check shrinks, every further failure is a smaller one.
    report.failure = { source, output, violations: result.violations };
    throw new Error("not equivalent");
  });
  const details = await fc.check(property, { numRuns: options.runs, seed: options.seed });
  // A program that does not even compile is the generator's fault, or the transform's.
  if (details.failed && !report.failure) {
    const source = details.counterexample ? print(details.counterexample[0]) : "";
    throw new Error(`cannot run this program (seed ${options.seed}):\n${source}`, { cause: details.errorInstance });
  }
  return report;
}

/** Whether one function does all the waiting: others between two looks at the clock get faster by themselves, as they should. */
function isAlone(source: string): boolean {
  return (source.match(/\basync\b/g) ?? []).length < 2;
}

/** The report for people: seed first, so that a failure can be repeated. */
export function printFuzzReport(report: FuzzReport): string {
  const share = report.programs > 0 ? Math.round((report.changed / report.programs) * 100) : 0;
  const lines = [
    `seed ${report.seed}: ${report.programs} programs, ${report.changed} changed (${share} %), ` +
      `${report.operations} operations in ${report.scenarios} scenarios`,
  ];
  if (report.failure) {
    const { source, output, violations } = report.failure;
    lines.push("", "--- original", source, "--- output", output, "--- violations", printViolations(violations));
  }
  return lines.join("\n");
}
