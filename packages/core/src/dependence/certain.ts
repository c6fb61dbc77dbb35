/**
 * What is certain about a piece of code before anything is known of the functions that it calls.
 *
 *   save(x)                     writes, by its name: nothing that other code says could make it a read
 *   send(); function send() { socket.write(x); }        writes, because of what stands in it
 *   try { await f(); } finally { db.close(); }           nothing in the `try` may be left running
 *
 * Most calls that count are those whose effect nobody has told us: not declared, in no table, without a body in this file. Such a call may
 * throw; it writes when its name says so or when nobody uses its result. On an outline of a file a body that is missing says nothing.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CallEffect } from "../effects/call-effect";
import { CallClassifier } from "../effects/calls";
import { Cause, Evidence, Resource, Throws } from "../effects/effect";
import { isClosure } from "../precheck/regions";
import { BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { isLogging } from "./cleanup";

/** Longer chains of calls between functions of the file are not followed. */
const MAX_CALLS: i32 = 8;

export class Certain {
  /** Functions asked about, by node. */
  private writers: Map<i32, boolean> = new Map<i32, boolean>();
  private readings: Map<i32, i32> = new Map<i32, i32>();
  /** Handlers and finalizers asked about: many regions share one. */
  private hazards: Map<i32, boolean> = new Map<i32, boolean>();
  private mentionsClock: boolean;

  constructor(
    readonly tree: Tree,
    readonly scopes: Scopes,
    readonly calls: CallClassifier,
  ) {
    this.mentionsClock = tree.atomOf("Date") >= 0 || tree.atomOf("performance") >= 0 || tree.atomOf("process") >= 0;
  }

  /** Whether an operation that makes this call is no read. `isDiscarded`: nobody uses what the operation gives. */
  writes(node: i32, isDiscarded: boolean): boolean {
    const call = this.calls.classify(node);
    if (isUntold(call)) return isDiscarded || call.cause !== Cause.None;
    return this.doesMore(call) || this.isListedWrite(node, call);
  }

  /**
   * Whether a call goes through a field that holds a connection, or is one of an imported function that is known to write; what is called on a
   * variable may be another thing by then.
   */
  private isListedWrite(node: i32, call: CallEffect): boolean {
    if (call.target >= 0 || call.made >= 0) return false;
    if (call.cause === Cause.Exclusive) return true;
    if (call.cause === Cause.None || call.evidence !== Evidence.Known || (call.writes & Resource.Unknown) === 0)
      return false;
    const callees = this.calls.callees;
    const callee = callees.unwrap(this.tree.firstChild(node));
    return this.tree.kind[callee] === Kind.Ident && callees.resolve(node).source.length > 0;
  }

  /** Whether nothing at all says what this call does, not even its name. */
  isAssumed(node: i32): boolean {
    const call = this.calls.classify(node);
    return isUntold(call) && call.evidence === Evidence.Assumed;
  }

  /** Whether no operation behind this call may start before it. */
  stops(node: i32): boolean {
    const call = this.calls.classify(node);
    if (isUntold(call)) return (call.throws & Throws.Hard) !== 0 || call.cause !== Cause.None;
    return this.doesMore(call);
  }

  /** Whether a function of the file that is called does more than read. */
  private doesMore(call: CallEffect): boolean {
    return call.target >= 0 && (call.cause !== Cause.None || this.isWriter(call.target, 0));
  }

  /** Whether every operation of a region keeps its place, whatever it is. */
  isFrozen(region: i32, owner: i32): boolean {
    if (owner > 0 && this.clockReadings(owner) > 1) return true;
    for (let fn = owner; fn > 0; fn = this.scopes.owner[fn]) {
      if (this.calls.exclusive.transactions.isBody(fn)) return true;
    }
    return this.isCleanedUp(region, owner);
  }

