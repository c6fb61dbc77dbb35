/**
 * What a function of the file gets an argument by.
 *
 *   function f(a, ...rest) {}   →   the first argument by `a`, all others by `rest`
 *   function f() { use(arguments[0]) }   →   by no name of its own
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/** No parameter takes the argument, and nothing else does. */
export const NOBODY: i32 = -2;
/** It is in `arguments`, or in a rest parameter. */
export const ANYBODY: i32 = -1;

/** The parameter, which may be a pattern, that takes an argument; or `NOBODY` or `ANYBODY`. */
export function parameterAt(tree: Tree, fn: i32, index: i32): i32 {
  if (mentionsArguments(tree, fn)) return ANYBODY;
  let parameter = tree.firstChild(tree.child(fn, 1));
  for (let left = index; parameter >= 0; left--) {
    if (tree.kind[parameter] === Kind.Rest) return ANYBODY;
    if (left === 0) return parameter;
    parameter = tree.nextSibling(parameter);
  }
  return NOBODY;
}

/** Whether `arguments` is mentioned in a function, or in one inside it. */
export function mentionsArguments(tree: Tree, fn: i32): boolean {
  const atom = tree.atomOf("arguments");
  if (atom < 0) return false;
  for (let node = fn + 1; node < tree.end[fn]; node++)
    if (tree.kind[node] === Kind.Ident && tree.atom[node] === atom) return true;
  return false;
}
