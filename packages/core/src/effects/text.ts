/**
 * The text that an expression holds, as far as the file shows it: queries and documents are judged by it.
 *
 *   const USERS = "SELECT * FROM users"; db.query(USERS + " WHERE id = $1")   →   `SELECT * FROM users WHERE id = $1`
 *
 * Strings, templates (tagged ones too), concatenations, constants, `{ text: "…" }`, and pieces made by a call such as `sql.raw("…")`.
 * What is put in between is left out: it is taken for values, not for code (ASSUMPTIONS.md, "SQL").
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { hasWord } from "./words";

const MAX_DEPTH: i32 = 16;

/** Properties of an options object that hold the text. */
const TEXT_KEYS: string = "document query sql text";

/** Empty when no part of the text is known. */
export function textOf(tree: Tree, scopes: Scopes, callees: CalleeResolver, node: i32): string {
  const parts: string[] = [];
  collect(tree, scopes, callees, node, parts, 0);
  return parts.join("");
}

function collect(tree: Tree, scopes: Scopes, callees: CalleeResolver, node: i32, parts: string[], depth: i32): void {
  if (node < 0 || depth > MAX_DEPTH) return;
  const value = callees.unwrap(node);
  switch (tree.kind[value]) {
    case Kind.String:
      parts.push(tree.text(value));
      return;
    case Kind.Ident:
      collect(tree, scopes, callees, callees.initializer(scopes.binding[value]), parts, depth + 1);
      return;
    case Kind.TaggedTemplate:
      collect(tree, scopes, callees, tree.child(value, 1), parts, depth + 1);
      return;
    case Kind.Call:
      collect(tree, scopes, callees, tree.child(value, 1), parts, depth + 1);
      return;
    case Kind.Binary:
      if (tree.text(value) !== "+") return;
      collect(tree, scopes, callees, tree.firstChild(value), parts, depth + 1);
      collect(tree, scopes, callees, tree.child(value, 1), parts, depth + 1);
      return;
    case Kind.Object:
      collect(tree, scopes, callees, propertyOf(tree, value), parts, depth + 1);
      return;
    case Kind.Template:
      break;
    default:
      return;
  }
  let part = tree.firstChild(value);
  while (part >= 0) {
    if (tree.kind[part] === Kind.TemplateText) parts.push(tree.text(part) + " ");
    part = tree.nextSibling(part);
  }
}

/** Value of the property that holds the text, or -1; -1 also when something spread in may replace it. */
function propertyOf(tree: Tree, object: i32): i32 {
  let found: i32 = -1;
  let property = tree.firstChild(object);
  while (property >= 0) {
    if (tree.kind[property] === Kind.Spread) return -1;
    const isNamed = tree.kind[property] === Kind.Property && tree.atom[property] >= 0;
    if (isNamed && hasWord(TEXT_KEYS, tree.text(property))) found = tree.child(property, 1);
    property = tree.nextSibling(property);
  }
  return found;
}
