import { Flag, Kind } from "@parallel-await/core";
import { isDeclare, labelOf, row, type Row } from "./row";
import type { SyntaxNode } from "./syntax";

const DECLARATION_FLAGS = new Map<string, number>([
  ["var", Flag.DeclVar],
  ["let", Flag.DeclLet],
  ["const", Flag.DeclConst],
  ["using", Flag.DeclUsing],
  ["await using", Flag.DeclAwaitUsing],
]);

/** Statements, named alike by Babel and ESTree. Children are in evaluation order (kinds.ts gives the layouts). */
export const STATEMENTS: Row[] = [
  row("Program", Kind.Program, "directives* body*", { flags: programFlags }),
  row("BlockStatement", Kind.Block, "directives* body*"),
  row("ExpressionStatement", Kind.ExprStmt, "expression"),
  row("VariableDeclaration", Kind.VarDecl, "declarations*", {
    flags: (node) => DECLARATION_FLAGS.get(node.kind) ?? 0,
    known: (node) => DECLARATION_FLAGS.has(node.kind),
    typeOnly: isDeclare,
  }),
  row("VariableDeclarator", Kind.Declarator, "id:binding init", {
    flags: (node) => (node.id.typeAnnotation ? Flag.Typed : 0),
  }),
  row("ReturnStatement", Kind.Return, "argument"),
  row("ThrowStatement", Kind.Throw, "argument"),
  row("IfStatement", Kind.If, "test consequent alternate"),
  row("ForStatement", Kind.For, "init test update body"),
  row("ForInStatement", Kind.ForIn, "right left:target body"),
  row("ForOfStatement", Kind.ForOf, "right left:target body", {
    flags: (node) => (node.await ? Flag.ForAwait : 0),
  }),
  row("WhileStatement", Kind.While, "test body"),
  row("DoWhileStatement", Kind.DoWhile, "body test"),
  row("SwitchStatement", Kind.Switch, "discriminant cases*"),
  row("SwitchCase", Kind.Case, "test consequent*"),
  row("BreakStatement", Kind.Break, "", { atom: labelOf }),
  row("ContinueStatement", Kind.Continue, "", { atom: labelOf }),
  row("LabeledStatement", Kind.Labeled, "body", { atom: labelOf }),
  row("TryStatement", Kind.Try, "block handler finalizer"),
  row("CatchClause", Kind.Catch, "param:binding body"),
  row("EmptyStatement", Kind.Empty, ""),
  row("DebuggerStatement", Kind.Debugger, ""),
  // Its atom is the literal's text as written: an escape in it would make it another directive.
  row("Directive", Kind.Directive, "", { atom: (node) => node.value.value }),
];

function programFlags(node: SyntaxNode): number {
  if (node.sourceType === "module") return Flag.Module | Flag.Strict;
  const directives: SyntaxNode[] = node.directives ?? [];
  return directives.some((directive) => directive.value.value === "use strict") ? Flag.Strict : 0;
}
