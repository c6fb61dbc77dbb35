/**
 * What kind of module a file is, by its own word: hosts parse scripts as modules, too, when nobody has told them, and a script may
 * stand in a page, where a function of the helper's name would be everybody's.
 */
import { BindingKind, Scopes } from "../scope/scopes";
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

export const enum ModuleKind {
  /** A script, or a module that does not say so. */
  Unknown = 0,
  /** It has an `import` or `export`. */
  Standard,
  /** A statement of its own calls `require`, or assigns `module.exports` or a property of `exports`. */
  CommonJs,
}

export function moduleKindOf(tree: Tree, scopes: Scopes): ModuleKind {
  let statement = tree.firstChild(0);
  let kind = ModuleKind.Unknown;
  while (statement >= 0) {
    switch (tree.kind[statement]) {
      case Kind.Import:
      case Kind.ExportDecl:
      case Kind.ExportNamed:
      case Kind.ExportDefault:
      case Kind.ExportAll:
        return (tree.flags[0] & Flag.Module) !== 0 ? ModuleKind.Standard : ModuleKind.Unknown;
      case Kind.ExprStmt:
        if (isCommonJs(tree, scopes, tree.firstChild(statement))) kind = ModuleKind.CommonJs;
        break;
      case Kind.VarDecl: {
        let declarator = tree.firstChild(statement);
        while (declarator >= 0) {
          const value = tree.nextSibling(tree.firstChild(declarator));
          if (value >= 0 && isCommonJs(tree, scopes, value)) kind = ModuleKind.CommonJs;
          declarator = tree.nextSibling(declarator);
        }
        break;
      }
    }
    statement = tree.nextSibling(statement);
  }
  return kind;
}

/** `require("x")`, a property or call of that, `module.exports = x`, `exports.x = y`, `x = module.exports = y` */
function isCommonJs(tree: Tree, scopes: Scopes, expression: i32): boolean {
  let node = expression;
  while (tree.kind[node] === Kind.Assign) {
    let target = tree.firstChild(node);
    while (tree.kind[target] === Kind.Member) {
      const object = tree.firstChild(target);
      if (isGlobal(tree, scopes, object, "exports")) return true;
      if (isGlobal(tree, scopes, object, "module") && tree.text(target) === "exports") return true;
      target = object;
    }
    node = tree.nextSibling(tree.firstChild(node));
  }
  while (tree.kind[node] === Kind.Member || tree.kind[node] === Kind.Call) {
    const first = tree.firstChild(node);
    if (tree.kind[node] === Kind.Call && isGlobal(tree, scopes, first, "require")) return true;
    node = first;
  }
  return false;
}

function isGlobal(tree: Tree, scopes: Scopes, node: i32, name: string): boolean {
  if (tree.kind[node] !== Kind.Ident || tree.text(node) !== name) return false;
  return scopes.kind[scopes.binding[node]] === BindingKind.Global;
}
