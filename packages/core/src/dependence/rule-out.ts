/**
 * Rules regions out by the calls in them, before any unit is built.
 *
 *   const a = await f(); await save(a); const b = await g();   →   `save` keeps its place, and f and g apart: nothing to build
 *
 * Looks only at calls whose effect nobody has told us: not declared, in no table, without a body in this file. Such a call may
 * throw, so it is a barrier between two operations; as an operation it is sealed when its name says that it writes or when
 * nobody uses its result. `build.ts` comes to the same verdicts. Used when nobody asked for remarks: those name the reason.
 *
 * Guarantees that a region with anything to hoist stays promising, also on an outline of the file, which lacks the bodies of
 * functions without regions (`mayHoist`): what is missing there can only make a name look more constant than it is, and with
 * that more calls told than are.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CallEffect } from "../effects/call-effect";
import { CallClassifier } from "../effects/calls";
import { Cause, Evidence, Throws } from "../effects/effect";
import { Mode, Options } from "../options/options";
import { Contains, Contents } from "../precheck/contents";
import { isClosure, RegionSet } from "../precheck/regions";

/** Keeps only those regions of `set` promising that have two neighbouring sites which their calls do not keep apart. */
export function ruleOut(tree: Tree, contents: Contents, calls: CallClassifier, options: Options, set: RegionSet): void {
  // Guesses from names do not count there.
  if (options.mode === Mode.Aggressive || mayVouch(tree)) return;
  const rules = new Rules(tree, contents, calls);
  for (let i: i32 = 0; i < set.isPromising.length; i++) set.isPromising[i] = false;
  for (let i: i32 = 0; i < set.meetRegion.length; i++) {
    if (set.isPromising[set.meetRegion[i]]) continue;
    const apart =
      rules.isStuck(set.meetFirst[i], set.meetFrom[i]) ||
      rules.isStuck(set.meetSecond[i], set.meetTo[i]) ||
      rules.separates(set.meetFrom[i], set.meetTo[i]);
    if (!apart) set.isPromising[set.meetRegion[i]] = true;
  }
}

/** Whether a comment may say `@parallel`: its author knows better than a name does. */
function mayVouch(tree: Tree): boolean {
  for (let i: i32 = 0; i < tree.commentText.length; i++) {
    if (tree.commentText[i].includes("@parallel")) return true;
  }
  return false;
}

class Rules {
  constructor(
    private tree: Tree,
    private contents: Contents,
    private calls: CallClassifier,
  ) {}

  /** Whether the site at `index`, in a statement of its region, is sealed for certain. */
  isStuck(index: i32, statement: i32): boolean {
    const tree = this.tree;
    // The order in which several awaits of a statement are evaluated is not looked into here.
    if (!this.isOnlyAwait(index, statement)) return false;
    const site = this.contents.awaits[index];
    const operand = tree.firstChild(site);
    if (!this.contents.has(operand, Contains.Call)) {
      // A promise that exists already; a constant may hold one that was made by a read.
      const kind = tree.kind[this.calls.callees.unwrap(operand)];
      return kind !== Kind.Ident;
    }
    const isDiscarded = tree.kind[tree.parent[site]] === Kind.ExprStmt;
    for (let node = operand; node < tree.end[operand]; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(tree.kind[node])) {
        const call = this.calls.classify(node);
        if (isUntold(call) && (isDiscarded || call.cause !== Cause.None)) return true;
      }
    }
    return false;
  }

  /** Whether a statement from `first` up to, but without, `last` is a barrier for certain. */
  separates(first: i32, last: i32): boolean {
    let statement = first;
    while (statement < last) {
      if (this.isBarrier(statement)) return true;
      statement = this.tree.end[statement];
    }
    return false;
  }

  private isBarrier(statement: i32): boolean {
    const tree = this.tree;
    switch (tree.kind[statement]) {
      case Kind.ExprStmt:
      case Kind.If:
      case Kind.Return:
        break;
      case Kind.VarDecl:
        // Each declarator beside one that awaits is a unit by itself.
        if (this.contents.has(statement, Contains.Await) && tree.child(statement, 1) >= 0) return false;
        break;
      default:
        return false;
    }
    for (let node = statement + 1; node < tree.end[statement]; node++) {
      const kind = tree.kind[node];
      // What an operand evaluates is the operation's own affair.
      if (kind === Kind.Await || isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(kind)) {
        const call = this.calls.classify(node);
        if (isUntold(call) && ((call.throws & Throws.Hard) !== 0 || call.cause !== Cause.None)) return true;
      }
    }
    return false;
  }

  private isOnlyAwait(index: i32, statement: i32): boolean {
    const awaits = this.contents.awaits;
    if (index > 0 && awaits[index - 1] > statement) return false;
    return index + 1 >= awaits.length || awaits[index + 1] >= this.tree.end[statement];
  }
}

/** Whether nothing but its name and its place says what a call does. */
function isUntold(call: CallEffect): boolean {
  return call.target < 0 && (call.evidence === Evidence.Inferred || call.evidence === Evidence.Assumed);
}

function isCall(kind: Kind): boolean {
  return kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate;
}
