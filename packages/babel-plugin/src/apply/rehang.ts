import { OutKind, type OutNode } from "@parallel-await/core";
import type { SyntaxNode } from "../lower/syntax";
import type { Build } from "./build";
import { addBefore, addBehind, addToElement, type Comment, takeBefore, takeBehind, takeBelow } from "./comments";
import type { Journal } from "./journal";
import type { Source } from "./source";

/**
 * Moves the comments of replaced statements to the nodes that core names for them.
 *
 * A new statement takes what stood before the source statement. What stood inside it or behind it on its line goes to the
 * `Promise.all` element made of it, when it shares the group with others: behind the whole group it would seem to be about
 * the last. What stood on lines of its own after the statement (the end of a block) follows `tail`, the last new node.
 */
export function moveComments(journal: Journal, source: Source, build: Build, tail: SyntaxNode): void {
  for (const { out, made, isElement, outermost } of build.commentMoves) {
    const from = source.original(out.comments);
    if (from === null || from === made) continue;
    const before = takeBefore(journal, from);
    // What a linter or type checker is told about the next line must stay above the line that now holds that code.
    const aboutNextLine = isElement ? before.filter(isSuppression) : [];
    addBefore(journal, build.made.get(outermost) ?? made, aboutNextLine);
    addBefore(
      journal,
      made,
      before.filter((comment) => !aboutNextLine.includes(comment)),
    );
    addBehind(journal, tail, takeBelow(journal, from));
    const element = isElement ? out : elementOf(source, out);
    if (element === null) addBehind(journal, made, takeBehind(journal, from));
    else addToElement(journal, build.made.get(element) ?? made, takeBehind(journal, from));
  }
}

/** `eslint-disable-next-line`, `@ts-expect-error` and their like: comments about the line below them. */
function isSuppression(comment: Comment): boolean {
  return /^\s*(?:(?:eslint|oxlint)-disable-next-line|biome-ignore|@ts-(?:ignore|expect-error)|deno-lint-ignore|prettier-ignore)\b/.test(
    comment.value,
  );
}

/** The element of a `Promise.all` with several sources in `out` that comes from the statement whose comments `out` takes. */
function elementOf(source: Source, out: OutNode): OutNode | null {
  const statement = out.comments;
  const pending = [out];
  for (let next = 0; next < pending.length; next += 1) {
    const node = pending[next];
    if (node.kind === OutKind.PromiseAll) {
      const isShared = node.children.some((child) => child.comments >= 0 && child.comments !== statement);
      return isShared ? (node.children.find((child) => keepsPartOf(source, child, statement)) ?? null) : null;
    }
    for (const child of node.children) pending.push(child);
  }
  return null;
}

function keepsPartOf(source: Source, out: OutNode, statement: number): boolean {
  if (out.kind === OutKind.Keep) return source.tree.contains(statement, out.node);
  return out.children.some((child) => keepsPartOf(source, child, statement));
}

/**
 * Saves the comments of what an edit drops: the `await` of a hoisted call, a declarator, the statement around them when
 * core names nobody for it. They go to the nearest part of the source that stays.
 *
 * `kept` has the root of every subtree that some edit keeps; `fallback` takes what has no such neighbour.
 */
export function saveDropped(
  journal: Journal,
  source: Source,
  root: number,
  kept: ReadonlySet<number>,
  fallback: SyntaxNode,
): void {
  const { tree } = source;
  let last: SyntaxNode | null = null;
  let waiting: SyntaxNode[] = [];
  // Dropped nodes whose subtree is not over yet, innermost last.
  const open: number[] = [];

  function closeUpTo(id: number): void {
    while (open.length > 0 && tree.end[open[open.length - 1]] <= id) {
      const host = source.original(open.pop() as number);
      if (host !== null) addBehind(journal, last ?? fallback, takeBehind(journal, host));
    }
  }

  let id = root;
  while (id < tree.end[root]) {
    closeUpTo(id);
    if (kept.has(id)) {
      last = source.current(id);
      for (const host of waiting.reverse()) addBefore(journal, last, takeBefore(journal, host));
      waiting = [];
      id = tree.end[id];
      continue;
    }
    const host = source.original(id);
    if (host !== null && (host.leadingComments || host.innerComments || host.trailingComments)) {
      waiting.push(host);
      open.push(id);
    }
    id += 1;
  }
  closeUpTo(tree.end[root]);
  for (const host of waiting.reverse()) addBefore(journal, fallback, takeBefore(journal, host));
}
