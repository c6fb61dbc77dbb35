import { knownFields } from "./fields";
import type { SyntaxNode } from "./lower/syntax";

/** What may matter of a file: some functions and the module, without the other functions' parameters and bodies. */
export class Outline {
  constructor(
    readonly functions: ReadonlySet<SyntaxNode>,
    /** Places in the text that matter too. */
    private readonly places: readonly number[],
  ) {}

  has(node: SyntaxNode): boolean {
    if (this.functions.has(node)) return true;
    if (this.places.length === 0) return false;
    const { start, end } = node;
    return typeof start !== "number" || typeof end !== "number" || countBetween(this.places, start, end) > 0;
  }
}

/**
 * The functions with `needed` awaits of their own, all functions around these, and those that give a field what tells what calls on the
 * field do. Null when there are none, the module included:
 * then there is nothing to group, and the file need not even be lowered. "whole" when the tree does not say where its nodes are.
 *
 * Looks only where the text says `await`, so it visits a small part of the tree. Text in comments and strings counts too: a
 * function may be listed for nothing, but none is missing.
 */
export function outlineOf(
  program: SyntaxNode,
  code: string,
  needed = 2,
  hasSummaries = false,
): Outline | "whole" | null {
  const places = occurrences(code, "await");
  if (places.length < needed) return null;
  if (typeof program.start !== "number") return "whole";
  const functions = new Set<SyntaxNode>();
  const open: Owned[] = [{ node: program, awaits: places.length, owner: null }];
  for (let owned = open.pop(); owned; owned = open.pop()) {
    const own = ownAwaits(owned, places, open, needed);
    if (own === Infinity) return "whole";
    if (own < needed || (own === 1 && !FOR.test(textOf(owned.node, code)))) continue;
    for (let at: Owned | null = owned; at && !functions.has(at.node); at = at.owner) functions.add(at.node);
  }
  return functions.size > 0 ? new Outline(functions, knownFields(code, hasSummaries)) : null;
}

/** A function or program, how often `await` occurs in its text, and the function or program around it. */
interface Owned {
  readonly node: SyntaxNode;
  readonly awaits: number;
  readonly owner: Owned | null;
}

/** What comes before the await of a loop: a lone one elsewhere has nothing to start with. */
const FOR = /\bfor\b/;

function textOf({ start, end }: SyntaxNode, code: string): string {
  return typeof start === "number" && typeof end === "number" ? code.slice(start, end) : code;
}

/** Awaits of a function itself; the functions in it go to `nested` when they have enough to be looked at. */
function ownAwaits(owned: Owned, places: readonly number[], nested: Owned[], needed: number): number {
  let own = owned.awaits;
  const work: SyntaxNode[] = [];
  pushChildren(owned.node, work);
  for (let child = work.pop(); child; child = work.pop()) {
    if (typeof child.start !== "number" || typeof child.end !== "number") return Infinity;
    const within = countBetween(places, child.start, child.end);
    if (within === 0) continue;
    if (isFunction(child)) {
      // The function around a method evaluates its computed key; so all of such a method counts for both.
      if (!child.computed) own -= within;
      if (within >= needed) nested.push({ node: child, awaits: within, owner: owned });
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
