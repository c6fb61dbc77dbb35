/**
 * What a call calls.
 *
 *   import { db } from "~/db"; db.users.find(id)   →   source "~/db", exported "db.users.find", name "find", root `db`
 *
 * A callee is resolved through bindings, never by its text alone: a local `fetch` is a local function, not the global.
 * Followed are function declarations, constants holding functions, methods of `this` in the class at hand, static methods,
 * methods of constant object literals and of constants holding `new LocalClass()`. Subclasses in other files are assumed not
 * to change a method's effects (ASSUMPTIONS.md, "Overriding").
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { Mutations } from "./mutations";

/** Longest member path that is spelled out; deeper callees keep only their last name. */
const MAX_PATH: i32 = 12;

/** A hierarchy with more classes than this is taken to override everything. */
const MAX_HEIRS: i32 = 64;

export class Callee {
  /** Function node whose body is in this file, or -1. */
  target: i32 = -1;
  /** Function in this file whose result is called (`const f = wrap(g); f()`), or -1. */
  maker: i32 = -1;
  /** Path as written, from its root name or `this`; empty when the root is not a name. */
  path: string = "";
  /** The same path when its root is an unshadowed global, without `globalThis.`; else empty. */
  global: string = "";
  /** Import source and exported path when the root is imported; else empty. */
  source: string = "";
  exported: string = "";
  /** Last name of the path: what the lexicon looks at. */
  name: string = "";
  /** Binding of the root name, or -1. */
  root: i32 = -1;
  /** Object of a method call, or -1. */
  receiver: i32 = -1;
}

