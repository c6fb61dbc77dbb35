/**
 * What a part of a loop does beside its operations, and whether that is the iteration's own business.
 *
 *   const url = `/users/${id}`   →   its own: may happen in any iteration at any time · log(id)   →   everybody's
 */
import { isErrorName, isLogging } from "../dependence/cleanup";
import { reasonOfCause, subjectOf } from "../dependence/reasons";
import { Cause, Effect, Resource, Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { Loop } from "./loop";

export class Standing {
  /** Variables from outside the body that an iteration changes, themselves or their objects. */
  changed: i32[] = [];

  constructor(
    private facts: Facts,
    private loop: Loop,
    /** The function the loop runs in. */
    private owner: i32,
  ) {}

  /**
   * Joined effect of all nodes of a statement but those below `skipped`, with the functions they run. With `reports`, log lines and
   * new errors do not count: what they report is all there is to them.
   */
  effectOf(root: i32, skipped: i32[], reports: boolean = false): Effect {
    const facts = this.facts;
    const tree = facts.tree;
    const effect = new Effect();
    let callEnd: i32 = 0;
    for (let node = root; node < tree.end[root]; node++) {
      if (skipped.indexOf(node) >= 0) {
        node = tree.end[node] - 1;
        continue;
      }
      const kind = tree.kind[node];
      if (reports && this.isReport(node)) continue;
      facts.evaluator.own(node, effect, node < callEnd);
      const thrower = facts.summaries.addInvoked(facts.evaluator, effect, this.owner);
      if (thrower >= 0 && effect.thrower < 0) effect.thrower = thrower;
      if ((kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) && tree.end[node] > callEnd)
        callEnd = tree.end[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
    }
    return effect;
  }

  /** `console.error(…)`, `log.warn(…)`, `new LoadError(…)` */
  private isReport(node: i32): boolean {
    const facts = this.facts;
    const kind = facts.tree.kind[node];
    if (kind !== Kind.Call && kind !== Kind.New) return false;
    const call = facts.calls.classify(node);
    if (kind === Kind.New) return isErrorName(call.name);
    return isLogging(call) || (call.writes !== 0 && (call.writes & ~Resource.Console) === 0);
  }

  /** Why something must stay where it is between two operations, its variables and objects aside; or null. */
  standingOf(effect: Effect, node: i32): Reason | null {
    const facts = this.facts;
    if (effect.cause !== Cause.None) return reasonOfCause(facts, effect);
    if (effect.writes !== 0) return new Reason(Code.Between, node, subjectOf(facts, node));
    if ((effect.throws & Throws.Hard) !== 0)
      return new Reason(Code.MayThrow, effect.thrower >= 0 ? effect.thrower : node, subjectOf(facts, effect.thrower));
    if (effect.throws !== Throws.Never && facts.options.mode === Mode.Strict)
      return new Reason(Code.MayThrow, node, "");
    if (effect.readsAnyBinding || (effect.reads & ~Resource.Heap) !== 0)
      return new Reason(Code.Between, node, subjectOf(facts, node));
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      const binding = effect.bindingReads[i];
      if (facts.isVolatile(binding, this.owner)) return new Reason(Code.Volatile, node, this.nameOf(binding));
    }
    const late = facts.lateFields.firstIn(node, this.owner);
    if (late >= 0) return new Reason(Code.Volatile, node, subjectOf(facts, facts.tree.parent[late]));
    return null;
  }

  /** Whether all an effect writes belongs to the iteration. */
  ownWrites(effect: Effect, statement: i32): Reason | null {
    for (let i: i32 = 0; i < effect.bindingWrites.length; i++)
      if (!this.isOwn(effect.bindingWrites[i])) return this.observable(effect.bindingWrites[i], statement);
    for (let i: i32 = 0; i < effect.privateWrites.length; i++)
      if (!this.isOwn(effect.privateWrites[i])) return this.observable(effect.privateWrites[i], statement);
    return null;
  }

  carriedBy(effect: Effect, node: i32): Reason | null {
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      const binding = effect.bindingReads[i];
      if (this.changed.indexOf(binding) < 0) continue;
      return new Reason(this.isOwn(binding) ? Code.Data : Code.LoopCarried, node, this.nameOf(binding));
    }
    return null;
  }

  /** Whether a variable belongs to one iteration. */
  isOwn(binding: i32): boolean {
    const declaration = this.facts.scopes.declaration[binding];
    return declaration >= 0 && this.facts.tree.contains(this.loop.node, declaration);
  }

  observable(binding: i32, node: i32): Reason {
    return new Reason(Code.Observable, node, this.nameOf(binding));
  }

  private nameOf(binding: i32): string {
    return this.facts.tree.atoms[this.facts.scopes.atom[binding]];
  }
}
