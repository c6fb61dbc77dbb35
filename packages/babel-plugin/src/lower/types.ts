import { Kind } from "@parallel-await/core/kinds";
import { Role } from "./role";
import { isDeclare, row, type Row, special, transparent } from "./row";
import type { SyntaxNode } from "./syntax";
import { part, type Walk } from "./walk";

/** TypeScript: what runs, what only wraps an expression, and what is gone after compilation. */
export const TYPESCRIPT: Row[] = [
  wrapper("TSAsExpression"),
  wrapper("TSSatisfiesExpression"),
  wrapper("TSNonNullExpression"),
  wrapper("TSTypeAssertion"),
  wrapper("TSInstantiationExpression"),
  erased("TSInterfaceDeclaration"),
  erased("TSTypeAliasDeclaration"),
  erased("TSDeclareFunction"),
  erased("TSDeclareMethod"),
  erased("TSIndexSignature"),
  erased("TSNamespaceExportDeclaration"),
  transparent("TSParameterProperty", "parameter"),
  special("TSEnumDeclaration", "id members body", lowerEnum),
  special("TSModuleDeclaration", "id body", lowerNamespace),
  row("TSModuleBlock", Kind.Block, "body*"),
  special("TSImportEqualsDeclaration", "id moduleReference", lowerImportEquals),
];

/** Flow. Its enums run code of their own and have no row: they are barriers. */
export const FLOW: Row[] = [
  wrapper("TypeCastExpression"),
  erased("TypeAlias"),
  erased("OpaqueType"),
  erased("InterfaceDeclaration"),
  erased("DeclareClass"),
  erased("DeclareFunction"),
  erased("DeclareInterface"),
  erased("DeclareModule"),
  erased("DeclareModuleExports"),
  erased("DeclareTypeAlias"),
  erased("DeclareOpaqueType"),
  erased("DeclareVariable"),
  erased("DeclareExportDeclaration"),
  erased("DeclareExportAllDeclaration"),
];

function wrapper(type: string): Row {
  return row(type, Kind.TypeWrap, "expression:inherit");
}

/**
 * A type that leaves nothing at run time. Its insides are types, so it has no children; its name is interned all the same,
 * so that core gives no variable that name.
 */
function erased(type: string): Row {
  return special(type, "", (walk, node) => {
    if (typeof node.id?.name === "string") walk.intern(node.id.name);
    walk.open(Kind.TypeOnly, -1, 0, node);
  });
}

function lowerEnum(walk: Walk, node: SyntaxNode): void {
  if (isDeclare(node)) return walk.open(Kind.TypeOnly, -1, 0, node);
  walk.open(Kind.Enum, -1, 0, node);
  walk.push(node.id, Role.Binding);
  // Babel 8 has a body node around the members.
  const members: SyntaxNode[] = node.body?.members ?? node.members;
  for (const member of members) if (member.initializer) walk.push(member.initializer, Role.Plain);
}

/** Core expects a block around the `B` of `namespace A.B`. */
const INNER_NAMESPACE = part((walk, node) => {
  walk.openPart(Kind.Block, -1, 0, node, null);
  walk.push(node, Role.Plain);
});

function lowerNamespace(walk: Walk, node: SyntaxNode): void {
  // `declare module "x"`, `declare global` and namespaces without a body.
  if (isDeclare(node) || !node.body || node.id.type === "StringLiteral") return walk.open(Kind.TypeOnly, -1, 0, node);
  walk.open(Kind.Namespace, -1, 0, node);
  const { id, body } = nested(node);
  walk.push(id, Role.Binding);
  walk.push(body, body.type === "TSModuleDeclaration" ? INNER_NAMESPACE : Role.Plain);
}

/** `namespace A.B` as Babel 7 has it, one declaration in another; Babel 8 has one with a qualified name. */
function nested({ id, body, start, end }: SyntaxNode): SyntaxNode {
  let name: SyntaxNode = id;
  let inner: SyntaxNode = body;
  while (name.type === "TSQualifiedName") {
    inner = { type: "TSModuleDeclaration", id: name.right, body: inner, start, end };
    name = name.left;
  }
  return { type: "TSModuleDeclaration", id: name, body: inner, start, end };
}

/** `import x = require("y")` and `import x = A.B`: a barrier, but `x` is declared here. */
function lowerImportEquals(walk: Walk, node: SyntaxNode): void {
  if (node.importKind === "type") return walk.open(Kind.TypeOnly, -1, 0, node);
  walk.open(Kind.Opaque, walk.intern(node.type), 0, node);
  walk.push(node.id, Role.Binding);
  walk.push(node.moduleReference, Role.Plain);
}
