/**
 * Nodes in the order of the source text.
 *
 * Ids are almost in that order already, but children are listed as they are evaluated (the iterable of a `for…of` before
 * its variable) and decorators come last. A stable merge sort keeps an
 * outer node before an inner one that starts at the same place, and needs no comparator that captures the tree.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/** Every node below the root that has a place in the source, by start, outer before inner. */
export function nodesInSourceOrder(tree: Tree): i32[] {
  const nodes: i32[] = [];
  for (let node: i32 = 1; node < tree.size; node += 1) {
    if (tree.start[node] >= 0 && tree.kind[node] !== Kind.None) nodes.push(node);
  }
  return isSorted(nodes, tree.start) ? nodes : sortByKey(nodes, tree.start);
}

function isSorted(nodes: i32[], key: Int32Array): boolean {
  for (let i: i32 = 1; i < nodes.length; i += 1) {
    if (key[nodes[i]] < key[nodes[i - 1]]) return false;
  }
  return true;
}

function sortByKey(nodes: i32[], key: Int32Array): i32[] {
  let from = nodes;
  let into: i32[] = nodes.slice(0);
  for (let width: i32 = 1; width < nodes.length; width *= 2) {
    for (let low: i32 = 0; low < from.length; low += 2 * width) {
      const middle: i32 = low + width < from.length ? low + width : from.length;
      const high: i32 = middle + width < from.length ? middle + width : from.length;
      merge(from, into, low, middle, high, key);
    }
    const swap = from;
    from = into;
    into = swap;
  }
  return from;
}

function merge(from: i32[], into: i32[], low: i32, middle: i32, high: i32, key: Int32Array): void {
  let left = low;
  let right = middle;
  for (let at = low; at < high; at += 1) {
    const takeLeft = right >= high || (left < middle && key[from[left]] <= key[from[right]]);
    if (takeLeft) {
      into[at] = from[left];
      left += 1;
    } else {
      into[at] = from[right];
      right += 1;
    }
  }
}
