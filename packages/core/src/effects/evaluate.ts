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
import { BindingFlag, BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { CallEffect, READ_ANYTHING } from "./call-effect";
import { CallClassifier } from "./calls";
import { Cause, Deferred, Effect, Evidence, RECEIVER, Resource, Throws } from "./effect";
import { FlowGraph, isOwnParameter } from "./flow";
import { isGlobalNamespace, knownConstructor, Known } from "./globals";
import { ImplicitCalls } from "./implicit";
import { Verb, verbOf } from "./lexicon";
import { isTarget } from "./mutations";
import { Ownership } from "./ownership";
import { hasWord, wordsIn } from "./words";

/** Methods that run what they are given, whatever they are called on. */
const RUNNING: string = `
catch every filter finally find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some
sort then
`;

export class Evaluator {
  /** Local functions run by the nodes evaluated since the caller last emptied the list. */
  invoked: i32[] = [];
  /** The node that ran each of them. */
  invokedBy: i32[] = [];

  /** Scratch space for the functions that a node runs without calling them. */
  private implied: i32[] = [];

  constructor(
    readonly tree: Tree,
    readonly scopes: Scopes,
    readonly calls: CallClassifier,
    readonly flow: FlowGraph,
    readonly implicit: ImplicitCalls,
    readonly ownership: Ownership,
    /** Whether to leave to callers what only they can judge: for summaries, not for the statements of a region. */
    private isDeferring: boolean,
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
        if (tree.kind[node] === Kind.Assign && tree.text(node) === "+=") this.converts(tree.child(node, 1), node);
        break;
      case Kind.Unary:
        if (tree.text(node) === "delete") this.write(tree.firstChild(node), effect);
        else if (tree.text(node) === "-" || tree.text(node) === "+") this.converts(tree.firstChild(node), node);
        break;
      case Kind.Binary:
        this.binary(node, effect);
        break;
      case Kind.Template:
        this.template(node);
        break;
      case Kind.Await:
        this.implicit.addSubscription(tree.firstChild(node), this.implied);
        this.invokeImplied(node);
        break;
      case Kind.ObjectPattern:
      case Kind.ArrayPattern:
        effect.throws |= Throws.Soft;
        this.patternReads(node);
        this.patternTargets(node, effect);
        break;
      case Kind.ForOf:
        this.implicit.addIteration(tree.firstChild(node), this.implied);
        this.invokeImplied(node);
        break;
      case Kind.Spread:
        effect.throws |= Throws.Soft;
        this.implicit.addIteration(tree.firstChild(node), this.implied);
        this.invokeImplied(node);
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
    if (inCall && !this.isCallee(node)) this.handOver(node);
  }

  /** A name or member that is given to a call: if it holds a function of the file, the call may run it. */
  private handOver(node: i32): void {
    const target = this.calls.callees.functionOf(node, 0);
    if (target >= 0) {
      this.invoke(target, node);
      return;
    }
    if (this.tree.kind[node] !== Kind.Ident || isOwnParameter(this.scopes, node)) return;
    this.invokeHolders(node, node);
  }

  /** Runs every function that an expression may hold. */
  private invokeHolders(expression: i32, by: i32): void {
    const functions = this.flow.holders(expression).functions;
    for (let i: i32 = 0; i < functions.length; i++) {
      if (this.tree.kind[functions[i]] === Kind.Function) this.invoke(functions[i], by);
    }
  }

  private binary(node: i32, effect: Effect): void {
    const tree = this.tree;
    const operator = tree.text(node);
    // `in` and `instanceof` reject operands of the wrong type.
    if (operator === "in" || operator === "instanceof") effect.throws |= Throws.Soft;
    else if (operator !== "===" && operator !== "!==") {
      this.converts(tree.firstChild(node), node);
      this.converts(tree.child(node, 1), node);
    }
  }

  private template(node: i32): void {
    const tree = this.tree;
    if (tree.kind[tree.parent[node]] === Kind.TaggedTemplate) return;
    let part = tree.firstChild(node);
    while (part >= 0) {
      if (tree.kind[part] !== Kind.TemplateText) this.converts(part, node);
      part = tree.nextSibling(part);
    }
  }

  private converts(value: i32, node: i32): void {
    this.implicit.addConversion(value, this.implied);
    this.invokeImplied(node);
  }

  private invokeImplied(node: i32): void {
    if (this.implied.length === 0) return;
    for (let i: i32 = 0; i < this.implied.length; i++) this.invoke(this.implied[i], node);
    this.implied.length = 0;
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
    if (!this.isOnlyWritten(node)) {
      this.implicit.addAccess(node, false, this.implied);
      this.invokeImplied(node);
    }
    if (inCall && !this.isCallee(node)) this.handOver(node);
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
    if (this.isDeferring && this.callsParameter(node, call, effect)) return;
    effect.throws |= call.throws;
    // `db?.query()` in a chain may be skipped; that only makes its effect smaller.
    effect.touch(call.reads, call.writes, call.evidence, call.cause, node);
    if (call.mutatesReceiver) this.writeThrough(this.receiverOf(node), node, effect);
    if (call.mutatesArgument && this.tree.child(node, 1) >= 0)
      this.writeThrough(this.calls.callees.unwrap(this.tree.child(node, 1)), node, effect);
    if ((call.throws & Throws.Hard) !== 0 && effect.thrower < 0) effect.thrower = node;
    if (call.evidence === Evidence.Assumed && call.hasReceiver) effect.suspected.push(this.receiverOf(node));
    if (call.maker >= 0) this.invokeInside(call.maker, node);
    if (call.hasReceiver) effect.receivers.push(this.receiverOf(node));
    if (call.advances) effect.advanced.push(this.receiverOf(node));
    if (call.consumes) effect.consumed.push(this.receiverOf(node));
    if (call.target >= 0) this.invoke(call.target, node);
    else if (call.made >= 0) this.construct(call.made, node, effect);
    else this.unresolved(node, call, effect);
  }

  /**
   * A parameter that is called: who passes it knows what it does. Names that say that they write keep their word, and so does
   * everything in a function that nobody summarises.
   */
  private callsParameter(node: i32, call: CallEffect, effect: Effect): boolean {
    const callee = this.calls.callees.unwrap(this.tree.firstChild(node));
    if (call.target >= 0 || !this.isParameter(callee)) return false;
    if (call.cause !== Cause.None && call.cause !== Cause.Discarded) return false;
    if (call.evidence > Evidence.Inferred) return false;
    if (!this.deferredOf(effect).addCallback(this.scopes.binding[callee], node, call.cause === Cause.Discarded))
      return false;
    effect.throws |= Throws.Hard;
    if (effect.thrower < 0) effect.thrower = node;
    this.invokeDefault(callee, node);
    return true;
  }

  /** Whether a name is a parameter, of the function at hand or one around it, that is never assigned. */
  isParameter(node: i32): boolean {
    if (node < 0 || this.tree.kind[node] !== Kind.Ident) return false;
    const binding = this.scopes.binding[node];
    if (this.scopes.kind[binding] !== BindingKind.Param || !this.scopes.isStable(binding)) return false;
    const up = this.tree.parent[this.scopes.declaration[binding]];
    const list = this.tree.kind[up] === Kind.AssignPattern ? this.tree.parent[up] : up;
    return this.tree.kind[list] === Kind.Params;
  }

  /** `(load = store) => load()`: the default counts as called. */
  private invokeDefault(parameter: i32, node: i32): void {
    const declaration = this.scopes.declaration[this.scopes.binding[parameter]];
    const up = this.tree.parent[declaration];
    if (this.tree.kind[up] !== Kind.AssignPattern || this.tree.firstChild(up) !== declaration) return;
    this.invokeHolders(this.tree.child(up, 1), node);
  }

  private deferredOf(effect: Effect): Deferred {
    if (effect.deferred === null) effect.deferred = new Deferred();
    return effect.deferred as Deferred;
  }

  /** `new C()`: constructors and fields of the class and of those it extends. */
  private construct(made: i32, node: i32, effect: Effect): void {
    const tree = this.tree;
    const callees = this.calls.callees;
    let home = made;
    for (let depth: i32 = 0; home >= 0 && depth < 8; depth++) {
      let member = tree.child(home, 2);
      while (member >= 0) {
        const flags = tree.flags[member];
        if (tree.kind[member] === Kind.Method && (flags & Flag.Constructor) !== 0)
          this.invoke(tree.child(member, 1), node);
        else if (tree.kind[member] === Kind.Field && (flags & Flag.Static) === 0) this.invoke(member, node);
        member = tree.nextSibling(member);
      }
      const heritage = callees.unwrap(tree.child(home, 1));
      if (tree.kind[heritage] === Kind.None) return;
      home = callees.baseOf(home);
      if (home >= 0) continue;
      const isGlobal =
        tree.kind[heritage] === Kind.Ident && this.scopes.kind[this.scopes.binding[heritage]] === BindingKind.Global;
      const known = isGlobal ? knownConstructor(tree.text(heritage)) : Known.Nothing;
      if (known === Known.Pure) return;
    }
    // A base class that nothing is known about.
    effect.touch(READ_ANYTHING, 0, Evidence.Assumed, Cause.None, node);
    effect.throws |= Throws.Hard;
    if (effect.thrower < 0) effect.thrower = node;
  }

  /** Functions of the file that a call may reach although nothing proves it, and what its arguments are called. */
  private unresolved(node: i32, call: CallEffect, effect: Effect): void {
    const tree = this.tree;
    if (call.evidence === Evidence.Declared || tree.kind[node] === Kind.ImportCall) return;
    const callee = this.calls.callees.unwrap(tree.firstChild(node));
    // `repository.find(Post, …)` of a known client is no array's `find`.
    const isClient = call.evidence === Evidence.Known && (call.reads & ~Resource.Heap) !== 0;
    if (call.hasReceiver && !isClient && hasWord(RUNNING, call.name)) this.runsArgument(tree.child(node, 1), effect);
    if (call.evidence === Evidence.Known || tree.kind[node] === Kind.New) return;
    if (tree.kind[callee] === Kind.Ident && isOwnParameter(this.scopes, callee)) {
      this.invokeDefault(callee, node);
      return;
    }
    let held = callee;
    if (tree.kind[callee] === Kind.Member) {
      // `store.call(null, id)` runs `store`.
      const object = this.calls.callees.unwrap(tree.firstChild(callee));
      if (call.name === "call" || call.name === "apply") held = object;
      else if (this.implicit.isForeign(object, 0)) return;
      else if (call.mutatesReceiver) return;
    }
    this.invokeHolders(held, node);
    if (this.flow.holders(held).isTooMany)
      effect.touch(Resource.All, Resource.All, Evidence.Assumed, Cause.Opaque, node);
  }

  /** `ids.map(saveUser)`: a function from elsewhere that is run by its name's leave. */
  private runsArgument(argument: i32, effect: Effect): void {
    if (argument < 0) return;
    const value = this.calls.callees.unwrap(argument);
    const kind = this.tree.kind[value];
    if (kind !== Kind.Ident && kind !== Kind.Member) return;
    if (this.calls.callees.functionOf(value, 0) >= 0) return;
    if (this.isDeferring && this.isParameter(value)) {
      this.deferredOf(effect).addCallback(this.scopes.binding[value], value, false);
      return;
    }
    this.runByName(value, false, effect);
  }

  /** The effect of calling what a name or member holds, when nothing but its name is known. */
  runByName(value: i32, isDiscarded: boolean, effect: Effect): void {
    const name = this.tree.text(value);
    const verb = verbOf(name);
    const path = this.calls.callees.global(value);
    if (path.length > 0 && (path === "Boolean" || path === "Number" || path === "String")) return;
    let cause = Cause.None;
    if (verb === Verb.Write) cause = Cause.WriteByName;
    else if (verb === Verb.Guard) cause = Cause.Guard;
    else if (verb === Verb.Timer) cause = Cause.Timer;
    else if (isDiscarded) cause = Cause.Discarded;
    const writes = cause === Cause.None ? 0 : Resource.All;
    effect.touch(READ_ANYTHING, writes, verb === Verb.None ? Evidence.Assumed : Evidence.Inferred, cause, value);
  }

  /** A function made by another may be any of those inside it. */
  private invokeInside(maker: i32, by: i32): void {
    for (let node = maker + 1; node < this.tree.end[maker]; node++) {
      if (this.tree.kind[node] === Kind.Function) this.invoke(node, by);
    }
  }

  /** Object of a method call. */
  receiverOf(call: i32): i32 {
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

  /** `const { next } = counter` runs a getter as `counter.next` does, `const [x] = list` iterates. */
  private patternReads(node: i32): void {
    const tree = this.tree;
    const up = tree.parent[node];
    const isOutermost = tree.kind[up] === Kind.Declarator || tree.kind[up] === Kind.Assign;
    const value = isOutermost ? tree.child(up, 1) : node;
    if (tree.kind[value] === Kind.None) return;
    if (tree.kind[node] === Kind.ArrayPattern) this.implicit.addIteration(value, this.implied);
    else {
      let property = tree.firstChild(node);
      while (property >= 0) {
        if (tree.kind[property] === Kind.Property) this.implicit.addRead(tree.atom[property], value, this.implied);
        property = tree.nextSibling(property);
      }
    }
    this.invokeImplied(node);
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
    this.implicit.addAccess(member, true, this.implied);
    this.invokeImplied(target);
    this.writeThrough(this.calls.callees.unwrap(tree.firstChild(member)), target, effect);
  }

  /** A write to a property of what `object` evaluates to. */
  private writeThrough(object: i32, node: i32, effect: Effect): void {
    if (this.ownership.isFresh(object)) return;
    if (this.tree.kind[object] === Kind.Ident && this.writesVariable(object, node, effect)) return;
    effect.throws |= Throws.Soft;
    if (this.tree.kind[object] === Kind.This && this.isDeferring) {
      if (this.isUnderConstruction(object)) return;
      if (this.deferredOf(effect).addObject(RECEIVER, node)) return;
    }
    effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
  }

  /** Whether a write to a property of the object in a variable is dealt with. */
  private writesVariable(object: i32, node: i32, effect: Effect): boolean {
    const binding = this.scopes.binding[object];
    const isMade = this.ownership.isMade(binding);
    const isOwn = isMade && this.scopes.home[binding] === this.scopes.owner[node];
    if (!this.isDeferring) {
      if (!isOwn || !this.isPrivateObject(binding)) return false;
      effect.privateWrites.push(binding);
      return true;
    }
    if (isOwn && !this.ownership.hasEscaped(binding, node)) {
      effect.privateWrites.push(binding);
      return true;
    }
    if (!isMade && !this.isParameter(object)) return false;
    if (isOwn) return false;
    effect.throws |= Throws.Soft;
    return this.deferredOf(effect).addObject(binding, node);
  }

  /** Whether `this` is an instance that its constructor or field is just making. */
  private isUnderConstruction(receiver: i32): boolean {
    const owner = this.scopes.owner[receiver];
    if (!isFunctionLike(this.tree.kind[owner])) return false;
    if (this.tree.kind[owner] === Kind.Field) return (this.tree.flags[owner] & Flag.Static) === 0;
    const up = this.tree.parent[owner];
    return up >= 0 && this.tree.kind[up] === Kind.Method && (this.tree.flags[up] & Flag.Constructor) !== 0;
  }

  /** A constant holding an object, array or collection made right there and used in its own function only. */
  isPrivateObject(binding: i32): boolean {
    return !this.scopes.has(binding, BindingFlag.Captured) && this.ownership.isMade(binding);
  }
}

/** For the test that keeps the tables sorted. */
export function evaluatorTables(): string[][] {
  return [wordsIn(RUNNING)];
}
