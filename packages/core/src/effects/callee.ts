/**
 * What a call calls.
 *
 *   const api = { load() { … } }; api.load()   →   the method, beside what its name says (spelling.ts)
 *
 * Followed are function declarations, constants holding functions, methods of `this` in the class at hand, static methods,
 * methods of constant object literals and of constants holding `new LocalClass()`. Subclasses in other files are assumed not
 * to change a method's effects (ASSUMPTIONS.md, "Overriding").
 */
import { Flag, Kind } from "../tree/kinds";
import { BindingKind } from "../scope/scopes";
import { Callee, CalleeSpeller } from "./spelling";

/** A hierarchy with more classes than this is taken to override everything. */
const MAX_HEIRS: i32 = 64;

export class CalleeResolver extends CalleeSpeller {
  /** Member tables of classes and object literals, by node: name atom → Function node. */
  private members: Map<i32, Map<i32, i32>> = new Map<i32, Map<i32, i32>>();
  /** Classes of the file by the class they extend. */
  private heirs: Map<i32, i32[]> = new Map<i32, i32[]>();
  private hasHeirs: boolean = false;
  /** Callees resolved before, by call. */
  private resolved: Map<i32, Callee> = new Map<i32, Callee>();

  /** Resolves the callee of a `Call`, `New` or `TaggedTemplate`. Nobody may change the answer, which others get, too. */
  resolve(call: i32): Callee {
    if (this.resolved.has(call)) return this.resolved.get(call) as Callee;
    const tree = this.tree;
    const callee = new Callee();
    this.resolved.set(call, callee);
    const node = this.unwrap(tree.firstChild(call));
    if (tree.kind[node] === Kind.Member) callee.receiver = this.unwrap(tree.firstChild(node));
    this.spell(callee, node);
    const origin = this.originOf(node, 0);
    if (origin !== callee.name) callee.origin = origin;
    if (tree.kind[call] === Kind.New) callee.made = this.classOf(node);
    if (callee.made < 0) callee.target = this.functionOf(node, 0);
    if (callee.target < 0 && tree.kind[node] === Kind.Ident) callee.maker = this.makerOf(this.scopes.binding[node]);
    return callee;
  }

  /**
   * The name that a function had before it was given others: by a renaming import, a pattern, a constant, a field; empty when nothing
   * tells. It promises as much as the name that is called, and more often what is true.
   */
  private originOf(node: i32, depth: i32): string {
    const tree = this.tree;
    if (node < 0 || depth > 4) return "";
    if (tree.kind[node] === Kind.Member) {
      const value = this.valueBehind(node, 0);
      if (value >= 0 && tree.kind[value] !== Kind.Function) {
        const behind = this.originOf(value, depth + 1);
        if (behind.length > 0) return behind;
      }
      return tree.atom[node] >= 0 ? tree.text(node) : "";
    }
    if (tree.kind[node] === Kind.Call) {
      const callee = this.unwrap(tree.firstChild(node));
      const isBound = tree.kind[callee] === Kind.Member && tree.text(callee) === "bind";
      return isBound ? this.originOf(this.unwrap(tree.firstChild(callee)), depth + 1) : "";
    }
    return tree.kind[node] === Kind.Ident ? this.originOfBinding(this.scopes.binding[node], depth) : "";
  }

  private originOfBinding(binding: i32, depth: i32): string {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return "";
    const up = tree.parent[declaration];
    if (this.scopes.kind[binding] === BindingKind.Import) {
      const imported = tree.kind[up] === Kind.ImportSpec ? tree.text(up) : "";
      return imported === "*" || imported === "default" ? "" : imported;
    }
    const property = tree.kind[up] === Kind.AssignPattern ? tree.parent[up] : up;
    if (tree.kind[property] === Kind.Property) return tree.atom[property] >= 0 ? tree.text(property) : "";
    return this.originOf(this.initializer(binding), depth + 1);
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
    const atom = tree.atom[member];
    if (tree.kind[object] === Kind.Super) {
      const home = this.homeObject(object);
      const base = home >= 0 && tree.kind[home] === Kind.Class ? this.baseOf(home) : -1;
      return base < 0 ? -1 : this.memberOf(base, atom, this.isStaticHome(object), depth + 1);
    }
    const type = this.classOf(object);
    if (type >= 0) return this.isReshaped(object) ? -1 : this.memberOf(type, atom, true, depth);
    const home = this.homeOf(object, depth);
    if (home < 0) return -1;
    const receiver = this.thisBehind(object);
    if (receiver < 0) return this.memberOf(home, atom, false, depth);
    return this.isOverridden(home, atom) ? -1 : this.memberOf(home, atom, this.isStaticHome(receiver), depth);
  }

