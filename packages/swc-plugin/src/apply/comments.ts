/**
 * Takes the comments of replaced statements to the code that was made of them.
 *
 * A host keeps comments by position: those before a token by where it starts, those behind one by where it ends. What keeps its
 * position keeps its comments, so only the positions that go need attention: a statement that joins a group, its `await`.
 */
import { Edit, EditKind, OutKind, OutNode } from "../../../core/src/rewrite/output";
import { Tree } from "../../../core/src/tree/tree";
import {
  __add_leading_comments_proxy,
  __copy_comment_to_host_env,
  __has_leading_comments_proxy,
  __has_trailing_comments_proxy,
  __move_leading_comments_proxy,
  __move_trailing_comments_proxy,
  __take_trailing_comments_proxy,
} from "../host/env";
import { RET } from "../host/reply";

/** Requires edits in core's order, and positions of the host for every node. */
export function moveComments(tree: Tree, edits: Edit[], lows: Int32Array, highs: Int32Array): void {
  for (let index: i32 = 0; index < edits.length; index++) new Mover(tree, edits[index], lows, highs).run();
}

class Mover {
  /** Roots of the source subtrees that the edit keeps, in source order. */
  private kept: i32[] = [];
  /** Source nodes whose place a new node takes. */
  private origins: i32[] = [];
  private hasGroup: bool = false;

  constructor(
    private tree: Tree,
    private edit: Edit,
    private lows: Int32Array,
    private highs: Int32Array,
  ) {
    for (let index: i32 = 0; index < edit.out.length; index++) this.collect(edit.out[index]);
    this.kept.sort((a: i32, b: i32): i32 => a - b);
  }

  private collect(out: OutNode): void {
    if (out.kind === OutKind.Keep) {
      this.kept.push(out.node);
      return;
    }
    if (out.kind === OutKind.LoopHead) {
      // The loop keeps its place, too.
      this.origins.push(out.node);
      for (let part = out.node + 1; this.tree.nextSibling(part) >= 0; part = this.tree.end[part]) this.kept.push(part);
    }
    if (out.kind === OutKind.PromiseAll) this.hasGroup = true;
    if (out.origin >= 0 && hasSpan(out.kind)) this.origins.push(out.origin);
    for (let index: i32 = 0; index < out.children.length; index++) this.collect(out.children[index]);
  }

  run(): void {
    const tree = this.tree;
    const end = tree.end[this.edit.last];
    for (let root = this.edit.first; root < end; root = tree.end[root]) this.moveFrom(root);
  }

  /** Moves what hangs on the dropped nodes of one replaced statement, or of the replaced expression. */
  private moveFrom(root: i32): void {
    const tree = this.tree;
    const last = this.lastKept(root);
    if (last === root) return;
    let node = root;
    while (node < tree.end[root]) {
      const next = this.firstKept(node, tree.end[root]);
      if (next === node) {
        node = tree.end[node];
        continue;
      }
      this.moveLeading(node, node === root ? last : next);
      node += 1;
    }
    if (this.edit.kind === EditKind.Statements && last >= 0) this.moveTrailing(root, last);
  }

  private moveLeading(node: i32, to: i32): void {
    const from = this.lows[node];
    const target = to >= 0 ? this.lows[to] : this.lows[this.edit.first];
    if (from <= 0 || target <= 0 || from === target || this.origins.includes(node)) return;
    // A kept part that begins where a dropped one does has these comments already.
    const next = this.firstKept(node, this.tree.end[node]);
    if (next >= 0 && this.lows[next] === from && node !== this.edit.first) return;
    if (__has_leading_comments_proxy(from) !== 0) __move_leading_comments_proxy(from, target);
  }

  /** Behind a whole group, what stood behind one statement would seem to be about all. */
  private moveTrailing(statement: i32, to: i32): void {
    const from = this.highs[statement];
    if (from <= 0 || this.lows[to] <= 0 || __has_trailing_comments_proxy(from) === 0) return;
    if (!this.hasGroup) {
      if (!this.origins.includes(statement)) __move_trailing_comments_proxy(from, this.highs[to]);
      return;
    }
    if (__take_trailing_comments_proxy(from, RET) === 0) return;
    __copy_comment_to_host_env(load<u32>(RET), load<i32>(RET + 4));
    __add_leading_comments_proxy(this.lows[to]);
  }

  /** First kept subtree from `from` on that begins before `end`, or -1. */
  private firstKept(from: i32, end: i32): i32 {
    const index = this.lowerBound(from);
    return index < this.kept.length && this.kept[index] < end ? this.kept[index] : -1;
  }

  /** The last kept subtree in `root`, which is what was awaited; -1 when nothing of it stays. */
  private lastKept(root: i32): i32 {
    const index = this.lowerBound(this.tree.end[root]) - 1;
    return index >= 0 && this.kept[index] >= root ? this.kept[index] : -1;
  }

  private lowerBound(value: i32): i32 {
    let low: i32 = 0;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.kept[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Kinds that are written with the span of their origin (`Splicer`). */
function hasSpan(kind: i32): bool {
  switch (kind) {
    case OutKind.Name:
    case OutKind.VarDecl:
    case OutKind.ExprStmt:
    case OutKind.Return:
    case OutKind.ForOf:
    case OutKind.If:
      return true;
    default:
      return false;
  }
}
