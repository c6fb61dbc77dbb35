/**
 * Rules regions out by the calls in them, before any unit is built.
 *
 *   const a = await f(); await save(a); const b = await g();   →   `save` keeps its place, and f and g apart: nothing to build
 *   await send(await encode(x))                                →   one feeds the other: nothing to build
 *   let a = await f(); if (!a) a = await g();                  →   so does it here (`feeds.ts`)
 *
 * Looks only at what single calls say for certain (`certain.ts`) and at the order of evaluation. `build.ts` comes to the same
 * verdicts. Used when nobody asked for remarks: those name the reason.
 *
 * Guarantees that a region with anything to hoist stays promising, also on an outline of the file, which lacks the bodies of
 * functions without regions (`mayHoist`): what is missing there can only make a name look more constant than it is, and with
 * that more calls told than are.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CallClassifier } from "../effects/calls";
import { Mode, Options } from "../options/options";
import { Contains, Contents } from "../precheck/contents";
import { isClosure, RegionSet } from "../precheck/regions";
import { hasHead, isStep } from "../precheck/steps";
import { Certain } from "./certain";
import { Feeds } from "./feeds";
import { isGuiding } from "../effects/fields";

/** A longer way from the beginning of a statement to an await in it is not looked at, lest many awaits in one take long. */
const MAX_STEPS: i32 = 1000;

/** Keeps only those regions of `set` promising that have two neighbouring sites which their calls do not keep apart. */
export function ruleOut(contents: Contents, certain: Certain, set: RegionSet): void {
  const rules = new Rules(contents, certain);
  for (let i: i32 = 0; i < set.isPromising.length; i++) set.isPromising[i] = false;
  for (let i: i32 = 0; i < set.meetRegion.length; i++) {
    const region = set.meetRegion[i];
    if (set.isPromising[region]) continue;
    if (rules.mayMeet(set.meetFirst[i], set.meetFrom[i], set.meetSecond[i], set.meetTo[i]))
      set.isPromising[region] = true;
  }
  // Last, because it looks at every call around a region, and few regions are left.
  for (let i: i32 = 0; i < set.isPromising.length; i++) {
    if (set.isPromising[i] && certain.isFrozen(set.node[i], set.owner[i])) set.isPromising[i] = false;
  }
}

/** Whether `ruleOut` would keep a region promising. */
export function keepsAny(contents: Contents, certain: Certain, set: RegionSet): boolean {
  const rules = new Rules(contents, certain);
  let frozen: i32 = -1;
  for (let i: i32 = 0; i < set.meetRegion.length; i++) {
    const region = set.meetRegion[i];
    if (region === frozen) continue;
    if (!rules.mayMeet(set.meetFirst[i], set.meetFrom[i], set.meetSecond[i], set.meetTo[i])) continue;
    if (certain.isFrozen(set.node[region], set.owner[region])) frozen = region;
    else if (!rules.meetInHandle(set.meetFirst[i], set.meetSecond[i])) return true;
  }
  return false;
}

/**
 * Whether what the names of calls say is certain: in mode "aggressive" guesses from names do not count, and a comment that says
 * `@parallel` has an author who knows better.
 */
export function believesNames(tree: Tree, options: Options): boolean {
  if (options.mode === Mode.Aggressive) return false;
  for (let i: i32 = 0; i < tree.commentText.length; i++) if (tree.commentText[i].includes("@parallel")) return false;
  return true;
}

class Rules {
  private tree: Tree;
  private calls: CallClassifier;
  /** Statements asked about: whether one of their sites stands in a pattern. */
  private reversed: Map<i32, boolean> = new Map<i32, boolean>();
  /** The same for statements that keep their places. */
  private places: Map<i32, boolean> = new Map<i32, boolean>();
  /** Sites asked about, by index. */
  private stuck: Map<i32, boolean> = new Map<i32, boolean>();
  private feeds: Feeds;

  constructor(
    private contents: Contents,
    private certain: Certain,
  ) {
    this.tree = certain.tree;
    this.calls = certain.calls;
    this.feeds = new Feeds(certain.tree, certain.scopes);
  }

  /** Whether the site `first` of statement `from` and `second` of statement `to`, which is evaluated next, may start together. */
  mayMeet(first: i32, from: i32, second: i32, to: i32): boolean {
    const isStepBefore = this.isInStep(first, from);
    const isStepAfter = this.isInStep(second, to);
    const isReversed = (!isStepBefore && this.isReversed(from)) || (!isStepAfter && this.isReversed(to));
    // Names are looked at before calls are: that takes less.
    if (!isReversed && from !== to) {
      const site = isStepBefore ? from : this.contents.awaits[first];
      if (this.feeds.reach(site, from, this.useOf(second, to, isStepAfter), to)) return false;
    }
    if (isStepBefore && this.keepsItsPlace(from)) return false;
    // What a `try` awaits first may leave it, whatever its handler does.
    if (isStepAfter && this.tree.kind[to] !== Kind.Try && this.keepsItsPlace(to)) return false;
    if (isReversed) return true;
    if (from === to && this.isOneOrOther(this.contents.awaits[first], this.contents.awaits[second])) return false;
    if (!isStepBefore && this.isStuck(first, from)) return false;
    if (!isStepAfter && this.isStuck(second, to)) return false;
    return from === to || !this.separates(isStepBefore ? this.tree.end[from] : from, to);
  }

