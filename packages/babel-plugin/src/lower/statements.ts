import { Flag, Kind } from "@parallel-await/core/kinds";
import { Role } from "./role";
import { isDeclare, labelOf, row, type Row, special } from "./row";
import type { SyntaxNode } from "./syntax";
import { lowerOpaque, type Walk } from "./walk";

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
  special("BlockStatement", "directives body", (walk, node) => {
    walk.open(Kind.Block, -1, 0, node);
    walk.pushAll(node.directives, Role.Plain);
    walk.pushAll(node.body, Role.Plain);
  }),
  special("ExpressionStatement", "expression", (walk, node) => {
    walk.open(Kind.ExprStmt, -1, 0, node);
    walk.push(node.expression, Role.Plain);
  }),
  special("VariableDeclaration", "declarations", lowerVariables),
  special("VariableDeclarator", "id init", (walk, node) => {
    walk.open(Kind.Declarator, -1, node.id.typeAnnotation ? Flag.Typed : 0, node);
    walk.push(node.id, Role.Binding);
    walk.push(node.init, Role.Plain);
  }),
  special("ReturnStatement", "argument", (walk, node) => {
    walk.open(Kind.Return, -1, 0, node);
    walk.push(node.argument, Role.Plain);
  }),
  row("ThrowStatement", Kind.Throw, "argument"),
  special("IfStatement", "test consequent alternate", (walk, node) => {
    walk.open(Kind.If, -1, 0, node);
    walk.push(node.test, Role.Plain);
    walk.push(node.consequent, Role.Plain);
    walk.push(node.alternate, Role.Plain);
  }),
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

function lowerVariables(walk: Walk, node: SyntaxNode): void {
  const flags = DECLARATION_FLAGS.get(node.kind);
  if (flags === undefined) return lowerOpaque(walk, node);
  if (isDeclare(node)) return walk.leaf(Kind.TypeOnly, -1, 0, node);
  walk.open(Kind.VarDecl, -1, flags, node);
  walk.pushAll(node.declarations, Role.Plain);
}

function programFlags(node: SyntaxNode): number {
  if (node.sourceType === "module") return Flag.Module | Flag.Strict;
  const directives: SyntaxNode[] = node.directives ?? [];
  return directives.some((directive) => directive.value.value === "use strict") ? Flag.Strict : 0;
}
