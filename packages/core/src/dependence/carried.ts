/**
 * What one run of a `try` block in a loop leaves behind for the next one.
 *
 *   let last; for (const id of ids) { try { log(last); last = await getA(id); const b = await getB(id); } catch {} }
 *   →   `last` is read up to the end of its assignment: when `getB` has failed, the next iteration logs what `getA` gave
 *
 * A variable that is declared anew in each run of the block, or of a loop around it, carries nothing. A read behind a statement of the
 * block that assigns the variable in any case finds what that run has assigned.
 */
import { Flag, isLoop, Kind } from "../tree/kinds";
import { BindingKind } from "../scope/scopes";
import { Facts } from "../facts";

/** Reads of a variable inside the block that begin before this node find what an earlier run has left; -1 when there is none. */
export function endOfCarried(facts: Facts, block: i32, owner: i32, binding: i32): i32 {
  return outlives(facts, block, owner, binding) ? endOfAssignment(facts, block, binding) : -1;
}

/** Whether a loop runs the block again without declaring the variable anew. */
function outlives(facts: Facts, block: i32, owner: i32, binding: i32): boolean {
  const tree = facts.tree;
  const declaration = facts.scopes.declaration[binding];
  const isVar = facts.scopes.kind[binding] === BindingKind.Var;
  if (!isVar && tree.contains(block, declaration)) return false;
  for (let at = block; at > owner; at = tree.parent[at]) {
    if (!isVar && tree.contains(at, declaration)) return false;
    if (isLoop(tree.kind[tree.parent[at]])) return true;
  }
  return false;
}

/** End of the first statement of the block that gives the variable a value whatever has happened before. */
function endOfAssignment(facts: Facts, block: i32, binding: i32): i32 {
  const tree = facts.tree;
  if (tree.kind[block] !== Kind.Block) return tree.end[block];
  let statement = tree.firstChild(block);
  while (statement >= 0) {
    if (assigns(facts, statement, binding)) return tree.end[statement];
    statement = tree.nextSibling(statement);
  }
  return tree.end[block];
}

/** `last = …;`, or `var last = …;`. */
function assigns(facts: Facts, statement: i32, binding: i32): boolean {
  const tree = facts.tree;
  const first = tree.firstChild(statement);
  if (tree.kind[statement] === Kind.ExprStmt) {
    if (tree.kind[first] !== Kind.Assign || tree.text(first) !== "=") return false;
    return isName(facts, tree.firstChild(first), binding);
  }
  if (tree.kind[statement] !== Kind.VarDecl || (tree.flags[statement] & Flag.DeclVar) === 0) return false;
  for (let declarator = first; declarator >= 0; declarator = tree.nextSibling(declarator)) {
    const pattern = tree.firstChild(declarator);
    const value = tree.nextSibling(pattern);
    if (value >= 0 && tree.kind[value] !== Kind.None && isName(facts, pattern, binding)) return true;
  }
  return false;
}

function isName(facts: Facts, node: i32, binding: i32): boolean {
  return facts.tree.kind[node] === Kind.Ident && facts.scopes.binding[node] === binding;
}
