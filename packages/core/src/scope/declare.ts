/**
 * Finds where every declared name belongs.
 *
 *   function f(a) { if (a) { var b; let c; } }   →   f: program · a, b: f · c: the inner block
 *
 * Requires a verified tree. Guarantees one entry per declaring identifier, grouped by scope in source order, so that
 * `resolve` can enter all names of a scope before it visits the scope (hoisting, TDZ and mutual recursion need no special
 * case). Function declarations in blocks of sloppy code belong to the function, as web-compatible engines treat them.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, isFunctionLike, opensScope } from "./scopes";

/** Declarations grouped by scope: a linked list per scope-opening node. */
export class Declarations {
  /** Node column: first declaration entry of a scope, or -1. */
  first: Int32Array;
  private last: Int32Array;
  identifier: i32[] = [];
  kind: BindingKind[] = [];
  next: i32[] = [];

  constructor(tree: Tree) {
    this.first = tree.column(tree.size, -1);
    this.last = tree.column(tree.size, -1);
  }

  add(scope: i32, identifier: i32, kind: BindingKind): void {
    const entry = this.identifier.length;
    this.identifier.push(identifier);
    this.kind.push(kind);
    this.next.push(-1);
    if (this.first[scope] < 0) this.first[scope] = entry;
    else this.next[this.last[scope]] = entry;
    this.last[scope] = entry;
  }
}

export function declare(tree: Tree): Declarations {
  const declarations = new Declarations(tree);
  const strict = (tree.flags[0] & (Flag.Module | Flag.Strict)) !== 0;
  for (let node: i32 = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.Ident || (tree.flags[node] & Flag.Binding) === 0) continue;
    declareOne(tree, declarations, node, strict);
  }
  return declarations;
}

function declareOne(tree: Tree, declarations: Declarations, identifier: i32, strict: boolean): void {
  const site = declaringNode(tree, identifier);
  const kind = tree.kind[site];
  if (kind === Kind.Declarator) {
    const flags = tree.flags[tree.parent[site]];
    if ((flags & Flag.DeclVar) !== 0) {
      declarations.add(functionScope(tree, site), identifier, BindingKind.Var);
      return;
    }
    const lexical =
      (flags & Flag.DeclConst) !== 0
        ? BindingKind.Const
        : (flags & Flag.DeclLet) !== 0
          ? BindingKind.Let
          : BindingKind.Using;
    declarations.add(blockScope(tree, tree.parent[site]), identifier, lexical);
  } else if (kind === Kind.Params) {
    declarations.add(tree.parent[site], identifier, BindingKind.Param);
  } else if (kind === Kind.Catch) {
    declarations.add(site, identifier, BindingKind.Catch);
  } else if (kind === Kind.Function || kind === Kind.Class) {
    const declaration = (tree.flags[site] & Flag.Declaration) !== 0;
    if (!declaration) declarations.add(site, identifier, BindingKind.Self);
    else if (kind === Kind.Class) declarations.add(blockScope(tree, site), identifier, BindingKind.Class);
    else
      declarations.add(strict ? blockScope(tree, site) : functionScope(tree, site), identifier, BindingKind.Function);
  } else if (kind === Kind.ImportSpec || kind === Kind.Import) {
    declarations.add(0, identifier, BindingKind.Import);
  } else {
    // Enum, namespace, and whatever an opaque node declares: the name exists from here on, that is all we claim.
    declarations.add(blockScope(tree, site), identifier, BindingKind.Namespace);
  }
}

/** The declaration an identifier in a (possibly nested) pattern belongs to. */
function declaringNode(tree: Tree, identifier: i32): i32 {
  let node = tree.parent[identifier];
  while (node > 0) {
    const kind = tree.kind[node];
    if (
      kind !== Kind.ObjectPattern &&
      kind !== Kind.ArrayPattern &&
      kind !== Kind.AssignPattern &&
      kind !== Kind.Property &&
      kind !== Kind.Rest
    )
      break;
    node = tree.parent[node];
  }
  return node;
}

/** Innermost scope around a node. */
function blockScope(tree: Tree, node: i32): i32 {
  let up = tree.parent[node];
  while (up > 0 && !opensScope(tree, up)) up = tree.parent[up];
  return up < 0 ? 0 : up;
}

/** Innermost function-like scope around a node. */
function functionScope(tree: Tree, node: i32): i32 {
  let up = tree.parent[node];
  while (up > 0 && !isFunctionLike(tree.kind[up])) up = tree.parent[up];
  return up < 0 ? 0 : up;
}
