/**
 * Whether an expression's value is known to be no promise.
 *
 *   c ? await f() : []  yes · cached ?? (await f())  no: `cached` may hold a promise, which the source hands on as it is
 *
 * An operation's value passes through an async function and `Promise.all`, and both wait for promises among the values they are
 * given (ECMA-262, 27.2.1.3.2 Promise Resolve Functions). What the source awaits is no promise any more; of everything
 * else syntax must show it.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";

/** How far constants are followed to what they were declared with. */
const MAX_DEPTH: i32 = 8;

/** `depth`: how many constants have been followed so far, 0 at first. */
export function isSettled(tree: Tree, scopes: Scopes, node: i32, depth: i32): boolean {
  switch (tree.kind[node]) {
    case Kind.Await:
    case Kind.String:
    case Kind.Number:
    case Kind.Constant:
    case Kind.RegExp:
    case Kind.Template:
    case Kind.Array:
    case Kind.Function:
    case Kind.Unary:
    case Kind.Binary:
    case Kind.Update:
      return true;
    case Kind.Object:
      return hasNoThen(tree, node);
    case Kind.TypeWrap:
      return isSettled(tree, scopes, tree.firstChild(node), depth);
    case Kind.Conditional: {
      const first = tree.child(node, 1);
      return isSettled(tree, scopes, first, depth) && isSettled(tree, scopes, tree.nextSibling(first), depth);
    }
    case Kind.Logical: {
      const left = tree.firstChild(node);
      // `&&` gives its left side only when that is falsy, as no object is.
      if (tree.text(node) !== "&&" && !isSettled(tree, scopes, left, depth)) return false;
      return isSettled(tree, scopes, tree.nextSibling(left), depth);
    }
    case Kind.Ident:
      return isSettledName(tree, scopes, node, depth);
    default:
      return false;
  }
}

/** A constant of this file that was declared with such a value, or a global that is one. */
function isSettledName(tree: Tree, scopes: Scopes, node: i32, depth: i32): boolean {
  const binding = scopes.binding[node];
  if (scopes.kind[binding] === BindingKind.Global) {
    const name = tree.text(node);
    return name === "undefined" || name === "NaN" || name === "Infinity";
  }
  if (depth === MAX_DEPTH || !scopes.isStable(binding)) return false;
  const target = scopes.declaration[binding];
  const declarator = tree.parent[target];
  if (tree.kind[declarator] !== Kind.Declarator || declarator + 1 !== target) return false;
  const value = tree.nextSibling(target);
  return value >= 0 && tree.kind[value] !== Kind.None && isSettled(tree, scopes, value, depth + 1);
}

/** Every property of an object literal has a name, and none is called `then`. */
function hasNoThen(tree: Tree, object: i32): boolean {
  let member = tree.firstChild(object);
  while (member >= 0) {
    const named = tree.kind[member] === Kind.Property || tree.kind[member] === Kind.Method;
    if (!named || tree.atom[member] < 0) return false;
    const name = tree.text(member);
    // `__proto__: p` gives the object what `p` has.
    if (name === "then" || (name === "__proto__" && (tree.flags[member] & Flag.Shorthand) === 0)) return false;
    member = tree.nextSibling(member);
  }
  return true;
}
