import type { OutNode, Tree } from "@parallel-await/core";
import type { SyntaxNode } from "../lower/syntax";
import type { Lowered } from "../lower/walk";

/**
 * Core's ids → the host nodes behind them, as they are after the edits planned so far.
 *
 * Plans are made before anything is changed, so a node that an edit replaces is remembered here, not in the host tree.
 */
export class Source {
  readonly tree: Tree;
  private readonly nodes: readonly (SyntaxNode | null)[];
  private readonly replaced = new Map<SyntaxNode, SyntaxNode>();

  constructor(lowered: Lowered) {
    this.tree = lowered.tree;
    this.nodes = lowered.nodes;
  }

  /** The host node that was lowered to `id`, or null. */
  original(id: number): SyntaxNode | null {
    return id < 0 ? null : this.nodes[id];
  }

  /** The host node for `id` now; core never names one that has none. */
  current(id: number): SyntaxNode {
    const node = this.present(id);
    return this.replaced.get(node) ?? node;
  }

  private present(id: number): SyntaxNode {
    const node = this.original(id);
    if (node === null || node === undefined) throw new Error(`edit names node ${id}, which has no host node`);
    return node;
  }

  /** What a `Keep` means. */
  kept(out: OutNode): SyntaxNode {
    return out.isReplaced ? this.present(out.node) : this.current(out.node);
  }

  /** From now on `made` stands where `id` stood. */
  replace(id: number, made: SyntaxNode): void {
    const node = this.original(id);
    if (node !== null) this.replaced.set(node, made);
  }

  /** The nearest host node around `id`: parameter lists, chains and methods' functions have none of their own. */
  hostParent(id: number): SyntaxNode {
    const inner = this.original(id);
    let up = this.tree.parent[id];
    while (up >= 0) {
      const host = this.nodes[up];
      if (host !== null && host !== inner) return host;
      up = this.tree.parent[up];
    }
    throw new Error(`edit replaces node ${id}, which has no parent`);
  }
}
