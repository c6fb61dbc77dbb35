/**
 * A text that is equal for equal expressions, to recognise the same call made twice.
 */
import { Facts } from "../facts";

export function operandKey(facts: Facts, node: i32): string {
  const tree = facts.tree;
  let key = "";
  for (let at = node; at < tree.end[node]; at++) {
    const binding = facts.scopes.binding[at];
    const name = binding >= 0 ? binding : tree.atom[at];
    key += tree.kind[at].toString() + ":" + name.toString() + ":" + (tree.end[at] - at).toString() + ";";
  }
  return key;
}
