/**
 * Finds the loops that may be split into phases: those with a head that says by itself what is iterated, and with an await of their
 * own in the body.
 *
 *   for (const a of as) for (const b of bs) await f(b)   →   the inner loop; the outer one has no await of its own
 *   while (await more()) …                               →   none: only an iteration tells whether there is a next one
 */
import { Flag, Kind } from "../tree/kinds";
import { isFunctionLike } from "../scope/scopes";
import { Tree } from "../tree/tree";
import { Contents } from "../precheck/contents";

export function findLoops(tree: Tree, contents: Contents): i32[] {
  const loops: i32[] = [];
  const known = new Map<i32, boolean>();
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    const loop = loopAround(tree, contents.awaits[i]);
    if (loop < 0 || known.has(loop)) continue;
    known.set(loop, true);
    if ((tree.flags[loop] & Flag.ForAwait) === 0 && hasVariable(tree, loop)) loops.push(loop);
  }
  return loops;
}

/** Body of a `For`, `ForIn` or `ForOf` node: the last of its children. */
export function bodyOf(tree: Tree, loop: i32): i32 {
  return tree.child(loop, tree.kind[loop] === Kind.For ? 3 : 2);
}

/** False for `for (const of list)`, which no parser gives, but a broken tree may; and for `while`. */
function hasVariable(tree: Tree, loop: i32): boolean {
  const kind = tree.kind[loop];
  if (kind !== Kind.For && kind !== Kind.ForIn && kind !== Kind.ForOf) return false;
  const left = tree.child(loop, kind === Kind.For ? 0 : 1);
  return tree.kind[left] !== Kind.VarDecl || tree.firstChild(left) >= 0;
}

/** The innermost loop whose body contains a node, within its function; -1 when there is none. */
function loopAround(tree: Tree, node: i32): i32 {
  let at = node;
  while (at > 0) {
    const up = tree.parent[at];
    const kind = tree.kind[up];
    if (isFunctionLike(kind)) return -1;
    if (kind === Kind.ForOf || kind === Kind.ForIn || kind === Kind.For) {
      if (bodyOf(tree, up) === at) return up;
      // Test and update belong to the iterations, what is evaluated once belongs to the code around the loop.
      if (kind === Kind.For && tree.firstChild(up) !== at) return -1;
    } else if (kind === Kind.While || kind === Kind.DoWhile) return up;
    at = up;
  }
  return -1;
}
