import { Flag, Kind } from "@parallel-await/core/kinds";
import { lowerIdentifier } from "./expressions";
import { Role } from "./role";
import { computedKey, row, type Row, special, staticKey } from "./row";
import type { MaybeNode, SyntaxNode } from "./syntax";
import { part, type Walk } from "./walk";

/** Functions and classes. */
export const FUNCTIONS: Row[] = [
  special("FunctionDeclaration", "id params body", lowerFunction),
  special("FunctionExpression", "id params body", lowerFunction),
  special("ArrowFunctionExpression", "params body", lowerFunction),
  special("ClassDeclaration", "decorators id superClass body", lowerClass),
  special("ClassExpression", "decorators id superClass body", lowerClass),
  special("StaticBlock", "body", lowerStaticBlock),
  row("Decorator", Kind.Decorator, "expression"),
];

/** Methods and fields as Babel spells them; ESTree wraps the function in a node of its own. */
export const BABEL_MEMBERS: Row[] = [
  special("ObjectMethod", "decorators key params body", lowerMethod),
  special("ClassMethod", "decorators key params body", lowerMethod),
  special("ClassPrivateMethod", "decorators key params body", lowerMethod),
  special("ClassProperty", "decorators key value", lowerField),
  special("ClassPrivateProperty", "decorators key value", lowerField),
  special("ClassAccessorProperty", "decorators key value", lowerField),
];

const PARAMS = part((walk, node) => {
  walk.openPart(Kind.Params, -1, 0, node, null);
  for (const param of node.params) if (!isThisParameter(param)) walk.push(param, Role.Binding);
});

/** TypeScript's and Flow's `function f(this: T)` declares a type, not a parameter. */
function isThisParameter(param: SyntaxNode): boolean {
  return param.type === "Identifier" && param.name === "this";
}

/** The function behind a method has no node of its own in Babel. */
const METHOD_FUNCTION = part((walk, node) => {
  if (walk.omits(node)) return lowerOutside(walk, node, null);
  walk.openPart(Kind.Function, -1, functionFlags(node), node, null);
  walk.push(null, Role.Plain);
  walk.push(node, PARAMS);
  walk.push(node.body, Role.Plain);
});

function functionFlags(node: SyntaxNode): number {
  let flags = 0;
  if (node.async) flags |= Flag.Async;
  if (node.generator) flags |= Flag.Generator;
  if (node.type === "ArrowFunctionExpression") {
    flags |= Flag.Arrow;
    // Not the `expression` field: Babel 8 has dropped it.
    if (node.body.type !== "BlockStatement") flags |= Flag.ExprBody;
  } else if (node.type === "FunctionDeclaration") {
    flags |= Flag.Declaration;
  }
  return flags;
}

/** A function that nobody will look into. */
function lowerOutside(walk: Walk, node: SyntaxNode, id: MaybeNode): void {
  walk.begin(Kind.Function, -1, functionFlags(node) & ~Flag.ExprBody, node, null);
  if (id) lowerIdentifier(walk, id, Role.Binding);
  else walk.none();
  walk.leaf(Kind.Params, -1, 0, node);
  walk.leaf(Kind.Block, -1, 0, node);
  walk.end();
}

function lowerFunction(walk: Walk, node: SyntaxNode): void {
  if (walk.omits(node)) return lowerOutside(walk, node, node.id);
  walk.open(Kind.Function, -1, functionFlags(node), node);
  walk.push(node.id, Role.Binding);
  walk.push(node, PARAMS);
  walk.push(node.body, Role.Plain);
}

function lowerMethod(walk: Walk, node: SyntaxNode): void {
  const name = staticKey(node);
  let flags = node.static ? Flag.Static : 0;
  if (node.kind === "get") flags |= Flag.Getter;
  else if (node.kind === "set") flags |= Flag.Setter;
  else if (node.kind === "constructor") flags |= Flag.Constructor;
  walk.open(Kind.Method, name === null ? -1 : walk.intern(name), flags, node);
  computedKey(walk, node, name);
  walk.push(node, METHOD_FUNCTION);
  walk.pushAll(node.decorators, Role.Plain);
  // Decorators of parameters run with the class, outside the function: they join those of the method.
  for (const param of node.params) {
    walk.pushAll(param.decorators, Role.Plain);
    if (param.type === "TSParameterProperty") walk.pushAll(param.parameter.decorators, Role.Plain);
  }
}

function lowerField(walk: Walk, node: SyntaxNode): void {
  // `declare x: T` and `abstract x: T` define nothing.
  if (node.declare || node.abstract) return walk.open(Kind.TypeOnly, -1, 0, node);
  const name = staticKey(node);
  walk.open(Kind.Field, name === null ? -1 : walk.intern(name), node.static ? Flag.Static : 0, node);
  computedKey(walk, node, name);
  walk.push(node.value, Role.Plain);
  walk.pushAll(node.decorators, Role.Plain);
}

function lowerClass(walk: Walk, node: SyntaxNode): void {
  if (node.declare) return walk.open(Kind.TypeOnly, -1, 0, node);
  walk.open(Kind.Class, -1, node.type === "ClassDeclaration" ? Flag.Declaration : 0, node);
  walk.push(node.id, Role.Binding);
  walk.push(node.superClass, Role.Plain);
  walk.pushAll(node.decorators, Role.Plain);
  walk.pushAll(node.body.body, Role.Plain);
}

function lowerStaticBlock(walk: Walk, node: SyntaxNode): void {
  walk.open(Kind.StaticBlock, -1, 0, node);
  walk.pushAll(node.body, Role.Plain);
}
