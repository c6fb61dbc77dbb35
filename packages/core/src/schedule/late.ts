/**
 * What may stand in a lane: code that can run after another lane has failed, when the function has gone on or is over.
 *
 *   let size = 1; try { const a = await f(); const b = await g(a, size); const c = await h(); } catch { size = 0 }
 *   →   waves: when `h` fails first, `g` would be called with the `size` that the handler has set
 *
 * Operations of a lane are reads, so that starting one past the failure of another changes nothing (DESIGN.md, contract 3), and what
 * stands between them touches only what nobody can see after a failure (`dependence`). Three things are left. What a lane reads
 * must have its value of before the failure. What it assigns must not be looked at, or be overwritten, by code that runs after
 * the failure. And what it declares is out of reach for functions outside the lane until the group is over.
 */
import { Flag, Kind } from "../tree/kinds";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { LateReads } from "../dependence/late";
import { Form, Region } from "../dependence/region";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { Copies } from "./copies";
import { SegmentGraph } from "./graph";
import { LaneVars } from "./lane-vars";

export class LateCheck {
  private late: LateReads;
  private vars: LaneVars;
  /** First and last node (exclusive) of the segment's statements. */
  private start: i32;
  private stop: i32;

  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
    /** Whether operations are awaited in the order of the source. */
    private inOrder: boolean,
    /** What lanes read from copies, if they may. */
    private copies: Copies | null,
  ) {
    const tree = facts.tree;
    const start = region.units[graph.firstUnit].statement;
    this.start = start;
    this.late = new LateReads(facts, region, start);
    this.vars = new LaneVars(facts, region, graph);
    this.stop = tree.end[region.units[graph.lastUnit - 1].statement];
  }

  /** Why `node` may not be part of a lane, or null. */
  obstacle(node: i32): Reason | null {
    const region = this.region;
    const unit = region.units[this.graph.unit[node]];
    if (this.graph.isOperation(node)) {
      const site = region.sites[this.graph.site[node]];
      // The name means another variable, or none, where its own declaration is not around.
      const pin = site.pin;
      if (pin !== null && pin.code === Code.Fails) return pin;
      if (site.form === Form.Declare && this.vars.isFixed(unit)) return new Reason(Code.Observable, unit.statement, "");
      return this.obstacleOfReads(node, site.effect.bindingReads, site.operand);
    }
    if (unit.place !== null) return unit.place;
    // What it sets was looked at when it became an operation.
    if (unit.hasSites && region.sites[unit.firstSite].isStep)
      return this.obstacleOfWrites(region.sites[unit.firstSite].declares, unit.statement);
    const kind = this.facts.tree.kind[unit.statement];
    if (kind !== Kind.VarDecl && kind !== Kind.ExprStmt && kind !== Kind.If) return this.between(node);
    const reason = this.obstacleOfReads(node, unit.residual.bindingReads, unit.statement);
    return reason !== null ? reason : this.obstacleOfWrites(unit.residual.bindingWrites, unit.statement);
  }

  /**
   * Why the lanes of a group that shares promises may not assign what they do, or null: one that waits for another has a constant of what
   * that one hands over.
   */
  obstacleOfShares(lanes: i32[][]): Reason | null {
    const lane = new Map<i32, i32>();
    for (let i: i32 = 0; i < lanes.length; i++) {
      for (let j: i32 = 0; j < lanes[i].length; j++) {
        const node = lanes[i][j];
        const unit = this.region.units[this.graph.unit[node]];
        // A statement that is an operation as a whole assigns what it does while it is one.
        const isStep = this.graph.isOperation(node) && this.region.sites[this.graph.site[node]].isStep;
        if (this.graph.isOperation(node) && !isStep) continue;
        const writes = isStep ? this.region.sites[this.graph.site[node]].sets : unit.residual.bindingWrites;
        for (let k: i32 = 0; k < writes.length; k++) {
          if (!this.facts.scopes.has(writes[k], BindingFlag.Reassigned) || this.isParted(writes[k])) continue;
          if (lane.has(writes[k]) && (lane.get(writes[k]) as i32) !== i)
            return new Reason(Code.Observable, unit.statement, this.nameOf(writes[k]));
          lane.set(writes[k], i);
        }
      }
    }
    return null;
  }

  /** Whether each lane may have a variable of its own, which `Copies` sees to. */
  private isParted(binding: i32): boolean {
    const copies = this.copies;
    return copies !== null && copies.isParted(binding);
  }

  /** That the statement of `node` cannot leave its place. */
  between(node: i32): Reason {
    return new Reason(Code.Between, this.region.units[this.graph.unit[node]].statement, "");
  }

  private obstacleOfReads(node: i32, bindings: i32[], place: i32): Reason | null {
    const copies = this.copies;
    for (let i: i32 = 0; i < bindings.length; i++) {
      if (!this.late.mayChange(bindings[i])) continue;
      if (copies !== null && this.late.isOnlyReplaced(bindings[i]) && copies.take(node, bindings[i])) continue;
      return new Reason(Code.Volatile, place, this.nameOf(bindings[i]));
    }
    return null;
  }

  private obstacleOfWrites(bindings: i32[], statement: i32): Reason | null {
    for (let i: i32 = 0; i < bindings.length; i++) {
      const blocked = this.declares(statement, bindings[i])
        ? this.isSharedLocal(bindings[i])
        : this.isSeenLater(bindings[i]);
      if (blocked) return new Reason(Code.Observable, statement, this.nameOf(bindings[i]));
    }
    return null;
  }

  /** A `var` may have several declarations, of which scopes know one. */
  private declares(statement: i32, binding: i32): boolean {
    const isAgain = this.facts.scopes.has(binding, BindingFlag.Redeclared);
    if (isAgain && this.facts.tree.kind[statement] === Kind.VarDecl) return true;
    return this.facts.tree.contains(statement, this.facts.scopes.declaration[binding]);
  }

  /**
   * Whether a variable that a lane declares is more than a constant that the lane hands over in the end: a function outside
   * would find it without its value while the lane runs, and an assignment would reach one of two copies.
   */
  private isSharedLocal(binding: i32): boolean {
    const scopes = this.facts.scopes;
    if (scopes.has(binding, BindingFlag.Redeclared)) return true;
    if (scopes.kind[binding] === BindingKind.Var && !this.vars.isLocal(binding)) return true;
    if (scopes.has(binding, BindingFlag.Reassigned)) {
      if (scopes.has(binding, BindingFlag.Captured)) return true;
      // Promises that are awaited one by one stand among what assigns it.
      if (this.inOrder && this.late.isWrittenFrom(binding, this.start, this.stop)) return true;
    }
    return scopes.has(binding, BindingFlag.Captured) && this.isHeldOutside(binding);
  }

  /** Whether a function that can be called before the group is over holds the variable, without being made in a lane. */
  private isHeldOutside(binding: i32): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const owner = this.region.owner;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      let closure = scopes.owner[reference];
      while (closure > owner && scopes.owner[closure] !== owner) closure = scopes.owner[closure];
      if (closure > owner) {
        const isDeclaration = (tree.flags[closure] & Flag.Declaration) !== 0;
        if (isDeclaration || closure < this.start) return true;
      }
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  /** Whether anybody could notice that a variable of the function is assigned after a failure. */
  private isSeenLater(binding: i32): boolean {
    const scopes = this.facts.scopes;
    if (scopes.home[binding] !== this.region.owner || this.region.owner === 0) return true;
    if (this.late.tryBlock < 0 ? this.facts.isHeld(binding) : scopes.has(binding, BindingFlag.Captured)) return true;
    return this.late.tryBlock >= 0 && this.late.inLoop;
  }

  private nameOf(binding: i32): string {
    return this.facts.tree.atoms[this.facts.scopes.atom[binding]];
  }
}