export class CalleeResolver {
  readonly mutations: Mutations;
  /** Member tables of classes and object literals, by node: name atom → Function node. */
  private members: Map<i32, Map<i32, i32>> = new Map<i32, Map<i32, i32>>();
  /** Classes of the file by the class they extend. */
  private heirs: Map<i32, i32[]> = new Map<i32, i32[]>();
  private hasHeirs: boolean = false;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
  ) {
    this.mutations = new Mutations(tree, scopes);
  }

  /** Resolves the callee of a `Call`, `New` or `TaggedTemplate`. */
  resolve(call: i32): Callee {
    const tree = this.tree;
    const callee = new Callee();
    const node = this.unwrap(tree.firstChild(call));
    if (tree.kind[node] === Kind.Member) callee.receiver = this.unwrap(tree.firstChild(node));
    this.spell(callee, node);
    callee.target = this.functionOf(node, 0);
    if (callee.target < 0 && tree.kind[node] === Kind.Ident) callee.maker = this.makerOf(this.scopes.binding[node]);
    return callee;
  }

  /** Function of the file that a constant's value was asked of, or -1. */
  private makerOf(binding: i32): i32 {
    const init = this.initializer(binding);
    if (init < 0 || this.tree.kind[init] !== Kind.Call) return -1;
    return this.functionOf(this.unwrap(this.tree.firstChild(init)), 1);
  }

  /** Function node that `node` evaluates to, or -1. */
  functionOf(node: i32, depth: i32): i32 {
    if (node < 0 || depth > 4) return -1;
    const tree = this.tree;
    const kind = tree.kind[node];
    if (kind === Kind.Function) return node;
    if (kind === Kind.TypeWrap || kind === Kind.Chain) return this.functionOf(tree.firstChild(node), depth);
    if (kind === Kind.Ident) return this.functionOfBinding(this.scopes.binding[node], depth);
    if (kind === Kind.Member) return this.method(node, depth);
    if (kind === Kind.Call) return this.bound(node, depth);
    return -1;
  }

  /** `load.bind(null, "a")` is `load`. */
  private bound(call: i32, depth: i32): i32 {
    const callee = this.unwrap(this.tree.firstChild(call));
    if (this.tree.kind[callee] !== Kind.Member || this.tree.text(callee) !== "bind") return -1;
    return this.functionOf(this.tree.firstChild(callee), depth + 1);
  }

  /** The expression a stable constant was declared with, or -1. */
  initializer(binding: i32): i32 {
    if (binding < 0 || !this.scopes.isStable(binding)) return -1;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return -1;
    const tree = this.tree;
    const declarator = tree.parent[declaration];
    if (tree.kind[declarator] !== Kind.Declarator) return -1;
    if (tree.firstChild(declarator) !== declaration) return -1;
    const init = tree.nextSibling(declaration);
    return init < 0 || tree.kind[init] === Kind.None ? -1 : this.unwrap(init);
  }

  /** The node without type wrappers and optional-chain extents. */
  unwrap(node: i32): i32 {
    let inner = node;
    while (inner >= 0 && (this.tree.kind[inner] === Kind.TypeWrap || this.tree.kind[inner] === Kind.Chain))
      inner = this.tree.firstChild(inner);
    return inner;
  }

  /** The expression itself, or the one that the constant it names was declared with; -1 when that is not known. */
  valueOf(node: i32): i32 {
    const value = this.unwrap(node);
    return this.tree.kind[value] === Kind.Ident ? this.initializer(this.scopes.binding[value]) : value;
  }

  /** Class or object literal that `this` means inside the function around `node`, or -1. */
  homeObject(node: i32): i32 {
    const tree = this.tree;
    let owner = this.scopes.owner[node];
    while (owner > 0 && tree.kind[owner] === Kind.Function && (tree.flags[owner] & Flag.Arrow) !== 0)
      owner = this.scopes.owner[owner];
    if (owner <= 0) return -1;
    if (tree.kind[owner] === Kind.Field || tree.kind[owner] === Kind.StaticBlock) return tree.parent[owner];
    const method = tree.parent[owner];
    return tree.kind[method] === Kind.Method ? tree.parent[method] : -1;
  }

  private functionOfBinding(binding: i32, depth: i32): i32 {
    if (binding < 0 || !this.scopes.isStable(binding)) return -1;
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Function || kind === BindingKind.Self) {
      const node = this.tree.parent[this.scopes.declaration[binding]];
      return this.tree.kind[node] === Kind.Function ? node : -1;
    }
    return this.functionOf(this.initializer(binding), depth + 1);
  }

  private method(member: i32, depth: i32): i32 {
    const tree = this.tree;
    // A method that is assigned anywhere in the file may be another one by the time it is called.
    if (tree.atom[member] < 0 || this.mutations.isAssigned(tree.atom[member])) return -1;
    const object = this.unwrap(tree.firstChild(member));
    if (tree.kind[object] === Kind.This) {
      const home = this.homeObject(object);
      if (home < 0 || this.isOverridden(home, tree.atom[member])) return -1;
      return this.memberOf(home, tree.atom[member], false, depth);
    }
    if (tree.kind[object] !== Kind.Ident) return -1;
    const binding = this.scopes.binding[object];
    if (!this.scopes.isStable(binding) || this.mutations.isReshaped(binding)) return -1;
    if (this.scopes.kind[binding] === BindingKind.Class)
      return this.memberOf(tree.parent[this.scopes.declaration[binding]], tree.atom[member], true, depth);
    const init = this.initializer(binding);
    if (init < 0) return -1;
    if (tree.kind[init] === Kind.This) {
      const home = this.homeObject(init);
      if (home < 0 || this.isOverridden(home, tree.atom[member])) return -1;
      return this.memberOf(home, tree.atom[member], false, depth);
    }
    if (tree.kind[init] === Kind.Object) return this.memberOf(init, tree.atom[member], false, depth);
    if (tree.kind[init] !== Kind.New) return -1;
    const made = this.unwrap(tree.firstChild(init));
    if (tree.kind[made] !== Kind.Ident) return -1;
    const type = this.scopes.binding[made];
    if (this.scopes.kind[type] !== BindingKind.Class || !this.scopes.isStable(type)) return -1;
    return this.memberOf(tree.parent[this.scopes.declaration[type]], tree.atom[member], false, depth);
  }

  /** Looks a member up, then in the superclass when that is in the file too. */
  private memberOf(home: i32, atom: i32, isStatic: boolean, depth: i32): i32 {
    const key = isStatic ? -1 - atom : atom;
    const table = this.tableOf(home);
    if (table.has(key)) return table.get(key) as i32;
    if (this.tree.kind[home] !== Kind.Class || depth > 4) return -1;
    const base = this.baseOf(home);
    return base < 0 ? -1 : this.memberOf(base, atom, isStatic, depth + 1);
  }

  /** Whether a class of the file that extends `home` has a member of this name too. */
  private isOverridden(home: i32, atom: i32): boolean {
    const tree = this.tree;
    if (tree.kind[home] !== Kind.Class) return false;
    if (!this.hasHeirs) this.collectHeirs();
    if (!this.heirs.has(home)) return false;
    const open: i32[] = [home];
    let steps: i32 = 0;
    while (open.length > 0 && steps < MAX_HEIRS) {
      const heirs = this.heirs.get(open.pop() as i32) as i32[];
      for (let i: i32 = 0; i < heirs.length; i++) {
        steps += 1;
        const table = this.tableOf(heirs[i]);
        if (table.has(atom) || table.has(-1 - atom)) return true;
        if (this.heirs.has(heirs[i])) open.push(heirs[i]);
      }
    }
    return steps >= MAX_HEIRS;
  }

  private collectHeirs(): void {
    this.hasHeirs = true;
    for (let node: i32 = 0; node < this.tree.size; node++) {
      if (this.tree.kind[node] !== Kind.Class) continue;
      const base = this.baseOf(node);
      if (base < 0 || base === node) continue;
      if (!this.heirs.has(base)) this.heirs.set(base, []);
      (this.heirs.get(base) as i32[]).push(node);
    }
  }

  /** The class of the file that a class extends, or -1. */
  private baseOf(home: i32): i32 {
    const base = this.unwrap(this.tree.child(home, 1));
    if (this.tree.kind[base] !== Kind.Ident) return -1;
    const binding = this.scopes.binding[base];
    if (this.scopes.kind[binding] !== BindingKind.Class || !this.scopes.isStable(binding)) return -1;
    return this.tree.parent[this.scopes.declaration[binding]];
  }

  /** Static members are filed under `-1 - atom`; accessors are not functions to call. */
  private tableOf(home: i32): Map<i32, i32> {
    if (this.members.has(home)) return this.members.get(home) as Map<i32, i32>;
    const table = new Map<i32, i32>();
    this.members.set(home, table);
    const tree = this.tree;
    let member = tree.firstChild(home);
    while (member >= 0) {
      const atom = tree.atom[member];
      const kind = tree.kind[member];
      const flags = tree.flags[member];
      let value: i32 = -1;
      if (atom >= 0 && kind === Kind.Method && (flags & (Flag.Getter | Flag.Setter)) === 0)
        value = tree.child(member, 1);
      else if (atom >= 0 && (kind === Kind.Field || kind === Kind.Property)) value = this.unwrap(tree.child(member, 1));
      if (value >= 0 && tree.kind[value] === Kind.Function)
        table.set((flags & Flag.Static) !== 0 ? -1 - atom : atom, value);
      member = tree.nextSibling(member);
    }
    return table;
  }

  /** Fills in the textual side of a callee. */
  private spell(callee: Callee, node: i32): void {
    const tree = this.tree;
    let names: string[] = [];
    let at = node;
    while (tree.kind[at] === Kind.Member && tree.atom[at] >= 0 && names.length < MAX_PATH) {
      names.push(tree.text(at));
      at = this.unwrap(tree.firstChild(at));
    }
    if (names.length > 0) callee.name = names[0];
    if (tree.kind[at] === Kind.This || tree.kind[at] === Kind.Super) {
      callee.path = (tree.kind[at] === Kind.This ? "this" : "super") + joinReversed(names, names.length);
      return;
    }
    if (tree.kind[at] !== Kind.Ident) return;
    const binding = this.scopes.binding[at];
    callee.root = binding;
    if (names.length === 0) callee.name = tree.text(at);
    callee.path = tree.text(at) + joinReversed(names, names.length);
    if (this.scopes.kind[binding] === BindingKind.Global) callee.global = withoutGlobalObject(callee.path);
    if (this.scopes.kind[binding] === BindingKind.Import) this.spellImport(callee, binding, names);
  }

  private spellImport(callee: Callee, binding: i32, names: string[]): void {
    const tree = this.tree;
    const specifier = tree.parent[this.scopes.declaration[binding]];
    if (tree.kind[specifier] !== Kind.ImportSpec) return;
    callee.source = tree.text(tree.parent[specifier]);
    const imported = tree.text(specifier);
    const members = joinReversed(names, names.length);
    callee.exported = imported === "*" ? (members.length > 0 ? members.substring(1) : "*") : imported + members;
  }
}

/** `["c", "b"]` → `.b.c` */
function joinReversed(names: string[], count: i32): string {
  let text = "";
  for (let index: i32 = count - 1; index >= 0; index--) text += "." + names[index];
  return text;
}

function withoutGlobalObject(path: string): string {
  if (path.startsWith("globalThis.")) return path.substring(11);
  if (path.startsWith("window.")) return path.substring(7);
  if (path.startsWith("self.")) return path.substring(5);
  return path;
}
