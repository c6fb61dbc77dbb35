/**
 * Recognises the idiom that runs things one after the other by way of `reduce`: each iteration waits for the promise of the one before.
 *
 *   ids.reduce(async (before, id) => { await before; await send(id); }, null)
 *   ids.reduce((before, id) => before.then(() => send(id)), Promise.resolve())
 *
 * Whoever writes that wants the order, so it is left alone, and remarks say why.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/** Whether an await in the function `owner` waits for the iteration before, or for all of them. */
export function waitsForReduce(tree: Tree, operand: i32, owner: i32): boolean {
  if (tree.kind[operand] === Kind.Call) {
    const callback = tree.child(operand, 1);
    return callback >= 0 && isCallback(tree, callback) && isChain(tree, callback);
  }
  if (tree.kind[operand] !== Kind.Ident || tree.kind[owner] !== Kind.Function || !isCallback(tree, owner)) return false;
  const before = tree.firstChild(tree.child(owner, 1));
  return before >= 0 && tree.kind[before] === Kind.Ident && tree.atom[before] === tree.atom[operand];
}

/** Whether a function is the first argument of a call of `reduce`. */
function isCallback(tree: Tree, node: i32): boolean {
  const call = tree.parent[node];
  if (tree.kind[node] !== Kind.Function || tree.kind[call] !== Kind.Call || tree.child(call, 1) !== node) return false;
  const callee = tree.firstChild(call);
  if (tree.kind[callee] !== Kind.Member) return false;
  return tree.text(callee) === "reduce" || tree.text(callee) === "reduceRight";
}

/** Whether a callback gives promises that follow each other: it is async, or calls `then`. */
function isChain(tree: Tree, callback: i32): boolean {
  if ((tree.flags[callback] & Flag.Async) !== 0) return true;
  for (let node = callback; node < tree.end[callback]; node++)
    if (tree.kind[node] === Kind.Member && tree.text(node) === "then") return true;
  return false;
}
