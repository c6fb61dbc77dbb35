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
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Cause, Effect, Evidence, Resource, Throws } from "./effect";
import { isGlobalNamespace } from "./globals";

export class Evaluator {
  /** Local functions run by the nodes evaluated since the caller last emptied the list. */
  invoked: i32[] = [];
  /** The node that ran each of them. */
  invokedBy: i32[] = [];

  constructor(
    readonly tree: Tree,
    readonly scopes: Scopes,
    readonly calls: CallClassifier,
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
        this.call(node, effect);
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
        break;
      case Kind.Unary:
        if (tree.text(node) === "delete") this.write(tree.firstChild(node), effect);
        break;
      case Kind.Binary:
        // `in` and `instanceof` reject operands of the wrong type.
        if (tree.text(node) === "in" || tree.text(node) === "instanceof") effect.throws |= Throws.Soft;
        break;
      case Kind.ObjectPattern:
      case Kind.ArrayPattern:
        effect.throws |= Throws.Soft;
        this.patternTargets(node, effect);
        break;
      case Kind.Spread:
        effect.throws |= Throws.Soft;
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
      if ((flags & Flag.Read) === 0) return;
    }
    effect.bindingReads.push(binding);
    if (inCall && !this.isCallee(node)) this.invoke(this.calls.callees.functionOf(node, 0), node);
  }

  private isCallee(node: i32): boolean {
    const up = this.tree.parent[node];
    const kind = this.tree.kind[up];
    return (kind === Kind.Call || kind === Kind.New || kind === Kind.Member) && this.tree.firstChild(up) === node;
  }

  private member(node: i32, effect: Effect, inCall: boolean): void {
    const tree = this.tree;
    if ((tree.flags[node] & Flag.Optional) === 0 && !this.isSafeObject(tree.firstChild(node)))
      effect.throws |= Throws.Soft;
    effect.reads |= Resource.Heap;
    if (inCall && !this.isCallee(node)) this.invoke(this.calls.callees.functionOf(node, 0), node);
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
        return this.calls.isResponse(object);
      default:
        return false;
    }
    if (this.calls.isResponse(object)) return true;
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

  private call(node: i32, effect: Effect): void {
    const call = this.calls.classify(node);
    effect.throws |= call.throws;
    // `db?.query()` in a chain may be skipped; that only makes its effect smaller.
    effect.touch(call.reads, call.writes, call.evidence, call.cause, node);
    if (call.mutatesReceiver) {
      this.writeThrough(this.receiverOf(node), node, effect);
    }
    if ((call.throws & Throws.Hard) !== 0 && effect.thrower < 0) effect.thrower = node;
    if (call.evidence === Evidence.Assumed && call.hasReceiver) effect.suspected.push(this.receiverOf(node));
    if (call.maker >= 0) this.invokeInside(call.maker, node);
    if (call.hasReceiver) effect.receivers.push(this.receiverOf(node));
    if (call.advances) effect.advanced.push(this.receiverOf(node));
    if (call.consumes) effect.consumed.push(this.receiverOf(node));
    this.invoke(call.target, node);
  }

  /** A function made by another may be any of those inside it. */
  private invokeInside(maker: i32, by: i32): void {
    for (let node = maker + 1; node < this.tree.end[maker]; node++) {
      if (this.tree.kind[node] === Kind.Function) this.invoke(node, by);
    }
  }

  private receiverOf(call: i32): i32 {
    const callees = this.calls.callees;
    return callees.unwrap(this.tree.firstChild(callees.unwrap(this.tree.firstChild(call))));
  }

  private invoke(target: i32, by: i32): void {
    if (target < 0) return;
    this.invoked.push(target);
    this.invokedBy.push(by);
  }

  /** Making a closure changes nothing; it holds what it captures. Handing it to a call may run it. */
  private closure(node: i32, effect: Effect, inCall: boolean): void {
    const tree = this.tree;
    const up = tree.parent[node];
    const isClassMember = tree.kind[up] === Kind.Method && tree.kind[tree.parent[up]] === Kind.Class;
    if (inCall && !isClassMember) this.invoke(node, node);
    this.captures(node, effect);
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
    const heritage = tree.kind[this.calls.callees.unwrap(tree.child(node, 1))];
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
    this.writeThrough(this.calls.callees.unwrap(tree.firstChild(member)), target, effect);
  }

  private writeThrough(object: i32, node: i32, effect: Effect): void {
    if (this.tree.kind[object] === Kind.Ident && this.isPrivateObject(this.scopes.binding[object])) {
      effect.privateWrites.push(this.scopes.binding[object]);
      return;
    }
    effect.throws |= Throws.Soft;
    effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
  }

  /** A constant holding an object, array or collection made right there and used in its own function only. */
  isPrivateObject(binding: i32): boolean {
    if (this.scopes.kind[binding] !== BindingKind.Const && this.scopes.kind[binding] !== BindingKind.Let) return false;
    if (this.scopes.has(binding, BindingFlag.Captured) || this.scopes.has(binding, BindingFlag.Exported)) return false;
    if (this.scopes.home[binding] === 0) return false;
    const init = this.calls.callees.initializer(binding);
    if (init < 0) return false;
    if (this.tree.kind[init] === Kind.Object) return !this.mayRunSetters(init);
    return this.calls.isCollection(this.scopes.declaration[binding]);
  }

  /** Accessors, or a prototype that may have some: `{ set x(v) {} }`, `{ __proto__: p }`. */
  private mayRunSetters(object: i32): boolean {
    const tree = this.tree;
    let member = tree.firstChild(object);
    while (member >= 0) {
      const isAccessor = tree.kind[member] === Kind.Method && (tree.flags[member] & (Flag.Getter | Flag.Setter)) !== 0;
      if (isAccessor || (tree.kind[member] === Kind.Property && tree.text(member) === "__proto__")) return true;
      member = tree.nextSibling(member);
    }
    return false;
  }
}
