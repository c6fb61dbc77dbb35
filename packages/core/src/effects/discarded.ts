/**
 * Whether anybody looks at the value of an expression.
 *
 *   f();   await f();   void f()   a && f();   list.forEach((x) => f(x))   promise.finally(() => f())   →   nobody
 *
 * A call whose value nobody looks at was not worth making unless it does something. Needs only the tree.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { hasWord } from "./words";

/** Methods that run what they are given and look at nothing it returns: ECMA-262, 23.1.3.15, 24.1.3.5, 27.2.5.3. */
const DROPPING: string = "finally forEach";

/** Whether a method runs the function it is given for what that does, not for what it returns. */
export function dropsResults(method: string): boolean {
  return hasWord(DROPPING, method);
}

export function isDiscarded(tree: Tree, node: i32): boolean {
  let at = node;
  while (at > 0) {
    const up = tree.parent[at];
    const kind = tree.kind[up];
    if (kind === Kind.ExprStmt) return true;
    if (kind === Kind.Unary) {
      if (tree.text(up) !== "void") return false;
    } else if (kind === Kind.Sequence) {
      if (tree.nextSibling(at) >= 0) return true;
    } else if (kind === Kind.For) {
      return tree.child(up, 1) !== at;
    } else if (kind === Kind.Logical || kind === Kind.Conditional) {
      if (tree.firstChild(up) === at) return false;
    } else if (kind === Kind.Function) {
      const isResult = (tree.flags[up] & Flag.ExprBody) !== 0 && tree.nextSibling(at) < 0;
      return isResult && isForEffect(tree, up);
    } else if (kind !== Kind.Await && kind !== Kind.TypeWrap && kind !== Kind.Chain) {
      return false;
    }
    at = up;
  }
  return false;
}

/** Whether a function is given to a method that runs it for what it does. */
function isForEffect(tree: Tree, fn: i32): boolean {
  const call = tree.parent[fn];
  if (tree.kind[call] !== Kind.Call || tree.child(call, 1) !== fn) return false;
  const callee = tree.firstChild(call);
  return tree.kind[callee] === Kind.Member && dropsResults(tree.text(callee));
}
