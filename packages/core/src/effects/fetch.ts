/**
 * What a request does, from its method.
 *
 *   fetch(url) → read · fetch(url, { method: "POST" }) → write · fetch(url, options) → read only if `options` is a literal
 *
 * Source: Fetch standard, "Request class" (the default method is GET) and RFC 9110, section 9.2.1 (GET, HEAD and OPTIONS are
 * safe). The other clients follow it; some take the URL among the options. A first argument that may be a `Request`, or options,
 * carries a method we cannot see; it counts as a read that is inferred, not known.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { isTarget } from "./mutations";
import { hasWord } from "./words";

export const enum Request {
  /** A safe method, seen in the source. */
  Read = 0,
  /** A safe method unless the first argument is a `Request` that says otherwise. */
  LikelyRead,
  Write,
}

/** Options that hold a body: some clients then default to another method. */
const BODIES: string = "body data form json multipart";

/** Says whether a call is one that only reads the options it is given. */
export abstract class RequestCalls {
  abstract isRequest(call: i32): boolean;
}

export class Requests {
  /** Per binding asked about: 1 no, 2 yes. */
  private constant: Map<i32, i32> = new Map<i32, i32>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** `f(url, options?)` */
  of(call: i32, known: RequestCalls): Request {
    const tree = this.tree;
    const url = tree.child(call, 1);
    if (url < 0 || tree.kind[url] === Kind.Spread) return Request.Write;
    const options = tree.nextSibling(url);
    if (options >= 0 && !this.isSafeOptions(options, known)) return Request.Write;
    if (this.isObject(url)) return this.isSafeOptions(url, known) ? Request.Read : Request.Write;
    return this.isUrl(url) ? Request.Read : Request.LikelyRead;
  }

  /** `f(options)` or `f(url, options)`: what is certainly no URL must be options that can be seen. */
  ofOptions(call: i32, known: RequestCalls): Request {
    const tree = this.tree;
    const first = tree.child(call, 1);
    if (first < 0 || tree.kind[first] === Kind.Spread) return Request.Write;
    if (!this.isUrl(first) && !this.isSafeOptions(first, known)) return Request.Write;
    const second = tree.nextSibling(first);
    return second < 0 || this.isSafeOptions(second, known) ? Request.Read : Request.Write;
  }

  private isObject(node: i32): boolean {
    const value = this.callees.valueOf(node);
    return value >= 0 && this.tree.kind[value] === Kind.Object;
  }

  private isSafeOptions(options: i32, known: RequestCalls): boolean {
    const tree = this.tree;
    const named = this.callees.unwrap(options);
    const literal = this.callees.valueOf(named);
    if (literal < 0) return tree.text(named) === "undefined";
    if (literal !== named && !this.isConstant(this.scopes.binding[named], known)) return false;
    if (tree.kind[literal] !== Kind.Object) return false;
    let property = tree.firstChild(literal);
    while (property >= 0) {
      if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) return false;
      const key = tree.text(property);
      if (key === "method" && !this.isSafeMethod(tree.child(property, 1))) return false;
      if (hasWord(BODIES, key)) return false;
      property = tree.nextSibling(property);
    }
    return true;
  }

  /** Whether the object that a constant holds stays as it was written: it is read, spread or given to requests. */
  private isConstant(binding: i32, known: RequestCalls): boolean {
    if (this.constant.has(binding)) return (this.constant.get(binding) as i32) === 2;
    let holds = true;
    let reference = this.scopes.firstReference[binding];
    while (reference >= 0 && holds) {
      holds = this.isRead(reference, known);
      reference = this.scopes.nextReference[reference];
    }
    this.constant.set(binding, holds ? 2 : 1);
    return holds;
  }

  private isRead(reference: i32, known: RequestCalls): boolean {
    const tree = this.tree;
    if ((tree.flags[reference] & Flag.Binding) !== 0) return true;
    const up = tree.parent[reference];
    const isFirst = tree.firstChild(up) === reference;
    if (tree.kind[up] === Kind.Spread) return true;
    if (tree.kind[up] === Kind.Member && isFirst)
      return !isTarget(tree, up) && tree.kind[tree.parent[up]] !== Kind.Call;
    return tree.kind[up] === Kind.Call && !isFirst && known.isRequest(up);
  }

  private isSafeMethod(node: i32): boolean {
    const tree = this.tree;
    const value = this.callees.valueOf(node);
    if (value < 0 || tree.kind[value] !== Kind.String) return false;
    const method = tree.text(value).toUpperCase();
    return method === "GET" || method === "HEAD" || method === "OPTIONS";
  }

  /** Whether an argument is a string or a URL rather than a `Request`. */
  isUrl(argument: i32): boolean {
    const tree = this.tree;
    const value = this.callees.valueOf(argument);
    if (value < 0) return false;
    const kind = tree.kind[value];
    if (kind === Kind.New) return tree.text(tree.firstChild(value)) === "URL";
    return kind === Kind.String || kind === Kind.Template || kind === Kind.Binary;
  }
}
