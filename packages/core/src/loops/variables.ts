/**
 * Which variables of a loop belong to one iteration, though `var` declares them for the whole function.
 *
 *   for (const id of ids) { var user = await getUser(id); names.push(user.name); }   →   `user` might as well be a `const`
 *   for (const id of ids) { var user; if (!user) user = await getUser(id); }         →   `user` keeps its value (`PA604`)
 *   for (const id of ids) { var user = await getNext(user); names.push(user.name); } →   it is made of what it was (`PA604`)
 */
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/**
 * Whether what a declaration declares is known in the block or loop head around it only: with `let` and `const`; and with `var` if every
 * name gets its value there, before anything mentions it, that value included, and no closure holds it.
 */
export function isLexical(tree: Tree, scopes: Scopes, declaration: i32): boolean {
  if (tree.kind[declaration] !== Kind.VarDecl) return false;
  if ((tree.flags[declaration] & (Flag.DeclConst | Flag.DeclLet)) !== 0) return true;
  const around = tree.parent[declaration];
  const isHead = tree.kind[around] !== Kind.Block;
  if (isHead && tree.kind[around] !== Kind.For && tree.kind[around] !== Kind.ForOf && tree.kind[around] !== Kind.ForIn)
    return false;
  for (let node = declaration; node < tree.end[declaration]; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
    else if (kind === Kind.Declarator && (!isHead || tree.kind[around] === Kind.For)) {
      if (tree.kind[tree.child(node, 1)] === Kind.None) return false;
    } else if (kind === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) {
      if (!isKnownOnlyIn(tree, scopes, scopes.binding[node], node, around)) return false;
    }
  }
  return true;
}

function isKnownOnlyIn(tree: Tree, scopes: Scopes, binding: i32, declaration: i32, around: i32): boolean {
  if (scopes.kind[binding] !== BindingKind.Var) return false;
  if (scopes.has(binding, BindingFlag.Captured) || scopes.has(binding, BindingFlag.Redeclared)) return false;
  if (scopes.has(binding, BindingFlag.Exported)) return false;
  if (scopes.firstReference[binding] !== declaration || !tree.contains(around, scopes.lastReference[binding]))
    return false;
  return !isMadeOfItself(tree, scopes, declaration);
}

/** `var page = next(page)`: made of what an earlier iteration has left. */
function isMadeOfItself(tree: Tree, scopes: Scopes, declaration: i32): boolean {
  let declarator = tree.parent[declaration];
  while (tree.kind[declarator] !== Kind.Declarator) declarator = tree.parent[declarator];
  const value = tree.nextSibling(tree.firstChild(declarator));
  if (value < 0) return false;
  let reference = scopes.nextReference[declaration];
  while (reference >= 0) {
    if (tree.contains(value, reference)) return true;
    reference = scopes.nextReference[reference];
  }
  return false;
}
