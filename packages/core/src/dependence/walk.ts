/**
 * Walks one unit in evaluation order and gives every node's effect to the operation, or to the rest of the unit, that
 * evaluates it.
 *
 *   use(x.y, await f(a), await g(b))   →   sites f (reads a) and g (reads b); rest: reads use and x.y, calls `use`
 *
 * Awaits below a condition (`a && await f()`, `c ? await f() : d`, `a?.b(await f())`, pattern defaults) are not sites of the unit:
 * whether they start is not known until they do. Either the whole expression that decides is a site, or they stay in the rest,
 * which then contains an await. Guarantees that a site
 * is sealed when something evaluated before it in the same unit could notice the difference.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Cause, Effect, Throws } from "../effects/effect";
import { isGlobalNamespace } from "../effects/globals";
import { isTarget } from "../effects/mutations";
import { Contains } from "../precheck/contents";
import { BindingKind } from "../scope/scopes";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Code, Reason } from "../reason";
import { reasonOfCause, subjectOf } from "./reasons";
import { Region, Site, Unit } from "./region";

export class UnitWalker {
  private tree: Tree;
  /** Indices of sites whose operand is being walked, innermost last. */
  private frames: i32[] = [];
  /** What was unstable when each of them was entered: an operand's own parts start with it and delay nobody after it. */
  private entered: (Reason | null)[] = [];
  /** End of the call, and of the conditional part, that the walk is inside. */
  private callEnd: i32 = 0;
  private conditionalEnd: i32 = 0;
  /** Whether expressions that decide what they await are sites as a whole. */
  private composites: boolean = false;
  /** Those of them that are none all the same: what may fail in each, or -1. */
  excluded: Map<i32, i32> = new Map<i32, i32>();
  /** Whether those awaits of theirs that they cannot leave out are sites of their own, inside theirs. */
  private heads: boolean = false;
  /** End of such an expression that the walk is inside, and its site. */
  private compositeEnd: i32 = 0;
  private composite: Site | null = null;
  /** What has been evaluated so far in this unit that a later start must not overtake, or null. */
  private unstable: Reason | null = null;

  constructor(
    private facts: Facts,
    private region: Region,
  ) {
    this.tree = facts.tree;
  }

  /**
   * Walks the nodes of `unit` below `root`, adding the unit's sites to the region. With `composites`, an expression that decides
   * what it awaits is a site as a whole; with `heads`, the awaits that it decides by are sites inside it.
   */
  walk(unit: Unit, root: i32, composites: boolean, heads: boolean): void {
    this.composites = composites;
    this.heads = heads;
    this.compositeEnd = 0;
    this.frames = [];
    this.entered = [];
    this.callEnd = 0;
    this.conditionalEnd = 0;
    this.unstable = null;
    unit.firstSite = this.region.sites.length;
    this.range(unit, root, this.tree.end[root]);
    unit.lastSite = this.region.sites.length;
  }

  private range(unit: Unit, from: i32, to: i32): void {
    const tree = this.tree;
    const pending: i32[] = [];
    let node = from;
    while (node < to) {
      while (pending.length > 0 && tree.end[pending[pending.length - 1]] <= node)
        this.complete(unit, pending.pop() as i32);
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) {
        this.complete(unit, node);
        node = tree.end[node];
        continue;
      }
      if (this.isConditional(node) && tree.end[node] > this.conditionalEnd) this.conditionalEnd = tree.end[node];
      if (this.composites && node >= this.compositeEnd && this.decides(node)) this.enterComposite(node);
      if (kind === Kind.Await) this.enter(unit, node);
      if (kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) {
        if (tree.end[node] > this.callEnd) this.callEnd = tree.end[node];
      }
      pending.push(node);
      node = this.afterHeader(unit, node);
    }
    while (pending.length > 0) this.complete(unit, pending.pop() as i32);
  }

  /**
   * Where the walk goes from a node it has just opened. Destructuring evaluates its value before its pattern although the
   * pattern stands first: those two are walked in that order, then skipped.
   */
  private afterHeader(unit: Unit, node: i32): i32 {
    const tree = this.tree;
    const kind = tree.kind[node];
    if (kind !== Kind.Declarator && kind !== Kind.Assign) return node + 1;
    const target = tree.firstChild(node);
    const shape = tree.kind[target];
    if (shape !== Kind.ObjectPattern && shape !== Kind.ArrayPattern) return node + 1;
    this.range(unit, tree.end[target], tree.end[node]);
    this.range(unit, target, tree.end[target]);
    return tree.end[node];
  }

  /** Whether an expression that decides what it awaits may leave an await of its own out. */
  mayLeaveOut(site: i32, composite: i32): boolean {
    for (let at = site; at !== composite; at = this.tree.parent[at]) if (this.isConditional(at)) return true;
    return false;
  }

  private isConditional(node: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[node];
    const kind = tree.kind[up];
    const isFirst = up + 1 === node;
    if (kind === Kind.Logical || kind === Kind.Conditional || kind === Kind.AssignPattern) return !isFirst;
    if (kind === Kind.Assign) return !isFirst && isLogicalAssignment(tree.text(up));
    if (kind === Kind.Call || kind === Kind.Member) return !isFirst && this.isInChain(up);
    return false;
  }

  /** Whether a call or member is a link of an optional chain, so that its arguments may be skipped. */
  private isInChain(node: i32): boolean {
    const tree = this.tree;
    let at = node;
    while (at > 0) {
      const up = tree.parent[at];
      const kind = tree.kind[up];
      if (kind === Kind.Chain) return true;
      if ((kind !== Kind.Call && kind !== Kind.Member) || up + 1 !== at) return false;
      at = up;
    }
    return false;
  }

  /** Whether an expression has awaits that it may leave out: `c ? await f() : d`, `a && await f()`, `a?.b(await f())`. */
  private decides(node: i32): boolean {
    if (node < this.conditionalEnd) return false;
    const tree = this.tree;
    const contents = this.facts.contents;
    const kind = tree.kind[node];
    if (kind !== Kind.Logical && kind !== Kind.Conditional && kind !== Kind.Chain) return false;
    if (this.excluded.has(node)) return false;
    if (!contents.has(node, Contains.Await) || contents.has(node, Contains.Yield)) return false;
    if (kind !== Kind.Chain) {
      let branch = tree.nextSibling(tree.firstChild(node));
      while (branch >= 0) {
        if (contents.has(branch, Contains.Await)) return true;
        branch = tree.nextSibling(branch);
      }
      return false;
    }
    let link = tree.firstChild(node);
    while (tree.kind[link] === Kind.Call || tree.kind[link] === Kind.Member) {
      let part = tree.nextSibling(tree.firstChild(link));
      while (part >= 0) {
        if (contents.has(part, Contains.Await)) return true;
        part = tree.nextSibling(part);
      }
      link = tree.firstChild(link);
    }
    return false;
  }

  private enterComposite(node: i32): void {
    const site = new Site(node, node, this.region.units.length);
    this.compositeEnd = this.tree.end[node];
    this.composite = site;
    this.region.hasChoices = true;
    this.open(site);
  }

  private open(site: Site): void {
    // What was evaluated before it in its own unit would be overtaken if the site left the unit: it stays inside.
    site.seal = this.unstable;
    site.outer = this.frames.length > 0 ? this.frames[this.frames.length - 1] : -1;
    this.frames.push(this.region.sites.length);
    this.entered.push(this.unstable);
    this.region.sites.push(site);
  }

  private enter(unit: Unit, node: i32): void {
    const composite = this.composite;
    if (node < this.compositeEnd && composite !== null && (!this.heads || node < this.conditionalEnd)) {
      composite.awaits.push(node);
      return;
    }
    if (node < this.conditionalEnd) {
      this.region.conditional.push(node);
      const failing = this.failingAround(node);
      const reason =
        failing < 0 ? new Reason(Code.Conditional, node, "") : new Reason(Code.MayThrow, failing, this.nameOf(failing));
      if (this.unstable === null) this.unstable = reason;
      unit.barrier = reason;
      return;
    }
    this.open(new Site(node, this.tree.firstChild(node), this.region.units.length));
  }

  /** What may fail in the expression that decides about an await, and is no operation for that reason; or -1. */
  private failingAround(site: i32): i32 {
    if (this.excluded.size === 0) return -1;
    for (let at = site; at > this.region.node; at = this.tree.parent[at])
      if (this.excluded.has(at)) return this.excluded.get(at) as i32;
    return -1;
  }

  private complete(unit: Unit, node: i32): void {
    const isSite = this.frames.length > 0 && this.region.sites[this.frames[this.frames.length - 1]].node === node;
    if (isSite) {
      const index = this.frames.pop() as i32;
      const site = this.region.sites[index];
      // Waiting for an object of the file may run its `then`.
      this.evaluate(node, site.effect);
      this.region.order.push(index);
      this.unstable = this.entered.pop() as Reason | null;
      if (site.seal === null || isOwnOrder(site.seal as Reason)) {
        const order = this.orderOfReads(unit, site);
        if (order !== null) site.seal = order;
      }
      return;
    }
    const isOpen = this.frames.length > 0;
    const effect = isOpen ? this.region.sites[this.frames[this.frames.length - 1]].effect : unit.residual;
    const throwsBefore = effect.throws;
    const causeBefore = effect.cause;
    const culpritBefore = effect.culprit;
    const writesBefore = countWrites(this.tree, node, effect);
    // Hard failures are looked for one node at a time; what was there before is put back below.
    effect.throws = Throws.Never;
    effect.cause = Cause.None;
    this.evaluate(node, effect);
    const reason = this.instability(node, effect, countWrites(this.tree, node, effect) > writesBefore);
    // What only an order inside the statement forbids is the least of the reasons.
    if (reason !== null && (this.unstable === null || isOwnOrder(this.unstable as Reason))) this.unstable = reason;
    if (isOpen && this.mayFail(effect)) this.noteFailure(node);
    effect.throws |= throwsBefore;
    if (causeBefore === Cause.None) return;
    effect.cause = causeBefore;
    effect.culprit = culpritBefore;
  }

  /**
   * `[n, await f(n++)]`: what stands around an operation has read a variable, or an object, that its operand changes then. All that is known to
   * be read there has been read by now.
   */
  private orderOfReads(unit: Unit, site: Site): Reason | null {
    const writes = site.effect.bindingWrites.concat(site.effect.privateWrites);
    for (let i: i32 = 0; i < writes.length; i++) {
      let isRead = unit.residual.bindingReads.indexOf(writes[i]) >= 0;
      for (let j: i32 = 0; j < this.frames.length && !isRead; j++)
        isRead = this.region.sites[this.frames[j]].effect.bindingReads.indexOf(writes[i]) >= 0;
      const name = this.tree.atoms[this.facts.scopes.atom[writes[i]]];
      if (isRead) return new Reason(Code.EvaluationOrder, site.operand, name);
    }
    return null;
  }

  private mayFail(effect: Effect): boolean {
    if ((effect.throws & Throws.Hard) !== 0) return true;
    return effect.throws !== Throws.Never && this.facts.options.mode === Mode.Strict;
  }

  /** What an await's operand throws is the failure of the operation; what else such an expression evaluates is none that others may overtake. */
  private noteFailure(node: i32): void {
    const composite = this.composite;
    if (composite === null || composite.failing >= 0) return;
    if (this.region.sites[this.frames[this.frames.length - 1]] !== composite) return;
    for (let i: i32 = 0; i < composite.awaits.length; i++) if (this.tree.contains(composite.awaits[i], node)) return;
    composite.failing = node;
  }

  /** Adds the effect of what a loop iterates, and of iterating it, to that of an operation. */
  evaluateAll(loop: i32, root: i32, effect: Effect): void {
    const tree = this.tree;
    let callEnd: i32 = 0;
    this.callEnd = 0;
    this.evaluate(loop, effect);
    for (let node = root; node < tree.end[root]; node++) {
      const kind = tree.kind[node];
      this.callEnd = callEnd;
      this.evaluate(node, effect);
      if ((kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) && tree.end[node] > callEnd)
        callEnd = tree.end[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
    }
  }

  /** Adds a node's effect, and that of the local functions it runs. */
  private evaluate(node: i32, effect: Effect): void {
    const evaluator = this.facts.evaluator;
    evaluator.own(node, effect, node < this.callEnd);
    const thrower = this.facts.summaries.addInvoked(evaluator, effect, this.region.owner);
    if (thrower >= 0 && effect.thrower < 0) effect.thrower = thrower;
  }

  /** Why a start must not overtake this node, or null. */
  private instability(node: i32, effect: Effect, writes: boolean): Reason | null {
    const tree = this.tree;
    const kind = tree.kind[node];
    if (effect.cause !== Cause.None) return reasonOfCause(this.facts, effect);
    if (this.mayFail(effect)) return new Reason(Code.MayThrow, node, this.nameOf(node));
    if (writes || kind === Kind.Assign || kind === Kind.Update) return new Reason(Code.EvaluationOrder, node, "");
    if (kind === Kind.Ident && this.facts.isVolatile(this.facts.scopes.binding[node], this.region.owner))
      return new Reason(Code.Volatile, node, tree.text(node));
    if (kind === Kind.Member && this.isSharedRead(node))
      return new Reason(Code.EvaluationOrder, node, subjectOf(this.facts, node));
    return null;
  }

  /**
   * A property of `this` or of a module's or global object, read for its value: other code may have changed it by the time the
   * awaits of the expression are over. Looking a method up to call it is no such read (ASSUMPTIONS.md, "Methods").
   */
  private isSharedRead(member: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[member];
    if (tree.kind[up] === Kind.Member && tree.firstChild(up) === member) return false;
    const isUpdated = tree.kind[up] === Kind.Assign && tree.text(up) !== "=";
    if (isTarget(tree, member) && !isUpdated) return false;
    if ((tree.kind[up] === Kind.Call || tree.kind[up] === Kind.TaggedTemplate) && tree.firstChild(up) === member)
      return tree.atom[member] >= 0 && this.facts.calls.callees.mutations.isAssigned(tree.atom[member]);
    let root = member;
    while (tree.kind[root] === Kind.Member || tree.kind[root] === Kind.TypeWrap || tree.kind[root] === Kind.Chain)
      root = tree.firstChild(root);
    if (tree.kind[root] === Kind.This || tree.kind[root] === Kind.Super) return true;
    if (tree.kind[root] !== Kind.Ident) return false;
    const binding = this.facts.scopes.binding[root];
    const bindingKind = this.facts.scopes.kind[binding];
    if (bindingKind === BindingKind.Global) return !isGlobalNamespace(tree.text(root));
    return (
      this.facts.scopes.home[binding] === 0 &&
      bindingKind !== BindingKind.Import &&
      bindingKind !== BindingKind.Namespace
    );
  }

  private nameOf(node: i32): string {
    const kind = this.tree.kind[node];
    if (kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate)
      return this.facts.calls.classify(node).path;
    return this.tree.text(node);
  }
}

/** Whether what a later start must not overtake is only a variable, or an object of the function's own, that the statement changes. */
export function isOwnOrder(reason: Reason): boolean {
  return reason.code === Code.EvaluationOrder && reason.subject.length === 0;
}

/** How many changes of objects and, unless `node` names a variable itself, of variables an effect knows of. */
function countWrites(tree: Tree, node: i32, effect: Effect): i32 {
  const isName = tree.kind[node] === Kind.Ident;
  return effect.privateWrites.length + (isName ? 0 : effect.bindingWrites.length);
}

function isLogicalAssignment(operator: string): boolean {
  return operator === "&&=" || operator === "||=" || operator === "??=";
}

/** Whether anything below `node` suspends. */
export function suspends(facts: Facts, node: i32): boolean {
  return facts.contents.has(node, Contains.Await) || facts.contents.has(node, Contains.Yield);
}
