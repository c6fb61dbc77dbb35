/** Printer and verifier of `Directives`. */
import { Kind } from "../tree/kinds";
import { nodeAt, quoted } from "../tree/print";
import { Tree } from "../tree/tree";
import { DirectiveBit, Directives } from "./directives";
import { Marker, markersIn } from "./marker";

export function bitName(bit: i32): string {
  switch (bit) {
    case DirectiveBit.Sequential:
      return "sequential";
    case DirectiveBit.LintSuppressed:
      return "lint-suppressed";
    case DirectiveBit.Parallel:
      return "parallel";
    default:
      return "bits " + bit.toString();
  }
}

/** A line a mark: `sequential from line 3: #12 ForOf at 4:2`. Empty without directives. */
export function printDirectives(directives: Directives, tree: Tree): string {
  const lines: string[] = [];
  if (directives.unreadable) lines.push("comments cannot be read\n");
  for (let i: i32 = 0; i < directives.marked.length; i += 1) {
    const line = directives.markedLine[i].toString();
    const node = nodeAt(tree, directives.marked[i]);
    lines.push(bitName(directives.markedBit[i]) + " from line " + line + ": " + node + "\n");
  }
  for (let i: i32 = 0; i < directives.unattached.length; i += 1) {
    lines.push("before nothing: " + quoted(tree.commentText[directives.unattached[i]]) + "\n");
  }
  return lines.join("");
}

/** "" or what is wrong: marks in range, bits inherited and justified, no `@sequential` silently without effect. */
export function verifyDirectives(directives: Directives, tree: Tree): string {
  const count = directives.marked.length;
  if (directives.markedBit.length !== count || directives.markedLine.length !== count) return "mark columns differ";
  if (directives.any !== count > 0)
    return "any is " + directives.any.toString() + " with " + count.toString() + " marks";
  const length = directives.any ? tree.size : 0;
  if (directives.cover.length !== length || directives.decidedBy.length !== length) return "cover has a wrong length";
  if (!directives.unreadable && !tree.commentsKnown) return "unknown comments count as read";
  let problem = "";
  for (let i: i32 = 0; i < count && problem.length === 0; i += 1) problem = verifyMark(directives, tree, i);
  for (let node: i32 = 0; node < length && problem.length === 0; node += 1) {
    problem = verifyNode(directives, tree, node);
  }
  return problem.length > 0 || directives.any ? problem : verifyNothingLost(directives, tree);
}

function verifyMark(directives: Directives, tree: Tree, index: i32): string {
  const node = directives.marked[index];
  const bit = directives.markedBit[index];
  if (node < 0 || node >= tree.size) return "mark " + index.toString() + " is on no node";
  if (bit !== DirectiveBit.Sequential && bit !== DirectiveBit.LintSuppressed && bit !== DirectiveBit.Parallel) {
    return nodeAt(tree, node) + " is marked with " + bitName(bit);
  }
  const loop = tree.kind[node] >= Kind.For && tree.kind[node] <= Kind.DoWhile;
  if (bit === DirectiveBit.LintSuppressed && !loop) return nodeAt(tree, node) + " is lint-suppressed but no loop";
  const cover = directives.cover[node];
  const beaten = bit === DirectiveBit.Parallel && (cover & ~DirectiveBit.Parallel) !== 0;
  return (cover & bit) !== 0 || beaten ? "" : nodeAt(tree, node) + " lacks its own mark";
}

function verifyNode(directives: Directives, tree: Tree, node: i32): string {
  const cover = directives.cover[node];
  const ordered = cover & (DirectiveBit.Sequential | DirectiveBit.LintSuppressed);
  if (ordered !== 0 && (cover & DirectiveBit.Parallel) !== 0) return nodeAt(tree, node) + " is parallel and ordered";
  const up = tree.parent[node];
  const inherited = up < 0 ? 0 : directives.cover[up];
  const kept = ordered !== 0 ? inherited & ~DirectiveBit.Parallel : inherited;
  if ((cover & kept) !== kept) return nodeAt(tree, node) + " does not inherit its parent's bits";
  const by = directives.decidedBy[node];
  if (by < -1 || by >= directives.marked.length) return nodeAt(tree, node) + " is decided by no mark";
  if (by >= 0 !== (cover !== 0)) return nodeAt(tree, node) + " has bits without a mark, or a mark without bits";
  if (by < 0) return "";
  if (!tree.contains(directives.marked[by], node)) return nodeAt(tree, node) + " is decided from elsewhere";
  const strongest = cover & -cover;
  return directives.markedBit[by] === strongest ? "" : nodeAt(tree, node) + " is decided by a weaker mark";
}

/** Without marks, every comment with `@sequential` has to stand before nothing. */
function verifyNothingLost(directives: Directives, tree: Tree): string {
  let markers: i32 = 0;
  for (let i: i32 = 0; i < tree.commentText.length; i += 1) {
    if ((markersIn(tree.commentText[i]) & Marker.Sequential) !== 0) markers += 1;
  }
  return markers === directives.unattached.length ? "" : "a @sequential comment has no effect";
}
