/**
 * Decides for an operation whether it may move (its `seal`), and whether it may start early (its `pin`).
 *
 *   await save(x)          sealed: it writes
 *   await f(count++)       pinned: its operand changes something
 *   await started          sealed: a promise that exists already, unless a read made it here
 *
 * Requires the effect of the operation. Guarantees what `build.ts` says of sites; each reason is what the remark names.
 */
import { isLoop, Kind } from "../tree/kinds";
import { DirectiveBit } from "../directives/directives";
import { Cause, Effect, Evidence, Resource } from "../effects/effect";
import { ExportSummary, Promises } from "../effects/external";
import { returnsPromise } from "../effects/promises";
import { opensStream } from "../effects/lexicon";
import { hasWord } from "../effects/words";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Contains } from "../precheck/contents";
import { waitsForReduce } from "../precheck/reduce";
import { BindingKind } from "../scope/scopes";
import { Code, Reason } from "../reason";
import { nodeKey } from "./node-key";
import { Observability } from "./observable";
import { reasonOfCause, subjectOf } from "./reasons";
import { Form, Region, Site } from "./region";
import { isOwnOrder } from "./walk";

/** Functions that wait for promises. Source: ECMA-262, "Properties of the Promise Constructor". */
const COMBINATORS: string = "Promise.all Promise.allSettled Promise.any Promise.race";

export class Seals {
  /** Why every operation of the region keeps its place, or null. */
  frozen: Reason | null = null;
  /** Objects whose last outcome the function looks at; null before anybody has asked. */
  private outcomes: Map<string, boolean> | null = null;

  constructor(
    private facts: Facts,
    private region: Region,
    private observability: Observability,
  ) {}

  /** Decides `seal` and `pin` of a site. */
  judge(site: Site, directive: Reason | null): void {
    const facts = this.facts;
    const effect = site.effect;
    site.isJoin = !facts.contents.has(site.operand, Contains.Call) || this.waitsForMany(site.operand);
    site.isImmediate = this.isImmediate(site.operand);
    if (this.region.isIteration && site.seal !== null && isOwnOrder(site.seal as Reason)) {
      site.order = site.seal;
      site.seal = null;
    }
    if (directive !== null) site.seal = directive;
    else if (this.frozen !== null) site.seal = this.frozen;
    else if (site.seal !== null) return;
    else if (facts.directives.has(site.node, DirectiveBit.Parallel)) this.declareRead(effect);
    else site.seal = this.sealOf(site);
    if (site.seal !== null) return;
    if (!facts.options.expressions && site.form === Form.Nested) {
      site.seal = new Reason(Code.ExpressionsOff, site.node, "");
      return;
    }
    site.pin = this.pinOf(site);
  }

  /** `await Promise.all(updates)`: what is waited for runs already, and may be writes whose outcome is looked at next. */
  private waitsForMany(operand: i32): boolean {
    const facts = this.facts;
    const call = facts.calls.callees.unwrap(operand);
    if (facts.tree.kind[call] !== Kind.Call || facts.tree.child(call, 2) >= 0) return false;
    const promises = facts.tree.child(call, 1);
    if (promises < 0 || facts.contents.has(promises, Contains.Call)) return false;
    return hasWord(COMBINATORS, facts.calls.callees.resolve(call).global);
  }

  /** Whether an operand is a call of a function that is known to give no promise. */
  private isImmediate(operand: i32): boolean {
    const facts = this.facts;
    const value = facts.calls.callees.unwrap(operand);
    if (facts.tree.kind[value] !== Kind.Call) return false;
    const call = facts.calls.classify(value);
    if (call.external !== null) return (call.external as ExportSummary).promise === Promises.Never;
    if (call.target < 0) return false;
    return returnsPromise(facts.tree, facts.scopes, facts.calls, call.target) === Promises.Never;
  }

  /** `// @parallel`: the user vouches for the operation. */
  private declareRead(effect: Effect): void {
    effect.cause = Cause.None;
    effect.writes = 0;
    effect.evidence = Evidence.Declared;
  }