  /** The `this` that an expression is, directly or through a constant, or -1. */
  private thisBehind(object: i32): i32 {
    if (this.tree.kind[object] === Kind.This) return object;
    if (this.tree.kind[object] !== Kind.Ident) return -1;
    const init = this.initializer(this.scopes.binding[object]);
    return init >= 0 && this.tree.kind[init] === Kind.This ? init : -1;
  }

  /** Class or object literal that an expression is certainly made of: `this`, `new C()`, `{ … }`, or a constant or field that holds one. */
  homeOf(object: i32, depth: i32): i32 {
    const tree = this.tree;
    if (depth > 4) return -1;
    switch (tree.kind[object]) {
      case Kind.This:
        return this.homeObject(object);
      case Kind.Object:
        return object;
      case Kind.New:
        return this.classOf(this.unwrap(tree.firstChild(object)));
      case Kind.Ident:
      case Kind.Member: {
        const value = this.valueBehind(object, depth);
        return value < 0 || (tree.kind[object] === Kind.Member && tree.kind[value] === Kind.This)
          ? -1
          : this.homeOf(value, depth + 1);
      }
      default:
        return -1;
    }
  }

  /** The expression that a constant, or a field or property that is never set again, was given; -1 when unknown. */
  valueBehind(object: i32, depth: i32): i32 {
    const tree = this.tree;
    if (depth > 4) return -1;
    if (tree.kind[object] === Kind.Ident) {
      const init = this.isReshaped(object) ? -1 : this.initializer(this.scopes.binding[object]);
      return init >= 0 && tree.kind[init] === Kind.Ident ? -1 : init;
    }
    const atom = tree.atom[object];
    if (tree.kind[object] !== Kind.Member || atom < 0 || this.mutations.isAssigned(atom)) return -1;
    const home = this.homeOf(this.unwrap(tree.firstChild(object)), depth + 1);
    return home < 0 || this.isOverridden(home, atom) ? -1 : this.valueIn(home, atom);
  }

  private isReshaped(ident: i32): boolean {
    return this.tree.kind[ident] === Kind.Ident && this.mutations.isReshaped(this.scopes.binding[ident]);
  }

  /** What a class's own field or a literal's property is given where it is defined, or -1. */
  private valueIn(home: i32, atom: i32): i32 {
    const tree = this.tree;
    let found: i32 = -1;
    let member = tree.firstChild(home);
    while (member >= 0) {
      const kind = tree.kind[member];
      const isSpread = kind === Kind.Spread || (kind === Kind.Property && tree.atom[member] < 0);
      if (isSpread) found = -1;
      if ((kind === Kind.Field || kind === Kind.Property) && tree.atom[member] === atom) found = tree.child(member, 1);
      member = tree.nextSibling(member);
    }
    return found < 0 ? -1 : this.unwrap(found);
  }

