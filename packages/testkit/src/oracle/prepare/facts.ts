import { type NodePath, type ParseResult, traverse, types as t } from "@babel/core";
import { type Cleanup, cleanupOf } from "./cleanups";
import { pathOf } from "./path";
import type { Site } from "./sites";

/**
 * What a program's own source says about the functions it uses. The oracle invents every function that a program imports;
 * whether one gives a promise can only be read off the way it is used.
 */
export interface Facts {
  /** Callees whose result is awaited: full paths, and `*.name` where the receiver is not known by name. */
  async: Set<string>;
  /** Calls in the middle of an awaited chain: `db.select()` in `await db.select().from(users)`. They start nothing. */
  builders: Set<string>;
  /** Callees some call of which is a statement of its own. */
  discarded: Set<string>;
  /** Property names that are called or constructed somewhere: only these need to be functions. */
  called: Set<string>;
  /** Plain functions called inside an awaited operand: when one fails, the awaited operation has failed to start. */
  operands: Set<string>;
  cleanups: Cleanup[];
  /** Parameter names of top-level functions, so that labels read like the source. */
  parameters: Map<string, string[]>;
}

export function scan(ast: ParseResult, sites: Site[]): Facts {
  const numbers = new Map(sites.map(({ node }, i) => [node, i]));
  const facts: Facts = {
    async: new Set(),
    builders: new Set(),
    discarded: new Set(),
    called: new Set(),
    operands: new Set(),
    cleanups: [],
    parameters: new Map(),
  };
  const marker = new AsyncMarker(facts);
  traverse(ast, {
    AwaitExpression(path) {
      marker.mark(path.get("argument"));
      recordOperand(path, facts);
    },
    TryStatement: (path) => void facts.cleanups.push(cleanupOf(path, numbers)),
    ForOfStatement: (path) => void (path.node.await && marker.mark(path.get("right"))),
    ReturnStatement(path) {
      const owner = path.getFunctionParent();
      if (owner?.node.async && path.node.argument) marker.mark(path.get("argument") as NodePath<t.Node>);
    },
    ArrowFunctionExpression(path) {
      if (path.node.async && !t.isBlockStatement(path.node.body)) marker.mark(path.get("body"));
    },
    CallExpression: (path) => void recordCall(path, facts, marker),
    OptionalCallExpression: (path) => void recordCall(path, facts, marker),
    NewExpression: (path) => void recordName(path.node.callee, facts),
    TaggedTemplateExpression: (path) => void recordName(path.node.tag, facts),
    Function: (path) => recordParameters(path, facts),
  });
  return facts;
}

function recordCall(
  path: NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression>,
  facts: Facts,
  marker: AsyncMarker,
): void {
  recordName(path.node.callee, facts);
  if (path.parentPath?.isExpressionStatement())
    facts.discarded.add(pathOf(path.get("callee") as NodePath<t.Node>).text);
  if (isPromiseCombinator(path.node.callee)) marker.mark(path);
  const callee = path.get("callee") as NodePath<t.Node>;
  if (
    callee.isMemberExpression() &&
    ["then", "catch", "finally"].includes((callee.node.property as t.Identifier).name)
  ) {
    marker.mark(callee.get("object"));
  }
}

function recordOperand(path: NodePath<t.AwaitExpression>, facts: Facts): void {
  path.traverse({
    Function: (inner) => inner.skip(),
    CallExpression: (inner) => void facts.operands.add(pathOf(inner.get("callee") as NodePath<t.Node>).text),
  });
}

function recordName(callee: t.Node, facts: Facts): void {
  if ((t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee)) && t.isIdentifier(callee.property)) {
    facts.called.add(callee.property.name);
  } else if (t.isIdentifier(callee)) facts.called.add(callee.name);
}

function recordParameters(path: NodePath<t.Function>, facts: Facts): void {
  const { node, parent } = path;
  const own = "id" in node && node.id ? node.id.name : undefined;
  const declared = t.isVariableDeclarator(parent) && t.isIdentifier(parent.id) ? parent.id.name : undefined;
  const method = "key" in node && t.isIdentifier(node.key) ? node.key.name : undefined;
  const name = own ?? declared ?? method ?? (t.isExportDefaultDeclaration(parent) ? "default" : undefined);
  if (name === undefined || facts.parameters.has(name)) return;
  facts.parameters.set(
    name,
    node.params.map((param, i) => parameterName(param) ?? `arg${i}`),
  );
}

function parameterName(param: t.Node): string | undefined {
  if (t.isIdentifier(param)) return param.name;
  if (t.isAssignmentPattern(param)) return parameterName(param.left);
  if (t.isRestElement(param)) return `...${parameterName(param.argument) ?? "rest"}`;
  return undefined;
}

