/**
 * Finds the loops that may be split into phases: those with a head that says by itself what is iterated, and with an await in the body.
 *
 *   for (const a of as) for (const b of bs) await f(b)   →   the inner loop, then the outer one
 *   while (await more()) …                               →   none: only an iteration tells whether there is a next one
 */
import { Flag, Kind } from "../tree/kinds";
import { isFunctionLike } from "../scope/scopes";
import { Tree } from "../tree/tree";
import { Contents } from "../precheck/contents";

/** In source order of their ends: inner ones come before those around them. */
export function findLoops(tree: Tree, contents: Contents): i32[] {
  return sortByEnd(tree, collectLoops(tree, contents));
}

/** As `findLoops`, in any order. */
export function collectLoops(tree: Tree, contents: Contents): i32[] {
  const loops: i32[] = [];
  const known = new Map<i32, boolean>();
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    let loop = loopAround(tree, contents.awaits[i]);
    while (loop >= 0 && !known.has(loop)) {
      known.set(loop, true);
      if ((tree.flags[loop] & Flag.ForAwait) === 0 && hasVariable(tree, loop)) loops.push(loop);
      loop = loopAround(tree, loop);
    }
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

/** Bottom up: each loop is put behind those that it contains, which were found right before or right after it. */
function sortByEnd(tree: Tree, loops: i32[]): i32[] {
  const sorted: i32[] = [];
  const open: i32[] = [];
  loops.sort((a: i32, b: i32): i32 => a - b);
  for (let i: i32 = 0; i < loops.length; i++) {
    while (open.length > 0 && tree.end[open[open.length - 1]] <= loops[i]) sorted.push(open.pop() as i32);
    open.push(loops[i]);
  }
  while (open.length > 0) sorted.push(open.pop() as i32);
  return sorted;
}

/** Whether a statement that leaves something (`isExit`) leaves the statement `body` that it stands in. */
export function leavesBody(tree: Tree, node: i32, body: i32): boolean {
  const kind = tree.kind[node];
  if (kind === Kind.Return || ((kind === Kind.Break || kind === Kind.Continue) && tree.atom[node] >= 0)) return true;
  let at = node;
  while (at !== body) {
    const up = tree.parent[at];
    const above = tree.kind[up];
    if (kind === Kind.Throw) {
      // Its own handler takes it.
      if (above === Kind.Try && tree.firstChild(up) === at && tree.kind[tree.child(up, 1)] !== Kind.None) return false;
    } else if (isLoop(above)) return false;
    else if (above === Kind.Switch && kind === Kind.Break) return false;
    at = up;
  }
  return true;
}

/** Whether a statement is one that `leavesBody` is about. */
export function isExit(kind: Kind): boolean {
  return kind === Kind.Break || kind === Kind.Return || kind === Kind.Throw || kind === Kind.Continue;
}

function isLoop(kind: Kind): boolean {
  return (
    kind === Kind.For || kind === Kind.ForIn || kind === Kind.ForOf || kind === Kind.While || kind === Kind.DoWhile
  );
}

/** The innermost loop whose iterations contain a node, within its function; -1 when there is none. */
function loopAround(tree: Tree, node: i32): i32 {
  let at = node;
  while (at > 0) {
    const up = tree.parent[at];
    const kind = tree.kind[up];
    if (isFunctionLike(kind)) return -1;
    if (kind === Kind.ForOf || kind === Kind.ForIn || kind === Kind.For) {
      if (bodyOf(tree, up) === at) return up;
      // Test and update belong to the iterations, what is evaluated once belongs to the code around the loop.
      if (kind === Kind.For && tree.firstChild(up) !== at) return up;
    } else if (kind === Kind.While || kind === Kind.DoWhile) return up;
    at = up;
  }
  return -1;
}
