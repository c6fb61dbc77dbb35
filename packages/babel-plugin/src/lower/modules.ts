import { Flag, Kind } from "@parallel-await/core/kinds";
import { Role } from "./role";
import { moduleName, type Row, row, special } from "./row";
import type { SyntaxNode } from "./syntax";
import { part, type Walk } from "./walk";

const RE_EXPORT = part(lowerReExport);
const IMPORTED_NAME = part((walk, node) => walk.open(Kind.String, walk.intern(moduleName(node)), 0, node));

const isTypeExport = (node: SyntaxNode): boolean => node.exportKind === "type";

/** Imports and exports, named alike by Babel and ESTree. */
export const MODULES: Row[] = [
  row("ImportDeclaration", Kind.Import, "specifiers*", { atom: sourceOf, flags: importFlags }),
  row("ImportSpecifier", Kind.ImportSpec, "local:binding", {
    atom: (node) => moduleName(node.imported),
    flags: importFlags,
  }),
  row("ImportDefaultSpecifier", Kind.ImportSpec, "local:binding", { atom: () => "default" }),
  row("ImportNamespaceSpecifier", Kind.ImportSpec, "local:binding", { atom: () => "*" }),
  special("ExportNamedDeclaration", "declaration specifiers source", lowerExportNamed),
  special("ExportSpecifier", "local exported", lowerExportSpecifier),
  row("ExportNamespaceSpecifier", Kind.ExportSpec, "", { atom: (node) => moduleName(node.exported) }),
  row("ExportDefaultSpecifier", Kind.ExportSpec, "", { atom: (node) => moduleName(node.exported) }),
  row("ExportDefaultDeclaration", Kind.ExportDefault, "declaration"),
  row("ExportAllDeclaration", Kind.ExportAll, "", { atom: sourceOf, typeOnly: isTypeExport }),
];

function sourceOf(node: SyntaxNode): string | null {
  return node.source ? node.source.value : null;
}

function importFlags(node: SyntaxNode): number {
  return node.importKind === "type" || node.importKind === "typeof" ? Flag.TypeOnly : 0;
}

function lowerExportNamed(walk: Walk, node: SyntaxNode): void {
  if (isTypeExport(node)) return walk.open(Kind.TypeOnly, -1, 0, node);
  if (node.declaration) {
    walk.open(Kind.ExportDecl, -1, 0, node);
    walk.push(node.declaration, Role.Plain);
    return;
  }
  const source = sourceOf(node);
  walk.open(Kind.ExportNamed, source === null ? -1 : walk.intern(source), 0, node);
  walk.pushAll(node.specifiers, source === null ? Role.Plain : RE_EXPORT);
}

function lowerExportSpecifier(walk: Walk, node: SyntaxNode): void {
  if (isTypeExport(node)) return lowerReExport(walk, node);
  walk.open(Kind.ExportSpec, walk.intern(moduleName(node.exported)), 0, node);
  walk.push(node.local, Role.Plain);
}

/** With a source, and for types, the name on the left is not a binding of this module: it must not look like a use. */
function lowerReExport(walk: Walk, node: SyntaxNode): void {
  walk.open(Kind.ExportSpec, walk.intern(moduleName(node.exported)), 0, node);
  if (node.local && !isTypeExport(node)) walk.push(node.local, IMPORTED_NAME);
}
