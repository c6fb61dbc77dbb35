/**
 * Calls that a comment calls pure, as minifiers and bundlers read it.
 *
 *   `@__PURE__` in a comment before `convert(amount)`   →   `convert(amount)` only reads
 *
 * The comment says `@__PURE__` or `#__PURE__` and nothing else, and stands directly before the call, its `new` or its `await`
 * (https://github.com/javascript-compiler-hints/compiler-notations-spec). Before a chain of calls it is not clear which one is meant:
 * none is. Core has no source text, so "directly before" is told from positions. Requires comments; without them no call is pure.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { nodesInSourceOrder } from "./source-order";

/** The annotated `Call` and `New` nodes. */
export function pureCalls(tree: Tree): Map<i32, boolean> {
  const calls = new Map<i32, boolean>();
  let order: i32[] = [];
  for (let i: i32 = 0; i < tree.commentText.length; i++) {
    if (tree.commentStart[i] < 0 || !isAnnotation(tree.commentText[i])) continue;
    if (order.length === 0) order = nodesInSourceOrder(tree);
    const call = annotated(tree, order, i);
    if (call >= 0) calls.set(call, true);
  }
  return calls;
}

function isAnnotation(text: string): boolean {
  if (!text.includes("__PURE__")) return false;
  const word = text.trim();
  return word === "@__PURE__" || word === "#__PURE__";
}

/** The call that begins behind a comment, with nothing between them, or -1. */
function annotated(tree: Tree, order: i32[], comment: i32): i32 {
  let low: i32 = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.start[order[middle]] < tree.commentStop[comment]) low = middle + 1;
    else high = middle;
  }
  if (low === order.length || !isNext(tree, order[low], tree.commentStart[comment])) return -1;
  let node = order[low];
  while (isAround(tree.kind[node])) node = tree.firstChild(node);
  const kind = tree.kind[node];
  if (kind !== Kind.Call && kind !== Kind.New) return -1;
  return kind === Kind.New || !callsAnother(tree, tree.firstChild(node)) ? node : -1;
}

/** Whether nothing ends between a place and the node that begins next: what stands before the node has ended by then. */
function isNext(tree: Tree, node: i32, place: i32): boolean {
  const up = tree.parent[node];
  if (up > 0 && (tree.start[up] > place || tree.stop[up] <= place)) return false;
  let sibling = tree.firstChild(up);
  while (sibling !== node) {
    if (tree.kind[sibling] !== Kind.None && tree.stop[sibling] > place) return false;
    sibling = tree.nextSibling(sibling);
  }
  return true;
}

/** Whether a node of this kind begins with what it is around. */
function isAround(kind: i32): boolean {
  return kind === Kind.ExprStmt || kind === Kind.Await || kind === Kind.TypeWrap || kind === Kind.Chain;
}

function callsAnother(tree: Tree, callee: i32): boolean {
  let at = callee;
  while (tree.kind[at] === Kind.Member || tree.kind[at] === Kind.TypeWrap || tree.kind[at] === Kind.Chain)
    at = tree.firstChild(at);
  const kind = tree.kind[at];
  return kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate || kind === Kind.Await;
}
