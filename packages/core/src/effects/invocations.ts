/**
 * What a call does and which functions of the file run because of it.
 *
 *   load(id)                runs `load`, if that is in the file, or whatever the name may hold
 *   new C()                 runs constructors and fields
 *   ids.map(save)           runs what it is given
 *   counter.next, `${key}`  run getters and conversions (`effects/implicit.ts`)
 *
 * The functions are collected; whoever evaluates a node joins their summaries in and empties the list.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CallEffect, READ_ANYTHING } from "./call-effect";
import { CallClassifier } from "./calls";
import { dropsResults, isDiscarded } from "./discarded";
import { Cause, deferredOf, Effect, Evidence, Resource, Throws } from "./effect";
import { ExportSummary, Promises } from "./external";
import { FlowGraph, isOwnParameter } from "./flow";
import { Known, knownConstructor } from "./globals";
import { HeapWrites } from "./heap";
import { ImplicitCalls } from "./implicit";
import { saysActs, Verb, verbOf } from "./lexicon";
import { hasWord, wordsIn } from "./words";

/** Methods that run what they are given, whatever they are called on. */
const RUNNING: string = `
catch every filter finally find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some
sort then
`;

export class Invocations {
  /** Local functions run by the nodes evaluated since somebody last emptied the list. */
  invoked: i32[] = [];
  /** The node that ran each of them. */
  invokedBy: i32[] = [];
  /** Scratch space for the functions that a node runs without calling them; `implicit` adds to it. */
  implied: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    readonly calls: CallClassifier,
    private flow: FlowGraph,
    readonly implicit: ImplicitCalls,
    private heap: HeapWrites,
  ) {}

  call(node: i32, effect: Effect): void {
    const call = this.calls.classify(node);
    if (this.heap.isDeferring && this.callsParameter(node, call, effect)) return;
    if (call.isLikelyRequest && this.requestsParameter(this.argumentAt(node, 0), node, effect)) {
      effect.touch(call.reads, call.writes, Evidence.Known, call.cause, node);
      return;
    }
    effect.throws |= call.throws;
    // `db?.query()` in a chain may be skipped; that only makes its effect smaller.
    effect.touch(call.reads, call.writes, call.evidence, call.cause, node);
    if (call.mutatesReceiver) this.heap.writeThrough(this.receiverOf(node), node, effect);
    if (call.mutatesArgument && this.tree.child(node, 1) >= 0)
      this.heap.writeThrough(this.calls.callees.unwrap(this.tree.child(node, 1)), node, effect);
    if ((call.throws & Throws.Hard) !== 0 && effect.thrower < 0) effect.thrower = node;
    if (call.evidence === Evidence.Assumed && call.hasReceiver) effect.suspected.push(this.receiverOf(node));
    if (call.evidence < Evidence.Known || call.target >= 0) this.calls.addContexts(node, effect.contexts);
    if (call.maker >= 0) this.invokeInside(call.maker, node);
    if (call.hasReceiver) {
      effect.receivers.push(this.receiverOf(node));
      if (!this.heap.isDeferring) this.heap.fields.addCall(node, call, this.receiverOf(node), effect.bindingReads);
    }
    if (call.advances) effect.advanced.push(this.receiverOf(node));
    if (call.fills) effect.filled.push(this.receiverOf(node));
    if (call.advancesArgument) effect.advanced.push(this.calls.callees.unwrap(this.tree.child(node, 1)));
    if (call.consumes) effect.consumed.push(this.receiverOf(node));
    if (call.target >= 0) this.invoke(call.target, node);
    else if (call.made >= 0) this.construct(call.made, node, effect);
    else if (call.external !== null) this.imported(node, call.external as ExportSummary, effect);
    else this.unresolved(node, call, effect);
  }

  /** A parameter that is requested: who passes it knows whether it is a URL. */
  private requestsParameter(url: i32, node: i32, effect: Effect): boolean {
    if (!this.heap.isDeferring || !this.heap.isParameter(url)) return false;
    return deferredOf(effect).addRequest(this.scopes.binding[url], node);
  }

  /**
   * A parameter that is called: who passes it knows what it does. Its name counts where nobody does (`Transfer.called`), and
   * for guards and timers.
   */
  private callsParameter(node: i32, call: CallEffect, effect: Effect): boolean {
    const callee = this.calls.callees.unwrap(this.tree.firstChild(node));
    if (call.target >= 0 || !this.heap.isParameter(callee)) return false;
    if (call.cause !== Cause.None && call.cause !== Cause.Discarded && call.cause !== Cause.WriteByName) return false;
    if (call.evidence > Evidence.Inferred) return false;
    const drops = isDiscarded(this.tree, node);
    if (!deferredOf(effect).addCallback(this.scopes.binding[callee], callee, drops)) return false;
    effect.throws |= Throws.Hard;
    if (effect.thrower < 0) effect.thrower = node;
    this.invokeDefault(callee, node);
    return true;
  }

  /** `(load = store) => load()`: the default counts as called. */
  private invokeDefault(parameter: i32, node: i32): void {
    const declaration = this.scopes.declaration[this.scopes.binding[parameter]];
    const up = this.tree.parent[declaration];
    if (this.tree.kind[up] !== Kind.AssignPattern || this.tree.firstChild(up) !== declaration) return;
    this.invokeHolders(this.tree.child(up, 1), node);
  }

  /** What the summary of an imported function says about its receiver and arguments. */
  private imported(node: i32, summary: ExportSummary, effect: Effect): void {
    const callees = this.calls.callees;
    const isMethod = this.tree.kind[callees.unwrap(this.tree.firstChild(node))] === Kind.Member;
    if (summary.writesReceiver && isMethod) {
      if (this.heap.isDeferring) this.heap.writeThrough(this.receiverOf(node), node, effect);
      else effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
    }
    const written = summary.writesArguments;
    // An object of the region's own is private only while it is written at once, not until a promise settles.
    const isLate = !this.heap.isDeferring && summary.promise !== Promises.Never;
    for (let i: i32 = 0; i < written.length; i++) {
      const argument = this.argumentAt(node, written[i]);
      if (argument >= 0 && isLate && !this.heap.ownership.isFresh(argument))
        effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
      else if (argument >= 0) this.heap.writeThrough(argument, node, effect);
    }
    const called = summary.callsArguments;
    for (let i: i32 = 0; i < called.length; i++) this.runsArgument(this.argumentAt(node, called[i]), false, effect);
    const requested = summary.requestsArguments;
    for (let i: i32 = 0; i < requested.length; i++) {
      const url = this.argumentAt(node, requested[i]);
      if (url < 0 || this.calls.known.isUrl(url) || this.requestsParameter(url, node, effect)) continue;
      effect.weaken(Evidence.Inferred, node);
    }
  }

  /** Whether what runs at `site` is a callback of a function that rejects where others throw. */
  isContained(site: i32): boolean {
    const tree = this.tree;
    const kind = tree.kind[site];
    if (kind !== Kind.Function && kind !== Kind.Ident && kind !== Kind.Member) return false;
    const call = tree.parent[site];
    if (tree.kind[call] !== Kind.Call || tree.firstChild(call) === site) return false;
    const called = this.calls.classify(call);
    if (called.external !== null) {
      const summary = called.external as ExportSummary;
      return !summary.throws && summary.promise === Promises.Always;
    }
    if (called.target < 0) return false;
    return (tree.flags[called.target] & (Flag.Async | Flag.Generator)) === Flag.Async;
  }

  /** An argument by position, or what hides it: a spread. */
  argumentAt(call: i32, index: i32): i32 {
    const tree = this.tree;
    let argument = tree.child(call, 1);
    for (let left = index; argument >= 0 && left > 0 && tree.kind[argument] !== Kind.Spread; left--)
      argument = tree.nextSibling(argument);
    return argument < 0 ? -1 : this.calls.callees.unwrap(argument);
  }

  /** `new C()`: constructors and fields of the class and of those it extends. */
  construct(made: i32, node: i32, effect: Effect): void {
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

  /** `new Alias()`, `new (c ? A : B)()`, `new this()`: every class and function of the file that it may be. */
  private constructAny(callee: i32, node: i32, effect: Effect): void {
    const tree = this.tree;
    const callees = this.calls.callees;
    const isOwn = tree.kind[callee] === Kind.Member && tree.text(callee) === "constructor";
    const made = isOwn ? callees.unwrap(tree.firstChild(callee)) : callee;
    if (tree.kind[made] === Kind.This) {
      const home = callees.homeObject(made);
      if (home < 0 || tree.kind[home] !== Kind.Class) return;
      this.construct(home, node, effect);
      const heirs = callees.heirsOf(home);
      for (let i: i32 = 0; i < heirs.length; i++) this.construct(heirs[i], node, effect);
      return;
    }
    const holders = this.flow.holders(callee);
    if (holders.isTooMany) effect.weaken(Evidence.Assumed, node);
    for (let i: i32 = 0; i < holders.functions.length; i++) {
      if (tree.kind[holders.functions[i]] === Kind.Class) this.construct(holders.functions[i], node, effect);
      else this.invoke(holders.functions[i], node);
    }
  }

  /** Functions of the file that a call may reach although nothing proves it, and what its arguments are called. */
  private unresolved(node: i32, call: CallEffect, effect: Effect): void {
    const tree = this.tree;
    if (call.evidence === Evidence.Declared || tree.kind[node] === Kind.ImportCall) return;
    const callee = this.calls.callees.unwrap(tree.firstChild(node));
    // `repository.find(Post, …)` of a known client is no array's `find`.
    const isClient = call.evidence === Evidence.Known && (call.reads & ~Resource.Heap) !== 0;
    if (call.hasReceiver && !isClient && hasWord(RUNNING, call.name))
      this.runsArgument(tree.child(node, 1), dropsResults(call.name), effect);
    if (call.evidence === Evidence.Known) return;
    if (tree.kind[node] === Kind.New) {
      this.constructAny(callee, node, effect);
      return;
    }
    if (this.isLeftToCallers(callee)) {
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
    const family = this.calls.callees.familyOf(held);
    if (family !== null) {
      for (let i: i32 = 0; i < family.length; i++) this.invoke(family[i], node);
      return;
    }
    const imports = this.flow.holders(held).imports;
    const drops = imports.length > 0 && isDiscarded(this.tree, node);
    for (let i: i32 = 0; i < imports.length; i++) if (imports[i] !== held) this.runByName(imports[i], drops, effect);
    this.runHolders(held, node, effect);
  }

  /** What a parameter holds is judged by the callers of a function, but in its regions by all that flows into it. */
  private isLeftToCallers(node: i32): boolean {
    return this.heap.isDeferring && this.tree.kind[node] === Kind.Ident && isOwnParameter(this.scopes, node);
  }

  /** `ids.map(saveUser)`: a function from elsewhere that is run by its name's leave. */
  private runsArgument(argument: i32, drops: boolean, effect: Effect): void {
    if (argument < 0) return;
    const value = this.calls.callees.unwrap(argument);
    const kind = this.tree.kind[value];
    if (kind === Kind.Call || kind === Kind.Spread || kind === Kind.Conditional || kind === Kind.Logical)
      effect.touch(READ_ANYTHING, 0, Evidence.Assumed, Cause.None, value);
    if (kind !== Kind.Ident && kind !== Kind.Member) return;
    if (this.calls.callees.functionOf(value, 0) >= 0) return;
    if (this.heap.isDeferring && this.heap.isParameter(value)) {
      deferredOf(effect).addCallback(this.scopes.binding[value], value, drops);
      return;
    }
    this.runByName(value, drops, effect);
  }

  /** The effect of calling what a name or member holds, when nothing but its name is known. */
  runByName(value: i32, drops: boolean, effect: Effect): void {
    const name = this.tree.text(value);
    const verb = verbOf(name);
    const path = this.calls.callees.global(value);
    if (path.length > 0 && (path === "Boolean" || path === "Number" || path === "String")) return;
    let cause = Cause.None;
    if (verb === Verb.Write) cause = Cause.WriteByName;
    else if (verb === Verb.Guard) cause = Cause.Guard;
    else if (verb === Verb.Timer) cause = Cause.Timer;
    else if (drops) cause = Cause.Discarded;
    const writes = cause === Cause.None ? 0 : Resource.All;
    effect.touch(READ_ANYTHING, writes, verb === Verb.None ? Evidence.Assumed : Evidence.Inferred, cause, value);
  }

  /** A name or member that is given to a call: if it holds a function, the call may run it. */
  handOver(node: i32, effect: Effect): void {
    const target = this.calls.callees.functionOf(node, 0);
    if (target >= 0) {
      this.invoke(target, node);
      return;
    }
    if (this.isLeftToCallers(node)) return;
    if (this.isGivenAway(node)) this.runGiven(node, effect);
    if (this.tree.kind[node] === Kind.Member && this.implicit.isForeign(node, 0)) return;
    this.invokeHolders(node, node);
  }

  /** `pMap(ids, deleteUser)`: of a function from elsewhere that somebody unknown is given, the name alone says what it does. */
  private runGiven(node: i32, effect: Effect): void {
    if (this.flow.isImported(node) && saysActs(this.tree.text(node))) this.runByName(node, false, effect);
  }

  /** Whether a node is an argument, or stands in a literal that is one, of a call of which nothing but its name is known. */
  private isGivenAway(node: i32): boolean {
    const tree = this.tree;
    let up = tree.parent[node];
    while (isLiteralPart(tree.kind[up])) up = tree.parent[up];
    if (tree.kind[up] !== Kind.Call && tree.kind[up] !== Kind.New) return false;
    const call = this.calls.classify(up);
    // What a function that says what it reads is given is data: `readLocalFile(lockFile)`.
    return call.evidence === Evidence.Assumed && call.target < 0 && call.made < 0 && call.external === null;
  }

  /** As `invokeHolders`, when nothing else is known of what runs. */
  private runHolders(expression: i32, by: i32, effect: Effect): void {
    this.invokeHolders(expression, by);
    const holders = this.flow.holders(expression);
    // Any of very many: one that is not among them may write. Where there was too much to look at, nothing is known.
    if (holders.isAny) effect.touch(Resource.All, Resource.All, Evidence.Assumed, Cause.Opaque, by);
    else if (holders.isTooMany) effect.weaken(Evidence.Assumed, by);
  }

  /** Runs every function that an expression may hold. */
  private invokeHolders(expression: i32, by: i32): void {
    const functions = this.flow.holders(expression).functions;
    for (let i: i32 = 0; i < functions.length; i++) {
      if (this.tree.kind[functions[i]] === Kind.Function) this.invoke(functions[i], by);
    }
  }

  /** A function made by another may be any of those inside it. */
  private invokeInside(maker: i32, by: i32): void {
    for (let node = maker + 1; node < this.tree.end[maker]; node++) {
      if (this.tree.kind[node] === Kind.Function) this.invoke(node, by);
    }
  }

  converts(value: i32, node: i32): void {
    this.implicit.addConversion(value, this.implied);
    this.invokeImplied(node);
  }

  invokeImplied(node: i32): void {
    if (this.implied.length === 0) return;
    for (let i: i32 = 0; i < this.implied.length; i++) this.invoke(this.implied[i], node);
    this.implied.length = 0;
  }

  /** Object of a method call. */
  receiverOf(call: i32): i32 {
    const callees = this.calls.callees;
    return callees.unwrap(this.tree.firstChild(callees.unwrap(this.tree.firstChild(call))));
  }

  isCallee(node: i32): boolean {
    const up = this.tree.parent[node];
    const kind = this.tree.kind[up];
    return (kind === Kind.Call || kind === Kind.New || kind === Kind.Member) && this.tree.firstChild(up) === node;
  }

  invoke(target: i32, by: i32): void {
    if (target < 0) return;
    this.invoked.push(target);
    this.invokedBy.push(by);
  }
}

function isLiteralPart(kind: i32): boolean {
  switch (kind) {
    case Kind.Property:
    case Kind.Object:
    case Kind.Array:
    case Kind.TypeWrap:
    case Kind.Conditional:
    case Kind.Logical:
      return true;
    default:
      return false;
  }
}

/** For the test that keeps the tables sorted. */
export function invocationTables(): string[][] {
  return [wordsIn(RUNNING)];
}