  /** Whether one of two sites asks a connection that a field holds. Last, because all of the file is looked through for these. */
  meetInHandle(first: i32, second: i32): boolean {
    return this.asksHandle(this.contents.awaits[first]) || this.asksHandle(this.contents.awaits[second]);
  }

  private asksHandle(site: i32): boolean {
    const tree = this.tree;
    for (let node = site + 1; node < tree.end[site]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Await || isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(kind) && this.calls.exclusive.usesField(node)) return true;
    }
    return false;
  }

  /** What an operation evaluates: a statement, a choice, or what is awaited. */
  private useOf(second: i32, to: i32, isStep: boolean): i32 {
    const tree = this.tree;
    const operand = tree.firstChild(this.contents.awaits[second]);
    if (isStep) return tree.kind[to] === Kind.Try ? operand : to;
    let use = operand;
    for (let at = operand; at !== to; at = tree.parent[at]) {
      const up = tree.parent[at];
      // Only where all of it is one operation is anything in it started early that it may leave out.
      if (isChoice(tree.kind[up]) && up + 1 !== at) use = up;
    }
    return use;
  }

  /** Whether a site stands in a part of a statement that may be an operation with all that it awaits. */
  private isInStep(site: i32, statement: i32): boolean {
    if (!isStep(this.tree, this.contents, statement)) return false;
    if (!hasHead(this.tree.kind[statement])) return true;
    return !this.tree.contains(this.tree.firstChild(statement), this.contents.awaits[site]);
  }

  /** Whether a statement that awaits in parts of its own writes for certain, or waits for what runs already. */
  private keepsItsPlace(statement: i32): boolean {
    if (!this.places.has(statement)) this.places.set(statement, this.hasItsPlace(statement));
    return this.places.get(statement) as boolean;
  }

  private hasItsPlace(statement: i32): boolean {
    const tree = this.tree;
    const isTry = tree.kind[statement] === Kind.Try;
    for (let node = statement; node < tree.end[statement]; node++) {
      const kind = tree.kind[node];
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(kind) && this.certain.writes(node, this.isDiscarded(node))) return true;
      else if (kind === Kind.Await && !isTry && !this.contents.has(tree.firstChild(node), Contains.Call)) return true;
      else if ((kind === Kind.Assign || kind === Kind.Update) && this.setsField(node)) return true;
    }
    return false;
  }

  /** Whether nobody uses what is awaited: `await f();` */
  private isDiscarded(call: i32): boolean {
    const up = this.tree.parent[call];
    return this.tree.kind[up] === Kind.Await && this.tree.kind[this.tree.parent[up]] === Kind.ExprStmt;
  }

  /** Whether a site may stand in a pattern, which is evaluated after the value that stands behind it. */
  private isReversed(statement: i32): boolean {
    if (!this.reversed.has(statement)) this.reversed.set(statement, this.awaitsInPattern(statement));
    return this.reversed.get(statement) as boolean;
  }

  /**
   * Whether the second of two neighbours of one statement is not awaited before the first, or something after it, has told whether
   * it is at all: `c ? await f() : await g()`, `await f() ?? await g()`.
   */
  private isOneOrOther(first: i32, second: i32): boolean {
    const tree = this.tree;
    let at = tree.parent[first];
    while (!tree.contains(at, second)) at = tree.parent[at];
    return isChoice(tree.kind[at]);
  }

  /** The outermost expression of the site's statement that may leave the site out, or -1; expressions around what another await waits for aside. */
  private choiceAround(index: i32, statement: i32): i32 {
    const tree = this.tree;
    let at = this.contents.awaits[index];
    let top = -1;
    while (at !== statement) {
      const up = tree.parent[at];
      const kind = tree.kind[up];
      if (kind === Kind.Await) return top;
      if (isChoice(kind) && up + 1 !== at) top = up;
      at = up;
    }
    return top;
  }

  /** Whether a pattern in a statement awaits. */
  private awaitsInPattern(statement: i32): boolean {
    const tree = this.tree;
    for (let node = statement; node < tree.end[statement]; node++) {
      if (!this.contents.has(node, Contains.Await) || isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isPattern(tree.kind[node])) return true;
    }
    return false;
  }

  /** Whether the site at `index`, in a statement of its region, is sealed for certain. */
  private isStuck(index: i32, statement: i32): boolean {
    if (!this.stuck.has(index)) this.stuck.set(index, this.isSealed(index, statement));
    return this.stuck.get(index) as boolean;
  }

  private isSealed(index: i32, statement: i32): boolean {
    const tree = this.tree;
    const site = this.contents.awaits[index];
    const operand = tree.firstChild(site);
    // An operation that a condition chooses is stuck or not as a whole.
    const choice = this.choiceAround(index, statement);
    if (choice >= 0 && !tree.contains(tree.firstChild(choice), site) && this.staysWhole(choice, statement)) return true;
    if (choice >= 0 && this.awaitsBeside(choice, index)) return false;
    const whole = choice >= 0 ? choice : site;
    if (!this.contents.has(operand, Contains.Call)) {
      // A promise that exists already; a constant may hold one that was made by a read.
      const kind = tree.kind[this.calls.callees.unwrap(operand)];
      return kind !== Kind.Ident || this.isPreceded(whole, statement);
    }
    const isDiscarded = tree.kind[tree.parent[site]] === Kind.ExprStmt;
    for (let node = operand; node < tree.end[operand]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Await || isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(kind) && this.certain.writes(node, isDiscarded)) return true;
    }
    return this.isPreceded(whole, statement);
  }

  /** Whether an expression that decides what it awaits can be no operation, nor the statement around it. */
  private staysWhole(choice: i32, statement: i32): boolean {
    const tree = this.tree;
    if (this.keepsItsPlace(choice)) return true;
    if (tree.kind[statement] === Kind.ExprStmt) return false;
    for (let node = choice; node < tree.end[choice]; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Assign || tree.kind[node] === Kind.Update) return true;
    }
    return false;
  }

  /** Whether an expression contains another site next to the one at `index`. */
  private awaitsBeside(node: i32, index: i32): boolean {
    const awaits = this.contents.awaits;
    return (
      (index > 0 && this.tree.contains(node, awaits[index - 1])) ||
      (index + 1 < awaits.length && this.tree.contains(node, awaits[index + 1]))
    );
  }

  /** Whether its own unit evaluates something that may fail or writes before it gets to the site. */
  private isPreceded(site: i32, statement: i32): boolean {
    const tree = this.tree;
    let start = statement;
    if (tree.kind[statement] === Kind.VarDecl) {
      // Each declarator may be a unit by itself.
      start = site;
      while (tree.parent[start] !== statement) start = tree.parent[start];
    }
    if (site - start > MAX_STEPS) return false;
    for (let node = start; node < site; node++) {
      const kind = tree.kind[node];
      const isOver = tree.end[node] <= site;
      // A pattern is evaluated after its value; what an operand evaluates is the other operation's own affair.
      if (isOver && (isPattern(kind) || this.isOperation(node) || isClosure(tree, node))) node = tree.end[node] - 1;
      else if (isOver && isCall(kind) && this.certain.stops(node)) return true;
    }
    return false;
  }

  /** What an operand evaluates is the operation's own affair, and so is what decides about one. */
  private isOperation(node: i32): boolean {
    return (
      this.tree.kind[node] === Kind.Await || (isChoice(this.tree.kind[node]) && this.contents.has(node, Contains.Await))
    );
  }

  /** Whether a statement from `first` up to, but without, `last` is a barrier for certain. */
  private separates(first: i32, last: i32): boolean {
    let statement = first;
    while (statement < last) {
      if (this.isBarrier(statement)) return true;
      statement = this.tree.end[statement];
    }
    return false;
  }

  private isBarrier(statement: i32): boolean {
    const tree = this.tree;
    if (isStep(tree, this.contents, statement)) return this.keepsItsPlace(statement);
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
      if (this.isOperation(node) || isClosure(tree, node)) node = tree.end[node] - 1;
      else if (isCall(kind) && this.certain.stops(node)) return true;
      else if ((kind === Kind.Assign || kind === Kind.Update) && this.setsField(node)) return true;
    }
    return false;
  }

  /** `this.token = …`, `this.client.x = …`, or a field of anything but a class of the file: others may see it. */
  private setsField(assignment: i32): boolean {
    const tree = this.tree;
    const target = this.calls.callees.unwrap(tree.firstChild(assignment));
    if (tree.kind[target] !== Kind.Member) return false;
    let isSeen = false;
    let object = target;
    for (; tree.kind[object] === Kind.Member; object = this.calls.callees.unwrap(tree.firstChild(object)))
      if (tree.atom[object] < 0 || (isGuiding(tree.text(object)) && !tree.text(object).startsWith("#"))) isSeen = true;
    if (tree.kind[object] !== Kind.This) return false;
    const home = this.calls.callees.homeObject(object);
    if (isSeen || home < 0 || tree.kind[home] !== Kind.Class) return true;
    return tree.kind[tree.child(home, 1)] !== Kind.None && this.calls.callees.baseOf(home) < 0;
  }
}

/** Whether an expression decides whether parts of it are evaluated. */
export function isChoice(kind: Kind): boolean {
  return kind === Kind.Conditional || kind === Kind.Logical;
}

function isPattern(kind: Kind): boolean {
  return kind === Kind.ObjectPattern || kind === Kind.ArrayPattern;
}

function isCall(kind: Kind): boolean {
  return kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate;
}
