import type { Edit } from "@parallel-await/core";
import type { Lowered } from "./lower/walk";
import type { SyntaxNode } from "./lower/syntax";
import { FUNCTIONS } from "./spine";

/** With more of them, all of the file may as well be looked at. */
const MAX_FUNCTIONS = 4;

/**
 * The functions that edits change something in, none inside another. Null when one changes the module outside of functions, when they are
 * many, or when they are most of the file.
 */
export function changedFunctions({ tree, nodes }: Lowered, edits: readonly Edit[]): SyntaxNode[] | null {
  const ids = new Set<number>();
  for (const { first } of edits) {
    let id = tree.parent[first];
    while (id >= 0 && !FUNCTIONS.has(nodes[id]?.type ?? "")) id = tree.parent[id];
    if (id < 0) return null;
    ids.add(id);
  }
  const outer: number[] = [];
  let end = 0;
  for (const id of [...ids].sort((a, b) => a - b)) {
    if (id < end) continue;
    outer.push(id);
    end = tree.end[id];
  }
  const size = outer.reduce((sum, id) => sum + tree.end[id] - id, 0);
  if (outer.length > MAX_FUNCTIONS || 2 * size > tree.size) return null;
  return outer.map((id) => nodes[id] as SyntaxNode);
}
