/**
 * Why what is left of a unit, without its operations, keeps later operations behind it.
 *
 *   if (!user) return;           it may leave
 *   check(user);                 it may throw
 *   console.log(user);           it has a place: operations may start before it, but are awaited behind it
 *   this.user = user;            likewise
 *   const name = user.name;      nothing: it may run later
 */
import { Cause, Effect, Evidence, Resource, Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { Kind } from "../tree/kinds";
import { Observability } from "./observable";
import { reasonOfCause, subjectOf } from "./reasons";
import { Unit } from "./region";

export class Barriers {
  constructor(
    private facts: Facts,
    private observability: Observability,
    /** The function of the region. */
    private owner: i32,
  ) {}

  /** Why what is left of a unit must not run after later operations, or null. */
  find(unit: Unit, root: i32, isWalkable: boolean): Reason | null {
    const facts = this.facts;
    const statement = unit.statement;
    const kind = facts.tree.kind[statement];
    if (kind === Kind.Empty || kind === Kind.TypeOnly || kind === Kind.Import || kind === Kind.Directive) return null;
    if (kind === Kind.Function || kind === Kind.ExportNamed) return null;
    if (unit.barrier !== null) return unit.barrier;
    const bits = facts.contents.bits[statement];
    if ((bits & Contains.Yield) !== 0) return new Reason(Code.Yield, statement, "");
    if ((bits & Contains.Opaque) !== 0) return new Reason(Code.Unknown, statement, "");
    if ((bits & Contains.Using) !== 0) return new Reason(Code.Using, statement, "");
    if ((bits & Contains.Exit) !== 0) return new Reason(Code.Exit, statement, subjectOf(facts, statement));
    if (root !== statement && unit.declarator < 0)
      return new Reason(Code.Between, statement, subjectOf(facts, statement));
    if (!isWalkable) return new Reason(Code.Between, statement, subjectOf(facts, statement));
    return this.barrierOfEffect(unit, unit.residual);
  }

  private barrierOfEffect(unit: Unit, effect: Effect): Reason | null {
    const facts = this.facts;
    // A line of a log, or a property whose name is asked for by nothing that may start before it.
    const hasPlace = effect.writes !== 0 && (effect.writes & ~(Resource.Console | Resource.Field)) === 0;
    if (hasPlace && (effect.reads & Resource.Clock) === 0 && this.believes(effect))
      unit.place = reasonOfCause(facts, effect);
    else if (effect.cause !== Cause.None) return reasonOfCause(facts, effect);
    else if (effect.writes !== 0) return new Reason(Code.Between, unit.statement, "");
    if ((effect.throws & Throws.Hard) !== 0) {
      const thrower = effect.thrower >= 0 ? effect.thrower : unit.statement;
      // Of names only those are noted that have no value, or may not be set.
      const code = facts.tree.kind[thrower] === Kind.Ident ? Code.Fails : Code.MayThrow;
      return new Reason(code, thrower, subjectOf(facts, effect.thrower));
    }
    if (facts.options.mode === Mode.Strict && effect.throws !== Throws.Never)
      return new Reason(Code.MayThrow, unit.statement, "");
    if (effect.readsAnyBinding) return new Reason(Code.Between, unit.statement, "");
    // What reads more than memory may start an operation (`pending = fetch(url)`), which must not be delayed.
    if ((effect.reads & ~(Resource.Heap | effect.writes)) !== 0)
      this.keepPlace(unit, new Reason(Code.Between, unit.statement, ""));
    for (let i: i32 = 0; i < effect.bindingReads.length; i++) {
      if (facts.isVolatile(effect.bindingReads[i], this.owner))
        this.keepPlace(unit, new Reason(Code.Volatile, unit.statement, this.nameOf(effect.bindingReads[i])));
    }
    const late = facts.lateFields.firstIn(unit.statement, this.owner);
    if (late >= 0)
      this.keepPlace(unit, new Reason(Code.Volatile, unit.statement, subjectOf(facts, facts.tree.parent[late])));
    return this.barrierOfWrites(unit, effect);
  }

  /** Whether what an effect is said to be is said loud enough for the mode. */
  private believes(effect: Effect): boolean {
    if (this.facts.options.mode !== Mode.Strict) return true;
    return effect.evidence >= Evidence.Known && (effect.writes & Resource.Field) === 0;
  }

  private keepPlace(unit: Unit, reason: Reason): void {
    if (unit.place === null) unit.place = reason;
  }

  private barrierOfWrites(unit: Unit, effect: Effect): Reason | null {
    const facts = this.facts;
    for (let i: i32 = 0; i < effect.bindingWrites.length; i++) {
      const binding = effect.bindingWrites[i];
      if (this.isDeclaredBy(unit, binding)) continue;
      const isVolatile = facts.isVolatile(binding, this.owner);
      if (!isVolatile && !this.observability.isObservable(binding)) continue;
      const reason = new Reason(Code.Observable, unit.statement, this.nameOf(binding));
      if (isVolatile || !this.observability.isOwn(binding)) return reason;
      this.keepPlace(unit, reason);
    }
    for (let i: i32 = 0; i < effect.privateWrites.length; i++) {
      const binding = effect.privateWrites[i];
      if (facts.scopes.has(binding, BindingFlag.Field)) continue;
      if (this.observability.isPrivateUntil(binding, facts.tree.end[unit.statement])) continue;
      const reason = new Reason(Code.Observable, unit.statement, this.nameOf(binding));
      if (!this.observability.isPrivateDuring(binding, facts.tree.end[unit.statement])) return reason;
      this.keepPlace(unit, reason);
    }
    return null;
  }

  /** Whether the unit declares the binding afresh, so that nobody can have seen it before. */
  private isDeclaredBy(unit: Unit, binding: i32): boolean {
    const scopes = this.facts.scopes;
    const declaration = scopes.declaration[binding];
    if (declaration < 0 || scopes.has(binding, BindingFlag.Redeclared)) return false;
    if (scopes.has(binding, BindingFlag.Captured) && this.observability.isHeldEarlier(binding)) return false;
    return this.facts.tree.contains(unit.statement, declaration) && !this.isVisibleVar(binding);
  }

  /** A `var` may be looked at outside the block that declares it, after a failure too. */
  private isVisibleVar(binding: i32): boolean {
    return this.facts.scopes.kind[binding] === BindingKind.Var && this.observability.isObservable(binding);
  }

  private nameOf(binding: i32): string {
    return this.facts.tree.atoms[this.facts.scopes.atom[binding]];
  }
}
