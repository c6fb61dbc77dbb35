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

/** Functions that give their first argument as a statement or document. */
const PIECES: string = "gql graphql parse raw sql unsafe";

/** Whether a function of this name makes a statement or document of its argument, and sends nothing. */
export function isPiece(name: string): boolean {
  return hasWord(PIECES, name);
}

const MAX_DEPTH: i32 = 16;

/** Properties of an options object that hold the text. */
const TEXT_KEYS: string = "document query sql text";

/** Empty when no part of the text is known. */
export function textOf(tree: Tree, scopes: Scopes, callees: CalleeResolver, node: i32, depth: i32 = 0): string {
  if (node < 0 || depth > MAX_DEPTH) return "";
  const value = callees.unwrap(node);
  let inner: i32 = -1;
  switch (tree.kind[value]) {
    case Kind.String:
      return tree.text(value);
    case Kind.Template:
      return partsOf(tree, scopes, callees, value, depth);
    case Kind.Binary: {
      const left = textOf(tree, scopes, callees, tree.firstChild(value), depth + 1);
      if (tree.text(value) !== "+") return "";
      const right = textOf(tree, scopes, callees, tree.child(value, 1), depth + 1);
      return right.length === 0 && opensStatement(left) ? left + UNSEEN : left + right;
    }
    case Kind.Ident:
      inner = callees.initializer(scopes.binding[value]);
      break;
    case Kind.TaggedTemplate:
      inner = tree.child(value, 1);
      break;
    case Kind.Call: {
      const callee = callees.unwrap(tree.firstChild(value));
      // What any other function makes of its argument cannot be seen.
      if (hasWord(PIECES, tree.text(callee))) inner = tree.child(value, 1);
      break;
    }
    case Kind.Object:
      inner = propertyOf(tree, value);
      break;
    default:
      break;
  }
  return textOf(tree, scopes, callees, inner, depth + 1);
}

function partsOf(tree: Tree, scopes: Scopes, callees: CalleeResolver, template: i32, depth: i32): string {
  const parts: string[] = [];
  let isStatement = false;
  for (let part = tree.firstChild(template); part >= 0; part = tree.nextSibling(part)) {
    if (tree.kind[part] === Kind.TemplateText) {
      parts.push(tree.text(part) + " ");
      isStatement = opensStatement(tree.text(part));
    } else if (isStatement) {
      const inner = textOf(tree, scopes, callees, part, depth + 1);
      parts.push(inner.length > 0 ? inner + " " : UNSEEN);
    }
  }
  return parts.join("");
}

/** Stands for a statement that cannot be seen: it may do anything. */
const UNSEEN: string = "CALL ";

/** Whether what comes next in a text of SQL is a statement, not a value: `WITH gone AS (`. */
function opensStatement(text: string): boolean {
  const before = text.trim().toUpperCase();
  return (
    before.endsWith(";") || before.endsWith(" AS (") || before.endsWith(" AS(") || before.endsWith("MATERIALIZED (")
  );
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
