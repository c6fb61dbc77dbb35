/**
 * What of an iteration may wait until the operations of all iterations are over.
 *
 *   names.push(user.name)   →   may, while `names` is nobody else's business · log(user)   →   somebody may look for it
 *
 * Requires what stays behind in `Loop`. Guarantees that nobody can tell, when an operation fails, that something has not happened which
 * the source had done by then: it changes only variables and objects that are the function's own until the loop ends, and cannot throw.
 */
import { enclosingTryBlock, Observability } from "../dependence/observable";
import { subjectOf } from "../dependence/reasons";
import { Region, Unit } from "../dependence/region";
import { DirectiveBit } from "../directives/directives";
import { Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { Loop } from "./loop";
import { Standing } from "./standing";

export class Delay {
  private observability: Observability;

  constructor(
    private facts: Facts,
    private loop: Loop,
    private standing: Standing,
    /** The function the loop runs in. */
    private owner: i32,
  ) {
    this.observability = new Observability(facts, new Region(facts.tree.parent[loop.node], owner, true));
  }

  /**
   * `count += 1;` in front of an operation, which changes something of all iterations and nothing of its own. What it needs of its own
   * iteration must not change any more.
   */
  isPossible(unit: Unit, barrier: Reason | null): boolean {
    const facts = this.facts;
    if (barrier !== null && barrier.code !== Code.Observable) return false;
    if (unit.hasSites || this.loop.tried >= 0 || facts.tree.kind[unit.statement] !== Kind.ExprStmt) return false;
    const effect = unit.residual;
    const writes = effect.bindingWrites.concat(effect.privateWrites);
    if (writes.length === 0) return false;
    for (let i: i32 = 0; i < writes.length; i++) if (this.standing.isOwn(writes[i])) return false;
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      const binding = effect.bindingReads[i];
      if (this.standing.isOwn(binding) && !facts.scopes.isStable(binding)) return false;
    }
    return true;
  }

  /**
   * Whether what moves past a statement that is put off changes an object of the iteration that the statement looks at, or ends the
   * iteration.
   */
  overtaken(delayed: i32): Reason | null {
    for (let i: i32 = 0; i < this.loop.skips.length; i++) {
      const skip = this.loop.skips[i];
      if (skip > delayed) return new Reason(Code.Exit, skip, subjectOf(this.facts, skip));
    }
    const reads = this.standing.effectOf(delayed, []).bindingReads;
    for (let i: i32 = 0; i < this.loop.moved.length; i++) {
      const changed = this.standing.effectOf(this.loop.moved[i], []).privateWrites;
      for (let j: i32 = 0; j < changed.length; j++)
        if (reads.indexOf(changed[j]) >= 0) return this.standing.observable(changed[j], delayed);
    }
    return null;
  }

  /** Why a statement, or a part of one, may not wait until all operations are over; or null. */
  refuses(statement: i32, isCaught: boolean, operands: i32[]): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    if (facts.directives.has(statement, DirectiveBit.Sequential)) return new Reason(Code.Sequential, statement, "");
    // Where no iteration can end the loop by failing, what is reported cannot be missing.
    const effect = this.standing.effectOf(statement, operands, loop.isHandled);
    if (isCaught) effect.throws = Throws.Never;
    const reason = this.standing.standingOf(effect, statement);
    if (reason !== null) return reason;
    for (let i: i32 = 0; i < effect.bindingWrites.length; i++) {
      const binding = effect.bindingWrites[i];
      const isOwn = this.standing.isOwn(binding);
      if (isOwn && loop.tries.length === 0) continue;
      if (
        !isOwn &&
        (facts.isVolatile(binding, this.owner) ||
          this.observability.isObservable(binding) ||
          this.isTriedAgain(binding))
      )
        return this.standing.observable(binding, statement);
      this.standing.changed.push(binding);
    }
    for (let i: i32 = 0; i < effect.privateWrites.length; i++) {
      const binding = effect.privateWrites[i];
      const isOwn = this.standing.isOwn(binding);
      if (isOwn && loop.tries.length === 0) continue;
      if (!isOwn && !this.observability.isPrivateUntil(binding, facts.tree.end[loop.node]))
        return this.standing.observable(binding, statement);
      this.standing.changed.push(binding);
    }
    return null;
  }

  /** Whether a variable outlives the `try` around the loop: its code may be run again, and find what a failed run has left there. */
  private isTriedAgain(binding: i32): boolean {
    const tried = enclosingTryBlock(this.facts, this.loop.node, this.owner);
    return tried >= 0 && !this.facts.tree.contains(tried, this.facts.scopes.declaration[binding]);
  }
}
