import { Kind } from "./kinds";

/**
 * A syntax tree as flat integer columns, the only form of a program that core sees.
 *
 * Ids are indices into the columns, given in pre-order: a node's children follow it, and its subtree is exactly the ids
 * from `id` to `end[id]` (exclusive). The first child of `n` is `n + 1` when `n + 1 < end[n]`; the sibling after `c` is
 * `end[c]`. Source positions are UTF-16 code unit offsets, or -1 for nodes another tool made.
 */
export class Tree {
  kind: Int32Array = new Int32Array(0);
  parent: Int32Array = new Int32Array(0);
  end: Int32Array = new Int32Array(0);
  atom: Int32Array = new Int32Array(0);
  flags: Int32Array = new Int32Array(0);
  start: Int32Array = new Int32Array(0);
  stop: Int32Array = new Int32Array(0);
  /** Number of nodes. The columns may be longer: they are buffers that grow, and that a host may use again. */
  size: i32 = 0;

  /** Interned texts: names, operators, literals. */
  atoms: string[] = [];
  /** Ids by text; both grow together, by `intern`. */
  atomIds: Map<string, i32> = new Map<string, i32>();

  /** Offset of the first code unit of every line, ascending; `[0]` when unknown. */
  lineStarts: i32[] = [0];

  /** Comments in source order, without their delimiters. */
  commentStart: i32[] = [];
  commentStop: i32[] = [];
  commentText: string[] = [];

  /** Columns that phases work with, and those of an earlier tree that nobody needs any more. */
  private lent: Int32Array[] = [];
  private spare: Int32Array[] = [];

  /** False when the host could not see the comments, so that a directive may be hidden (DESIGN.md, contract 8). */
  commentsKnown: boolean = true;

  /** Id of `text` in `atoms`, added when new. */
  intern(text: string): i32 {
    if (this.atomIds.has(text)) return this.atomIds.get(text) as i32;
    const id = this.atoms.length;
    this.atoms.push(text);
    this.atomIds.set(text, id);
    return id;
  }

  /** Id of `text` in `atoms`, or -1. */
  atomOf(text: string): i32 {
    return this.atomIds.has(text) ? (this.atomIds.get(text) as i32) : -1;
  }

  /** Text of a node's atom; empty when it has none. */
  text(node: i32): string {
    const id = this.atom[node];
    return id < 0 ? "" : this.atoms[id];
  }

  /** First child of `node`, or -1. */
  firstChild(node: i32): i32 {
    return node + 1 < this.end[node] ? node + 1 : -1;
  }

  /** Sibling after `node`, or -1. */
  nextSibling(node: i32): i32 {
    const up = this.parent[node];
    if (up < 0) return -1;
    const next = this.end[node];
    return next < this.end[up] ? next : -1;
  }

  /** The child in slot `index`, or -1 when there are fewer. */
  child(node: i32, index: i32): i32 {
    let child = this.firstChild(node);
    let left = index;
    while (child >= 0 && left > 0) {
      child = this.nextSibling(child);
      left -= 1;
    }
    return child;
  }

  /** Whether `inner` is `outer` or lies below it. */
  contains(outer: i32, inner: i32): boolean {
    return inner >= outer && inner < this.end[outer];
  }

  /** Line of an offset, from 1; 0 when the offset is unknown. */
  lineAt(offset: i32): i32 {
    if (offset < 0) return 0;
    let low: i32 = 0;
    let high: i32 = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Column of an offset in UTF-16 code units, from 0, as Babel counts; 0 when the offset is unknown. */
  columnAt(offset: i32): i32 {
    const line = this.lineAt(offset);
    return line === 0 ? 0 : offset - this.lineStarts[line - 1];
  }

  /** Makes room for at least one more node. */
  grow(): void {
    const capacity = this.kind.length < 512 ? 1024 : this.kind.length << 1;
    this.kind = widen(this.kind, capacity);
    this.parent = widen(this.parent, capacity);
    this.end = widen(this.end, capacity);
    this.atom = widen(this.atom, capacity);
    this.flags = widen(this.flags, capacity);
    this.start = widen(this.start, capacity);
    this.stop = widen(this.stop, capacity);
  }

  /**
   * Takes over the buffers of a tree that is no longer needed, which is left without nodes, and those of its phases. Saves a host that lowers file after
   * file from allocating, and its garbage collector from copying, megabytes.
   */
  recycle(old: Tree): void {
    this.kind = old.kind;
    this.parent = old.parent;
    this.end = old.end;
    this.atom = old.atom;
    this.flags = old.flags;
    this.start = old.start;
    this.stop = old.stop;
    this.spare = old.spare.concat(old.lent);
    old.spare = [];
    old.lent = [];
    old.size = 0;
    old.kind = new Int32Array(0);
    old.parent = new Int32Array(0);
    old.end = new Int32Array(0);
    old.atom = new Int32Array(0);
    old.flags = new Int32Array(0);
    old.start = new Int32Array(0);
    old.stop = new Int32Array(0);
  }

  /** A column of at least `size` numbers for a phase to work with, each of the first `size` of them `value`. */
  column(size: i32, value: i32): Int32Array {
    if (this.spare.length > 0) {
      const old = this.spare.pop() as Int32Array;
      if (old.length >= size) {
        this.lent.push(old.fill(value, 0, size));
        return old;
      }
    }
    // As long as the tree's own columns are, so that the next file, which is of another size, can use it again.
    const made = new Int32Array(size > this.kind.length ? size : this.kind.length);
    if (value !== 0) made.fill(value);
    this.lent.push(made);
    return made;
  }

  addComment(start: i32, stop: i32, text: string): void {
    this.commentStart.push(start);
    this.commentStop.push(stop);
    this.commentText.push(text);
  }
}

function widen(column: Int32Array, capacity: i32): Int32Array {
  const wide = new Int32Array(capacity);
  wide.set(column);
  return wide;
}

/** Builds a `Tree` in one walk: `open` a node, build its children, `close` it. */
export class TreeBuilder {
  tree: Tree = new Tree();
  private current: i32 = -1;

  /** Starts a node and returns its id. `atom` is -1 for none; offsets are -1 when unknown. */
  open(kind: Kind, atom: i32, flags: i32, start: i32, stop: i32): i32 {
    const tree = this.tree;
    const id = tree.size;
    if (id === tree.kind.length) tree.grow();
    tree.kind[id] = kind;
    tree.parent[id] = this.current;
    tree.end[id] = id + 1;
    tree.atom[id] = atom;
    tree.flags[id] = flags;
    tree.start[id] = start;
    tree.stop[id] = stop;
    tree.size = id + 1;
    this.current = id;
    return id;
  }

  /** Ends the node opened last. */
  close(): void {
    const tree = this.tree;
    const id = this.current;
    tree.end[id] = tree.size;
    this.current = tree.parent[id];
  }

  /** A node without children. */
  leaf(kind: Kind, atom: i32, flags: i32, start: i32, stop: i32): i32 {
    const id = this.open(kind, atom, flags, start, stop);
    // `open` has ended it already.
    this.current = this.tree.parent[id];
    return id;
  }

  /** Fills an empty slot. */
  none(): i32 {
    return this.leaf(Kind.None, -1, 0, -1, -1);
  }
}
