/**
 * Which variables and properties hold objects that the file changes, under whatever name it does so, and which properties it sets.
 *
 *   add(job) { this.jobs.push(job); }                                   →   `jobs` of any object
 *   const list = this.#jobs; list.push(job);                            →   `#jobs`
 *   const append = (list, job) => list.push(job); append(queue, job);   →   `queue`
 *   const bag = { jobs }; bag.jobs.push(job);                           →   `jobs` of any object, and the variable `jobs`
 *
 * Properties are told apart by name only. Names are followed to what they were declared with, assigned, or given by calls in the
 * file, a few steps far. Collected when first asked for; linear in the tree.
 */
import { CallClassifier } from "../effects/calls";
import { isTarget } from "../effects/mutations";
import { hasWord } from "../effects/words";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { MUTATORS } from "../effects/receivers";

/** Methods of functions that call them for an object: `Array.prototype.push.call(queue, job)`. */
const CALLING: string = "apply bind call";
/** How many names are followed in a row. */
const MAX_STEPS: i32 = 6;
/** Stands for more than one function. */
const SEVERAL: i32 = -2;

/** For the test that keeps the tables sorted. */
export function changeTables(): string[][] {
  return [MUTATORS.split(" "), CALLING.split(" ")];
}

export class Changes {
  private isCollected: boolean = false;
  /** Variables whose objects are changed under their own name. */
  private bindings: Map<i32, boolean> = new Map<i32, boolean>();
  /** Those whose objects are changed elsewhere, under another name; with the first node that gives them that. */
  private aliased: Map<i32, i32> = new Map<i32, i32>();
  /** Names that `mark` has followed: 1 for changes in their own functions, 2 for others. */
  private followed: Map<i32, i32> = new Map<i32, i32>();
  private properties: Map<i32, boolean> = new Map<i32, boolean>();
  /** Properties that are set, constructors aside, with the function that does it. */
  private written: Map<i32, i32> = new Map<i32, i32>();
  /** Calls by the function of the file that they call. */
  private users: Map<i32, i32[]> = new Map<i32, i32[]>();
  /** Functions of accessors, and values that properties are given, by name. */
  private getters: Map<i32, i32[]> = new Map<i32, i32[]>();
  private values: Map<i32, i32[]> = new Map<i32, i32[]>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
  ) {}

  /** Whether the object that an expression gives may be changed by other code than the function `owner` at `place`. */
  mayChange(node: i32, owner: i32, place: i32, steps: i32 = 0): boolean {
    if (node < 0 || steps > MAX_STEPS) return false;
    if (!this.isCollected) this.collect();
    const tree = this.tree;
    const value = this.calls.callees.unwrap(node);
    switch (tree.kind[value]) {
      case Kind.Ident:
        return this.mayChangeName(value, owner, place, steps);
      case Kind.Member:
        if (tree.atom[value] < 0) return false;
        return this.properties.has(tree.atom[value]) || this.mayChangeAny(this.gettersOf(value), steps);
      case Kind.Await:
        return this.mayChange(tree.firstChild(value), owner, place, steps);
      case Kind.Conditional:
      case Kind.Logical: {
        const first = tree.firstChild(value);
        if (tree.kind[value] === Kind.Logical && this.mayChange(first, owner, place, steps)) return true;
        for (let part = tree.nextSibling(first); part >= 0; part = tree.nextSibling(part))
          if (this.mayChange(part, owner, place, steps)) return true;
        return false;
      }
      case Kind.Call:
        return this.mayChangeAny(this.returnedBy(this.calls.classify(value).target), steps);
      default:
        return false;
    }
  }

  /** Whether a function other than `owner` sets a property of the name of a member expression. */
  isSetElsewhere(member: i32, owner: i32): boolean {
    if (!this.isCollected) this.collect();
    const atom = this.tree.atom[member];
    return atom >= 0 && this.written.has(atom) && (this.written.get(atom) as i32) !== owner;
  }

  /** Calls of a function of the file. */
  callsOf(target: i32): i32[] {
    if (!this.isCollected) this.collect();
    return this.users.has(target) ? (this.users.get(target) as i32[]) : [];
  }

  private mayChangeAny(values: i32[], steps: i32): boolean {
    for (let i: i32 = 0; i < values.length; i++)
      if (this.mayChange(values[i], this.scopes.owner[values[i]], values[i], steps + 1)) return true;
    return false;
  }

  private mayChangeName(name: i32, owner: i32, place: i32, steps: i32): boolean {
    const scopes = this.scopes;
    const binding = scopes.binding[name];
    if (scopes.kind[binding] === BindingKind.Function) return false;
    const isHome = scopes.home[binding] === owner;
    const isOwn = isHome && !scopes.has(binding, BindingFlag.Captured);
    if (!isOwn && this.bindings.has(binding)) return true;
    // What gets hold of it later is nobody's business yet, unless this is done once more.
    if (this.aliased.has(binding))
      if (!isHome || (this.aliased.get(binding) as i32) < place || this.isRepeated(place)) return true;
    const taken = this.takenAs(binding);
    if (taken >= 0) {
      const atom = this.tree.atom[taken];
      if (this.properties.has(atom) || this.mayChangeAny(this.gettersOf(taken), steps)) return true;
    }
    const values = this.valuesOf(binding);
    for (let i: i32 = 0; i < values.length; i++) {
      if (this.isFresh(values[i])) continue;
      if (this.mayChange(values[i], scopes.owner[values[i]], place, steps + 1)) return true;
    }
    return false;
  }

  /** Whether a node stands in a loop of its function, apart from the innermost one, which asks. */
  private isRepeated(place: i32): boolean {
    const tree = this.tree;
    let loops: i32 = 0;
    for (let up = tree.parent[place]; up > 0 && tree.kind[up] !== Kind.Function; up = tree.parent[up]) {
      const kind = tree.kind[up];
      if (kind === Kind.For || kind === Kind.ForIn || kind === Kind.ForOf) loops += 1;
      else if (kind === Kind.While || kind === Kind.DoWhile) loops += 1;
    }
    return loops > 1;
  }

  private collect(): void {
    const tree = this.tree;
    this.isCollected = true;
    const changes: i32[] = [];
    for (let node: i32 = 1; node < tree.size; node++) {
      switch (tree.kind[node]) {
        case Kind.Member:
          if (tree.atom[node] >= 0 && isTarget(tree, node)) this.addWritten(node);
          if (this.changesObject(node)) changes.push(node);
          break;
        case Kind.Call:
        case Kind.New: {
          const call = this.calls.classify(node);
          const target = call.made >= 0 ? this.calls.callees.constructorOf(call.made, 0) : call.target;
          if (target >= 0) addTo(this.users, target, node);
          break;
        }
        case Kind.Method:
          if ((tree.flags[node] & Flag.Getter) !== 0) addTo(this.getters, tree.atom[node], tree.child(node, 1));
          break;
        case Kind.Property:
          if (tree.kind[tree.parent[node]] === Kind.Object) addTo(this.values, tree.atom[node], tree.child(node, 1));
          break;
        case Kind.Field:
          addTo(this.values, tree.atom[node], tree.child(node, 1));
          break;
        case Kind.Assign: {
          const target = tree.firstChild(node);
          if (tree.kind[target] === Kind.Member) addTo(this.values, tree.atom[target], tree.nextSibling(target));
          break;
        }
        default:
      }
    }
    for (let i: i32 = 0; i < changes.length; i++) this.markObject(changes[i]);
  }

  private addWritten(member: i32): void {
    const tree = this.tree;
    const owner = this.scopes.owner[member];
    const method = owner > 0 ? tree.parent[owner] : owner;
    const isMaking = tree.kind[method] === Kind.Method && (tree.flags[method] & Flag.Constructor) !== 0;
    if (isMaking && tree.kind[tree.firstChild(member)] === Kind.This) return;
    const atom = tree.atom[member];
    const isOther = this.written.has(atom) && (this.written.get(atom) as i32) !== owner;
    this.written.set(atom, isOther ? SEVERAL : owner);
  }

  /** Whether a member is a changing method that is called, or a property that is written. */
  private changesObject(member: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[member];
    const isFirst = up + 1 === member;
    switch (tree.kind[up]) {
      case Kind.Call:
      case Kind.Member:
        if (!isFirst || tree.atom[member] < 0 || !hasWord(MUTATORS, tree.text(member))) return false;
        return tree.kind[up] === Kind.Call || (tree.atom[up] >= 0 && hasWord(CALLING, tree.text(up)));
      case Kind.Assign:
        // `box.items = []` gives the box another array; `items[0] = x` and `items.length = 0` change the one there is.
        return isFirst && (tree.atom[member] < 0 || tree.text(member) === "length");
      case Kind.Update:
        return true;
      case Kind.Unary:
        return tree.text(up) === "delete";
      default:
        // `[items[0], items[1]] = [items[1], items[0]]`
        return isTarget(tree, member) && (tree.atom[member] < 0 || tree.text(member) === "length");
    }
  }

  private markObject(member: i32): void {
    const tree = this.tree;
    const owner = this.scopes.owner[member];
    this.mark(tree.firstChild(member), -1, owner, 0);
    const up = tree.parent[member];
    const call = tree.parent[up];
    if (tree.kind[up] === Kind.Member && tree.kind[call] === Kind.Call && up === call + 1 && tree.child(call, 1) >= 0)
      this.mark(tree.child(call, 1), -1, owner, 0);
  }

  /** Notes that the function `owner` changes what an expression gives; `alias`: the node that gave it another name, or -1. */
  private mark(node: i32, alias: i32, owner: i32, steps: i32): void {
    if (node < 0 || steps > MAX_STEPS) return;
    const tree = this.tree;
    const value = this.calls.callees.unwrap(node);
    switch (tree.kind[value]) {
      case Kind.Ident: {
        const binding = this.scopes.binding[value];
        const isElsewhere = this.scopes.home[binding] !== owner;
        if (alias < 0) this.bindings.set(binding, true);
        else if (isElsewhere && !(this.aliased.has(binding) && (this.aliased.get(binding) as i32) <= alias))
          this.aliased.set(binding, alias);
        if (this.isFollowed(binding, isElsewhere)) return;
        const taken = this.takenAs(binding);
        if (taken >= 0) this.markProperty(tree.atom[taken], owner, steps);
        const values = this.valuesOf(binding);
        for (let i: i32 = 0; i < values.length; i++)
          if (!this.isFresh(values[i])) this.mark(values[i], values[i], this.changer(values[i], owner), steps + 1);
        break;
      }
      case Kind.Member:
        if (tree.atom[value] < 0) break;
        this.markProperty(tree.atom[value], owner, steps);
        this.markAll(this.gettersOf(value), owner, steps);
        break;
      case Kind.Conditional:
      case Kind.Logical:
        for (let part = tree.firstChild(value); part >= 0; part = tree.nextSibling(part))
          this.mark(part, alias, owner, steps + 1);
        break;
      case Kind.Call:
        this.markAll(this.returnedBy(this.calls.classify(value).target), owner, steps);
        break;
      default:
    }
  }

  /** Whether a name has been followed already, for a change in its own function or elsewhere; from now on it has. */
  private isFollowed(binding: i32, isElsewhere: boolean): boolean {
    const known = this.followed.has(binding) ? (this.followed.get(binding) as i32) : 0;
    const bit = isElsewhere ? 2 : 1;
    this.followed.set(binding, known | bit);
    return (known & bit) !== 0;
  }

  /** Who changes what is passed as an argument to the function `owner`: the caller, if that is over when the call is. */
  private changer(argument: i32, owner: i32): i32 {
    const tree = this.tree;
    const call = tree.parent[argument];
    if (tree.kind[call] !== Kind.Call || this.calls.classify(call).target !== owner) return owner;
    const isOver = (tree.flags[owner] & Flag.Async) === 0 || tree.kind[tree.parent[call]] === Kind.Await;
    return isOver ? this.scopes.owner[call] : owner;
  }

  private markAll(values: i32[], owner: i32, steps: i32): void {
    for (let i: i32 = 0; i < values.length; i++) this.mark(values[i], values[i], owner, steps + 1);
  }

  private markProperty(atom: i32, owner: i32, steps: i32): void {
    if (this.properties.has(atom)) return;
    this.properties.set(atom, true);
    if (this.values.has(atom)) this.markAll(this.values.get(atom) as i32[], owner, steps);
  }

  /** The property of a pattern by which a variable takes what it holds from an object that others have, or -1. */
  private takenAs(binding: i32): i32 {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return -1;
    let property = tree.parent[declaration];
    if (tree.kind[property] === Kind.AssignPattern) property = tree.parent[property];
    if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) return -1;
    const declarator = tree.parent[tree.parent[property]];
    if (tree.kind[declarator] !== Kind.Declarator || this.isFresh(tree.child(declarator, 1))) return -1;
    return property;
  }

  /** What a variable is declared with, assigned, or given by a call of the file. */
  private valuesOf(binding: i32): i32[] {
    const tree = this.tree;
    const values: i32[] = [];
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return values;
    let up = tree.parent[declaration];
    const isDefault = tree.kind[up] === Kind.AssignPattern;
    if (tree.kind[up] === Kind.Declarator || isDefault) values.push(tree.nextSibling(declaration));
    const parameter = isDefault ? up : declaration;
    up = tree.parent[parameter];
    if (tree.kind[up] === Kind.Params) this.addArguments(up, parameter, values);
    let reference = this.scopes.firstReference[binding];
    while (reference >= 0) {
      const target = tree.parent[reference];
      if (tree.kind[target] === Kind.Assign && target + 1 === reference) values.push(tree.nextSibling(reference));
      reference = this.scopes.nextReference[reference];
    }
    return values;
  }

  private addArguments(params: i32, parameter: i32, values: i32[]): void {
    const tree = this.tree;
    let index: i32 = 1;
    for (let other = tree.firstChild(params); other !== parameter; other = tree.nextSibling(other)) index += 1;
    const calls = this.callsOf(tree.parent[params]);
    for (let i: i32 = 0; i < calls.length; i++) {
      const given = tree.child(calls[i], index);
      if (given >= 0) values.push(given);
    }
  }

  private gettersOf(member: i32): i32[] {
    const returned: i32[] = [];
    const atom = this.tree.atom[member];
    if (atom < 0 || !this.getters.has(atom)) return returned;
    const getters = this.getters.get(atom) as i32[];
    for (let i: i32 = 0; i < getters.length; i++) this.addReturned(getters[i], returned);
    return returned;
  }

  private returnedBy(target: i32): i32[] {
    const returned: i32[] = [];
    if (target >= 0) this.addReturned(target, returned);
    return returned;
  }

  private addReturned(target: i32, returned: i32[]): void {
    const tree = this.tree;
    if ((tree.flags[target] & Flag.Generator) !== 0) return;
    const body = tree.child(target, 2);
    if ((tree.flags[target] & Flag.ExprBody) !== 0) {
      returned.push(body);
      return;
    }
    for (let node = body; node < tree.end[target]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Return && tree.kind[node + 1] !== Kind.None) returned.push(node + 1);
    }
  }

  /** Whether an expression is made of an answer that the function at hand got, and has for itself. */
  private isFresh(node: i32): boolean {
    const tree = this.tree;
    let root = node < 0 ? node : this.calls.callees.unwrap(node);
    while (root >= 0 && tree.kind[root] === Kind.Member) root = this.calls.callees.unwrap(tree.firstChild(root));
    if (root < 0 || tree.kind[root] === Kind.None) return true;
    if (tree.kind[root] === Kind.Await) root = this.calls.callees.unwrap(tree.firstChild(root));
    if (tree.kind[root] === Kind.Call) return this.calls.classify(root).target < 0;
    if (tree.kind[root] !== Kind.Ident || root === node) return false;
    const binding = this.scopes.binding[root];
    if (this.scopes.home[binding] <= 0 || this.scopes.has(binding, BindingFlag.Captured)) return false;
    const init = this.calls.callees.initializer(binding);
    return init >= 0 && tree.kind[init] !== Kind.Ident && tree.kind[init] !== Kind.This && this.isFresh(init);
  }
}

function addTo(map: Map<i32, i32[]>, key: i32, value: i32): void {
  if (key < 0 || value < 0) return;
  if (map.has(key)) (map.get(key) as i32[]).push(value);
  else map.set(key, [value]);
}
