import { type NodePath, types as t } from "@babel/core";

/** What is called somewhere: places in the source, and last names for calls whose place a run does not know. */
export interface Calls {
  sites: Set<number>;
  names: Set<string>;
}

/** What is called in a `try` block, and what is called or assigned in what cleans up after it. */
export interface Cleanup {
  block: Calls;
  handler: Calls;
}

/** The number of a call in the source (`sites.ts`). */
type SiteNumbers = ReadonlyMap<t.Node, number>;

/**
 * What a `try` statement protects and what its `catch` and `finally` do. Contract 4 speaks of these: an
 * operation started in a function must not be in flight when a handler of that same function runs. What a callee had in
 * flight when it failed is no business of its callers', who may be in another file; so it is with tasks of their own, such as the callbacks of
 * `map`, of which others may be under way in any case (ASSUMPTIONS.md, "Reads in flight").
 */
export function cleanupOf(path: NodePath<t.TryStatement>, numbers: SiteNumbers): Cleanup {
  const cleanup: Cleanup = { block: none(), handler: none() };
  collect(path.get("block"), cleanup.block, numbers, false);
  // A name that is called elsewhere too does not tell where an operation was started.
  const program = path.scope.getProgramParent().path;
  for (const name of cleanup.block.names) {
    if (countCalls(program, name) > countCalls(path.get("block"), name)) cleanup.block.names.delete(name);
  }
  for (const part of [path.get("handler"), path.get("finalizer")]) {
    if (!part.node) continue;
    const calls = none();
    collect(part as NodePath<t.Node>, calls, numbers, true);
    for (const site of calls.sites) cleanup.handler.sites.add(site);
    for (const name of calls.names) {
      const here = countCalls(part as NodePath<t.Node>, name);
      if (here === 0 || countCalls(program, name) === here) cleanup.handler.names.add(name);
    }
  }
  return cleanup;
}

function none(): Calls {
  return { sites: new Set(), names: new Set() };
}

function collect(
  path: NodePath<t.Node>,
  calls: Calls,
  numbers: SiteNumbers,
  functions: boolean,
  seen = new Set<t.Node>(),
): void {
  if (seen.has(path.node)) return;
  seen.add(path.node);
  const add = (node: t.Node, callee: t.Node): void => {
    const site = numbers.get(node);
    if (site !== undefined) calls.sites.add(site);
    addName(callee, calls.names);
  };
  path.traverse({
    Function: (inner) => void (functions || isCalledInPlace(inner) || inner.skip()),
    CallExpression(call) {
      add(call.node, call.node.callee);
      // Functions of this file that a handler calls belong to it.
      const callee = call.get("callee");
      const declaration = callee.isIdentifier() ? callee.scope.getBinding(callee.node.name)?.path : undefined;
      if (functions && declaration?.isFunctionDeclaration()) collect(declaration, calls, numbers, true, seen);
    },
    OptionalCallExpression: (call) => add(call.node, call.node.callee),
    NewExpression: (call) => add(call.node, call.node.callee),
    TaggedTemplateExpression: (call) => addName(call.node.tag, calls.names),
    AssignmentExpression: (assignment) => addName(assignment.node.left, calls.names),
  });
}

/** `(async () => { … })()` stands in the function around it. */
function isCalledInPlace({ node, parent }: NodePath<t.Function>): boolean {
  return t.isCallExpression(parent) && parent.callee === node;
}

function countCalls(path: NodePath<t.Node>, name: string): number {
  let count = 0;
  const look = (callee: t.Node): void => {
    const names = new Set<string>();
    addName(callee, names);
    if (names.has(name)) count += 1;
  };
  path.traverse({
    CallExpression: (call) => look(call.node.callee),
    OptionalCallExpression: (call) => look(call.node.callee),
    TaggedTemplateExpression: (call) => look(call.node.tag),
  });
  return count;
}

function addName(node: t.Node, names: Set<string>): void {
  if (t.isIdentifier(node)) names.add(node.name);
  else if ((t.isMemberExpression(node) || t.isOptionalMemberExpression(node)) && t.isIdentifier(node.property)) {
    names.add(node.property.name);
  }
}
