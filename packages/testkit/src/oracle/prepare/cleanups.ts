import { type NodePath, types as t } from "@babel/core";

/** The names called in a `try` block, and those called or assigned in what cleans up after it. */
export interface Cleanup {
  block: Set<string>;
  handler: Set<string>;
}

/**
 * What a `try` statement protects and what its `catch` and `finally` do, by last names. Contract 4 speaks of these: an
 * operation started in a function must not be in flight when a handler of that same function runs. What a callee had in
 * flight when it failed is no business of its callers', who may be in another file.
 */
export function cleanupOf(path: NodePath<t.TryStatement>): Cleanup {
  const cleanup: Cleanup = { block: new Set(), handler: new Set() };
  collect(path.get("block"), cleanup.block, false);
  // A name that is called elsewhere too does not tell where an operation was started.
  const program = path.scope.getProgramParent().path;
  for (const name of cleanup.block) {
    if (countCalls(program, name) > countCalls(path.get("block"), name)) cleanup.block.delete(name);
  }
  for (const part of [path.get("handler"), path.get("finalizer")]) {
    if (!part.node) continue;
    const names = new Set<string>();
    collect(part as NodePath<t.Node>, names, true);
    for (const name of names) {
      const here = countCalls(part as NodePath<t.Node>, name);
      if (here === 0 || countCalls(program, name) === here) cleanup.handler.add(name);
    }
  }
  return cleanup;
}

function collect(path: NodePath<t.Node>, names: Set<string>, functions: boolean, seen = new Set<t.Node>()): void {
  if (seen.has(path.node)) return;
  seen.add(path.node);
  path.traverse({
    Function: (inner) => void (functions || inner.skip()),
    CallExpression(call) {
      addName(call.node.callee, names);
      // Functions of this file that a handler calls belong to it.
      const callee = call.get("callee");
      const declaration = callee.isIdentifier() ? callee.scope.getBinding(callee.node.name)?.path : undefined;
      if (functions && declaration?.isFunctionDeclaration()) collect(declaration, names, true, seen);
    },
    OptionalCallExpression: (call) => addName(call.node.callee, names),
    TaggedTemplateExpression: (call) => addName(call.node.tag, names),
    AssignmentExpression: (assignment) => addName(assignment.node.left, names),
  });
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
