/**
 * Marks the loops in which a linter's rule against awaiting in loops is silenced.
 *
 * ```
 * for (const url of urls) {
 *   // eslint-disable-next-line no-await-in-loop
 *   await post(url);                                  → the for…of loop is `LintSuppressed`
 * }
 * ```
 *
 * Every silenced line marks the innermost loop that it lies in and all loops that start on it, functions in between
 * notwithstanding: a marker too many only keeps an order. Requires known line starts.
 */
import { isLoop } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { DirectiveBit, Directives } from "./directives";
import { Scope, Suppression, Tool } from "./suppression";

/** `comments[i]` is the index of the comment that `suppressions[i]` was read from; ascending. */
export function markSuppressedLoops(
  tree: Tree,
  order: i32[],
  comments: i32[],
  suppressions: Suppression[],
  into: Directives,
): void {
  const silencedBy = silencedLines(tree, order, comments, suppressions);
  const loops = loopsIn(tree, order);
  const open: i32[] = [];
  let next: i32 = 0;
  for (let line: i32 = 1; line < silencedBy.length; line += 1) {
    while (next < loops.length && tree.lineAt(tree.start[loops[next]]) <= line) {
      const loop = loops[next];
      while (open.length > 0 && tree.stop[open[open.length - 1]] <= tree.start[loop]) open.pop();
      open.push(loop);
      next += 1;
      if (silencedBy[line] > 0) into.mark(loop, DirectiveBit.LintSuppressed, silencedBy[line]);
    }
    while (open.length > 0 && lastLine(tree, open[open.length - 1]) < line) open.pop();
    if (silencedBy[line] > 0 && open.length > 0) {
      into.mark(open[open.length - 1], DirectiveBit.LintSuppressed, silencedBy[line]);
    }
  }
}

function loopsIn(tree: Tree, order: i32[]): i32[] {
  const loops: i32[] = [];
  for (let i: i32 = 0; i < order.length; i += 1) {
    if (isLoop(tree.kind[order[i]])) loops.push(order[i]);
  }
  return loops;
}

function lastLine(tree: Tree, node: i32): i32 {
  return tree.lineAt(tree.stop[node] - 1);
}

/** For every line, from 1, the line of the comment that silences the rule there, or 0. */
function silencedLines(tree: Tree, order: i32[], comments: i32[], suppressions: Suppression[]): i32[] {
  const by: i32[] = [];
  const lines = tree.lineStarts.length;
  for (let line: i32 = 0; line <= lines; line += 1) by.push(0);
  const begun: i32[] = [];
  for (let tool: i32 = 0; tool < Tool.Count; tool += 1) begun.push(0);
  let next: i32 = 0;
  for (let i: i32 = 0; i < comments.length; i += 1) {
    const comment = comments[i];
    const line = tree.lineAt(tree.commentStart[comment]);
    const after = tree.lineAt(tree.commentStop[comment]) + 1;
    const tool: i32 = suppressions[i].tool;
    switch (suppressions[i].scope) {
      case Scope.Line:
        silence(by, line, line, line);
        break;
      case Scope.NextLine:
        silence(by, after, after, line);
        break;
      case Scope.NextCode:
        while (next < order.length && tree.start[order[next]] < tree.commentStop[comment]) next += 1;
        if (next < order.length) {
          const code = tree.lineAt(tree.start[order[next]]);
          silence(by, code, code, line);
        }
        break;
      case Scope.Begin:
        if (begun[tool] === 0) begun[tool] = line;
        break;
      case Scope.End:
        if (begun[tool] > 0) silence(by, begun[tool], line, begun[tool]);
        begun[tool] = 0;
        break;
      case Scope.File:
        if (by[lines] === 0) silence(by, 1, lines, line);
        break;
      default:
        break;
    }
  }
  for (let tool: i32 = 0; tool < Tool.Count; tool += 1) {
    if (begun[tool] > 0) silence(by, begun[tool], lines, begun[tool]);
  }
  return by;
}

function silence(by: i32[], from: i32, to: i32, comment: i32): void {
  for (let line = from; line <= to && line < by.length; line += 1) by[line] = comment;
}
