/**
 * The effect of one node by itself, its children having been evaluated already.
 *
 *   a.b = f(c)   →   Ident a, Ident c: reads · Member a.b: may fail if `a` is null · Call: whatever `f` does · Assign: writes the heap
 *
 * Callers walk a statement in evaluation order and call `own` as each node completes. Closures made on the way count as
 * reading what they capture; closures handed to a call count as run by it. Assumed throughout (ASSUMPTIONS.md): property
 * reads, conversions and iteration of plain values run no user code that matters ("Implicit calls").
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes, opensScope } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Cause, Effect, Evidence, Resource, Throws } from "./effect";
import { isGlobalNamespace } from "./globals";
import { HeapWrites } from "./heap";
import { Invocations } from "./invocations";
import { isTarget } from "./mutations";

export class Evaluator {
  constructor(
    readonly tree: Tree,
    readonly scopes: Scopes,
    readonly calls: CallClassifier,
    readonly heap: HeapWrites,
    /** The functions run by the nodes evaluated so far. */
    readonly runs: Invocations,
  ) {}

  /** Adds the effect of completing `node`. `inCall`: the node is an argument, or part of one. */
  own(node: i32, effect: Effect, inCall: boolean): void {
    const tree = this.tree;
    switch (tree.kind[node]) {
      case Kind.Ident:
        this.identifier(node, effect, inCall);
        break;
      case Kind.Member:
        this.member(node, effect, inCall);
        break;
      case Kind.Call:
      case Kind.New:
      case Kind.TaggedTemplate:
      case Kind.ImportCall:
        this.runs.call(node, effect);
        break;
      case Kind.Function:
        this.closure(node, effect, inCall);
        break;
      case Kind.Class:
        this.classDefinition(node, effect);
        break;
      case Kind.Assign:
      case Kind.Update:
        if (tree.kind[tree.firstChild(node)] === Kind.Member) this.write(tree.firstChild(node), effect);
        if (tree.kind[node] === Kind.Assign && tree.text(node) === "+=") this.runs.converts(tree.child(node, 1), node);
        break;
      case Kind.Unary:
        if (tree.text(node) === "delete") this.write(tree.firstChild(node), effect);
        else if (tree.text(node) === "-" || tree.text(node) === "+") this.runs.converts(tree.firstChild(node), node);
        break;
      case Kind.Binary:
        this.binary(node, effect);
        break;
      case Kind.Template:
        this.template(node);
        break;
      case Kind.Await:
        this.runs.implicit.addSubscription(tree.firstChild(node), this.runs.implied);
        this.runs.invokeImplied(node);
        break;
      case Kind.ObjectPattern:
      case Kind.ArrayPattern:
        effect.throws |= Throws.Soft;
        this.patternReads(node, effect);
        this.patternTargets(node, effect);
        break;
      case Kind.ForOf:
        this.runs.implicit.addIteration(tree.firstChild(node), this.runs.implied);
        this.runs.invokeImplied(node);
        break;
      case Kind.ForIn:
        // The traps of a proxy.
        this.runs.implicit.addRead(-1, tree.firstChild(node), this.runs.implied);
        this.runs.invokeImplied(node);
        break;
      case Kind.Spread:
        effect.throws |= Throws.Soft;
        if (!this.heap.isDeferring && tree.kind[tree.parent[node]] === Kind.Object)
          this.heap.fields.addRead(-1, node, effect.bindingReads);
        this.runs.implicit.addIteration(tree.firstChild(node), this.runs.implied);
        this.runs.invokeImplied(node);
        break;
      case Kind.Opaque:
      case Kind.Debugger:
      case Kind.Yield:
      case Kind.Enum:
      case Kind.Namespace:
        effect.touch(Resource.All, Resource.All, Evidence.Assumed, Cause.Opaque, node);
        effect.throws |= Throws.Hard;
        break;
      default:
        break;
    }
  }

  private identifier(node: i32, effect: Effect, inCall: boolean): void {
    const flags = this.tree.flags[node];
    const binding = this.scopes.binding[node];
    const up = this.tree.kind[this.tree.parent[node]];
    // A function's or class's own name stands inside it; the definition itself is evaluated as a whole.
    if ((flags & Flag.Binding) !== 0 && (up === Kind.Function || up === Kind.Class)) return;
    if ((flags & (Flag.Binding | Flag.Write)) !== 0) {
      effect.bindingWrites.push(binding);
      if ((flags & Flag.Binding) === 0 && this.scopes.isFixed(binding)) {
        effect.throws |= Throws.Hard;
        if (effect.thrower < 0) effect.thrower = node;
      }
      if ((flags & Flag.Read) === 0) return;
    }
    effect.bindingReads.push(binding);
    this.checkValue(node, effect);
    if (!this.heap.isDeferring) this.slots(node, effect);
    if (inCall && !this.runs.isCallee(node)) this.runs.handOver(node, effect);
  }

  /** A variable that has no value yet cannot be read. */
  private checkValue(ident: i32, effect: Effect): void {
    if (!this.scopes.isDead(this.tree, ident)) return;
    effect.throws |= Throws.Hard;
    if (effect.thrower < 0) effect.thrower = ident;
  }

  /** The parts of a private object that are read. */
  private slots(mention: i32, effect: Effect): void {
    const end = this.heap.slots.endOf(mention);
    if (this.tree.kind[end] !== Kind.Member || !this.isOnlyWritten(end))
      this.heap.slots.add(mention, effect.bindingReads);
  }

  private binary(node: i32, effect: Effect): void {
    const tree = this.tree;
    const operator = tree.text(node);
    // `in` and `instanceof` reject operands of the wrong type.
    if (operator === "in" || operator === "instanceof") {
      effect.throws |= Throws.Soft;
      if (operator === "in") return;
      this.runs.implicit.addTest(tree.firstChild(node), tree.child(node, 1), this.runs.implied);
      this.runs.invokeImplied(node);
    } else if (operator !== "===" && operator !== "!==") {
      this.runs.converts(tree.firstChild(node), node);
      this.runs.converts(tree.child(node, 1), node);
    }
  }

  private template(node: i32): void {
    const tree = this.tree;
    if (tree.kind[tree.parent[node]] === Kind.TaggedTemplate) return;
    let part = tree.firstChild(node);
    while (part >= 0) {
      if (tree.kind[part] !== Kind.TemplateText) this.runs.converts(part, node);
      part = tree.nextSibling(part);
    }
  }

  private member(node: i32, effect: Effect, inCall: boolean): void {
    const tree = this.tree;
    if ((tree.flags[node] & Flag.Optional) === 0 && !this.isSafeObject(tree.firstChild(node)))
      effect.throws |= Throws.Soft;
    effect.reads |= Resource.Heap;
    if (!this.isOnlyWritten(node)) {
      if (!this.heap.isDeferring && !this.isIndex(node))
        this.heap.fields.addRead(tree.atom[node], node, effect.bindingReads);
      this.runs.implicit.addAccess(node, false, this.runs.implied);
      this.runs.invokeImplied(node);
    }
    if (inCall && !this.runs.isCallee(node)) this.runs.handOver(node, effect);
  }

  /** `list[0]` */
  private isIndex(member: i32): boolean {
    return this.tree.atom[member] < 0 && this.tree.kind[this.tree.child(member, 1)] === Kind.Number;
  }

  /** Whether a member is the target of `=`, a pattern or a loop: unlike `+=` and `++`, these do not read it. */
  private isOnlyWritten(member: i32): boolean {
    const up = this.tree.parent[member];
    if (!isTarget(this.tree, member) || this.tree.kind[up] === Kind.Update) return false;
    return this.tree.kind[up] !== Kind.Assign || this.tree.text(up) === "=";
  }

  /** Whether reading a property of this expression cannot fail: it is an object for certain. */
  private isSafeObject(node: i32): boolean {
    const tree = this.tree;
    const object = this.calls.callees.unwrap(node);
    switch (tree.kind[object]) {
      case Kind.This:
      case Kind.Super:
      case Kind.ImportMeta:
      case Kind.String:
      case Kind.Template:
      case Kind.Array:
      case Kind.Object:
      case Kind.Function:
      case Kind.Class:
      case Kind.New:
        return true;
      case Kind.Member:
        return tree.text(object) === "env" && this.isGlobalName(tree.firstChild(object), "process");
      case Kind.Ident:
        break;
      case Kind.Await:
        return this.calls.receivers.isResponse(object);
      default:
        return false;
    }
    if (this.calls.receivers.isResponse(object)) return true;
    const binding = this.scopes.binding[object];
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Global) return isGlobalNamespace(tree.text(object));
    if (kind === BindingKind.Class || kind === BindingKind.Function || kind === BindingKind.Namespace) return true;
    if (kind === BindingKind.Import) {
      const specifier = tree.parent[this.scopes.declaration[binding]];
      return tree.kind[specifier] === Kind.ImportSpec && tree.text(specifier) === "*";
    }
    const init = this.calls.callees.initializer(binding);
    if (init < 0) return false;
    const made = tree.kind[init];
    return (
      made === Kind.Object || made === Kind.Array || made === Kind.New || made === Kind.Function || made === Kind.String
    );
  }

  private isGlobalName(node: i32, name: string): boolean {
    return (
      this.tree.kind[node] === Kind.Ident &&
      this.tree.text(node) === name &&
      this.scopes.kind[this.scopes.binding[node]] === BindingKind.Global
    );
  }

  /** Making a closure changes nothing; it holds what it captures. Handing it to a call may run it. */
  private closure(node: i32, effect: Effect, inCall: boolean): void {
    const tree = this.tree;
    const up = tree.parent[node];
    const isClassMember = tree.kind[up] === Kind.Method && tree.kind[tree.parent[up]] === Kind.Class;
    if (inCall && !isClassMember) this.runs.invoke(node, node);
    this.captures(node, effect);
    if (this.isSetWhereItStands(node)) effect.bindingWrites.push(this.scopes.binding[tree.firstChild(node)]);
  }

  /**
   * `if (a) { function g() {} }` in sloppy code sets a variable of the function around
   * (https://tc39.es/ecma262/#sec-block-level-function-declarations-web-legacy-compatibility-semantics).
   */
  private isSetWhereItStands(node: i32): boolean {
    const tree = this.tree;
    if ((tree.flags[node] & Flag.Declaration) === 0 || tree.kind[tree.firstChild(node)] !== Kind.Ident) return false;
    let up = tree.parent[node];
    while (up > 0 && tree.kind[up] !== Kind.If && !opensScope(tree, up)) up = tree.parent[up];
    const scope = this.scopes.scope[this.scopes.binding[tree.firstChild(node)]];
    return up !== scope;
  }

  /** Names of outside variables below a function or class. */
  private captures(node: i32, effect: Effect): void {
    const tree = this.tree;
    for (let inner = node + 1; inner < tree.end[node]; inner++) {
      if (tree.kind[inner] !== Kind.Ident) continue;
      const binding = this.scopes.binding[inner];
      const home = this.scopes.home[binding];
      if (home < node || home >= tree.end[node]) effect.bindingReads.push(binding);
    }
  }

  /** Defining a class runs its decorators, computed keys, static blocks and static initialisers. */
  private classDefinition(node: i32, effect: Effect): void {
    const tree = this.tree;
    this.captures(node, effect);
    const own = tree.firstChild(node);
    if ((tree.flags[node] & Flag.Declaration) !== 0 && tree.kind[own] === Kind.Ident)
      effect.bindingWrites.push(this.scopes.binding[own]);
    const parent = this.calls.callees.unwrap(tree.child(node, 1));
    const heritage = tree.kind[parent];
    if (heritage === Kind.Ident) this.checkValue(parent, effect);
    if (heritage !== Kind.None && heritage !== Kind.Ident && heritage !== Kind.Member) {
      effect.touch(Resource.All, Resource.All, Evidence.Assumed, Cause.Opaque, node);
      effect.throws |= Throws.Hard;
    }
    let member = tree.child(node, 2);
    while (member >= 0) {
      const kind = tree.kind[member];
      const runs =
        kind === Kind.Decorator ||
        kind === Kind.StaticBlock ||
        (kind === Kind.Field && (tree.flags[member] & Flag.Static) !== 0) ||
        (kind !== Kind.TypeOnly && tree.atom[member] < 0);
      if (runs) {
        effect.touch(Resource.All, Resource.All, Evidence.Assumed, Cause.Opaque, node);
        effect.throws |= Throws.Hard;
        return;
      }
      member = tree.nextSibling(member);
    }
  }

  /** `const { next } = counter` runs a getter as `counter.next` does, `const [x] = list` iterates. */
  private patternReads(node: i32, effect: Effect): void {
    const tree = this.tree;
    const up = tree.parent[node];
    const isOutermost = tree.kind[up] === Kind.Declarator || tree.kind[up] === Kind.Assign;
    const value = isOutermost ? tree.child(up, 1) : node;
    if (tree.kind[value] === Kind.None) return;
    if (tree.kind[node] === Kind.ArrayPattern) this.runs.implicit.addIteration(value, this.runs.implied);
    else {
      let property = tree.firstChild(node);
      while (property >= 0) {
        if (!this.heap.isDeferring)
          this.heap.fields.addRead(
            tree.kind[property] === Kind.Property ? tree.atom[property] : -1,
            node,
            effect.bindingReads,
          );
        if (tree.kind[property] === Kind.Property)
          this.runs.implicit.addRead(tree.atom[property], value, this.runs.implied);
        property = tree.nextSibling(property);
      }
    }
    this.runs.invokeImplied(node);
  }

  /** Members that a destructuring assignment writes: `[a.b, c.d] = …`. */
  private patternTargets(node: i32, effect: Effect): void {
    const tree = this.tree;
    let child = tree.firstChild(node);
    while (child >= 0) {
      let target = child;
      if (tree.kind[target] === Kind.Property) target = tree.child(target, 1);
      if (tree.kind[target] === Kind.AssignPattern || tree.kind[target] === Kind.Rest) target = tree.firstChild(target);
      if (target >= 0 && tree.kind[target] === Kind.Member) this.write(target, effect);
      child = tree.nextSibling(child);
    }
  }

  /** A write to a property. */
  private write(target: i32, effect: Effect): void {
    const tree = this.tree;
    const member = this.calls.callees.unwrap(target);
    if (tree.kind[member] !== Kind.Member) return;
    this.runs.implicit.addAccess(member, true, this.runs.implied);
    this.runs.invokeImplied(target);
    this.heap.writeThrough(this.calls.callees.unwrap(tree.firstChild(member)), target, effect);
  }
}
