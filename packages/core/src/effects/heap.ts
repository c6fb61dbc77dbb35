/**
 * Writes to properties: whose object is it?
 *
 *   const a = {}; a.x = 1        a private object of the function: its own business
 *   function f(o) { o.x = 1 }    a parameter: its callers judge
 *   this.x = 1                   in a constructor, the object just made; elsewhere the receiver, which callers judge
 *   state.x = 1                  something that others may hold: a write of the heap, or of all that is called `x` (`fields.ts`)
 *   a.b.x = 1                    where `b` stands in the literal of `a` and has no other name, as private as `a`
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, isFunctionLike, Scopes } from "../scope/scopes";
import { Cause, deferredOf, Effect, Evidence, RECEIVER, Resource, Throws } from "./effect";
import { Fields } from "./fields";
import { Ownership } from "./ownership";
import { Slots } from "./slots";

export class HeapWrites {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    readonly ownership: Ownership,
    readonly slots: Slots,
    readonly fields: Fields,
    /** Whether to leave to callers what only they can judge: for summaries, not for the statements of a region. */
    readonly isDeferring: boolean,
  ) {}

  /** A write to a property of what `object` evaluates to. */
  writeThrough(object: i32, node: i32, effect: Effect): void {
    if (this.ownership.isFresh(object)) return;
    const owner = this.tree.kind[object] === Kind.Member ? this.slots.ownerOf(node) : object;
    if (owner >= 0 && this.tree.kind[owner] === Kind.Ident && this.writesVariable(owner, node, effect)) return;
    effect.throws |= Throws.Soft;
    if (this.tree.kind[object] === Kind.This && this.isDeferring) {
      if (this.isUnderConstruction(object)) return;
      if (deferredOf(effect).addObject(RECEIVER, node)) return;
    }
    const field = this.isDeferring || this.tree.kind[node] !== Kind.Member ? -1 : this.fields.written(node);
    if (field >= 0) effect.privateWrites.push(field);
    effect.touch(0, field >= 0 ? Resource.Field : Resource.Heap, Evidence.Proven, Cause.Assignment, node);
  }

  /** Whether a write to a property of the object in a variable is dealt with. */
  private writesVariable(object: i32, node: i32, effect: Effect): boolean {
    const binding = this.scopes.binding[object];
    const isHere = this.scopes.home[binding] === this.scopes.owner[node];
    if (!this.isDeferring) {
      if (!isHere || !this.isPrivateObject(binding)) return false;
      if (!this.slots.add(object, effect.privateWrites)) effect.privateWrites.push(binding);
      else if (this.tree.kind[node] === Kind.Member) this.slots.addKeys(object, node, effect.privateWrites);
      return true;
    }
    const isMade = this.ownership.isMade(binding);
    const isOwn = isMade && isHere;
    if (isOwn && !this.ownership.hasEscaped(binding, node)) {
      effect.privateWrites.push(binding);
      return true;
    }
    if (!isMade && !this.isParameter(object)) return false;
    if (isOwn) return false;
    effect.throws |= Throws.Soft;
    return deferredOf(effect).addObject(binding, node);
  }

  /** Whether `this` is an instance that its constructor or field is just making. */
  private isUnderConstruction(receiver: i32): boolean {
    const owner = this.scopes.owner[receiver];
    if (!isFunctionLike(this.tree.kind[owner])) return false;
    if (this.tree.kind[owner] === Kind.Field) return (this.tree.flags[owner] & Flag.Static) === 0;
    const up = this.tree.parent[owner];
    return up >= 0 && this.tree.kind[up] === Kind.Method && (this.tree.flags[up] & Flag.Constructor) !== 0;
  }

  /** Whether a name is a parameter, of the function at hand or one around it, that is never assigned. */
  isParameter(node: i32): boolean {
    if (node < 0 || this.tree.kind[node] !== Kind.Ident) return false;
    const binding = this.scopes.binding[node];
    if (this.scopes.kind[binding] !== BindingKind.Param || !this.scopes.isStable(binding)) return false;
    const up = this.tree.parent[this.scopes.declaration[binding]];
    const list = this.tree.kind[up] === Kind.AssignPattern ? this.tree.parent[up] : up;
    return this.tree.kind[list] === Kind.Params;
  }

  /** A constant holding an object, array or collection made right there and used in its own function, or by the module's statements, only. */
  isPrivateObject(binding: i32): boolean {
    return !this.scopes.has(binding, BindingFlag.Captured) && this.ownership.isMadeAnywhere(binding);
  }
}
