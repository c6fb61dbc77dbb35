/**
 * What each function of the file does when it is called, to a fixed point over the call graph.
 *
 *   async function load(id) { return (await fetch("/u/" + id)).json() }   →   load: reads net, known
 *   async function both() { return [await load(1), await save(2)] }       →   both: writes, because `save` does
 *
 * Requires scope analysis and the call classifier. Only functions that somebody asks about are looked at, and what they call:
 * their direct effects are collected, then effects flow from callees to callers until nothing changes. The lattice is finite and joins only grow, so recursion needs no special
 * case. Writes to a function's own variables and to objects it makes and keeps to itself are not its callers' business.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Contents } from "../precheck/contents";
import { BindingFlag, BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { Cause, Deferred, deferredOf, Effect, Evidence, printEffect, RECEIVER, Resource, Throws } from "./effect";
import { Evaluator } from "./evaluate";
import { findCircles } from "./circles";
import { KeptCallbacks } from "./kept";
import { Transfer } from "./transfer";

/** More captured variables than this are not listed one by one. */
const MAX_READS: i32 = 48;

export class Summaries {
  /** Node column: index of a function-like node in the lists below, or -1 while nobody has asked for it. */
  private index: Int32Array;
  private node: i32[] = [];
  private effect: Effect[] = [];
  /** Calls of each function: indices of the functions called, and the nodes that call them. */
  private callees: i32[][] = [];
  private callSites: i32[][] = [];
  /** Whether an earlier call of the same function calls the same one. */
  private isRepeated: boolean[][] = [];
  private callsItself: boolean[] = [];
  private transfer: Transfer;
  /** Whether module variables are listed: only where module code awaits can a unit define one. */
  private tracksModule: boolean;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    /** An evaluator of its own: another one may be at work when a summary is asked for. */
    private evaluator: Evaluator,
    contents: Contents,
    kept: KeptCallbacks,
  ) {
    this.index = tree.column(tree.size, -1);
    this.tracksModule = moduleAwaits(contents, scopes);
    this.transfer = new Transfer(evaluator, kept);
  }

  /**
   * Adds what the functions that `evaluator` has just run do, for good, to the effect of code in `owner`; forgets them. Returns
   * the first node that ran one that may throw, or -1.
   */
  addInvoked(evaluator: Evaluator, effect: Effect, owner: i32): i32 {
    const invoked = evaluator.runs.invoked;
    const sites = evaluator.runs.invokedBy;
    if (invoked.length === 0) return -1;
    // Asking for a summary may set the same evaluator to work again.
    evaluator.runs.invoked = [];
    evaluator.runs.invokedBy = [];
    evaluator.heap.fields.addRun(owner, invoked, effect.bindingReads);
    let thrower: i32 = -1;
    for (let i: i32 = 0; i < invoked.length; i++) {
      const summary = this.of(invoked[i]);
      joinEffects(effect, summary);
      const throws = evaluator.runs.isContained(sites[i]) ? Throws.Never : summary.throws;
      effect.throws |= throws;
      if ((throws & Throws.Hard) !== 0 && thrower < 0) thrower = sites[i];
      for (let j: i32 = 0; j < summary.bindingReads.length; j++) effect.bindingReads.push(summary.bindingReads[j]);
      if (summary.deferred !== null)
        this.transfer.apply(effect, summary.deferred as Deferred, invoked[i], owner, sites[i], false);
    }
    return thrower;
  }

  /** Effect of calling a function-like node of the file; worked out, with all it calls, when first asked for. */
  of(fn: i32): Effect {
    if (this.index[fn] < 0) this.demand(fn);
    return this.effect[this.index[fn]];
  }

  /** Effect of making an instance of a class of the file. */
  ofConstruction(home: i32): Effect {
    const effect = new Effect();
    this.evaluator.runs.construct(home, home, effect);
    this.addInvoked(this.evaluator, effect, 0);
    return effect;
  }

  private demand(fn: i32): void {
    const first = this.node.length;
    this.indexOf(fn);
    // The list grows while it is walked: collecting a function's effects finds the functions it calls.
    for (let index = first; index < this.node.length; index++) this.collect(index);
    for (let index = first; index < this.node.length; index++)
      settle(this.tree, this.scopes, this.evaluator, this.node[index], this.effect[index], this.tracksModule);
    const circles = findCircles(this.callees, first);
    let from: i32 = 0;
    for (let i: i32 = 0; i < circles.ends.length; i++) {
      this.close(circles.members, from, circles.ends[i]);
      from = circles.ends[i];
    }
  }

  /** Lets effects flow between functions that call each other until nothing changes; those they call are done already. */
  private close(members: i32[], from: i32, to: i32): void {
    let changed = true;
    while (changed) {
      changed = false;
      for (let i = from; i < to; i++) {
        if (this.takeInAll(members[i])) changed = true;
      }
      if (to - from === 1 && !this.callsItself[members[from]]) return;
    }
  }

  private takeInAll(caller: i32): boolean {
    const callees = this.callees[caller];
    let changed = false;
    for (let i: i32 = 0; i < callees.length; i++) {
      // A function that passes other arguments to itself does to them what it does to its own.
      if ((callees[i] === caller || this.isRepeated[caller][i]) && this.effect[callees[i]].deferred === null) continue;
      if (this.takeIn(caller, callees[i], this.callSites[caller][i])) changed = true;
    }
    return changed;
  }

  private indexOf(fn: i32): i32 {
    if (this.index[fn] >= 0) return this.index[fn];
    this.index[fn] = this.node.length;
    this.node.push(fn);
    this.effect.push(new Effect());
    this.callees.push([]);
    this.callSites.push([]);
    this.isRepeated.push([]);
    this.callsItself.push(false);
    return this.index[fn];
  }

  /** Direct effects of one function; what it calls is noted in the graph. */
  private collect(index: i32): void {
    const tree = this.tree;
    const evaluator = this.evaluator;
    const effect = this.effect[index];
    const fn = this.node[index];
    const known = new Map<i32, boolean>();
    let callEnd: i32 = 0;
    for (let node = fn + 1; node < tree.end[fn]; node++) {
      const kind = tree.kind[node];
      const isDeclaration = kind === Kind.Function && (tree.flags[node] & Flag.Declaration) !== 0;
      if (!isDeclaration) evaluator.own(node, effect, node < callEnd);
      if (kind === Kind.Throw) effect.throws |= Throws.Hard;
      if ((kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) && tree.end[node] > callEnd)
        callEnd = tree.end[node];
      for (let i: i32 = 0; i < evaluator.runs.invoked.length; i++) {
        const callee = this.indexOf(evaluator.runs.invoked[i]);
        this.callees[index].push(callee);
        this.callSites[index].push(evaluator.runs.invokedBy[i]);
        this.isRepeated[index].push(known.has(callee));
        known.set(callee, true);
        if (callee === index) this.callsItself[index] = true;
      }
      if (evaluator.runs.invoked.length > 0) evaluator.runs.invoked.length = 0;
      if (evaluator.runs.invokedBy.length > 0) evaluator.runs.invokedBy.length = 0;
      if (isFunctionLike(kind)) node = tree.end[node] - 1;
    }
  }

  /** Joins the callee's summary into the caller's; true when that changed something. */
  private takeIn(caller: i32, callee: i32, site: i32): boolean {
    const into = this.effect[caller];
    const from = this.effect[callee];
    const fn = this.node[caller];
    const before = measure(into);
    const evidence = into.evidence;
    const weakest = into.weakest;
    const cause = into.cause;
    const culprit = into.culprit;
    joinEffects(into, from);
    if (!rejects(this.tree, fn) && !this.evaluator.runs.isContained(site)) into.throws |= from.throws;
    joinReads(this.tree, this.scopes, fn, into, from);
    if (from.deferred !== null) this.transfer.apply(into, from.deferred as Deferred, this.node[callee], fn, site, true);
    return (
      measure(into) !== before ||
      into.evidence !== evidence ||
      into.weakest !== weakest ||
      into.cause !== cause ||
      into.culprit !== culprit
    );
  }
}

