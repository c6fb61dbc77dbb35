/**
 * Functions of the file that run without being called: accessors, conversions, iterators, thenables and the traps of proxies.
 *
 *   class Counter { get next() { return ++n } }   `counter.next` runs the getter
 *   const key = { toString() { return log() } }   `${key}` runs `toString`
 *
 * They are found by name, like methods of unknown objects: `.next` may run any getter of that name in the file. What comes from
 * another file or is built in is taken to be plain data (ASSUMPTIONS.md, "Implicit calls"). Requires scope analysis.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";

/**
 * More functions than this that one use might run are taken for none: only bundles of many libraries have them, where every
 * template would run everything.
 */
const MAX_NAMESAKES: i32 = 200;

const CONVERSIONS: string[] = ["toJSON", "toLocaleString", "toString", "valueOf"];

export class ImplicitCalls {
  private isCollected: boolean = false;
  private getters: Map<i32, i32[]> = new Map<i32, i32[]>();
  private setters: Map<i32, i32[]> = new Map<i32, i32[]>();
  /** Accessors under names that cannot be read from the source. */
  private unnamed: i32[] = [];
  private conversions: i32[] = [];
  private iterators: i32[] = [];
  private thenables: i32[] = [];
  private traps: i32[] = [];
  /** `[Symbol.hasInstance]` */
  private tests: i32[] = [];
  private foreign: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** What reading or writing a member may run; added to `into`. */
  addAccess(member: i32, isWrite: boolean, into: i32[]): void {
    this.collect();
    if (this.unnamed.length === 0 && this.traps.length === 0 && this.getters.size === 0 && this.setters.size === 0)
      return;
    const atom = this.tree.atom[member];
    const table = isWrite ? this.setters : this.getters;
    const named = atom >= 0 && table.has(atom);
    if (!named && this.unnamed.length === 0 && this.traps.length === 0) return;
    const object = this.callees.unwrap(this.tree.firstChild(member));
    if (this.isForeign(object, 0)) return;
    if (named) addAll(into, table.get(atom) as i32[]);
    addAll(into, this.unnamed);
    if (this.callees.homeOf(object, 0) < 0) addAll(into, this.traps);
  }

  /** What reading the property `atom` (-1: unknown) of a value in a pattern may run. */
  addRead(atom: i32, value: i32, into: i32[]): void {
    this.collect();
    const named = atom >= 0 && this.getters.has(atom);
    if (!named && this.unnamed.length === 0 && this.traps.length === 0) return;
    if (this.isForeign(this.callees.unwrap(value), 0)) return;
    if (named) addAll(into, this.getters.get(atom) as i32[]);
    addAll(into, this.unnamed);
    addAll(into, this.traps);
  }

  /** What converting a value to a text or a number may run. */
  addConversion(value: i32, into: i32[]): void {
    this.collect();
    if (this.conversions.length > 0 && !this.isForeign(this.callees.unwrap(value), 0)) addAll(into, this.conversions);
  }

  addIteration(value: i32, into: i32[]): void {
    this.collect();
    if (this.iterators.length > 0 && !this.isForeign(this.callees.unwrap(value), 0)) addAll(into, this.iterators);
  }

  /** What waiting for a value may run. */
  addSubscription(value: i32, into: i32[]): void {
    this.collect();
    if (this.thenables.length > 0 && !this.isForeign(this.callees.unwrap(value), 0)) addAll(into, this.thenables);
  }

  /** What `value instanceof type` may run. */
  addTest(value: i32, type: i32, into: i32[]): void {
    this.collect();
    if (!this.isForeign(this.callees.unwrap(type), 0)) {
      addAll(into, this.tests);
      addAll(into, this.unnamed);
      addAll(into, this.traps);
    } else if (!this.isForeign(this.callees.unwrap(value), 0)) addAll(into, this.traps);
  }

  /**
   * Whether a value certainly comes from outside the file, or is built in: it is imported, global, a literal, or what a call of
   * such a thing gave back without having been handed anything made here.
   */
  isForeign(node: i32, depth: i32): boolean {
    if (this.foreign.has(node)) return this.foreign.get(node) as boolean;
    const answer = depth <= 6 && this.decide(node, depth);
    this.foreign.set(node, answer);
    return answer;
  }

