import type { Tree } from "@parallel-await/core";
import { BABEL_TABLE } from "./babel";
import { lineStartsFromNodes, lineStartsOf } from "./lines";
import type { SyntaxNode } from "./syntax";
import { type Lowered, Walk } from "./walk";

/** What lowering needs of Babel's `File`. */
export interface SourceFile {
  /** Source text; empty when Babel was given a tree alone. */
  readonly code?: string | null;
  readonly ast: {
    readonly program: SyntaxNode;
    readonly comments?: readonly Comment[] | null;
  };
}

interface Comment {
  readonly value: string;
  readonly start?: number | null;
  readonly end?: number | null;
}

/**
 * Babel's tree → core's `Tree`.
 *
 * Requires: a tree as @babel/parser 7 or 8 makes it (other plugins may have changed it).
 * Guarantees: every node of the program is in the result, or inside an `Opaque` or `TypeOnly` node; the host tree is not
 * touched; memory and time are linear, and nesting is limited by memory only.
 */
export function lowerFile(file: SourceFile): Lowered {
  const lowered = new Walk(BABEL_TABLE).run(file.ast.program);
  const { tree, nodes } = lowered;
  tree.lineStarts = file.code ? lineStartsOf(file.code) : lineStartsFromNodes(nodes);
  addComments(tree, file.ast.comments);
  return lowered;
}

/**
 * What core's `mayHoist` needs of a file: the functions of `outline`, everything that is in no function, and comments, if one of
 * them may say that a call does less than it seems to.
 */
export function lowerOutline(file: SourceFile, outline: Pick<ReadonlySet<SyntaxNode>, "has">): Tree {
  const code = file.code ?? "";
  // Parts of the words: for more than six letters an engine prepares a search that takes longer than most files are worth.
  const hasPure = code.includes("_PURE_");
  const { tree } = new Walk(BABEL_TABLE, outline, hasPure).run(file.ast.program);
  if (hasPure || code.includes("@paral")) addComments(tree, file.ast.comments);
  return tree;
}

function addComments(tree: Tree, comments: readonly Comment[] | null | undefined): void {
  // Trees made by other tools may come without a list; then a directive may hide in a comment we cannot see.
  if (!comments) tree.commentsKnown = false;
  else for (const { start, end, value } of comments) tree.addComment(start ?? -1, end ?? -1, value);
}
