/**
 * Names the rewrite or the analysis depends on.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";

/** Whether `Promise` is neither declared nor assigned anywhere in the file. */
export function isPromiseGlobal(tree: Tree, scopes: Scopes): boolean {
  const atom = tree.atomOf("Promise");
  if (atom < 0) return true;
  for (let binding: i32 = 0; binding < scopes.count; binding++) {
    if (scopes.atom[binding] !== atom) continue;
    if (scopes.kind[binding] !== BindingKind.Global || scopes.has(binding, BindingFlag.Reassigned)) return false;
  }
  return true;
}

/** Whether anything calls `eval` by its own name, which gives it access to all variables around. */
export function callsEval(tree: Tree, scopes: Scopes): boolean {
  const atom = tree.atomOf("eval");
  if (atom < 0) return false;
  for (let binding: i32 = 0; binding < scopes.count; binding++) {
    if (scopes.atom[binding] !== atom || scopes.kind[binding] !== BindingKind.Global) continue;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const up = tree.parent[reference];
      if (tree.kind[up] === Kind.Call && tree.firstChild(up) === reference) return true;
      reference = scopes.nextReference[reference];
    }
  }
  return false;
}