  sealOf(site: Site): Reason | null {
    const facts = this.facts;
    const effect = site.effect;
    if (site.isJoin) return this.sealOfJoin(site);
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      if (facts.exclusive.has(effect.bindingReads[i])) {
        const name = facts.tree.atoms[facts.scopes.atom[effect.bindingReads[i]]];
        return new Reason(Code.Exclusive, site.operand, name);
      }
    }
    if (facts.exclusive.transactions.isBetween(site.operand))
      return new Reason(Code.Exclusive, site.operand, "transaction");
    if (!effect.isRead) {
      if (facts.options.mode === Mode.Aggressive && isGuess(effect)) return null;
      const reason = reasonOfCause(facts, effect);
      if (facts.tree.contains(site.operand, effect.culprit)) return reason;
      const called = subjectOf(facts, site.operand);
      // It may run others of the file that call the same function; it need not for that.
      if (called === reason.subject) return new Reason(reason.code, site.operand, called);
      return new Reason(reason.code, reason.node, reason.subject, called);
    }
    if (site.form === Form.Discard && !site.isStep && isTick(effect))
      return new Reason(Code.Timer, site.operand, subjectOf(facts, site.operand));
    // `await Promise.all([warm(), load()])`: nobody receives what the calls inside return either.
    if (site.form === Form.Discard && effect.evidence < Evidence.Known && facts.options.mode !== Mode.Aggressive)
      return new Reason(Code.Discarded, effect.weakest, subjectOf(facts, effect.weakest));
    if (effect.readsAnyBinding) return new Reason(Code.Unknown, site.operand, subjectOf(facts, site.operand));
    if (facts.options.mode === Mode.Strict && effect.evidence < Evidence.Known)
      return new Reason(Code.Evidence, effect.weakest, subjectOf(facts, effect.weakest));
    return this.sealOfOutcome(site);
  }

  /** `client.getUser(id)`, where the function looks at `client.lastResponse`: that is the outcome of one operation at a time. */
  private sealOfOutcome(site: Site): Reason | null {
    const facts = this.facts;
    const receivers = site.effect.receivers;
    if (receivers.length === 0 || site.effect.evidence >= Evidence.Declared) return null;
    const keys = this.keysOfOutcomes();
    for (let i: i32 = 0; keys.size > 0 && i < receivers.length; i++)
      if (keys.has(nodeKey(facts, receivers[i])))
        return new Reason(Code.SharedReceiver, site.operand, subjectOf(facts, site.operand));
    return null;
  }

  private keysOfOutcomes(): Map<string, boolean> {
    if (this.outcomes !== null) return this.outcomes as Map<string, boolean>;
    const keys = new Map<string, boolean>();
    const objects = this.facts.outcomes.askedIn(this.region.owner);
    for (let i: i32 = 0; i < objects.length; i++) keys.set(nodeKey(this.facts, objects[i]), true);
    this.outcomes = keys;
    return keys;
  }

  /**
   * Awaiting a promise that exists already starts nothing and gains nothing, unless it is a constant made here by a read:
   * then waiting for it may take its place in a group.
   */
  private sealOfJoin(site: Site): Reason | null {
    const facts = this.facts;
    const value = facts.calls.callees.unwrap(site.operand);
    const isReduced = waitsForReduce(facts.tree, value, this.region.owner);
    const join = new Reason(isReduced ? Code.Reduce : Code.Join, site.operand, subjectOf(facts, value));
    if (facts.options.mode === Mode.Strict) return join;
    if (facts.tree.kind[value] !== Kind.Call) return this.isMadeByRead(value) ? null : join;
    // `Promise.all([user, posts])`
    const promises = facts.calls.callees.unwrap(facts.tree.child(value, 1));
    if (facts.tree.kind[promises] !== Kind.Array) return join;
    for (let each = facts.tree.firstChild(promises); each >= 0; each = facts.tree.nextSibling(each)) {
      if (!this.isMadeByRead(facts.calls.callees.unwrap(each))) return join;
    }
    return null;
  }

  /** Whether an expression names a constant that holds the result of a call that only reads. */
  private isMadeByRead(value: i32): boolean {
    const facts = this.facts;
    if (facts.tree.kind[value] !== Kind.Ident) return false;
    const init = facts.calls.callees.initializer(facts.scopes.binding[value]);
    if (init < 0 || facts.tree.kind[init] !== Kind.Call || this.isMadeBeforeLoop(init)) return false;
    const made = new Effect();
    facts.evaluator.own(init, made, false);
    facts.summaries.addInvoked(facts.evaluator, made, this.region.owner);
    return made.isRead;
  }

  /** Whether a loop around the region may come back to what `init` gave once: a thenable that begins anew for each who waits. */
  private isMadeBeforeLoop(init: i32): boolean {
    const tree = this.facts.tree;
    for (let at = this.region.node; at > this.region.owner; at = tree.parent[at])
      if (isLoop(tree.kind[at]) && !tree.contains(at, init)) return true;
    return false;
  }

  pinOf(site: Site): Reason | null {
    const effect = site.effect;
    if (effect.bindingWrites.length > 0 || effect.privateWrites.length > 0)
      return new Reason(Code.OperandEffect, site.operand, "");
    // `queue.getNextJob()`: what it takes would be lost to others, who would have got it next, if what is awaited before it fails.
    if (effect.advanced.length > 0)
      return new Reason(Code.Stream, effect.advanced[0], subjectOf(this.facts, effect.advanced[0]));
    const call = this.facts.calls.callees.unwrap(site.operand);
    if (this.facts.tree.kind[call] === Kind.Call && effect.evidence < Evidence.Known) {
      // Nobody would close it if what is awaited before it fails.
      const called = this.facts.calls.classify(call);
      if (opensStream(called.name)) return new Reason(Code.WriteByName, call, called.path);
    }
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      const binding = effect.bindingReads[i];
      if (this.facts.isVolatile(binding, this.region.owner))
        return new Reason(Code.Volatile, site.operand, this.nameOf(binding));
      if (this.isDead(site, binding)) return new Reason(Code.Fails, site.operand, this.nameOf(binding));
    }
    const late = this.facts.lateFields.firstIn(site.operand, this.region.owner);
    if (late >= 0) return new Reason(Code.Volatile, site.operand, subjectOf(this.facts, this.facts.tree.parent[late]));
    return null;
  }

  /** `await f(x); let x;`, `const a = await f(a)`: fails when it is reached, which is not when a group would start. */
  private isDead(site: Site, binding: i32): boolean {
    const scopes = this.facts.scopes;
    const kind = scopes.kind[binding];
    const isLexical =
      kind === BindingKind.Let ||
      kind === BindingKind.Const ||
      kind === BindingKind.Class ||
      kind === BindingKind.Using;
    if (!isLexical) return false;
    // `main(); const URL = …; async function main() { await f(); await fetch(URL); }`: by then `URL` has its value.
    if (scopes.home[binding] !== this.region.owner) return this.observability.mayRunBefore(site.node, binding);
    const declaration = scopes.declaration[binding];
    const unit = this.region.units[site.unit];
    const own = unit.declarator >= 0 ? unit.declarator : unit.statement;
    return declaration > site.node || this.facts.tree.contains(own, declaration);
  }

  private nameOf(binding: i32): string {
    return this.facts.tree.atoms[this.facts.scopes.atom[binding]];
  }
}

/** Effects that are only suspected from a name, from a result nobody uses, or because a table does not list a method. */
function isGuess(effect: Effect): boolean {
  return effect.cause === Cause.WriteByName || effect.cause === Cause.Discarded || effect.cause === Cause.Unlisted;
}

/** `await Promise.resolve();` asks for nothing: it is there for what runs meanwhile. */
function isTick(effect: Effect): boolean {
  const isEmpty = (effect.reads & ~Resource.Heap) === 0;
  return isEmpty && (effect.evidence === Evidence.Known || effect.evidence === Evidence.Proven);
}
