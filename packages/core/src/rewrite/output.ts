/**
 * The output language: what core asks a host to build. Every host translates these kinds and nothing else, so that the
 * shape of the output is decided once, here in core.
 */
export const enum OutKind {
  /** The source subtree `node`, with the edits inside it applied. */
  Keep = 0,
  /** An identifier `text`, as reference or as binding: a fresh one, or the variable that the source identifier `node` names. */
  Name,
  /** `const|let|var <pattern> = <init>`; `text` is the keyword. `[pattern, init]` */
  VarDecl,
  /** `[pattern or Hole]*`. With `typed` set, the annotations of the element patterns become one tuple type. */
  ArrayPattern,
  /** An array hole in a pattern. */
  Hole,
  /** `[target, value]`: an assignment expression `target = value`. */
  Assign,
  /** `[operand]` */
  Await,
  /** `async (parameter*) => body`; `[expression or Block, parameter*]` */
  AsyncArrow,
  /** `[callee, argument*]` */
  Call,
  /** `object.text`; `[object]` */
  Member,
  /** `[element*]` */
  Array,
  /** `[expression]`, or nothing */
  Return,
  /** `[expression]` */
  ExprStmt,
  /** `Promise.all([element*])` on the global `Promise`. `[element*]` */
  PromiseAll,
  /** `{ statement* }` */
  Block,
  /** `Promise.resolve(value)` on the global `Promise`. `[value]` */
  PromiseResolve,
  /** `for (const|let <pattern> of <iterable>) <body>`; `text` is the keyword. `[pattern, iterable, Block or kept statement]` */
  ForOf,
  /** A whole number; `text` has its decimal digits. */
  Number,
  /** `import { text as name } from "@parallel-await/runtime"`; stands at the top of a module only. `[Name]` */
  RuntimeImport,
  /** The global that is called `text`, whatever else has that name. */
  Global,
  /** A string literal with the value `text`. */
  Text,
  /** `async function name(parameter*) { }`, or `function* name() { }`; `text` is `async` or `*`. `[Name, Block, parameter*]` */
  FunctionDecl,
  /** `yield* operand`; `[operand]` */
  YieldAll,
  /** `while (test) { }`; `[test, Block]` */
  While,
  /** `left < right`; `[left, right]` */
  Less,
  /** The head of the source loop `node` around another body; `[statement]` */
  LoopHead,
  /** `if (test) body`; `[expression, Block]` */
  If,
  /** Number of kinds; not a kind. */
  Count,
}

/** The package of the helpers that the output may call. */
export const RUNTIME: string = "@parallel-await/runtime";

/** A node of the output language. */
export class OutNode {
  /** Source statement whose comments move to this node, or -1. Set on statements and on `Promise.all` elements. */
  comments: i32 = -1;
  /** Source node this one stands for in source maps, or -1. */
  origin: i32 = -1;
  /** On `ArrayPattern`: every element has a type annotation, collect them into a tuple type. */
  typed: boolean = false;
  /** On `Keep`: an earlier edit has put something else in the node's place, which is not what is meant here. */
  isReplaced: boolean = false;

  constructor(
    readonly kind: OutKind,
    /** Source node of `Keep` and `LoopHead`; identifier whose variable a `Name` repeats; else -1. */
    readonly node: i32,
    /** Name, keyword or property name; empty when the kind has none. */
    readonly text: string,
    readonly children: OutNode[],
  ) {}
}

export const enum EditKind {
  /** Replace the sibling statements `first` to `last` (inclusive, same list) by the nodes of `out`. */
  Statements = 0,
  /** Replace the node `first` (= `last`) by the single node in `out`. */
  Node,
}

/**
 * One change. A host applies edits in the order given: inner edits come before the edits that keep the nodes around them,
 * so that `Keep` always names a subtree whose own edits are done. A `Node` edit on an arrow function's expression body
 * with a `Block` turns it into a block body.
 */
export class Edit {
  constructor(
    readonly kind: EditKind,
    readonly first: i32,
    readonly last: i32,
    readonly out: OutNode[],
  ) {}
}

export function keep(node: i32): OutNode {
  const out = new OutNode(OutKind.Keep, node, "", []);
  out.origin = node;
  return out;
}

/** Keeps what stood in the place of `node` before another edit put something else there. */
export function keepReplaced(node: i32): OutNode {
  const out = keep(node);
  out.isReplaced = true;
  return out;
}

export function name(text: string): OutNode {
  return new OutNode(OutKind.Name, -1, text, []);
}

