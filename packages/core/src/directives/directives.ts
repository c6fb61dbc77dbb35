/** What the user said about order, as bits of a node. A node inherits the bits of everything around it. */
export const enum DirectiveBit {
  None = 0,
  /** `@sequential` or `"use sequential"`: keep the order. */
  Sequential = 1,
  /** In a loop for which a linter's rule against awaiting in loops was silenced: keep the order. */
  LintSuppressed = 2,
  /** `@parallel`: independent. Never together with one of the two above: keeping the order wins. */
  Parallel = 4,
}

/** The directives of one file. Built by `readDirectives`. */
export class Directives {
  /** Whether anything is marked; the usual answer is no, and then nothing below is filled. */
  any: boolean = false;
  /** Comments are missing or in no order, so a directive may be missing from `cover`: leave the file as it is. */
  unreadable: boolean = false;

  /** `DirectiveBit`s of every node, inherited ones included; as long as the tree when `any`. */
  cover: i32[] = [];
  /** Index of the mark that decides about a node (the strongest, then the innermost), or -1; as long as `cover`. */
  decidedBy: i32[] = [];

  /** Marked subtrees: the root, its one bit, and the line of the marker, from 1 (0 when unknown). */
  marked: i32[] = [];
  markedBit: i32[] = [];
  markedLine: i32[] = [];

  /** Comments (indices) with an `@sequential` that stands before nothing, for example at the end of the file. */
  unattached: i32[] = [];

  /** Whether `node` is covered by any of `bits`. */
  has(node: i32, bits: i32): boolean {
    return this.any && (this.cover[node] & bits) !== 0;
  }

  /** Line of the marker that decides about `node`; 0 when there is none. */
  lineFor(node: i32): i32 {
    if (!this.any || this.decidedBy[node] < 0) return 0;
    return this.markedLine[this.decidedBy[node]];
  }

  /** Marks a subtree. Used while reading, when `cover` holds only what each node was marked with itself. */
  mark(node: i32, bit: DirectiveBit, line: i32): void {
    if ((this.cover[node] & bit) !== 0) return;
    this.cover[node] |= bit;
    this.marked.push(node);
    this.markedBit.push(bit);
    this.markedLine.push(line);
  }
}
