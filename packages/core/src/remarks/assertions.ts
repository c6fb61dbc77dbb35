/**
 * What the user vouches for: every `// @parallel` of a file, so that a report shows where nothing but somebody's word allows a move.
 *
 *   // @parallel: every user has a file of its own
 *   for (const id of ids) await saveUser(id)   →   line 2, "loop"
 */
import { DirectiveBit, Directives } from "../directives/directives";
import { isFunctionLike } from "../scope/scopes";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

export class Assertion {
  constructor(
    /** `loop`, `function`, `class` or `statement`. */
    readonly subject: string,
    /** Where what is marked begins: line from 1, 0 when unknown; column from 0. */
    readonly line: i32,
    readonly column: i32,
  ) {}
}

/** In the order of the source. Marks that an order around them overrules are left out. */
export function collectAssertions(tree: Tree, directives: Directives): Assertion[] {
  const nodes: i32[] = [];
  for (let i: i32 = 0; i < directives.marked.length; i++) {
    const node = directives.marked[i];
    if (directives.markedBit[i] !== DirectiveBit.Parallel || !directives.has(node, DirectiveBit.Parallel)) continue;
    if (nodes.indexOf(node) < 0) nodes.push(node);
  }
  nodes.sort((a: i32, b: i32): i32 => a - b);
  const assertions: Assertion[] = [];
  for (let i: i32 = 0; i < nodes.length; i++) {
    const start = tree.start[nodes[i]];
    assertions.push(new Assertion(subjectOf(tree, nodes[i]), tree.lineAt(start), tree.columnAt(start)));
  }
  return assertions;
}

function subjectOf(tree: Tree, node: i32): string {
  const kind = tree.kind[node];
  if (kind >= Kind.For && kind <= Kind.DoWhile) return "loop";
  if (kind === Kind.Class) return "class";
  if (kind === Kind.Method || isFunctionLike(kind)) return "function";
  if (kind === Kind.ExportDecl || kind === Kind.ExportDefault || kind === Kind.Labeled)
    return subjectOf(tree, tree.firstChild(node));
  return "statement";
}

/** A JSON array of `{ subject, line, column }`. */
export function assertionsJson(assertions: Assertion[]): string {
  const items: string[] = [];
  for (let i: i32 = 0; i < assertions.length; i++) {
    const each = assertions[i];
    items.push(`{"subject":"${each.subject}","line":${each.line.toString()},"column":${each.column.toString()}}`);
  }
  return "[" + items.join(",") + "]";
}
