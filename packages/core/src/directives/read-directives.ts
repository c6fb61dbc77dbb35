/**
 * Reads the directives of a file (DESIGN.md, section 7).
 *
 * `// @sequential` and friends are found in comments, `"use sequential"` among the directive nodes; both become marked
 * subtrees (`attach.ts`), and a linter's silenced rule marks loops (`suppressed-loops.ts`). Without any of them this is
 * one search through the comments' texts. Linear in the tree, plus a sort when there is something to attach.
 *
 * `@sequential` with `@file` before the first statement (imports and directives aside) is about the whole file. `@parallel`
 * with `@file` is about nothing: a whole file is more than anyone can vouch for.
 *
 * Requires `verifyTree`. Guarantees `verifyDirectives`. Not handled: comments that the host cannot see; then
 * `unreadable` is set and the caller has to leave the file alone.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { attachMarkers } from "./attach";
import { DirectiveBit, Directives } from "./directives";
import { Marker, markersIn } from "./marker";
import { nodesInSourceOrder } from "./source-order";
import { markSuppressedLoops } from "./suppressed-loops";
import { readSuppression, Scope, Suppression } from "./suppression";

export const USE_SEQUENTIAL = "use sequential";

export function readDirectives(tree: Tree): Directives {
  const result = new Directives();
  result.unreadable = !tree.commentsKnown || !areInOrder(tree);
  const found = new Found();
  for (let i: i32 = 0; i < tree.commentText.length; i += 1) found.read(tree, i);
  const inStrings = tree.atomOf(USE_SEQUENTIAL) >= 0;
  const nothing = found.markers.length === 0 && found.suppressed.length === 0 && found.wholeFile < 0;
  if (nothing && !inStrings) return result;

  for (let node: i32 = 0; node < tree.size; node += 1) result.cover.push(DirectiveBit.None);
  if (found.wholeFile >= 0) result.mark(0, DirectiveBit.Sequential, found.wholeFile);
  if (inStrings) markDirectiveNodes(tree, result);
  if (found.markers.length > 0 || found.suppressed.length > 0) {
    const order = nodesInSourceOrder(tree);
    attachMarkers(tree, order, found.markers, found.bits, result);
    markSuppressedLoops(tree, order, found.suppressed, found.suppressions, result);
    // A marker may have stood before code that another tool made and gave no position: keep all order then.
    if (result.unattached.length > 0 && hasUnplacedStatement(tree)) {
      result.mark(0, DirectiveBit.Sequential, tree.lineAt(tree.commentStart[result.unattached[0]]));
    }
  }
  inherit(tree, result);
  return result;
}

/** What the comments say, before it is known what they are about. */
class Found {
  /** Comments (indices) with a marker, and its bit. */
  markers: i32[] = [];
  bits: i32[] = [];
  /** Comments that silence a linter, and how. */
  suppressed: i32[] = [];
  suppressions: Suppression[] = [];
  /** Line of the marker that is about the whole file (0 when unknown), or -1. */
  wholeFile: i32 = -1;

  read(tree: Tree, comment: i32): void {
    const text = tree.commentText[comment];
    // A comment without a place was added by another tool: nobody can tell what it was about.
    const placed = tree.commentStart[comment] >= 0;
    const markers = text.includes("@") ? markersIn(text) : Marker.None;
    const file = (markers & Marker.File) !== 0;
    if ((markers & Marker.Sequential) !== 0) {
      if (!placed || (file && isAtTop(tree, comment))) this.wholeFile = tree.lineAt(tree.commentStart[comment]);
      else this.add(comment, DirectiveBit.Sequential);
    } else if ((markers & Marker.Parallel) !== 0 && placed && !file) {
      this.add(comment, DirectiveBit.Parallel);
    }
    const suppression = readSuppression(text);
    if (suppression.scope === Scope.None) return;
    this.suppressed.push(comment);
    this.suppressions.push(placed ? suppression : new Suppression(Scope.File, suppression.tool));
  }

  private add(comment: i32, bit: DirectiveBit): void {
    this.markers.push(comment);
    this.bits.push(bit);
  }
}

function areInOrder(tree: Tree): boolean {
  let last: i32 = -1;
  for (let i: i32 = 0; i < tree.commentStart.length; i += 1) {
    if (tree.commentStart[i] < 0) continue;
    if (tree.commentStart[i] < last) return false;
    last = tree.commentStart[i];
  }
  return true;
}

/** Whether a comment stands before the first statement that does something when it is reached. */
function isAtTop(tree: Tree, comment: i32): boolean {
  let statement = tree.firstChild(0);
  while (statement >= 0) {
    const kind: i32 = tree.kind[statement];
    const passive = kind === Kind.Directive || kind === Kind.Import || kind === Kind.TypeOnly;
    if (!passive && tree.start[statement] >= 0) return tree.commentStart[comment] < tree.start[statement];
    statement = tree.nextSibling(statement);
  }
  return true;
}

function markDirectiveNodes(tree: Tree, into: Directives): void {
  for (let node: i32 = 1; node < tree.size; node += 1) {
    if (tree.kind[node] !== Kind.Directive || tree.text(node) !== USE_SEQUENTIAL) continue;
    const block = tree.parent[node];
    const inFunction = block > 0 && tree.kind[tree.parent[block]] === Kind.Function;
    into.mark(inFunction ? tree.parent[block] : block, DirectiveBit.Sequential, tree.lineAt(tree.start[node]));
  }
}

function hasUnplacedStatement(tree: Tree): boolean {
  for (let node: i32 = 1; node < tree.size; node += 1) {
    const kind: i32 = tree.kind[node];
    if (tree.start[node] < 0 && kind >= Kind.Block && kind <= Kind.Namespace) return true;
  }
  return false;
}

/** Spreads marks over their subtrees and settles which one decides. */
function inherit(tree: Tree, result: Directives): void {
  result.any = result.marked.length > 0;
  if (!result.any) {
    result.cover = [];
    return;
  }
  for (let node: i32 = 0; node < tree.size; node += 1) result.decidedBy.push(-1);
  for (let i: i32 = 0; i < result.marked.length; i += 1) {
    result.decidedBy[result.marked[i]] = stronger(result, i, result.decidedBy[result.marked[i]]);
  }
  for (let node: i32 = 0; node < tree.size; node += 1) {
    const up = tree.parent[node];
    if (up >= 0) {
      result.cover[node] |= result.cover[up];
      result.decidedBy[node] = stronger(result, result.decidedBy[node], result.decidedBy[up]);
    }
    const ordered = (result.cover[node] & (DirectiveBit.Sequential | DirectiveBit.LintSuppressed)) !== 0;
    if (ordered) result.cover[node] &= ~DirectiveBit.Parallel;
  }
}

/** The mark, of two, whose bit counts; the first when they are equal. -1 is none. Lower bits are stronger. */
function stronger(result: Directives, first: i32, second: i32): i32 {
  if (first < 0) return second;
  if (second < 0) return first;
  return result.markedBit[second] < result.markedBit[first] ? second : first;
}
