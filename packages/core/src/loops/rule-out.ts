/**
 * Rules loops out by their syntax and by the calls in them, before any unit is built.
 *
 *   for (const id of ids) { if (await save(id)) return id; }   →   leaves the loop, and `save` writes: nothing to judge
 *
 * Looks only at what is certain without knowing other functions (`dependence/certain.ts`); `judge.ts` comes to the same verdicts.
 * Used when nobody asked for remarks: those name the reason.
 *
 * Guarantees that a loop that can be split stays, also on an outline of the file (`mayHoist`).
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Certain } from "../dependence/certain";
import { Mode, Options } from "../options/options";
import { Contains, Contents } from "../precheck/contents";
import { isChoice } from "../dependence/rule-out";
import { isClosure } from "../precheck/regions";
import { bodyOf, isExit, leavesBody } from "./find";

/** Those of `loops` that the certain facts do not keep as they are. */
export function ruleOutLoops(contents: Contents, certain: Certain, options: Options, loops: i32[]): i32[] {
  const tree = certain.tree;
  const left: i32[] = [];
  for (let i: i32 = 0; i < loops.length; i++) {
    const body = bodyOf(tree, loops[i]);
    if (isOdd(tree, contents, loops[i], body)) continue;
    if (contents.has(body, Contains.Yield) || leaves(tree, body) || acts(tree, contents, certain, options, body))
      continue;
    if (!certain.isFrozen(loops[i], certain.scopes.owner[loops[i]])) left.push(loops[i]);
  }
  return left;
}

/** Whether the head of a loop awaits or lacks a part. */
function isOdd(tree: Tree, contents: Contents, loop: i32, body: i32): boolean {
  for (let part = tree.firstChild(loop); part !== body; part = tree.nextSibling(part)) {
    if (contents.has(part, Contains.Await)) return true;
    if (tree.kind[part] === Kind.None) return true;
  }
  return false;
}

/** Whether an iteration may end the loop. */
function leaves(tree: Tree, body: i32): boolean {
  for (let node = body; node < tree.end[body]; node++) {
    const kind = tree.kind[node];
    if (isClosure(tree, node)) node = tree.end[node] - 1;
    else if (kind !== Kind.Continue && isExit(kind) && leavesBody(tree, node, body)) return true;
  }
  return false;
}

/** Whether an operation is no read, or something beside the operations may throw or does more. */
function acts(tree: Tree, contents: Contents, certain: Certain, options: Options, body: i32): boolean {
  // Nodes up to here are evaluated by an operation, by one to decide what it awaits, and by a `try`, which catches what they throw.
  let operandEnd: i32 = 0;
  let choiceEnd: i32 = 0;
  let triedEnd: i32 = 0;
  let isDiscarded = false;
  for (let node = body; node < tree.end[body]; node++) {
    const kind = tree.kind[node];
    if (isClosure(tree, node)) {
      node = tree.end[node] - 1;
      continue;
    }
    // What its handler reports may be put off, and with it all that follows.
    if (kind === Kind.Try && contents.has(node, Contains.Await)) triedEnd = tree.end[body];
    if (kind === Kind.Try && tree.end[node] > triedEnd) triedEnd = tree.end[node];
    // What gives the items of a stream is an operation, too.
    if (kind === Kind.ForOf && (tree.flags[node] & Flag.ForAwait) !== 0) {
      operandEnd = tree.end[tree.firstChild(node)];
      isDiscarded = false;
    }
    if (kind === Kind.Await && node >= operandEnd) {
      if (node >= choiceEnd && isRunning(certain, contents, tree.firstChild(node))) return true;
      operandEnd = tree.end[node];
      isDiscarded = tree.kind[tree.parent[node]] === Kind.ExprStmt;
    }
    if (isChoice(kind) && contents.has(node, Contains.Await) && tree.end[node] > choiceEnd) choiceEnd = tree.end[node];
    if (kind !== Kind.Call && kind !== Kind.New && kind !== Kind.TaggedTemplate) continue;
    if (node < operandEnd) {
      if (certain.writes(node, isDiscarded)) return true;
      if (options.mode === Mode.Balanced && certain.isAssumed(node)) return true;
    } else if (node < choiceEnd) {
      if (certain.writes(node, false)) return true;
    } else if (node >= triedEnd && certain.stops(node)) return true;
  }
  return false;
}

/** Whether an operand is a promise that somebody else has made: `await pair.key`. */
function isRunning(certain: Certain, contents: Contents, operand: i32): boolean {
  if (contents.has(operand, Contains.Call)) return false;
  return certain.tree.kind[certain.calls.callees.unwrap(operand)] !== Kind.Ident;
}