  private decide(node: i32, depth: i32): boolean {
    const tree = this.tree;
    switch (tree.kind[node]) {
      case Kind.String:
      case Kind.Number:
      case Kind.Constant:
      case Kind.RegExp:
      case Kind.Template:
      case Kind.Binary:
      case Kind.Unary:
      case Kind.Update:
      case Kind.ImportMeta:
      case Kind.ImportCall:
      case Kind.JSXElement:
        return true;
      case Kind.Ident:
        return this.isForeignName(node, depth);
      case Kind.Await:
      case Kind.Member:
      case Kind.TypeWrap:
      case Kind.Chain:
        return this.isForeign(this.callees.unwrap(tree.firstChild(node)), depth + 1);
      case Kind.Call:
      case Kind.New:
      case Kind.TaggedTemplate:
        return this.isForeign(this.callees.unwrap(tree.firstChild(node)), depth + 1) && !this.carriesCode(node, depth);
      default:
        return false;
    }
  }

  private isForeignName(ident: i32, depth: i32): boolean {
    const binding = this.scopes.binding[ident];
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Import) return true;
    if (kind === BindingKind.Global) return this.tree.text(ident) !== "globalThis" && this.tree.text(ident) !== "Proxy";
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0 || !this.scopes.isStable(binding)) return false;
    const init = this.callees.initializer(binding);
    if (init >= 0) return init !== ident && this.isForeign(init, depth + 1);
    return this.isTakenFromForeign(declaration, depth);
  }

  /** `const { data } = await client.get(id)`: part of something from outside. */
  private isTakenFromForeign(declaration: i32, depth: i32): boolean {
    const tree = this.tree;
    let at = tree.parent[declaration];
    while (
      at > 0 &&
      (tree.kind[at] === Kind.Property || tree.kind[at] === Kind.ObjectPattern || tree.kind[at] === Kind.ArrayPattern)
    )
      at = tree.parent[at];
    if (at <= 0 || tree.kind[at] !== Kind.Declarator) return false;
    const value = tree.child(at, 1);
    return tree.kind[value] !== Kind.None && this.isForeign(this.callees.unwrap(value), depth + 1);
  }

  /** Whether the arguments of a call could make its result run code of this file. */
  private carriesCode(call: i32, depth: i32): boolean {
    const tree = this.tree;
    const from = tree.end[tree.firstChild(call)];
    // What the platform is given it may give back: `Promise.resolve(client)`, `Object.create(proto)`.
    const isGlobal = this.callees.global(this.callees.unwrap(tree.firstChild(call))).length > 0;
    for (let node = from; node < tree.end[call]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class || kind === Kind.This) return true;
      if (kind !== Kind.Ident) continue;
      if (isGlobal && !this.isForeign(node, depth + 1)) return true;
      const binding = this.scopes.binding[node];
      const bound = this.scopes.kind[binding];
      if (bound === BindingKind.Function || bound === BindingKind.Class) return true;
      const init = this.callees.initializer(binding);
      if (init < 0) continue;
      const made = tree.kind[init];
      if (made === Kind.Object || made === Kind.Function || made === Kind.Class || made === Kind.New) return true;
    }
    return false;
  }

  // ---- collecting -------------------------------------------------------------------------------------------------

  private collect(): void {
    if (this.isCollected) return;
    this.isCollected = true;
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Method || kind === Kind.Property || kind === Kind.Field) this.collectMember(node);
      else if (kind === Kind.New) this.collectProxy(node);
    }
  }

  private collectMember(member: i32): void {
    const tree = this.tree;
    const value = tree.child(member, 1);
    if (value < 0 || tree.kind[value] !== Kind.Function) return;
    const flags = tree.flags[member];
    const atom = tree.atom[member];
    if ((flags & (Flag.Getter | Flag.Setter)) !== 0) {
      this.addAccessor(atom, (flags & Flag.Getter) !== 0, value);
      return;
    }
    if (atom < 0) {
      this.collectSymbol(tree.firstChild(member), value);
      return;
    }
    const name = tree.text(member);
    if (CONVERSIONS.indexOf(name) >= 0) this.conversions.push(value);
    else if (name === "then") this.thenables.push(value);
    else if (name === "value") this.collectValue(tree.parent[member], value);
    else if (name === "get" || name === "set") this.collectDescriptor(tree.parent[member], name === "get", value);
  }

  private addAccessor(atom: i32, isGetter: boolean, fn: i32): void {
    if (atom < 0) {
      this.unnamed.push(fn);
      return;
    }
    const table = isGetter ? this.getters : this.setters;
    if (!table.has(atom)) table.set(atom, []);
    (table.get(atom) as i32[]).push(fn);
  }

  /** `[Symbol.iterator]() {}` and its kin; any other computed name may be one of them. */
  private collectSymbol(key: i32, fn: i32): void {
    const tree = this.tree;
    if (tree.kind[key] === Kind.None) return;
    const name = tree.kind[key] === Kind.Member ? tree.text(key) : "";
    if (name === "iterator" || name === "asyncIterator") this.iterators.push(fn);
    else if (name === "toPrimitive") this.conversions.push(fn);
    else if (name === "hasInstance") this.tests.push(fn);
  }

  /** `Object.defineProperty(C, Symbol.hasInstance, { value() {} })` */
  private collectValue(object: i32, fn: i32): void {
    const tree = this.tree;
    const call = tree.parent[object];
    if (tree.kind[object] !== Kind.Object || tree.kind[call] !== Kind.Call || tree.child(call, 3) !== object) return;
    const callee = this.callees.unwrap(tree.firstChild(call));
    const key = tree.child(call, 2);
    if (tree.kind[callee] !== Kind.Member || tree.text(callee) !== "defineProperty") return;
    if (tree.kind[key] !== Kind.String) this.collectSymbol(key, fn);
    else if (CONVERSIONS.indexOf(tree.text(key)) >= 0) this.conversions.push(fn);
    else if (tree.text(key) === "then") this.thenables.push(fn);
  }

  /** `Object.defineProperty(o, "x", { get() {} })` and `Object.defineProperties(o, { x: { get() {} } })`. */
  private collectDescriptor(object: i32, isGetter: boolean, fn: i32): void {
    const tree = this.tree;
    if (tree.kind[object] !== Kind.Object) return;
    const up = tree.parent[object];
    if (tree.kind[up] === Kind.Call && tree.child(up, 3) === object) {
      const callee = this.callees.unwrap(tree.firstChild(up));
      const isDefinition = tree.kind[callee] === Kind.Member && tree.text(callee) === "defineProperty";
      const key = tree.child(up, 2);
      if (isDefinition) this.addAccessor(tree.kind[key] === Kind.String ? tree.atom[key] : -1, isGetter, fn);
      return;
    }
    if (tree.kind[up] !== Kind.Property) return;
    const call = tree.parent[tree.parent[up]];
    if (tree.kind[call] !== Kind.Call) return;
    const callee = this.callees.unwrap(tree.firstChild(call));
    const name = tree.kind[callee] === Kind.Member ? tree.text(callee) : "";
    if (name === "defineProperties" || name === "create") this.addAccessor(tree.atom[up], isGetter, fn);
  }

  private collectProxy(made: i32): void {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(made));
    if (tree.kind[callee] !== Kind.Ident || tree.text(callee) !== "Proxy") return;
    let handler = this.callees.unwrap(tree.child(made, 2));
    if (handler >= 0 && tree.kind[handler] === Kind.Ident)
      handler = this.callees.initializer(this.scopes.binding[handler]);
    if (handler < 0 || tree.kind[handler] !== Kind.Object) return;
    let trap = tree.firstChild(handler);
    while (trap >= 0) {
      const value = tree.kind[trap] === Kind.Spread ? -1 : tree.child(trap, 1);
      if (value >= 0 && tree.kind[value] === Kind.Function) this.traps.push(value);
      trap = tree.nextSibling(trap);
    }
  }
}

function addAll(into: i32[], from: i32[]): void {
  if (from.length > MAX_NAMESAKES) return;
  for (let i: i32 = 0; i < from.length; i++) into.push(from[i]);
}
