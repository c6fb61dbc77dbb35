/**
 * What each function of the file does when it is called, to a fixed point over the call graph.
 *
 *   async function load(id) { return (await fetch("/u/" + id)).json() }   →   load: reads net, known
 *   async function both() { return [await load(1), await save(2)] }       →   both: writes, because `save` does
 *
 * Requires scope analysis and the call classifier. Direct effects are collected in one pass over the tree; then effects flow
 * from callees to callers until nothing changes. The lattice is finite and joins only grow, so recursion needs no special
 * case. Writes to a function's own variables and to objects it makes and keeps to itself are not its callers' business.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Contents } from "../precheck/contents";
import { BindingFlag, BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { Cause, Effect, Evidence, printEffect, Resource, Throws } from "./effect";
import { Evaluator } from "./evaluate";

/** More captured variables than this are not listed one by one. */
const MAX_READS: i32 = 48;

export class Summaries {
  /** Node column: index of a function-like node in the lists below, or -1. */
  index: Int32Array;
  node: i32[] = [];
  effect: Effect[] = [];

  constructor(
    size: i32,
    /** Whether module variables are listed: only where module code awaits can a unit define one. */
    readonly tracksModule: boolean,
  ) {
    this.index = new Int32Array(size).fill(-1);
  }

  of(fn: i32): Effect {
    return this.effect[this.index[fn]];
  }
}

export function summarize(tree: Tree, contents: Contents, scopes: Scopes, evaluator: Evaluator): Summaries {
  const summaries = new Summaries(tree.size, moduleAwaits(contents, scopes));
  for (let node: i32 = 0; node < tree.size; node++) {
    if (!isFunctionLike(tree.kind[node])) continue;
    summaries.index[node] = summaries.node.length;
    summaries.node.push(node);
    summaries.effect.push(new Effect());
  }
  const graph = collectDirect(tree, scopes, evaluator, summaries);
  propagate(tree, scopes, summaries, graph);
  return summaries;
}

function moduleAwaits(contents: Contents, scopes: Scopes): boolean {
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    if (scopes.owner[contents.awaits[i]] === 0) return true;
  }
  return false;
}

/** Call edges, grouped by callee so that a change finds its callers. */
class CallGraph {
  callers: i32[][] = [];
}

function collectDirect(tree: Tree, scopes: Scopes, evaluator: Evaluator, summaries: Summaries): CallGraph {
  const graph = new CallGraph();
  const callEnd: i32[] = [];
  for (let index: i32 = 0; index < summaries.node.length; index++) {
    graph.callers.push([]);
    callEnd.push(0);
  }
  for (let node: i32 = 0; node < tree.size; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function && (tree.flags[node] & Flag.Declaration) !== 0) continue;
    const owner = summaries.index[scopes.owner[node]];
    const effect = summaries.effect[owner];
    evaluator.own(node, effect, node < callEnd[owner]);
    if (kind === Kind.Throw) effect.throws |= Throws.Hard;
    if (kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) {
      if (tree.end[node] > callEnd[owner]) callEnd[owner] = tree.end[node];
    }
    for (let i: i32 = 0; i < evaluator.invoked.length; i++) {
      const callee = summaries.index[evaluator.invoked[i]];
      if (callee !== owner) graph.callers[callee].push(owner);
    }
    evaluator.invoked.length = 0;
    evaluator.invokedBy.length = 0;
  }
  for (let index: i32 = 0; index < summaries.node.length; index++) settle(tree, scopes, summaries, index);
  return graph;
}

/** Turns direct effects on variables into what a caller can notice. */
function settle(tree: Tree, scopes: Scopes, summaries: Summaries, index: i32): void {
  const fn = summaries.node[index];
  const effect = summaries.effect[index];
  const outer: i32[] = [];
  for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
    const binding = effect.bindingReads[i];
    if (!isOuter(tree, scopes, binding, fn)) continue;
    if (scopes.has(binding, BindingFlag.Reassigned)) effect.reads |= Resource.Heap;
    if (scopes.home[binding] === 0 && !summaries.tracksModule) continue;
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
    effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, firstWrite(tree, scopes, binding, fn));
  }
  for (let i: i32 = 0; i < effect.advanced.length; i++) {
    if (isLocalValue(tree, scopes, effect.advanced[i], fn)) continue;
    effect.touch(0, Resource.Heap, Evidence.Inferred, Cause.Stream, effect.advanced[i]);
  }
  effect.bindingReads = outer;
  effect.bindingWrites = [];
  effect.privateWrites = [];
  if ((tree.flags[fn] & Flag.Async) !== 0 && tree.kind[fn] === Kind.Function) effect.throws = Throws.Never;
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

function propagate(tree: Tree, scopes: Scopes, summaries: Summaries, graph: CallGraph): void {
  const queue: i32[] = [];
  const queued = new Int8Array(summaries.node.length);
  for (let index: i32 = summaries.node.length - 1; index >= 0; index--) {
    queue.push(index);
    queued[index] = 1;
  }
  while (queue.length > 0) {
    const callee = queue[queue.length - 1];
    queue.pop();
    queued[callee] = 0;
    const callers = graph.callers[callee];
    for (let i: i32 = 0; i < callers.length; i++) {
      const caller = callers[i];
      if (!join(tree, scopes, summaries, caller, callee) || queued[caller] !== 0) continue;
      queue.push(caller);
      queued[caller] = 1;
    }
  }
}

/** Joins the callee's summary into the caller's; true when that changed something. */
function join(tree: Tree, scopes: Scopes, summaries: Summaries, caller: i32, callee: i32): boolean {
  const into = summaries.effect[caller];
  const from = summaries.effect[callee];
  const isAsync = (tree.flags[summaries.node[caller]] & Flag.Async) !== 0;
  const throws = isAsync ? into.throws : into.throws | from.throws;
  let changed =
    (into.reads | from.reads) !== into.reads ||
    (into.writes | from.writes) !== into.writes ||
    from.evidence < into.evidence ||
    throws !== into.throws ||
    (into.cause === Cause.None && from.cause !== Cause.None) ||
    (from.readsAnyBinding && !into.readsAnyBinding);
  joinEffects(into, from);
  into.throws = throws;
  const home = summaries.node[caller];
  for (let i: i32 = 0; i < from.bindingReads.length && !into.readsAnyBinding; i++) {
    const binding = from.bindingReads[i];
    if (into.bindingReads.indexOf(binding) >= 0 || !isOuter(tree, scopes, binding, home)) continue;
    if (into.bindingReads.length >= MAX_READS) into.readsAnyBinding = true;
    else into.bindingReads.push(binding);
    changed = true;
  }
  return changed;
}

/** Adds resources, evidence and blame; bindings are the caller's affair. */
export function joinEffects(into: Effect, from: Effect): void {
  into.reads |= from.reads;
  into.writes |= from.writes;
  into.weaken(from.evidence, from.weakest);
  into.blame(from.cause, from.culprit);
  if (from.readsAnyBinding) into.readsAnyBinding = true;
}

export function printSummaries(summaries: Summaries, tree: Tree, scopes: Scopes): string {
  const lines: string[] = [];
  for (let index: i32 = 0; index < summaries.node.length; index++) {
    const fn = summaries.node[index];
    let line = "  " + functionName(tree, fn) + "@" + fn.toString() + ": " + printEffect(summaries.effect[index]);
    const reads = summaries.effect[index].bindingReads;
    for (let i: i32 = 0; i < reads.length; i++)
      line += (i === 0 ? " captures " : ",") + tree.atoms[scopes.atom[reads[i]]];
    lines.push(line + "\n");
  }
  return lines.join("");
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