/** Names the variable of the source identifier `identifier` once more. */
export function sameName(text: string, identifier: i32): OutNode {
  return new OutNode(OutKind.Name, identifier, text, []);
}

export function hole(): OutNode {
  return new OutNode(OutKind.Hole, -1, "", []);
}

export function variable(keyword: string, pattern: OutNode, init: OutNode): OutNode {
  return new OutNode(OutKind.VarDecl, -1, keyword, [pattern, init]);
}

export function arrayPattern(elements: OutNode[]): OutNode {
  return new OutNode(OutKind.ArrayPattern, -1, "", elements);
}

export function assign(target: OutNode, value: OutNode): OutNode {
  return new OutNode(OutKind.Assign, -1, "", [target, value]);
}

export function awaiting(operand: OutNode): OutNode {
  return new OutNode(OutKind.Await, -1, "", [operand]);
}

export function asyncArrow(body: OutNode): OutNode {
  return new OutNode(OutKind.AsyncArrow, -1, "", [body]);
}

/** An async arrow with one parameter. */
export function asyncArrowOf(parameter: OutNode, body: OutNode): OutNode {
  return new OutNode(OutKind.AsyncArrow, -1, "", [body, parameter]);
}

export function call(callee: OutNode): OutNode {
  return new OutNode(OutKind.Call, -1, "", [callee]);
}

export function callWith(callee: OutNode, args: OutNode[]): OutNode {
  const children: OutNode[] = [callee];
  for (let i: i32 = 0; i < args.length; i++) children.push(args[i]);
  return new OutNode(OutKind.Call, -1, "", children);
}

export function forOf(keyword: string, pattern: OutNode, iterable: OutNode, body: OutNode): OutNode {
  return new OutNode(OutKind.ForOf, -1, keyword, [pattern, iterable, body]);
}

/** `value` is not negative. */
export function wholeNumber(value: i32): OutNode {
  return new OutNode(OutKind.Number, -1, value.toString(), []);
}

/** `import { imported as local } from "@parallel-await/runtime"` */
export function runtimeImport(imported: string, local: string): OutNode {
  return new OutNode(OutKind.RuntimeImport, -1, imported, [name(local)]);
}

export function globalName(text: string): OutNode {
  return new OutNode(OutKind.Global, -1, text, []);
}

export function text(value: string): OutNode {
  return new OutNode(OutKind.Text, -1, value, []);
}

export function member(object: OutNode, property: string): OutNode {
  return new OutNode(OutKind.Member, -1, property, [object]);
}

/** `kind` is `async` or `*`. */
export function functionDecl(kind: string, own: string, parameters: string[], body: OutNode): OutNode {
  const children: OutNode[] = [name(own), body];
  for (let i: i32 = 0; i < parameters.length; i++) children.push(name(parameters[i]));
  return new OutNode(OutKind.FunctionDecl, -1, kind, children);
}

export function yieldAll(operand: OutNode): OutNode {
  return new OutNode(OutKind.YieldAll, -1, "", [operand]);
}

export function whileLoop(test: OutNode, body: OutNode): OutNode {
  return new OutNode(OutKind.While, -1, "", [test, body]);
}

export function conditional(test: OutNode, body: OutNode): OutNode {
  return new OutNode(OutKind.If, -1, "", [test, body]);
}

export function less(left: OutNode, right: OutNode): OutNode {
  return new OutNode(OutKind.Less, -1, "", [left, right]);
}

/** `loop` is a `For` or `ForIn`. */
export function loopHead(loop: i32, body: OutNode): OutNode {
  return new OutNode(OutKind.LoopHead, loop, "", [body]);
}

export function array(elements: OutNode[]): OutNode {
  return new OutNode(OutKind.Array, -1, "", elements);
}

export function returning(value: OutNode): OutNode {
  return new OutNode(OutKind.Return, -1, "", [value]);
}

/** `return;` */
export function leaving(): OutNode {
  return new OutNode(OutKind.Return, -1, "", []);
}

export function statement(expression: OutNode): OutNode {
  return new OutNode(OutKind.ExprStmt, -1, "", [expression]);
}

export function promiseAll(elements: OutNode[]): OutNode {
  return new OutNode(OutKind.PromiseAll, -1, "", elements);
}

export function block(statements: OutNode[]): OutNode {
  return new OutNode(OutKind.Block, -1, "", statements);
}

export function promiseResolve(value: OutNode): OutNode {
  return new OutNode(OutKind.PromiseResolve, -1, "", [value]);
}