function moduleAwaits(contents: Contents, scopes: Scopes): boolean {
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    if (scopes.owner[contents.awaits[i]] === 0) return true;
  }
  return false;
}

/**
 * Whether a function turns every exception into a rejection: an `async` one does, also for those of its parameters (ECMA-262,
 * EvaluateAsyncFunctionBody). An async generator evaluates its parameters when it is called, and throws.
 */
function rejects(tree: Tree, fn: i32): boolean {
  return tree.kind[fn] === Kind.Function && (tree.flags[fn] & (Flag.Async | Flag.Generator)) === Flag.Async;
}

/** Turns direct effects on variables into what a caller can notice. */
function settle(
  tree: Tree,
  scopes: Scopes,
  evaluator: Evaluator,
  fn: i32,
  effect: Effect,
  tracksModule: boolean,
): void {
  const outer: i32[] = [];
  for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
    const binding = effect.bindingReads[i];
    if (!isOuter(tree, scopes, binding, fn)) continue;
    if (scopes.has(binding, BindingFlag.Reassigned)) effect.reads |= Resource.Heap;
    if (scopes.home[binding] === 0 && !tracksModule) continue;
    if (outer.indexOf(binding) >= 0) continue;
    if (outer.length === MAX_READS) {
      effect.readsAnyBinding = true;
      break;
    }
    outer.push(binding);
  }
  for (let i: i32 = 0; i < effect.bindingWrites.length; i++) {
    const binding = effect.bindingWrites[i];
    if (scopes.home[binding] === fn) continue;
    if (scopes.home[binding] > fn && scopes.home[binding] < tree.end[fn]) continue;
    if (evaluator.calls.known.origins.isFilledOnce(binding)) continue;
    const node = firstWrite(tree, scopes, binding, fn);
    if (scopes.home[binding] > 0) {
      if (deferredOf(effect).addVariable(binding, node)) continue;
    }
    effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
  }
  for (let i: i32 = 0; i < effect.advanced.length; i++) {
    if (isLocalValue(tree, scopes, effect.advanced[i], fn)) continue;
    effect.touch(0, Resource.Heap, Evidence.Inferred, Cause.Stream, effect.advanced[i]);
  }
  effect.bindingReads = outer;
  effect.bindingWrites = [];
  effect.privateWrites = [];
  if (rejects(tree, fn)) effect.throws = Throws.Never;
}

