import { Edit, EditKind, OutKind, OutNode } from "@parallel-await/core";

// The output tree as core's rewriting makes it, for tests that write edits by hand.

function node(kind: OutKind, children: OutNode[] = [], text = ""): OutNode {
  return new OutNode(kind, -1, text, children);
}

export const keep = (id: number): OutNode => {
  const out = new OutNode(OutKind.Keep, id, "", []);
  out.origin = id;
  return out;
};
export const name = (text: string): OutNode => node(OutKind.Name, [], text);
export const hole = (): OutNode => node(OutKind.Hole);
export const variable = (keyword: string, pattern: OutNode, init: OutNode): OutNode =>
  node(OutKind.VarDecl, [pattern, init], keyword);
export const arrayPattern = (elements: OutNode[]): OutNode => node(OutKind.ArrayPattern, elements);
export const assign = (target: OutNode, value: OutNode): OutNode => node(OutKind.Assign, [target, value]);
export const awaiting = (operand: OutNode): OutNode => node(OutKind.Await, [operand]);
export const asyncArrow = (body: OutNode): OutNode => node(OutKind.AsyncArrow, [body]);
export const asyncArrowOf = (parameter: OutNode, body: OutNode): OutNode => node(OutKind.AsyncArrow, [body, parameter]);
export const forOf = (keyword: string, pattern: OutNode, iterable: OutNode, body: OutNode): OutNode =>
  node(OutKind.ForOf, [pattern, iterable, body], keyword);
export const wholeNumber = (value: number): OutNode => node(OutKind.Number, [], String(value));
export const runtimeImport = (imported: string, local: string): OutNode =>
  node(OutKind.RuntimeImport, [name(local)], imported);
export const globalName = (text: string): OutNode => node(OutKind.Global, [], text);
export const text = (value: string): OutNode => node(OutKind.Text, [], value);
export const functionDecl = (kind: "async" | "*", own: string, parameters: string[], body: OutNode): OutNode =>
  node(OutKind.FunctionDecl, [name(own), body, ...parameters.map(name)], kind);
export const yieldAll = (operand: OutNode): OutNode => node(OutKind.YieldAll, [operand]);
export const whileLoop = (test: OutNode, body: OutNode): OutNode => node(OutKind.While, [test, body]);
export const conditional = (test: OutNode, body: OutNode): OutNode => node(OutKind.If, [test, body]);
export const less = (left: OutNode, right: OutNode): OutNode => node(OutKind.Less, [left, right]);
export const call = (callee: OutNode): OutNode => node(OutKind.Call, [callee]);
export const member = (object: OutNode, property: string): OutNode => node(OutKind.Member, [object], property);
export const array = (elements: OutNode[]): OutNode => node(OutKind.Array, elements);
export const returning = (value: OutNode): OutNode => node(OutKind.Return, [value]);
export const statement = (expression: OutNode): OutNode => node(OutKind.ExprStmt, [expression]);
export const promiseAll = (elements: OutNode[]): OutNode => node(OutKind.PromiseAll, elements);
export const block = (statements: OutNode[]): OutNode => node(OutKind.Block, statements);

/** `out`, taking over the comments of the statement `id`. */
export function withComments(out: OutNode, id: number): OutNode {
  out.comments = id;
  return out;
}

export function withTypes(pattern: OutNode): OutNode {
  pattern.typed = true;
  return pattern;
}

export const replaceStatements = (first: number, last: number, out: OutNode[]): Edit =>
  new Edit(EditKind.Statements, first, last, out);
export const replaceNode = (id: number, out: OutNode): Edit => new Edit(EditKind.Node, id, id, [out]);
