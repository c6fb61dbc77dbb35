/**
 * Printer and verifier of scope analysis.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "./scopes";

const KIND_NAMES: string[] = [
  "global",
  "var",
  "let",
  "const",
  "using",
  "function",
  "class",
  "param",
  "catch",
  "import",
  "namespace",
  "self",
];

/** One line per binding: `const user@12 in 3 captured: 12 20 31`. */
export function printScopes(tree: Tree, scopes: Scopes): string {
  // Lines are joined once: adding to one growing text would copy it every time.
  const lines: string[] = [];
  for (let binding: i32 = 0; binding < scopes.count; binding++) {
    const scope = scopes.scope[binding];
    lines.push("  " + KIND_NAMES[scopes.kind[binding]] + " " + tree.atoms[scopes.atom[binding]]);
    if (scope >= 0) lines.push(" in " + scope.toString());
    if (scopes.has(binding, BindingFlag.Captured)) lines.push(" captured");
    if (scopes.has(binding, BindingFlag.Reassigned)) lines.push(" reassigned");
    if (scopes.has(binding, BindingFlag.ClosureWritten)) lines.push(" closure-written");
    if (scopes.has(binding, BindingFlag.Aliased)) lines.push(" aliased");
    if (scopes.has(binding, BindingFlag.Redeclared)) lines.push(" redeclared");
    if (scopes.has(binding, BindingFlag.Exported)) lines.push(" exported");
    lines.push(":");
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      lines.push(" " + reference.toString());
      reference = scopes.nextReference[reference];
    }
    lines.push("\n");
  }
  return lines.join("");
}

/** Empty when all is well, else what is wrong and where. */
export function verifyScopes(tree: Tree, scopes: Scopes): string {
  for (let node: i32 = 0; node < tree.size; node++) {
    const isIdent = tree.kind[node] === Kind.Ident;
    const binding = scopes.binding[node];
    if (isIdent !== binding >= 0)
      return "scope: node " + node.toString() + " has a binding exactly if it is no identifier";
    if (!isIdent) continue;
    if (scopes.atom[binding] !== tree.atom[node]) return "scope: node " + node.toString() + " is bound to another name";
    const scope = scopes.scope[binding];
    if (scope >= 0 && !tree.contains(scope, node))
      return "scope: node " + node.toString() + " is outside its binding's scope";
    if (scope < 0 && scopes.kind[binding] !== BindingKind.Global) return "scope: binding without scope";
  }
  return "";
}
