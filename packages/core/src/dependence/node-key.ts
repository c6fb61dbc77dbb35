/**
 * A text that is equal for equal expressions, to recognise a call that is made twice, or an object that is named again.
 */
import { Facts } from "../facts";

/** Equal for expressions of the same shape and names; names declared inside count by their place. */
export function nodeKey(facts: Facts, node: i32): string {
  const tree = facts.tree;
  const parts: string[] = [];
  for (let at = node; at < tree.end[node]; at++) {
    let name = tree.atom[at];
    const binding = facts.scopes.binding[at];
    if (binding >= 0) {
      const declaration = facts.scopes.declaration[binding];
      name = declaration >= node && declaration < tree.end[node] ? node - declaration - 1 : binding;
    }
    parts.push(tree.kind[at].toString() + ":" + name.toString() + ":" + (tree.end[at] - at).toString());
  }
  return parts.join(";");
}
