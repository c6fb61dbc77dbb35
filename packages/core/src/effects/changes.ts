/**
 * What a mention of an object does to its contents.
 *
 *   o.x = 1, o.a.push(x), delete o.x       changes it here
 *   bump(o), o.inc()                       changes it if the function of the file does that to its parameter, or to `this` (`detours.ts`)
 *   const p = o; for (const x of o.list)   gives it, or a part of it, another name
 *
 * Requires scope analysis. What a function that is not in sight does with an object that it is given is not seen.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Detours } from "./detours";
import { Known, knownCall } from "./globals";
import { Verb, verbOf } from "./lexicon";
import { isTarget } from "./mutations";
import { parameterAt } from "./params";
import { hasWord, wordsIn } from "./words";
import { MUTATORS } from "./receivers";

/** Methods that give the first parameter of a function parts of what they are called on. */
const VISITING: string = "every filter find findIndex flatMap forEach map some";

/** Objects that are given more names are not followed to all of them. */
const MAX_NAMES: i32 = 64;

export class Changes {
  /** Made when somebody asks. */
  private made: Detours | null = null;
  /** Per variable of a parameter: whether its object is changed. */
  private params: Map<i32, boolean> = new Map<i32, boolean>();
  /** Per function: names of the properties of `this` that it sets, -1 for any. */
  private fields: Map<i32, i32[]> = new Map<i32, i32[]>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
  ) {}

  private get detours(): Detours {
    if (this.made === null) this.made = new Detours(this.tree, this.scopes, this.calls, this);
    return this.made as Detours;
  }

  /** `o.x = 1`, `o.a.push(x)`, `delete o.x`, `Object.assign(o, x)`; with `byName` also `o.save()`. */
  isChange(mention: i32, byName: boolean): boolean {
    const tree = this.tree;
    let node = mention;
    let up = tree.parent[node];
    while (this.isPath(up, node)) {
      node = up;
      up = tree.parent[node];
      if (tree.kind[node] === Kind.Member && isTarget(tree, node)) return true;
    }
    if (tree.kind[up] !== Kind.Call) return false;
    if (tree.firstChild(up) === node) {
      if (tree.kind[node] !== Kind.Member) return false;
      return hasWord(MUTATORS, tree.text(node)) || (byName && verbOf(tree.text(node)) === Verb.Write);
    }
    // What is handed to a function that is not in sight is taken to be read by it.
    return tree.child(up, 1) === node && knownCall(this.calls.callees.resolve(up).global) === Known.Mutates;
  }

  /** Whether a mention hands the object to a function of the file, or calls one on it, that changes it; also by a detour. */
  isChangedByCall(mention: i32): boolean {
    const target = this.targetAt(mention);
    if (target < 0) return this.detours.change(mention);
    const parameter = this.parameterOf(mention, target);
    if (parameter < 0 ? this.fieldsSetBy(target).length > 0 : this.changesParameter(parameter)) return true;
    return this.detours.change(mention);
  }

  /** The call by which a mention lets a function of the file change the object, by a detour, when the call has returned; or -1. */
  lateCall(mention: i32): i32 {
    return this.detours.lateCall(mention);
  }

  /** The function of the file that a mention hands the object to, or calls on it; or -1. */
  targetAt(mention: i32): i32 {
    const call = this.callAt(mention);
    if (call < 0) return -1;
    const target = this.calls.callees.resolve(call).target;
    if (target < 0) return -1;
    const isReceiver = this.tree.contains(this.tree.firstChild(call), mention);
    return isReceiver || this.parameterOf(mention, target) >= 0 ? target : -1;
  }

  /** Variable of the parameter that a function gets what is mentioned by, or -1: it is called on that. */
  parameterOf(mention: i32, target: i32): i32 {
    const tree = this.tree;
    const call = this.callAt(mention);
    let index: i32 = 0;
    let at = tree.child(call, 1);
    for (; at >= 0 && !tree.contains(at, mention); at = tree.nextSibling(at)) {
      if (tree.kind[at] === Kind.Spread) return -1;
      index += 1;
    }
    const parameter = at < 0 ? -1 : parameterAt(tree, target, index);
    return parameter >= 0 && tree.kind[parameter] === Kind.Ident ? this.scopes.binding[parameter] : -1;
  }

  /** The call that is given what is mentioned, or is made on it: `f(o)`, `o.f()`, not `o.a.f()`; or -1. */
  callAt(mention: i32): i32 {
    const tree = this.tree;
    let node = mention;
    while (tree.kind[tree.parent[node]] === Kind.TypeWrap) node = tree.parent[node];
    let up = tree.parent[node];
    if (tree.kind[up] === Kind.Call) return tree.firstChild(up) === node ? -1 : up;
    if (tree.kind[up] !== Kind.Member || tree.firstChild(up) !== node) return -1;
    node = up;
    up = tree.parent[node];
    return tree.kind[up] === Kind.Call && tree.firstChild(up) === node ? up : -1;
  }

  /** Whether a function changes the object that a variable of its parameters holds. */
  changesParameter(binding: i32): boolean {
    if (this.params.has(binding)) return this.params.get(binding) as boolean;
    // A function that hands it to itself does no more to it.
    this.params.set(binding, false);
    const names: i32[] = [binding];
    let found = false;
    for (let i: i32 = 0; i < names.length && !found; i++) {
      let mention = this.scopes.firstReference[names[i]];
      for (; mention >= 0 && !found; mention = this.scopes.nextReference[mention]) {
        found = this.isChange(mention, false) || this.isChangedByCall(mention);
        this.addNames(mention, names);
      }
    }
    this.params.set(binding, found);
    return found;
  }

  /** Names of the properties of its `this` that a function sets, itself, by functions inside it and by methods of the file; -1 for any. */
  fieldsSetBy(fn: i32): i32[] {
    if (this.fields.has(fn)) return this.fields.get(fn) as i32[];
    const tree = this.tree;
    const found: i32[] = [];
    this.fields.set(fn, found);
    if ((tree.flags[fn] & Flag.Arrow) !== 0) return found;
    for (let node = fn + 1; node < tree.end[fn]; node++)
      if (tree.kind[node] === Kind.This && this.ownerOfThis(node) === fn) this.addFields(node, found);
    return found;
  }

  /** Adds the names of properties that a mention of `this` sets. */
  addFields(mention: i32, into: i32[]): void {
    const target = this.targetAt(mention);
    if (target < 0) {
      const up = this.tree.parent[mention];
      if (this.isChange(mention, false)) addTo(into, this.tree.kind[up] === Kind.Member ? this.tree.atom[up] : -1);
      return;
    }
    if (this.parameterOf(mention, target) >= 0) {
      if (this.isChangedByCall(mention)) addTo(into, -1);
      return;
    }
    const fields = this.fieldsSetBy(target);
    for (let i: i32 = 0; i < fields.length; i++) addTo(into, fields[i]);
  }

  /** The function, field or module whose `this` a node means. */
  ownerOfThis(node: i32): i32 {
    const tree = this.tree;
    let owner = this.scopes.owner[node];
    while (owner > 0 && tree.kind[owner] === Kind.Function && (tree.flags[owner] & Flag.Arrow) !== 0)
      owner = this.scopes.owner[owner];
    return owner;
  }

  /** Adds the variables that a mention gives the object to, or a part of it. */
  addNames(mention: i32, into: i32[]): void {
    const tree = this.tree;
    let node = mention;
    while (this.isPath(tree.parent[node], node)) node = tree.parent[node];
    const up = tree.parent[node];
    if (tree.kind[up] === Kind.Declarator && tree.child(up, 1) === node) this.addDeclared(tree.firstChild(up), into);
    else if (tree.kind[up] === Kind.ForOf && tree.firstChild(up) === node) this.addDeclared(tree.child(up, 1), into);
    else if (tree.kind[up] === Kind.Call && tree.firstChild(up) === node && hasWord(VISITING, tree.text(node))) {
      const visitor = tree.child(up, 1);
      if (visitor < 0 || tree.kind[visitor] !== Kind.Function) return;
      const parameter = parameterAt(tree, visitor, 0);
      if (parameter >= 0) this.addDeclared(parameter, into);
    }
  }

  private addDeclared(pattern: i32, into: i32[]): void {
    for (let node = pattern; node < this.tree.end[pattern]; node++) {
      if (this.tree.kind[node] !== Kind.Ident || (this.tree.flags[node] & Flag.Binding) === 0) continue;
      if (into.length < MAX_NAMES) addTo(into, this.scopes.binding[node]);
    }
  }

  /** Whether `up` reaches into what `node` gives, or only wraps it. */
  private isPath(up: i32, node: i32): boolean {
    const kind = this.tree.kind[up];
    if (kind === Kind.TypeWrap || kind === Kind.Chain) return true;
    return kind === Kind.Member && this.tree.firstChild(up) === node;
  }
}

function addTo(list: i32[], value: i32): void {
  if (list.indexOf(value) < 0) list.push(value);
}

/** For the test that keeps the tables sorted. */
export function changesTables(): string[][] {
  return [wordsIn(MUTATORS), wordsIn(VISITING)];
}
