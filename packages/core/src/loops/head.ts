/**
 * Whether the items of a loop are the same when they are taken ahead of the iterations, and each iteration's own.
 *
 *   for (let i = 0; i < ids.length; i++) names.push(await getName(ids[i]))   →   `i` counts by itself, and `ids` keeps its length
 *
 * `for…of` takes its items as there is room for them; what counts, and the keys of `for…in`, are collected before the first
 * iteration (`write.ts`). In either case nothing that happens meanwhile may change them.
 */
import { subjectOf } from "../dependence/reasons";
import { Effect, Throws } from "../effects/effect";
import { hasWord } from "../effects/words";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { BindingKind } from "../scope/scopes";
import { Flag, Kind } from "../tree/kinds";
import { Bounds } from "./bounds";
import { Independence } from "./independence";
import { Loop } from "./loop";
import { Sources } from "./source";
import { Standing } from "./standing";
import { isLexical } from "./variables";

/** How the test of a counting loop may compare. */
const COMPARISONS: string = "!= !== < <= > >=";
/** Methods that give a live list. Source: DOM Standard, "Old-style collections"; `querySelectorAll` gives one that stays what it is. */
const LIVE: string = "getElementsByClassName getElementsByName getElementsByTagName getElementsByTagNameNS";

/** For the test that keeps the tables sorted. */
export function headTables(): string[][] {
  return [COMPARISONS.split(" "), LIVE.split(" ")];
}

export class Head {
  private owner: i32;

  constructor(
    private facts: Facts,
    private sources: Sources,
    private loop: Loop,
    private standing: Standing,
    private independence: Independence,
  ) {
    this.owner = facts.scopes.owner[loop.node];
  }

  /** Every iteration must have the variables for itself, and leave them alone. */
  variables(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    const left = loop.left;
    if (!isLexical(tree, facts.scopes, left))
      return new Reason(Code.LoopShape, left, tree.kind[left] === Kind.VarDecl ? "var" : "");
    const isCounted = tree.kind[loop.node] === Kind.For;
    const names = loop.variables(tree);
    for (let i: i32 = 0; i < names.length; i++) {
      const binding = facts.scopes.binding[names[i]];
      const isStable = facts.scopes.isStable(binding);
      if (!isStable && !this.isOnlyCounted(binding)) return new Reason(Code.LoopCarried, names[i], tree.text(names[i]));
      // `let i = 0, n = list.length`: only `i` differs from iteration to iteration.
      if (!isCounted || !isStable) this.independence.derived.set(binding, true);
    }
    if (isCounted) return this.counting();
    const effect = this.standing.effectOf(left, []);
    return this.standing.standingOf(effect, left);
  }

  /** Whether nothing but the head of a loop assigns a variable again. */
  private isOnlyCounted(binding: i32): boolean {
    const facts = this.facts;
    const loop = this.loop;
    let reference = facts.scopes.firstReference[binding];
    while (reference >= 0) {
      const isInHead = reference < loop.body && facts.scopes.owner[reference] === this.owner;
      if ((facts.tree.flags[reference] & Flag.Write) !== 0 && !isInHead) return false;
      reference = facts.scopes.nextReference[reference];
    }
    return facts.tree.kind[loop.node] === Kind.For || facts.scopes.kind[binding] === BindingKind.Var;
  }

  /** Test and update of a counting loop must need nothing but its variables and what does not change. */
  private counting(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    const test = loop.sourceFrom;
    const update = tree.nextSibling(test);
    const compares =
      tree.kind[test] === Kind.Binary && hasWord(COMPARISONS, tree.text(test)) && this.independence.dependsOnItem(test);
    if (!compares || tree.kind[update] === Kind.None) return new Reason(Code.LoopShape, loop.node, "for");
    const endless = new Bounds(tree, facts.scopes, facts.calls.callees).endless(test, update);
    if (endless >= 0) {
      const isNumber = tree.kind[endless] === Kind.Number;
      return new Reason(Code.LoopShape, endless, isNumber ? tree.text(endless) : subjectOf(facts, endless));
    }
    for (let part = test; part !== loop.body; part = tree.nextSibling(part)) {
      const effect = this.standing.effectOf(part, []);
      // What fails there fails before the first operation instead of between two.
      effect.throws = effect.throws & Throws.Hard;
      const reason = this.standing.standingOf(effect, part);
      if (reason !== null) return reason;
      if (effect.privateWrites.length > 0) return new Reason(Code.LoopShape, part, "for");
      for (let i: i32 = 0; i < effect.bindingWrites.length; i++) {
        if (!this.standing.isOwn(effect.bindingWrites[i])) return new Reason(Code.LoopShape, part, "for");
      }
    }
    return null;
  }