  /** The class of the file that an expression names, or -1. */
  classOf(node: i32): i32 {
    const tree = this.tree;
    if (node < 0) return -1;
    if (tree.kind[node] === Kind.Class) return node;
    if (tree.kind[node] !== Kind.Ident) return -1;
    const binding = this.scopes.binding[node];
    if (!this.scopes.isStable(binding)) return -1;
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Class || kind === BindingKind.Self) {
      const up = tree.parent[this.scopes.declaration[binding]];
      return tree.kind[up] === Kind.Class ? up : -1;
    }
    const init = this.initializer(binding);
    return init >= 0 && tree.kind[init] === Kind.Class ? init : -1;
  }

  /** The constructor that `new` runs for a class of the file, its own or the nearest inherited one, or -1. */
  constructorOf(home: i32, depth: i32): i32 {
    const tree = this.tree;
    let member = tree.child(home, 2);
    while (member >= 0) {
      if (tree.kind[member] === Kind.Method && (tree.flags[member] & Flag.Constructor) !== 0)
        return tree.child(member, 1);
      member = tree.nextSibling(member);
    }
    const base = this.baseOf(home);
    return base < 0 || depth > 4 ? -1 : this.constructorOf(base, depth + 1);
  }

  /** Whether `this` or `super` at a node means a class itself rather than an instance. */
  isStaticHome(node: i32): boolean {
    const tree = this.tree;
    let owner = this.scopes.owner[node];
    while (owner > 0 && tree.kind[owner] === Kind.Function && (tree.flags[owner] & Flag.Arrow) !== 0)
      owner = this.scopes.owner[owner];
    if (owner <= 0) return false;
    if (tree.kind[owner] === Kind.StaticBlock) return true;
    const member = tree.kind[owner] === Kind.Field ? owner : tree.parent[owner];
    return (tree.flags[member] & Flag.Static) !== 0;
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
        if (table.has(atom) || table.has(-1 - atom) || this.valueIn(heirs[i], atom) >= 0) return true;
        if (this.heirs.has(heirs[i])) open.push(heirs[i]);
      }
    }
    return steps >= MAX_HEIRS;
  }

  /**
   * The methods that a call on an object of known make can reach: for `this`, those of the class, of its ancestors and of
   * the classes of the file that extend it; null when the object or the property may be something else.
   */
  familyOf(member: i32): i32[] | null {
    const tree = this.tree;
    const atom = tree.atom[member];
    if (tree.kind[member] !== Kind.Member || atom < 0 || this.mutations.isAssigned(atom)) return null;
    const object = this.unwrap(tree.firstChild(member));
    const home = this.homeOf(object, 0);
    if (home < 0) return null;
    const receiver = this.thisBehind(object);
    const isStatic = receiver >= 0 && this.isStaticHome(receiver);
    const found: i32[] = [];
    if (!this.addMember(home, atom, isStatic, found)) return null;
    let base = home;
    for (let depth: i32 = 0; found.length === 0 && depth < 8; depth++) {
      if (tree.kind[base] !== Kind.Class) break;
      const heritage = this.unwrap(tree.child(base, 1));
      base = this.baseOf(base);
      if (base < 0 && !this.isForeignClass(heritage)) return null;
      if (base < 0) break;
      if (!this.addMember(base, atom, isStatic, found)) return null;
    }
    if (receiver < 0 || tree.kind[home] !== Kind.Class) return found;
    if (!this.hasHeirs) this.collectHeirs();
    const open: i32[] = [home];
    for (let steps: i32 = 0; open.length > 0; steps++) {
      if (steps >= MAX_HEIRS) return null;
      const next = open.pop() as i32;
      if (next !== home && !this.addMember(next, atom, isStatic, found)) return null;
      if (!this.heirs.has(next)) continue;
      const heirs = this.heirs.get(next) as i32[];
      for (let i: i32 = 0; i < heirs.length; i++) open.push(heirs[i]);
    }
    return found;
  }

  /** Whether a class extends nothing, or something that is imported or global: then it inherits no method of this file. */
  private isForeignClass(heritage: i32): boolean {
    let root = heritage;
    while (this.tree.kind[root] === Kind.Member) root = this.unwrap(this.tree.firstChild(root));
    if (this.tree.kind[root] === Kind.None) return true;
    if (this.tree.kind[root] !== Kind.Ident) return false;
    const kind = this.scopes.kind[this.scopes.binding[root]];
    return kind === BindingKind.Import || kind === BindingKind.Global;
  }

  /** Adds the function that a class or literal itself has under a name; false when it has something else there. */
  private addMember(home: i32, atom: i32, isStatic: boolean, into: i32[]): boolean {
    const table = this.tableOf(home);
    const key = isStatic ? -1 - atom : atom;
    if (table.has(key)) {
      into.push(table.get(key) as i32);
      return true;
    }
    return this.isClosed(home) && this.valueIn(home, atom) < 0;
  }

  /** Whether everything that a class or literal has is written where it stands: no spread, no computed name. */
  private isClosed(home: i32): boolean {
    const tree = this.tree;
    let member = tree.firstChild(home);
    while (member >= 0) {
      const kind = tree.kind[member];
      if (kind === Kind.Spread) return false;
      if ((kind === Kind.Property || kind === Kind.Method || kind === Kind.Field) && tree.atom[member] < 0)
        return false;
      member = tree.nextSibling(member);
    }
    return true;
  }

  /** Classes of the file that extend a class, directly or not. */
  heirsOf(home: i32): i32[] {
    if (!this.hasHeirs) this.collectHeirs();
    const found: i32[] = [home];
    for (let i: i32 = 0; i < found.length; i++) {
      if (!this.heirs.has(found[i])) continue;
      const heirs = this.heirs.get(found[i]) as i32[];
      for (let j: i32 = 0; j < heirs.length; j++) if (found.indexOf(heirs[j]) < 0) found.push(heirs[j]);
    }
    found.shift();
    return found;
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
  baseOf(home: i32): i32 {
    const base = this.classOf(this.unwrap(this.tree.child(home, 1)));
    return base === home ? -1 : base;
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
      if (tree.kind[home] === Kind.Object && (kind === Kind.Spread || atom < 0)) table.clear();
      const key = (flags & Flag.Static) !== 0 ? -1 - atom : atom;
      if (atom >= 0 && kind !== Kind.TypeOnly && table.has(key)) table.delete(key);
      if (value >= 0 && tree.kind[value] === Kind.Ident) value = this.functionOf(value, 2);
      if (value >= 0 && tree.kind[value] === Kind.Function) table.set(key, value);
      member = tree.nextSibling(member);
    }
    return table;
  }
}
