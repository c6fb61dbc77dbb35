/**
 * Regular expressions that remember where they stopped.
 *
 *   const WORD = /\w+/g; WORD.exec(text)   →   reads and writes `WORD.lastIndex`
 *   const YEAR = /\d{4}/; YEAR.test(text)  →   changes nothing
 *
 * `exec` and `test` go on from `lastIndex` when an expression is global or sticky, and set it; `match`, `replace` and `replaceAll` set
 * it, too (ECMA-262, 22.2.7.2 RegExpBuiltinExec, 22.2.6 Properties of the RegExp Prototype Object). `split`, `matchAll` and `search`
 * leave it alone.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";

export const enum Pattern {
  /** Not known to be a regular expression, or its flags are not known. */
  Unknown = 0,
  Stateless,
  /** Global or sticky. */
  Stateful,
}

/** What an expression that may be a regular expression is. */
export function patternOf(tree: Tree, callees: CalleeResolver, node: i32): Pattern {
  const value = followed(tree, callees, node);
  if (value < 0) return Pattern.Unknown;
  if (tree.kind[value] === Kind.RegExp) {
    const text = tree.text(value);
    return byFlags(text.substring(text.lastIndexOf("/") + 1));
  }
  if (tree.kind[value] !== Kind.New || callees.global(tree.firstChild(value)) !== "RegExp") return Pattern.Unknown;
  const source = tree.child(value, 1);
  if (source < 0) return Pattern.Stateless;
  const flags = tree.nextSibling(source);
  if (flags >= 0) return tree.kind[flags] === Kind.String ? byFlags(tree.text(flags)) : Pattern.Unknown;
  // `new RegExp(pattern)` copies the flags of another expression.
  const isText = tree.kind[source] === Kind.String || tree.kind[source] === Kind.Template;
  return isText ? Pattern.Stateless : Pattern.Unknown;
}

function followed(tree: Tree, callees: CalleeResolver, node: i32): i32 {
  const value = callees.unwrap(node);
  const kind = tree.kind[value];
  return kind === Kind.Ident || kind === Kind.Member ? callees.valueBehind(value, 0) : value;
}

function byFlags(flags: string): Pattern {
  return flags.includes("g") || flags.includes("y") ? Pattern.Stateful : Pattern.Stateless;
}