/** The first place in a function where a variable is assigned. */
function firstWrite(tree: Tree, scopes: Scopes, binding: i32, fn: i32): i32 {
  let reference = scopes.firstReference[binding];
  while (reference >= 0) {
    const writes = (tree.flags[reference] & Flag.Write) !== 0;
    if (writes && scopes.owner[reference] === fn) return reference;
    reference = scopes.nextReference[reference];
  }
  return fn;
}

/** Whether an expression names a variable of the function itself that is no parameter. */
function isLocalValue(tree: Tree, scopes: Scopes, node: i32, fn: i32): boolean {
  if (tree.kind[node] !== Kind.Ident) return false;
  const binding = scopes.binding[node];
  return scopes.home[binding] === fn && scopes.kind[binding] !== BindingKind.Param;
}

/** Variables of enclosing functions: those a unit of such a function may define. */
function isOuter(tree: Tree, scopes: Scopes, binding: i32, fn: i32): boolean {
  const home = scopes.home[binding];
  if (home < 0 || (home >= fn && home < tree.end[fn])) return false;
  return scopes.kind[binding] !== BindingKind.Import;
}

/** A number that grows whenever a summary gains resources, failures, captures or something for its callers to judge. */
function measure(effect: Effect): i32 {
  const deferred: i32 = effect.deferred === null ? 0 : (effect.deferred as Deferred).size;
  const bits = effect.reads + effect.writes * 2 + effect.throws * 8192 + (effect.readsAnyBinding ? 65536 : 0);
  return bits + (deferred + effect.bindingReads.length) * 131072;
}

