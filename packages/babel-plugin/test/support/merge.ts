import { type Edit, Flag, Kind, type OutNode, type Tree } from "@parallel-await/core";
import { applyEdits } from "../../src/apply/apply";
import type { Builders } from "../../src/apply/builders";
import { lowerFile } from "../../src/lower/lower";
import { type HostFile } from "../../src/transform";
import { recrawl } from "../../src/recrawl";
import { arrayPattern, awaiting, keep, promiseAll, replaceStatements, variable, withComments, withTypes } from "./out";

/**
 * The naive edits: neighbours of the form `const x = await f()` become one `Promise.all`, whatever they do. They stand in
 * for core where a test is about what the host does with edits.
 */
export function mergeNeighbours(tree: Tree): Edit[] {
  const edits: Edit[] = [];
  // Inner lists first, as core orders them.
  for (let list = tree.size - 1; list >= 0; list -= 1) {
    let run: number[] = [];
    for (let child = tree.firstChild(list); child >= 0; child = tree.nextSibling(child)) {
      if (isConstAwait(tree, child)) {
        run.push(child);
        continue;
      }
      if (run.length > 1) edits.push(merge(tree, run));
      run = [];
    }
    if (run.length > 1) edits.push(merge(tree, run));
  }
  return edits;
}

/** A Babel plugin that applies them, with a re-crawl unless told otherwise. */
export function mergePlugin(api: { types: unknown }, options: { recrawl?: boolean }) {
  return {
    name: "merge-neighbours",
    pre(file: unknown) {
      const host = file as HostFile;
      const lowered = lowerFile(host);
      const edits = mergeNeighbours(lowered.tree);
      if (edits.length === 0) return;
      applyEdits(api.types as Builders, lowered, edits);
      if (options.recrawl !== false) recrawl(host, null);
    },
    visitor: {},
  };
}

function isConstAwait(tree: Tree, id: number): boolean {
  if (tree.kind[id] !== Kind.VarDecl || tree.flags[id] !== Flag.DeclConst) return false;
  const declarator = tree.firstChild(id);
  return tree.nextSibling(declarator) < 0 && tree.kind[tree.child(declarator, 1)] === Kind.Await;
}

function merge(tree: Tree, run: number[]): Edit {
  const patterns: OutNode[] = [];
  const operands: OutNode[] = [];
  let typed = true;
  run.forEach((id, index) => {
    const declarator = tree.firstChild(id);
    const operand = keep(tree.firstChild(tree.child(declarator, 1)));
    if ((tree.flags[declarator] & Flag.Typed) === 0) typed = false;
    patterns.push(keep(tree.firstChild(declarator)));
    operands.push(index === 0 ? operand : withComments(operand, id));
  });
  const pattern = arrayPattern(patterns);
  const made = variable("const", typed ? withTypes(pattern) : pattern, awaiting(promiseAll(operands)));
  made.origin = run[0];
  return replaceStatements(run[0], run[run.length - 1], [withComments(made, run[0])]);
}
