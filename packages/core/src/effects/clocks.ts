/**
 * Counts clock readings per function.
 *
 *   const t = Date.now(); await f(); await g(); log(Date.now() - t)   →   2: the awaits between them are being measured
 *
 * Two readings bound an interval, those of two turns of a loop among them, and starting operations together changes what is measured. Readings in nested functions
 * count for the functions around them (`const elapsed = () => Date.now() - t`), but not for the module. A call of a function of
 * the file that does nothing but read the clock is a reading too.
 */
import { Flag, Kind, isLoop } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Cause, Effect, Resource } from "./effect";
import { Summaries } from "./summaries";
import { wordsIn } from "./words";

/** Names that every reading of a clock has in it somewhere. */
const CLOCK_WORDS: string = "Date hrtime mark measure now time timeEnd timeLog timestamp uptime";

/** What no function reads that does nothing but tell the time. */
const MORE_THAN_CLOCK: i32 = Resource.All & ~(Resource.Clock | Resource.Heap);

/** Longer chains of calls are left to summaries. */
const MAX_CALLS: i32 = 20;

/** Whether a function does nothing but tell the time: `const now = () => Date.now()`. */
function isClock(effect: Effect): boolean {
  if ((effect.reads & Resource.Clock) === 0 || effect.writes !== 0) return false;
  return (effect.reads & MORE_THAN_CLOCK) === 0;
}

/** Whether the file may read a clock at all: most do not, and need not be searched. */
function mentionsClock(tree: Tree): boolean {
  const words = wordsIn(CLOCK_WORDS);
  for (let i: i32 = 0; i < words.length; i++) {
    if (tree.atomOf(words[i]) >= 0) return true;
  }
  return false;
}

/** Counts when asked: only functions with regions matter, and to classify every call of a file costs more than all else. */
export class Clocks {
  private counts: Int32Array;
  /** Outermost functions that have been searched; 0 is the module without its functions. */
  private searched: Map<i32, boolean> = new Map<i32, boolean>();
  /** Loops asked about: whether they await. */
  private awaiting: Map<i32, boolean> = new Map<i32, boolean>();
  private others: OtherReaders;
  /** Whether any call of the file reads a clock: 1 yes, 0 no, -1 not known yet. */
  private anywhere: i32 = -1;
  private mayCount: boolean;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
    private summaries: Summaries,
  ) {
    const mayCount = calls.hasSummaries || mentionsClock(tree);
    this.mayCount = mayCount;
    this.counts = tree.column(mayCount ? tree.size : 0, 0);
    this.others = new OtherReaders(tree, scopes, calls);
  }

  /** Readings in a function-like node. */
  of(owner: i32): i32 {
    if (!this.mayCount) return 0;
    let outermost = owner;
    while (this.scopes.owner[outermost] > 0) outermost = this.scopes.owner[outermost];
    if (!this.searched.has(outermost)) {
      this.searched.set(outermost, true);
      this.search(outermost);
    }
    return this.counts[owner];
  }

  private search(outermost: i32): void {
    const tree = this.tree;
    const scopes = this.scopes;
    for (let node = outermost + 1; node < tree.end[outermost]; node++) {
      const kind = tree.kind[node];
      if (outermost === 0 && isFunctionLike(kind)) node = tree.end[node] - 1;
      if ((kind !== Kind.Call && kind !== Kind.New) || !this.isReading(node)) continue;
      let owner = scopes.owner[node];
      let readings: i32 = 1;
      let below = node;
      while (true) {
        if (this.isInLoop(below, owner)) readings = 2;
        if (owner > 0 || below === node) this.counts[owner] += readings;
        if (owner <= 0) break;
        below = owner;
        owner = scopes.owner[owner];
      }
    }
  }

  /** Whether a node is evaluated again and again, with an await in between, while the function around it runs. */
  private isInLoop(node: i32, owner: i32): boolean {
    const tree = this.tree;
    let at = tree.parent[node];
    while (at > owner) {
      if (isLoop(tree.kind[at])) {
        // A loop is searched once, however many clocks stand in it.
        if (!this.awaiting.has(at)) this.awaiting.set(at, hasAwait(tree, at));
        if (this.awaiting.get(at) as boolean) return true;
      }
      at = tree.parent[at];
    }
    return false;
  }

  private isReading(node: i32): boolean {
    const call = this.calls.classify(node);
    if (call.target < 0) return call.cause === Cause.Clock;
    // A summary is worked out with those of all that the function calls: most need not be asked for.
    if (this.others.has(call.target, 0) || !this.isAnywhere()) return false;
    return isClock(this.summaries.of(call.target));
  }

  private isAnywhere(): boolean {
    if (this.anywhere < 0) this.anywhere = this.calls.hasSummaries || readsClock(this.tree, this.calls) ? 1 : 0;
    return this.anywhere === 1;
  }
}

function hasAwait(tree: Tree, loop: i32): boolean {
  for (let node = loop; node < tree.end[loop]; node++) {
    if (tree.kind[node] === Kind.Await) return true;
    if (tree.kind[node] === Kind.ForOf && (tree.flags[node] & Flag.ForAwait) !== 0) return true;
  }
  return false;
}

/** Whether any call reads a clock. Without one no function of the file can be a clock either. */
function readsClock(tree: Tree, calls: CallClassifier): boolean {
  for (let node: i32 = 0; node < tree.size; node++) {
    if (!isCall(tree.kind[node])) continue;
    const call = calls.classify(node);
    if (call.cause === Cause.Clock) return true;
    if ((call.reads & Resource.Clock) !== 0 && (call.reads & MORE_THAN_CLOCK) === 0) return true;
  }
  return false;
}

/** Tells of some functions that they read what a clock does not, by looking at the calls that stand in them. */
class OtherReaders {
  private known: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
  ) {}

  has(fn: i32, depth: i32): boolean {
    if (this.known.has(fn)) return this.known.get(fn) as boolean;
    // While it is looked at, and too deep in a chain of calls, nothing is claimed.
    this.known.set(fn, false);
    const found = depth <= MAX_CALLS && this.search(fn, depth);
    this.known.set(fn, found);
    return found;
  }

  private search(fn: i32, depth: i32): boolean {
    const tree = this.tree;
    for (let node = fn + 1; node < tree.end[fn]; node++) {
      const kind = tree.kind[node];
      if (isFunctionLike(kind)) node = tree.end[node] - 1;
      else if (isCall(kind) && this.isOther(node, depth)) return true;
    }
    return false;
  }

  private isOther(node: i32, depth: i32): boolean {
    const call = this.calls.classify(node);
    if (call.target >= 0) return this.has(call.target, depth + 1);
    if (call.made >= 0 || (call.reads & MORE_THAN_CLOCK) === 0) return false;
    // What a parameter does when it is called is for the callers of the function to say.
    const callee = this.calls.callees.unwrap(this.tree.firstChild(node));
    if (this.tree.kind[callee] !== Kind.Ident) return true;
    return this.scopes.kind[this.scopes.binding[callee]] !== BindingKind.Param;
  }
}

function isCall(kind: Kind): boolean {
  return kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate;
}
