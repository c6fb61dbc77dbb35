import type { SyntaxNode } from "../lower/syntax";

type Maybe = SyntaxNode | null;

/**
 * The part of `@babel/types` that we build with. Babel hands it to plugins as `api.types`; importing our own copy could
 * give nodes of another major version than the Babel that prints them.
 */
export interface Builders {
  readonly VISITOR_KEYS: Readonly<Record<string, readonly string[] | undefined>>;
  identifier(name: string): SyntaxNode;
  variableDeclaration(kind: string, declarations: SyntaxNode[]): SyntaxNode;
  variableDeclarator(id: SyntaxNode, init: Maybe): SyntaxNode;
  arrayPattern(elements: Maybe[]): SyntaxNode;
  assignmentExpression(operator: string, left: SyntaxNode, right: SyntaxNode): SyntaxNode;
  awaitExpression(argument: SyntaxNode): SyntaxNode;
  arrowFunctionExpression(params: SyntaxNode[], body: SyntaxNode, async: boolean): SyntaxNode;
  callExpression(callee: SyntaxNode, args: SyntaxNode[]): SyntaxNode;
  memberExpression(object: SyntaxNode, property: SyntaxNode): SyntaxNode;
  arrayExpression(elements: SyntaxNode[]): SyntaxNode;
  returnStatement(argument: SyntaxNode | null): SyntaxNode;
  expressionStatement(expression: SyntaxNode): SyntaxNode;
  blockStatement(body: SyntaxNode[]): SyntaxNode;
  forOfStatement(left: SyntaxNode, right: SyntaxNode, body: SyntaxNode): SyntaxNode;
  functionDeclaration(
    id: SyntaxNode,
    params: SyntaxNode[],
    body: SyntaxNode,
    generator: boolean,
    async: boolean,
  ): SyntaxNode;
  yieldExpression(argument: SyntaxNode, delegate: boolean): SyntaxNode;
  ifStatement(test: SyntaxNode, consequent: SyntaxNode): SyntaxNode;
  whileStatement(test: SyntaxNode, body: SyntaxNode): SyntaxNode;
  binaryExpression(operator: string, left: SyntaxNode, right: SyntaxNode): SyntaxNode;
  numericLiteral(value: number): SyntaxNode;
  stringLiteral(value: string): SyntaxNode;
  importDeclaration(specifiers: SyntaxNode[], source: SyntaxNode): SyntaxNode;
  importSpecifier(local: SyntaxNode, imported: SyntaxNode): SyntaxNode;
  tsTypeAnnotation(type: SyntaxNode): SyntaxNode;
  tsTupleType(types: SyntaxNode[]): SyntaxNode;
  tsUnknownKeyword(): SyntaxNode;
  typeAnnotation(type: SyntaxNode): SyntaxNode;
  tupleTypeAnnotation(types: SyntaxNode[]): SyntaxNode;
  mixedTypeAnnotation(): SyntaxNode;
}

/** A host node on the side that changes it. Lowering sees the same objects as read-only. */
export type Mutable = { -readonly [Key in keyof SyntaxNode]: SyntaxNode[Key] };

/** Gives a node we made the position of the source node it stands for, as source maps need it. */
export function takePosition(made: SyntaxNode, from: SyntaxNode | null): void {
  if (from === null || made.loc) return;
  const target = made as Mutable;
  target.loc = from.loc;
  target.start = from.start;
  target.end = from.end;
}
