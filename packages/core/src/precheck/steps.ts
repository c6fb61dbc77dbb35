/**
 * Which statements may be one operation, with all that they await in blocks and branches of their own.
 *
 *   try { user = await getUser(id); } catch { user = guest; }   →   yes: whatever happens stays in there
 *   own: { … if (!user) break own; … }                           →   yes: it leaves nothing but itself
 *   if (!id) return await getUser(0);                            →   no: it may leave
 *
 * Asks about syntax only.
 */
import { isLoop, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Contains, Contents, isForAwait } from "./contents";

/** Larger statements are not looked into again and again, once for each list around them. */
const MAX_NODES: i32 = 4000;

/** Whether a statement awaits in a part of its own, and neither leaves that part's list nor suspends for anybody else. */
export function isStep(tree: Tree, contents: Contents, statement: i32): boolean {
  const bits = contents.bits[statement];
  const others = Contains.Yield | Contains.Opaque | Contains.Using;
  if ((bits & Contains.Await) === 0 || (bits & others) !== 0) return false;
  if (hasHead(tree.kind[statement]) && !isForAwait(tree, statement)) {
    let part = tree.nextSibling(tree.firstChild(statement));
    while (part >= 0 && !contents.has(part, Contains.Await)) part = tree.nextSibling(part);
    if (part < 0) return false;
  } else if (!isWhole(tree.kind[withoutLabels(tree, statement)])) return false;
  if (tree.end[statement] - statement > MAX_NODES) return false;
  return (bits & Contains.Exit) === 0 || !leaves(tree, statement);
}

/** Whether a statement without a head, or with a label, has nothing in it that belongs to the list around it. */
function isWhole(kind: Kind): boolean {
  return kind === Kind.Try || kind === Kind.Block || kind === Kind.If || kind === Kind.Switch || isLoop(kind);
}

/** The statement behind the labels of one. */
export function withoutLabels(tree: Tree, statement: i32): i32 {
  let node = statement;
  while (tree.kind[node] === Kind.Labeled) node = tree.firstChild(node);
  return node;
}

/** Whether the first part of such a statement is evaluated once, whatever comes then: an await there belongs to the list. */
export function hasHead(kind: Kind): boolean {
  return kind === Kind.If || kind === Kind.Switch || kind === Kind.ForOf || kind === Kind.ForIn;
}

function leaves(tree: Tree, statement: i32): boolean {
  for (let node = statement; node < tree.end[statement]; node++) {
    switch (tree.kind[node]) {
      case Kind.Function:
      case Kind.Class:
        node = tree.end[node] - 1;
        break;
      case Kind.Return:
        return true;
      case Kind.Throw:
        if (!isCaught(tree, node, statement)) return true;
        break;
      case Kind.Break:
      case Kind.Continue:
        if (tree.atom[node] >= 0 ? !hasLabel(tree, node, statement) : !isEnclosed(tree, node, statement)) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

/** Whether a failure at `node` comes to a handler inside `statement`. */
export function isCaught(tree: Tree, node: i32, statement: i32): boolean {
  for (let at = node; at > statement; at = tree.parent[at]) {
    const up = tree.parent[at];
    if (tree.kind[up] === Kind.Try && tree.firstChild(up) === at && tree.kind[tree.child(up, 1)] !== Kind.None)
      return true;
  }
  return false;
}

/** Whether what `exit` names is labelled inside `statement`, whose own labels count. */
function hasLabel(tree: Tree, exit: i32, statement: i32): boolean {
  for (let at = exit; at > statement; at = tree.parent[at]) {
    const up = tree.parent[at];
    if (tree.kind[up] === Kind.Labeled && tree.atom[up] === tree.atom[exit]) return true;
  }
  return false;
}

/** Whether a loop or, for `break`, a switch inside `statement` is what `exit` leaves or goes on with. */
function isEnclosed(tree: Tree, exit: i32, statement: i32): boolean {
  const isBreak = tree.kind[exit] === Kind.Break;
  for (let at = exit; at > statement; at = tree.parent[at]) {
    const kind = tree.kind[tree.parent[at]];
    if (isLoop(kind) || (isBreak && kind === Kind.Switch)) return true;
  }
  return false;
}
