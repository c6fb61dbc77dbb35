import fc from "fast-check";
import { checkCandidates } from "../oracle/check";
import type { PluginOptions } from "../oracle/options";
import { type OracleReport, type Violation, printViolations } from "../oracle/report";
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

/** One way to transform programs, and what is allowed to it. */
export interface Variant {
  transform: Transform;
  /** Options the transform works with. */
  plugin?: PluginOptions;
}

/** Generates programs, transforms them and runs both under the oracle, until one fails; then makes it small. */
export async function fuzz(transform: Transform, options: FuzzOptions): Promise<FuzzReport> {
  const [report] = await fuzzAll([{ transform, plugin: options.plugin }], options);
  return report;
}

/** Gives the same programs to several transforms, whose outputs are held against one original: a report for each. */
export async function fuzzAll(variants: Variant[], options: FuzzOptions): Promise<FuzzReport[]> {
  const { runs, seed } = options;
  const reports = variants.map((): FuzzReport => ({ seed, programs: 0, changed: 0, scenarios: 0, operations: 0 }));
  let shrinks = options.shrinks ?? 600;
  let failing = variants;
  const print = (recipe: ProgramRecipe): string =>
    printProgram({ ...recipe, body: withoutKinds(recipe.body, new Set(options.without)) });
  const property = fc.asyncProperty(programs, async (recipe) => {
    const isShrinking = failing.length < variants.length || reports.some(({ failure }) => failure);
    if (isShrinking && shrinks-- <= 0) return;
    const source = print(recipe);
    const results = await checkAll(source, failing, options.bounds);
    failing.forEach((variant, i) => {
      const report = reports[variants.indexOf(variant)];
      const result = results[i];
      if (!isShrinking) {
        report.programs += 1;
        report.changed += result ? 1 : 0;
        report.scenarios += result?.scenarios ?? 0;
        report.operations += result?.operations ?? 0;
      }
      // While fast-check shrinks, every further failure is a smaller one.
      if (result && result.violations.length > 0)
        report.failure = { source, output: result.output, violations: result.violations };
    });
    const found = failing.find((_, i) => results[i] && results[i].violations.length > 0);
    if (!found) return;
    failing = [found];
    throw new Error("not equivalent");
  });
  const details = await fc.check(property, { numRuns: runs, seed });
  // A program that does not even compile is the generator's fault, or the transform's.
  if (details.failed && !reports.some(({ failure }) => failure)) {
    const source = details.counterexample ? print(details.counterexample[0]) : "";
    throw new Error(`cannot run this program (seed ${seed}):\n${source}`, { cause: details.errorInstance });
  }
  return reports;
}

/** What the oracle says of each variant's output; null where the program stays as it is. */
async function checkAll(
  source: string,
  variants: Variant[],
  bounds?: Partial<Bounds>,
): Promise<((OracleReport & { output: string }) | null)[]> {
  const virtualTime = isAlone(source);
  const outputs = variants.map(({ transform }) => transform(source));
  const candidates = outputs.flatMap((output, i) =>
    output === null ? [] : [{ output, options: { plugin: variants[i].plugin, virtualTime, bounds, measure: false } }],
  );
  const reports = candidates.length > 0 ? await checkCandidates(source, candidates) : [];
  return outputs.map((output) => (output === null ? null : { ...reports.shift()!, output }));
}

/** Whether one function does all the waiting: others between two looks at the clock get faster by themselves, as they should. */
function isAlone(source: string): boolean {
  const isModule = /^export const outcome\b/m.test(source);
  return (source.match(/\basync\b/g) ?? []).length < (isModule ? 1 : 2);
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