function joinReads(tree: Tree, scopes: Scopes, caller: i32, into: Effect, from: Effect): void {
  for (let i: i32 = 0; i < from.bindingReads.length && !into.readsAnyBinding; i++) {
    const binding = from.bindingReads[i];
    if (into.bindingReads.indexOf(binding) >= 0 || !isOuter(tree, scopes, binding, caller)) continue;
    if (into.bindingReads.length >= MAX_READS) into.readsAnyBinding = true;
    else into.bindingReads.push(binding);
  }
}

/** Adds resources, evidence and blame; bindings are the caller's affair. */
export function joinEffects(into: Effect, from: Effect): void {
  into.reads |= from.reads;
  into.writes |= from.writes;
  into.weaken(from.evidence, from.weakest);
  into.blame(from.cause, from.culprit);
  if (from.readsAnyBinding) into.readsAnyBinding = true;
}

/** Empty when every function's effect is consistent, else what is wrong: a write has a cause, an async function never throws. */
export function verifySummaries(summaries: Summaries, tree: Tree): string {
  for (let fn: i32 = 0; fn < tree.size; fn++) {
    if (!isFunctionLike(tree.kind[fn])) continue;
    const effect = summaries.of(fn);
    const at = "effects: " + functionName(tree, fn) + "@" + fn.toString();
    if (effect.writes !== 0 && effect.cause === Cause.None) return at + " writes without a cause";
    if (effect.cause !== Cause.None && effect.culprit < 0) return at + " has a cause without a culprit";
    if (rejects(tree, fn) && effect.throws !== Throws.Never) return at + " is async and throws";
  }
  return "";
}

/** All functions, asked for or not. */
export function printSummaries(summaries: Summaries, tree: Tree, scopes: Scopes): string {
  const lines: string[] = [];
  for (let fn: i32 = 0; fn < tree.size; fn++) {
    if (!isFunctionLike(tree.kind[fn])) continue;
    const effect = summaries.of(fn);
    let line = "  " + functionName(tree, fn) + "@" + fn.toString() + ": " + printEffect(effect);
    const reads = effect.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++)
      line += (i === 0 ? " captures " : ",") + tree.atoms[scopes.atom[reads[i]]];
    if (effect.deferred !== null) line += printDeferred(effect.deferred as Deferred, tree, scopes);
    lines.push(line + "\n");
  }
  return lines.join("");
}

/** ` · if not the caller's: assigns n; writes list,this; calls run` */
function printDeferred(deferred: Deferred, tree: Tree, scopes: Scopes): string {
  const parts: string[] = [];
  if (deferred.variables.length > 0) parts.push("assigns " + namesOf(deferred.variables, tree, scopes));
  if (deferred.objects.length > 0) parts.push("writes " + namesOf(deferred.objects, tree, scopes));
  if (deferred.callbacks.length > 0) parts.push("calls " + namesOf(deferred.callbacks, tree, scopes));
  if (deferred.requests.length > 0) parts.push("requests " + namesOf(deferred.requests, tree, scopes));
  return " callers judge: " + parts.join("; ");
}

function namesOf(bindings: i32[], tree: Tree, scopes: Scopes): string {
  const names: string[] = [];
  for (let i: i32 = 0; i < bindings.length; i++)
    names.push(bindings[i] === RECEIVER ? "this" : tree.atoms[scopes.atom[bindings[i]]]);
  return names.join(",");
}

/** A function's own name, the name of the method or variable that holds it, or `function`. */
export function functionName(tree: Tree, fn: i32): string {
  if (tree.kind[fn] === Kind.Program) return "module";
  if (tree.kind[fn] !== Kind.Function) return "initialiser";
  const own = tree.firstChild(fn);
  if (tree.kind[own] === Kind.Ident) return tree.text(own);
  const up = tree.parent[fn];
  const kind = tree.kind[up];
  if ((kind === Kind.Method || kind === Kind.Field || kind === Kind.Property) && tree.atom[up] >= 0)
    return tree.text(up);
  if (kind === Kind.Declarator && tree.kind[tree.firstChild(up)] === Kind.Ident) return tree.text(tree.firstChild(up));
  return "function";
}
