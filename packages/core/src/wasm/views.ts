/**
 * Everything core can print about a file, behind one function: the JavaScript and the Wasm build are compared by what it
 * returns. Portable; `entry.ts` exports it to Wasm hosts.
 */
import { printDirectives, verifyDirectives } from "../directives/print-directives";
import { ModuleSummaries, printSummariesJson } from "../effects/external";
import { readDirectives } from "../directives/read-directives";
import { declaredEffect } from "../options/patterns";
import { readOptions } from "../options/read-options";
import { explain } from "../explain";
import { isTestFile } from "../options/test-files";
import { summarize } from "../pipeline";
import { printTree } from "../tree/print";
import { Tree } from "../tree/tree";
import { verifyTree } from "../tree/verify";

export const enum View {
  Tree = 0,
  Directives,
  /** What fixtures record of the phases. */
  Plan,
  /** Every phase, with its verifier. */
  Phases,
  /** What the options say about every identifier of the file, or what is wrong with them. */
  Options,
  /** What importers are told about the file's exports. */
  Summary,
}

/** A printed view of a file; the verifier's message instead, when there is one. */
export function view(which: View, tree: Tree, options: string): string {
  const problem = verifyTree(tree);
  if (problem.length > 0) return "invalid tree: " + problem + "\n";
  switch (which) {
    case View.Tree:
      return printTree(tree);
    case View.Directives:
      return viewDirectives(tree);
    case View.Options:
      return viewOptions(tree, options);
    case View.Summary:
      return viewSummary(tree, options);
    default:
      return viewPhases(tree, options, which === View.Plan);
  }
}

function viewPhases(tree: Tree, json: string, planOnly: boolean): string {
  const result = readOptions(json);
  return result.error.length > 0 ? result.error + "\n" : explain(tree, result.options, planOnly);
}

function viewSummary(tree: Tree, json: string): string {
  const result = readOptions(json);
  if (result.error.length > 0) return result.error + "\n";
  result.options.file = "src/file.js";
  const summaries = new ModuleSummaries();
  summaries.set(summarize(tree, result.options));
  return printSummariesJson(summaries);
}

function viewDirectives(tree: Tree): string {
  const directives = readDirectives(tree);
  const problem = verifyDirectives(directives, tree);
  return problem.length > 0 ? "invalid directives: " + problem + "\n" : printDirectives(directives, tree);
}

function viewOptions(tree: Tree, json: string): string {
  const result = readOptions(json);
  if (result.error.length > 0) return result.error + "\n";
  const options = result.options;
  const lines: string[] = [
    "mode " + (options.mode as i32).toString(),
    "expressions " + options.expressions.toString(),
    "includeTests " + options.includeTests.toString(),
    "report " + options.report,
  ];
  for (let i: i32 = 0; i < tree.atoms.length; i += 1) {
    const atom = tree.atoms[i];
    const declared: i32 = declaredEffect(options.effects, atom, atom, atom);
    if (declared !== 0) lines.push("effect " + declared.toString() + " " + atom);
    if (isTestFile(atom)) lines.push("test " + atom);
  }
  lines.push("");
  return lines.join("\n");
}
