/**
 * Finds the loops that may be split into phases: `for…of` loops with an await of their own in the body.
 *
 *   for (const a of as) for (const b of bs) await f(b)   →   the inner loop; the outer one has no await of its own
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
    if (tree.kind[loop] === Kind.ForOf && (tree.flags[loop] & Flag.ForAwait) === 0 && hasVariable(tree, loop))
      loops.push(loop);
  }
  return loops;
}

/** False for `for (const of list)`, which no parser gives, but a broken tree may. */
function hasVariable(tree: Tree, loop: i32): boolean {
  const left = tree.child(loop, 1);
  return tree.kind[left] !== Kind.VarDecl || tree.firstChild(left) >= 0;
}

/** The innermost loop whose body contains a node, within its function; -1 when there is none. */
function loopAround(tree: Tree, node: i32): i32 {
  let at = node;
  while (at > 0) {
    const up = tree.parent[at];
    const kind = tree.kind[up];
    if (isFunctionLike(kind)) return -1;
    if (kind === Kind.ForOf || kind === Kind.ForIn) {
      if (tree.child(up, 2) === at) return up;
    } else if (kind === Kind.For || kind === Kind.While || kind === Kind.DoWhile) return up;
    at = up;
  }
  return -1;
}