  /** What is iterated must be the same however long the iterations take. */
  source(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    let changing = this.sources.changing(loop.sourceFrom, loop.sourceTo, this.owner);
    if (changing < 0 && tree.kind[loop.node] === Kind.For)
      changing = this.sources.replaced(loop.sourceFrom, loop.sourceTo, this.owner);
    if (changing < 0) changing = this.changingElement();
    if (changing < 0) changing = this.handedOver();
    if (changing < 0) changing = this.liveList();
    if (changing >= 0) return new Reason(Code.LoopSource, changing, subjectOf(facts, changing));
    const effect = new Effect();
    facts.evaluator.own(loop.node, effect, false);
    facts.summaries.addInvoked(facts.evaluator, effect, this.owner);
    const source = loop.sourceFrom;
    // A generator of the file: all of it may run before the first iteration is over.
    const generator = this.generatorOf(source, 0);
    if (generator >= 0) {
      const made = facts.summaries.of(generator);
      const isPure = made.isRead && made.reads === 0 && made.deferred === null && (made.throws & Throws.Hard) === 0;
      if (!isPure || this.standing.carriedBy(made, source) !== null)
        return new Reason(Code.LoopSource, source, subjectOf(facts, source));
    }
    const reason = this.standing.standingOf(effect, source);
    if (reason !== null) return reason;
    if (effect.deferred !== null || effect.bindingWrites.length > 0)
      return new Reason(Code.LoopSource, source, subjectOf(facts, source));
    for (let node = source; node < loop.sourceTo; node++) {
      if (tree.kind[node] === Kind.Ident && this.standing.changed.indexOf(facts.scopes.binding[node]) >= 0)
        return new Reason(Code.LoopSource, node, tree.text(node));
    }
    const carried = this.standing.carriedBy(effect, source);
    return carried !== null ? carried : this.carriedToHead();
  }

  /** A list of nodes that changes with the document, or -1. */
  private liveList(): i32 {
    const callees = this.facts.calls.callees;
    const tree = this.facts.tree;
    for (let node = this.loop.sourceFrom; node < this.loop.sourceTo; node++) {
      let made = node;
      if (tree.kind[node] === Kind.Ident) made = callees.initializer(this.facts.scopes.binding[node]);
      if (made < 0 || tree.kind[made] !== Kind.Call) continue;
      const callee = callees.unwrap(tree.firstChild(made));
      if (tree.kind[callee] === Kind.Member && hasWord(LIVE, tree.text(callee))) return node;
    }
    return -1;
  }

  /** What is evaluated for every iteration must not look at what an iteration changes. */
  private carriedToHead(): Reason | null {
    const loop = this.loop;
    const tree = this.facts.tree;
    let part = tree.kind[loop.node] === Kind.For ? loop.sourceFrom : loop.left;
    while (part !== loop.body) {
      const reason = this.standing.carriedBy(this.standing.effectOf(part, []), part);
      if (reason !== null) return reason;
      part = tree.nextSibling(part);
    }
    return null;
  }

  /** `queue` in `queue[i]`, if other code may change what it holds there, or -1: `for…of` would have iterated it. */
  private changingElement(): i32 {
    const loop = this.loop;
    const tree = this.facts.tree;
    if (tree.kind[loop.node] === Kind.ForOf) return -1;
    for (let node = loop.body; node < tree.end[loop.body]; node++) {
      if (tree.kind[node] !== Kind.Member || tree.atom[node] >= 0) continue;
      const object = tree.firstChild(node);
      if (!this.independence.dependsOnItem(tree.nextSibling(object))) continue;
      let changing = this.sources.changing(object, tree.end[object], this.owner);
      if (changing < 0) changing = this.sources.replaced(object, tree.end[object], this.owner);
      if (changing < 0) changing = this.sources.handedOver(object, loop.body);
      if (changing >= 0) return changing;
    }
    return -1;
  }

  /** Where an iteration hands what is iterated, or what has the length that a head looks at, to an unknown function; or -1. */
  private handedOver(): i32 {
    const loop = this.loop;
    const tree = this.facts.tree;
    const isCounted = tree.kind[loop.node] === Kind.For;
    for (let node = loop.sourceFrom; node < loop.sourceTo; node++) {
      const kind = tree.kind[node];
      let object: i32 = -1;
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
      else if (isCounted && kind === Kind.Member && tree.atom[node] >= 0 && tree.text(node) === "length")
        object = tree.firstChild(node);
      else if (!isCounted && (kind === Kind.Ident || kind === Kind.Member) && this.isIterated(node)) object = node;
      const handed = object >= 0 ? this.sources.handedOver(object, loop.body) : -1;
      if (handed >= 0) return handed;
    }
    return -1;
  }

  /** Whether the items are those of what a part of the iterated expression gives, and not of something made of it. */
  private isIterated(node: i32): boolean {
    const tree = this.facts.tree;
    let up = node;
    while (up !== this.loop.sourceFrom) {
      const value = up;
      up = tree.parent[up];
      const kind = tree.kind[up];
      const isTest = kind === Kind.Conditional && tree.firstChild(up) === value;
      const isChoice = kind === Kind.Logical || kind === Kind.Conditional || kind === Kind.TypeWrap;
      if (isTest || !isChoice) return false;
    }
    return true;
  }

  /** The generator function of the file that makes what is iterated, or -1. */
  private generatorOf(node: i32, depth: i32): i32 {
    const facts = this.facts;
    const value = facts.calls.callees.unwrap(node);
    const kind = facts.tree.kind[value];
    if (kind === Kind.Call) {
      const target = facts.calls.classify(value).target;
      return target >= 0 && (facts.tree.flags[target] & Flag.Generator) !== 0 ? target : -1;
    }
    if (kind !== Kind.Ident || depth > 3) return -1;
    const init = facts.calls.callees.initializer(facts.scopes.binding[value]);
    return init >= 0 ? this.generatorOf(init, depth + 1) : -1;
  }
}
