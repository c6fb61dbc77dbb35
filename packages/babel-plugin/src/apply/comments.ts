import type { SyntaxNode } from "../lower/syntax";
import type { Journal } from "./journal";

/**
 * Comments as Babel hangs them on nodes: before, inside and behind. A comment between two nodes hangs on both of them, as
 * the same object, and is printed where the printer meets it first.
 */
export interface Comment {
  readonly type: string;
  readonly value: string;
  readonly loc?: { readonly start: { readonly line: number } } | null;
}

type Side = "leadingComments" | "innerComments" | "trailingComments";

/**
 * Gives each comment that two neighbours share to one of them: to the one on whose last line it begins, or else to the
 * one after it. Statements that move would otherwise carry it to the wrong place.
 */
export function separate(journal: Journal, before: SyntaxNode | undefined, after: SyntaxNode | undefined): void {
  if (!before?.trailingComments || !after?.leadingComments) return;
  const trailing: Comment[] = before.trailingComments;
  const leading: Comment[] = after.leadingComments;
  const lastLine: number | undefined = before.loc?.end.line;
  const isBehind = (comment: Comment): boolean => comment.loc?.start.line === lastLine;
  setComments(
    journal,
    before,
    "trailingComments",
    trailing.filter((comment) => !leading.includes(comment) || isBehind(comment)),
  );
  setComments(
    journal,
    after,
    "leadingComments",
    leading.filter((comment) => !trailing.includes(comment) || !isBehind(comment)),
  );
}

/** All comments of `node` that stand before it, which it loses. */
export function takeBefore(journal: Journal, node: SyntaxNode): Comment[] {
  return take(journal, node, "leadingComments");
}

/** All comments of `node` that stand inside or behind it, which it loses. */
export function takeBehind(journal: Journal, node: SyntaxNode): Comment[] {
  return [...take(journal, node, "innerComments"), ...take(journal, node, "trailingComments")];
}

/** All comments on lines of their own after `node`, which it loses. */
export function takeBelow(journal: Journal, node: SyntaxNode): Comment[] {
  const lastLine: number | undefined = node.loc?.end.line;
  const trailing: Comment[] = node.trailingComments ?? [];
  if (lastLine === undefined) return [];
  const isBelow = (comment: Comment): boolean => (comment.loc?.start.line ?? lastLine) > lastLine;
  setComments(
    journal,
    node,
    "trailingComments",
    trailing.filter((comment) => !isBelow(comment)),
  );
  return trailing.filter(isBelow);
}

export function addBefore(journal: Journal, node: SyntaxNode, comments: readonly Comment[]): void {
  const fresh = missing(node, comments);
  if (fresh.length > 0) setComments(journal, node, "leadingComments", [...fresh, ...(node.leadingComments ?? [])]);
}

export function addBehind(journal: Journal, node: SyntaxNode, comments: readonly Comment[]): void {
  const fresh = missing(node, comments);
  if (fresh.length > 0) setComments(journal, node, "trailingComments", [...(node.trailingComments ?? []), ...fresh]);
}

/**
 * Adds what stood behind a statement to the array element made of it. Line comments go before the element: behind it they
 * would push its comma to a line of its own.
 */
export function addToElement(journal: Journal, node: SyntaxNode, comments: readonly Comment[]): void {
  if (!comments.some((comment) => comment.type === "CommentLine")) return addBehind(journal, node, comments);
  const fresh = missing(node, comments);
  if (fresh.length > 0) setComments(journal, node, "leadingComments", [...(node.leadingComments ?? []), ...fresh]);
}

/** The same comment may come from two dropped nodes. */
function missing(node: SyntaxNode, comments: readonly Comment[]): Comment[] {
  const present: Comment[] = [...(node.leadingComments ?? []), ...(node.trailingComments ?? [])];
  return comments.filter((comment) => !present.includes(comment));
}

function take(journal: Journal, node: SyntaxNode, side: Side): Comment[] {
  const comments: Comment[] = node[side] ?? [];
  setComments(journal, node, side, []);
  return comments;
}

function setComments(journal: Journal, node: SyntaxNode, side: Side, comments: Comment[]): void {
  if (comments.length > 0 || node[side]) journal.set(node, side, comments.length > 0 ? comments : null);
}
