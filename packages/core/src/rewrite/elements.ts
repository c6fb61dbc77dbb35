/**
 * Elements of a `Promise.all` array and what receives their results.
 *
 *   const user = await getUser(id)                  →   element `getUser(id)`, pattern `user`
 *   const [a, b] = await Promise.all([f(), g()])    →   elements `f()`, `g()`, patterns `a`, `b`
 *
 * An element after the first is wrapped in an async arrow (a guarded start) when starting it may throw: the exception must become
 * a rejection of the group, or the operations started before it would be left without a handler. The first needs no
 * guard: nothing has been started when it throws. An expression that decides what it awaits is always a function of its own.
 */
import { Kind } from "../tree/kinds";
import { Effect, Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Site } from "../dependence/region";
import { asyncArrow, call, hole, keep, OutNode } from "./output";
import { receiverOf, resultOf } from "./units";

export class GroupElements {
  elements: OutNode[] = [];
  patterns: OutNode[] = [];

  /** Adds an operation whose result goes to `pattern`. */
  add(facts: Facts, site: Site, pattern: OutNode, flatten: boolean): void {
    const literal = flatten ? literalOfAll(facts, site) : -1;
    if (literal >= 0) {
      this.addLiteral(facts, site.target, literal);
      return;
    }
    if (site.isComposite) this.elements.push(call(asyncArrow(resultOf(site))));
    else this.addElement(site.operand, site.effect.throws !== Throws.Never);
    this.patterns.push(receiverOf(site, pattern));
  }

  private addElement(operand: i32, mayThrow: boolean): void {
    const guarded = mayThrow && this.elements.length > 0;
    this.elements.push(guarded ? call(asyncArrow(keep(operand))) : keep(operand));
  }

  /** Takes the operations of a `Promise.all([…])` into the group one by one. */
  private addLiteral(facts: Facts, target: i32, literal: i32): void {
    const tree = facts.tree;
    const leads = this.elements.length === 0;
    let element = tree.firstChild(literal);
    let pattern = target >= 0 ? tree.firstChild(target) : -1;
    while (element >= 0) {
      // What stood in the first literal of the group fails as it did before: nothing else had been started.
      if (leads) this.elements.push(keep(element));
      else this.addElement(element, mayThrow(facts, element));
      this.patterns.push(pattern >= 0 && tree.kind[pattern] !== Kind.None ? keep(pattern) : hole());
      element = tree.nextSibling(element);
      if (pattern >= 0) pattern = tree.nextSibling(pattern);
    }
  }
}

/** Whether evaluating an expression may throw before anything suspends. */
function mayThrow(facts: Facts, node: i32): boolean {
  const tree = facts.tree;
  const evaluator = facts.evaluator;
  const effect = new Effect();
  for (let at = node; at < tree.end[node]; at++) {
    const isClosure = tree.kind[at] === Kind.Function || tree.kind[at] === Kind.Class;
    evaluator.own(at, effect, at > node);
    if (isClosure) at = tree.end[at] - 1;
  }
  facts.summaries.addInvoked(evaluator, effect, facts.scopes.owner[node]);
  return effect.throws !== Throws.Never;
}

/**
 * The array literal of a `Promise.all([…])` operand that can be merged into a group, or -1: the elements are simple and the
 * results are discarded or taken apart by an array pattern without rest.
 */
function literalOfAll(facts: Facts, site: Site): i32 {
  const tree = facts.tree;
  const operand = site.operand;
  if (tree.kind[operand] !== Kind.Call || facts.calls.callees.resolve(operand).global !== "Promise.all") return -1;
  const literal = tree.child(operand, 1);
  if (literal < 0 || tree.kind[literal] !== Kind.Array || tree.nextSibling(literal) >= 0) return -1;
  if (tree.firstChild(literal) < 0 || facts.contents.has(literal, Contains.Await)) return -1;
  let length: i32 = 0;
  let element = tree.firstChild(literal);
  while (element >= 0) {
    if (tree.kind[element] === Kind.None || tree.kind[element] === Kind.Spread) return -1;
    length += 1;
    element = tree.nextSibling(element);
  }
  return isTakenApart(facts, site.target, length) ? literal : -1;
}

function isTakenApart(facts: Facts, target: i32, length: i32): boolean {
  if (target < 0) return true;
  const tree = facts.tree;
  if (tree.kind[target] !== Kind.ArrayPattern) return false;
  let count: i32 = 0;
  let element = tree.firstChild(target);
  while (element >= 0) {
    if (tree.kind[element] === Kind.Rest) return false;
    count += 1;
    element = tree.nextSibling(element);
  }
  return count <= length;
}
