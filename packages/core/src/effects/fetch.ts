/**
 * What a request does, from its method.
 *
 *   fetch(url) → read · fetch(url, { method: "POST" }) → write · fetch(url, options) → read only if `options` is a literal
 *
 * Source: Fetch standard, "Request class" (the default method is GET) and RFC 9110, section 9.2.1 (GET, HEAD and OPTIONS are
 * safe). A first argument that may be a `Request` carries a method we cannot see; it counts as a read that is inferred, not known.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";

export const enum Request {
  /** A safe method, seen in the source. */
  Read = 0,
  /** A safe method unless the first argument is a `Request` that says otherwise. */
  LikelyRead,
  Write,
}

export function requestOf(tree: Tree, callees: CalleeResolver, scopesBinding: Int32Array, call: i32): Request {
  const url = tree.child(call, 1);
  if (url < 0 || tree.kind[url] === Kind.Spread) return Request.Write;
  const options = tree.nextSibling(url);
  if (options >= 0 && !isSafeOptions(tree, callees, scopesBinding, options)) return Request.Write;
  return isUrl(tree, callees, scopesBinding, url) ? Request.Read : Request.LikelyRead;
}

function isSafeOptions(tree: Tree, callees: CalleeResolver, bindings: Int32Array, options: i32): boolean {
  let literal = callees.unwrap(options);
  if (tree.kind[literal] === Kind.Ident) {
    const binding = bindings[literal];
    literal = callees.initializer(binding);
    if (literal >= 0 && !callees.mutations.isOnlyRead(binding)) return false;
    if (literal < 0) return tree.text(callees.unwrap(options)) === "undefined";
  }
  if (tree.kind[literal] !== Kind.Object) return false;
  let property = tree.firstChild(literal);
  while (property >= 0) {
    if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) return false;
    const key = tree.text(property);
    if (key === "method" && !isSafeMethod(tree, tree.child(property, 1))) return false;
    if (key === "body") return false;
    property = tree.nextSibling(property);
  }
  return true;
}

function isSafeMethod(tree: Tree, value: i32): boolean {
  if (tree.kind[value] !== Kind.String) return false;
  const method = tree.text(value).toUpperCase();
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** Whether an argument is a string or a URL rather than a `Request`. */
export function isUrl(tree: Tree, callees: CalleeResolver, bindings: Int32Array, argument: i32): boolean {
  let value = callees.unwrap(argument);
  if (tree.kind[value] === Kind.Ident) value = callees.initializer(bindings[value]);
  if (value < 0) return false;
  const kind = tree.kind[value];
  if (kind === Kind.New) return tree.text(tree.firstChild(value)) === "URL";
  return kind === Kind.String || kind === Kind.Template || kind === Kind.Binary;
}