  /** Whether a function does what is more than a read, in a call that stands in it or in a function it calls. */
  private isWriter(fn: i32, depth: i32): boolean {
    if (this.writers.has(fn)) return this.writers.get(fn) as boolean;
    // While it is looked at, and too deep in a chain of calls, nothing is claimed.
    this.writers.set(fn, false);
    const isGenerator = this.tree.kind[fn] !== Kind.Function || (this.tree.flags[fn] & Flag.Generator) !== 0;
    const found = depth <= MAX_CALLS && !isGenerator && this.findWrite(fn, depth);
    this.writers.set(fn, found);
    return found;
  }

  private findWrite(fn: i32, depth: i32): boolean {
    const tree = this.tree;
    for (let node = fn + 1; node < tree.end[fn]; node++) {
      const kind = tree.kind[node];
      if (isFunctionLike(kind) || isClosure(tree, node)) {
        node = tree.end[node] - 1;
        continue;
      }
      if (kind !== Kind.Call && kind !== Kind.New && kind !== Kind.TaggedTemplate) continue;
      const call = this.calls.classify(node);
      if (call.target >= 0 && this.isWriter(call.target, depth + 1)) return true;
      // What a parameter does when it is called is for the callers of the function to say.
      if (isUntold(call) && call.cause !== Cause.None && !this.isParameter(tree.firstChild(node))) return true;
    }
    return false;
  }

  private isParameter(callee: i32): boolean {
    const node = this.calls.callees.unwrap(callee);
    return this.tree.kind[node] === Kind.Ident && this.scopes.kind[this.scopes.binding[node]] === BindingKind.Param;
  }

  /** How often a function, or one inside it, looks at a global clock; more than that does not matter. */
  private clockReadings(owner: i32): i32 {
    if (!this.mentionsClock) return 0;
    if (this.readings.has(owner)) return this.readings.get(owner) as i32;
    const tree = this.tree;
    let count: i32 = 0;
    for (let node = owner + 1; node < tree.end[owner] && count < 2; node++) {
      if (tree.kind[node] !== Kind.Call && tree.kind[node] !== Kind.New) continue;
      if (this.calls.callees.global(this.calls.callees.unwrap(tree.firstChild(node))).length === 0) continue;
      const call = this.calls.classify(node);
      if (call.cause === Cause.Clock && call.evidence === Evidence.Known && call.target < 0) count += 1;
    }
    this.readings.set(owner, count);
    return count;
  }

  /** Whether a failure would lead to code that could disturb operations that are left running; see `cleanup.ts`. */
  private isCleanedUp(region: i32, owner: i32): boolean {
    const tree = this.tree;
    let at = region;
    while (at > owner) {
      const up = tree.parent[at];
      if (tree.kind[up] === Kind.Try) {
        const finalizer = tree.child(up, 2);
        if (at === tree.firstChild(up) && this.hasHazard(tree.child(up, 1), owner)) return true;
        if (at !== finalizer && this.hasHazard(finalizer, owner)) return true;
      }
      const isForAwait = tree.kind[up] === Kind.ForOf && (tree.flags[up] & Flag.ForAwait) !== 0;
      if (isForAwait && tree.firstChild(up) !== at) return true;
      at = up;
    }
    return false;
  }

  private hasHazard(part: i32, owner: i32): boolean {
    if (!this.hazards.has(part)) this.hazards.set(part, this.findHazard(part, owner));
    return this.hazards.get(part) as boolean;
  }

  private findHazard(part: i32, owner: i32): boolean {
    const tree = this.tree;
    for (let node = part; node < tree.end[part]; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Call && this.scopes.owner[node] === owner) {
        const call = this.calls.classify(node);
        const isHarmless = call.cause === Cause.None || call.cause === Cause.Clock || isLogging(call);
        if (isUntold(call) && !isHarmless) return true;
      }
    }
    return false;
  }
}

/** Whether nothing but its name and its place says what a call does. */
function isUntold(call: CallEffect): boolean {
  if (call.writes === Resource.Console) return false;
  return call.target < 0 && (call.evidence === Evidence.Inferred || call.evidence === Evidence.Assumed);
}
