import type { SyntaxNode } from "./lower/syntax";

/**
 * Whether any function, or the module itself, has two awaits of its own: without that there is nothing to group, and the file
 * need not even be lowered.
 *
 * Looks only where the text says `await`, so it visits a small part of the tree. Text in comments and strings counts too, and
 * so does a tree without positions: a yes may turn out to be a no, never the other way round.
 */
export function mayHaveRegion(program: SyntaxNode, code: string): boolean {
  const places = occurrences(code, "await");
  if (places.length < 2 || typeof program.start !== "number") return places.length >= 2;
  const open: Owned[] = [{ node: program, awaits: places.length }];
  for (let owned = open.pop(); owned; owned = open.pop()) {
    if (ownAwaits(owned, places, open) >= 2) return true;
  }
  return false;
}

/** A function or program, and how often `await` occurs in its text. */
interface Owned {
  readonly node: SyntaxNode;
  readonly awaits: number;
}

/** Awaits of a function itself; the functions in it go to `nested` when they have enough to be looked at. */
function ownAwaits({ node, awaits }: Owned, places: readonly number[], nested: Owned[]): number {
  let own = awaits;
  const work: SyntaxNode[] = [];
  pushChildren(node, work);
  for (let child = work.pop(); child; child = work.pop()) {
    if (typeof child.start !== "number" || typeof child.end !== "number") return Infinity;
    const within = countBetween(places, child.start, child.end);
    if (within === 0) continue;
    if (isFunction(child)) {
      own -= within;
      if (within >= 2) nested.push({ node: child, awaits: within });
    } else {
      pushChildren(child, work);
    }
  }
  return own;
}

function isFunction({ type }: SyntaxNode): boolean {
  return /Function|Method$/.test(type) && type !== "TSDeclareFunction";
}

/** Fields that hold no syntax, or only types. */
const SKIPPED = new Set(["loc", "extra", "leadingComments", "innerComments", "trailingComments", "tokens"]);

function pushChildren(node: SyntaxNode, work: SyntaxNode[]): void {
  for (const key of Object.keys(node)) {
    if (SKIPPED.has(key)) continue;
    const value: unknown = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) work.push(item);
    } else if (isNode(value)) {
      work.push(value);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function occurrences(code: string, text: string): number[] {
  const places: number[] = [];
  for (let at = code.indexOf(text); at >= 0; at = code.indexOf(text, at + text.length)) places.push(at);
  return places;
}

/** How many of the sorted `places` lie in `from` … `to`. */
function countBetween(places: readonly number[], from: number, to: number): number {
  return lowerBound(places, to) - lowerBound(places, from);
}

function lowerBound(places: readonly number[], value: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