function isPromiseCombinator(callee: t.Node): boolean {
  return t.isMemberExpression(callee) && t.isIdentifier(callee.object, { name: "Promise" });
}

/** Follows an awaited expression to the calls that make its promise. */
class AsyncMarker {
  private seen = new Set<t.Node>();

  constructor(private facts: Facts) {}

  mark(path: NodePath<t.Node | null | undefined>): void {
    const node = path.node;
    if (!node || this.seen.has(node)) return;
    this.seen.add(node);
    if (path.isCallExpression() || path.isOptionalCallExpression()) this.markCall(path);
    else if (path.isTaggedTemplateExpression()) this.addCallee(path.get("tag"));
    else if (path.isIdentifier()) this.markName(path);
    else if (path.isArrayExpression())
      for (const element of path.get("elements")) this.mark(element as NodePath<t.Node>);
    else if (path.isSpreadElement()) this.mark(path.get("argument"));
    else if (path.isConditionalExpression()) this.markAll(path.get("consequent"), path.get("alternate"));
    else if (path.isLogicalExpression()) this.markAll(path.get("left"), path.get("right"));
    else if (path.isSequenceExpression()) this.mark(path.get("expressions").at(-1)!);
    else if (path.isAssignmentExpression()) this.mark(path.get("right"));
  }

  private markAll(...paths: NodePath<t.Node>[]): void {
    for (const path of paths) this.mark(path);
  }

  private markCall(path: NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression>): void {
    const callee = path.get("callee") as NodePath<t.Node>;
    const args = path.get("arguments") as NodePath<t.Node>[];
    if (callee.isFunction()) return this.markReturns(callee);
    if (isPromiseCombinator(callee.node)) return this.markPromiseArguments(args);
    if (callee.isMemberExpression() || callee.isOptionalMemberExpression()) {
      const object = callee.get("object") as NodePath<t.Node>;
      const name = t.isIdentifier(callee.node.property) ? callee.node.property.name : "";
      if (["then", "catch", "finally"].includes(name)) return this.mark(object);
      if (["map", "flatMap", "from"].includes(name) && args.length > 0) return this.markCallback(args.at(-1)!);
      this.addBuilders(object);
    }
    this.addCallee(callee);
  }

  private markPromiseArguments(args: NodePath<t.Node>[]): void {
    for (const arg of args) this.mark(arg);
  }

  /** `ids.map(load)` and `ids.map((id) => load(id))` */
  private markCallback(callback: NodePath<t.Node>): void {
    if (callback.isFunction()) this.markReturns(callback);
    else this.addCallee(callback);
  }

  private addBuilders(object: NodePath<t.Node>): void {
    if (object.isCallExpression()) {
      this.facts.builders.add(pathOf(object.get("callee") as NodePath<t.Node>).text);
      this.addBuilders(object.get("callee") as NodePath<t.Node>);
    } else if (object.isMemberExpression()) this.addBuilders(object.get("object"));
  }

  private addCallee(callee: NodePath<t.Node>): void {
    if (callee.isIdentifier()) {
      const declaration = callee.scope.getBinding(callee.node.name)?.path;
      if (declaration?.isFunctionDeclaration()) return this.markReturns(declaration);
      if (declaration?.isVariableDeclarator()) {
        const init = declaration.get("init") as NodePath<t.Node>;
        if (init.isFunction()) return this.markReturns(init);
      }
    }
    const { text, exact } = pathOf(callee);
    this.facts.async.add(text);
    if (!exact && /\.[\w$]+$/.test(text)) this.facts.async.add(`*${text.slice(text.lastIndexOf("."))}`);
  }

  /** The value of a call to this function is awaited, so what it returns is. */
  private markReturns(fn: NodePath<t.Function>): void {
    const body = fn.get("body") as NodePath<t.Node>;
    if (!body.isBlockStatement()) return this.mark(body);
    body.traverse({
      Function: (inner) => inner.skip(),
      ReturnStatement: (statement) => this.mark(statement.get("argument")),
    });
  }

  private markName(path: NodePath<t.Identifier>): void {
    const binding = path.scope.getBinding(path.node.name);
    if (!binding) return;
    const declaration = binding.path;
    if (declaration.isVariableDeclarator()) this.mark(declaration.get("init"));
    for (const violation of binding.constantViolations) {
      if (violation.isAssignmentExpression()) this.mark(violation.get("right"));
    }
    // `tasks.push(load(id)); await Promise.all(tasks)`
    for (const reference of binding.referencePaths) {
      const member = reference.parentPath;
      if (!member?.isMemberExpression() || !t.isIdentifier(member.node.property, { name: "push" })) continue;
      if (member.parentPath.isCallExpression())
        for (const arg of member.parentPath.get("arguments")) this.mark(arg as NodePath<t.Node>);
    }
  }
}
