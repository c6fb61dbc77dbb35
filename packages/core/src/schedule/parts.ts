/**
 * Variables that are used anew: each of their values is for those who read it, and may be a variable of its own.
 *
 *   let number = 0;
 *   const user = await getUser(id); number = user.id; const first = await getPage(number);
 *   number = 2; const theme = await getTheme(number); const style = await getStyle(theme);
 *   →   (async () => { …; const number = user.id; return getPage(number); })(), (async () => { number = 2; …; return getStyle(theme); })()
 *
 * Who gives a variable another value, whatever it had before, need not wait for who did so before. Then lanes of one group may assign it, and
 * each of them has a variable of its own under the same name, but for the one with the last assignment in the source: that is the one whose
 * value the variable has behind the group. Where the group itself declares the variable, all of them have their own, and the last one hands
 * over its value. A lane that reads what another has assigned waits for that one, and gets the value from it.
 *
 * Sound because every read finds the assignment that it finds in the source: `found` says which that is. After a failure nobody looks at
 * the variable (`dependence`, `late.ts`), and no function ever does (`mayBeCopied`), so nobody knows how many there are.
 */
import { Flag, Kind } from "../tree/kinds";
import { BindingKind } from "../scope/scopes";
import { Facts } from "../facts";
import { LateReads } from "../dependence/late";
import { Region, Unit } from "../dependence/region";
import { Block, Own } from "./block";
import { SegmentGraph } from "./graph";
import { isInOrder, Placing } from "./placing";
import { MAX_WRITERS, Usage } from "./usage";

/** Where a lane gets the value of a variable from that it reads before it assigns it: other answers are children of its group. */
const enum Source {
  /** It does not. */
  None = -1,
  /** From the variable, as it is when the group begins. */
  Before = -2,
  /** From several places. */
  Mixed = -3,
}

/** What one lane, or a step between groups, has to do with a variable. */
class Share {
  source: i32 = Source.None;
  /** First and last of its nodes that read what it has not assigned itself. */
  first: i32 = -1;
  last: i32 = -1;
  /** How often it assigns the variable, and where first and last. */
  writes: i32 = 0;
  firstWrite: i32 = -1;
  lastWrite: i32 = -1;
  isLate: boolean = false;

  constructor(
    /** One of its nodes. */
    readonly node: i32,
  ) {}
}

export class Parter {
  private usage: Usage = new Usage(-1);
  /** By number of the lane. */
  private shares: Map<i32, Share> = new Map<i32, Share>();
  private lanes: i32[] = [];
  /** By place in the plan: the lane with the last assignment there. */
  private mains: Map<i32, i32> = new Map<i32, i32>();
  /** Lanes whose assignments do not reach the variable that others see. */
  private hidden: Map<i32, boolean> = new Map<i32, boolean>();
  /** Place of the group that declares the variable, or -1. */
  private declaredIn: i32 = -1;

  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
    private placing: Placing,
    private late: LateReads,
  ) {}

  /** Gives the lanes of the plan what they need of a variable for themselves; false, with some of it given, where a value would be wrong. */
  part(usage: Usage): boolean {
    this.usage = usage;
    this.shares = new Map<i32, Share>();
    this.lanes = [];
    this.mains = new Map<i32, i32>();
    this.hidden = new Map<i32, boolean>();
    if (usage.isChanged || usage.writers.length > MAX_WRITERS) return false;
    if (!this.isDeclaredFirst()) return false;
    this.findMains();
    if (!this.hideLate()) return false;
    if (!this.keepsLastValue() || !this.areInOrder() || !this.findSources()) return false;
    for (let i: i32 = 0; i < this.lanes.length; i++)
      if (!this.give(this.shares.get(this.lanes[i]) as Share)) return false;
    return true;
  }

  /** Whether nothing in the segment assigns the variable before its declaration; finds the group that holds that. */
  private isDeclaredFirst(): boolean {
    const writers = this.usage.writers;
    const declaration = this.facts.scopes.declaration[this.usage.binding];
    const units = this.region.units;
    const tree = this.facts.tree;
    this.declaredIn = -1;
    const start = units[this.graph.firstUnit].statement;
    if (declaration < start || declaration >= tree.end[units[this.graph.lastUnit - 1].statement]) return true;
    const first = writers[0];
    if (!tree.contains(units[this.graph.unit[first]].statement, declaration)) return false;
    const place = this.placing.place[first];
    for (let i: i32 = 1; i < writers.length; i++) if (this.placing.place[writers[i]] < place) return false;
    if (this.placing.child[first] >= 0) this.declaredIn = place;
    return true;
  }

  /** Finds out whose assignments are to the variable that code behind the groups sees. */
  private findMains(): void {
    const writers = this.usage.writers;
    for (let i: i32 = 0; i < writers.length; i++) {
      const lane = this.placing.lane[writers[i]];
      this.mains.set(this.placing.place[writers[i]], lane);
      const share = this.shareOf(writers[i]);
      if (share.writes === 0) share.firstWrite = writers[i];
      share.lastWrite = writers[i];
      share.writes += 1;
    }
    for (let i: i32 = 0; i < writers.length; i++)
      if (!this.isMain(writers[i])) this.hidden.set(this.placing.lane[writers[i]], true);
  }

  /**
   * A lane that assigns the variable, and reads it late, must not find what code after a failure has set: it has one of its own, if nobody
   * asks for its last value. False where somebody does.
   */
  private hideLate(): boolean {
    const usage = this.usage;
    if (!usage.isSetLater) return true;
    for (let i: i32 = 0; i < usage.readers.length; i++) {
      const reader = usage.readers[i];
      const place = this.placing.place[reader];
      if (this.placing.child[reader] < 0 || place === this.declaredIn) continue;
      if (!usage.late.has(reader) || !this.isMain(reader)) continue;
      if (this.isAskedBehind(place)) return false;
      this.hidden.set(this.placing.lane[reader], true);
      this.mains.delete(place);
    }
    return true;
  }

  /** Whether anybody looks at the variable, or sets it in part, when the group at a place is over. */
  private isAskedBehind(place: i32): boolean {
    const usage = this.usage;
    if (this.late.inLoop) return true;
    for (let i: i32 = 0; i < usage.readers.length; i++) if (this.placing.place[usage.readers[i]] > place) return true;
    const limit = this.endOfSegment();
    const scopes = this.facts.scopes;
    let reference = scopes.firstReference[usage.binding];
    while (reference >= 0) {
      const flags = this.facts.tree.flags[reference];
      if (reference >= limit && ((flags & Flag.Write) === 0 || (flags & Flag.Read) !== 0)) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  private isMain(node: i32): boolean {
    const place = this.placing.place[node];
    return this.mains.has(place) && (this.mains.get(place) as i32) === this.placing.lane[node];
  }

  /** Whether a lane assigns, or declares, a variable of its own. */
  private isOwn(node: i32): boolean {
    if (this.hidden.has(this.placing.lane[node])) return true;
    return this.placing.place[node] === this.declaredIn && this.shareOf(node).writes > 0;
  }

  private shareOf(node: i32): Share {
    const lane = this.placing.lane[node];
    if (!this.shares.has(lane)) {
      this.shares.set(lane, new Share(node));
      this.lanes.push(lane);
    }
    return this.shares.get(lane) as Share;
  }

  /** Whether assignments that others see come one after the other as in the source, so that the last value is the last one of the source. */
  private keepsLastValue(): boolean {
    const writers = this.usage.writers;
    let place: i32 = -1;
    for (let i: i32 = 0; i < writers.length; i++) {
      if (!this.isMain(writers[i])) continue;
      if (this.placing.place[writers[i]] < place) return false;
      place = this.placing.place[writers[i]];
    }
    return true;
  }

  /** Whether lanes that assign the variable keep the order of the source. */
  private areInOrder(): boolean {
    const writers = this.usage.writers;
    for (let i: i32 = 0; i < writers.length; i++) if (!isInOrder(this.placing.laneOf(writers[i]))) return false;
    return true;
  }

  /** Finds out where each lane gets the values from that it reads; false when somebody reads what does not reach him. */
  private findSources(): boolean {
    const usage = this.usage;
    for (let i: i32 = 0; i < usage.readers.length; i++) {
      const reader = usage.readers[i];
      const found = usage.found[i];
      if (usage.late.has(reader)) this.shareOf(reader).isLate = true;
      if (found >= 0 && this.placing.lane[found] === this.placing.lane[reader]) continue;
      const share = this.shareOf(reader);
      const source = this.sourceOf(reader, found);
      if (source === Source.Mixed) return false;
      if (share.source === Source.None) {
        share.source = source;
        share.first = reader;
      } else if (share.source !== source) return false;
      share.last = reader;
    }
    return true;
  }

  private sourceOf(reader: i32, found: i32): i32 {
    // Before its declaration a variable has no value.
    if (found < 0) return this.placing.place[reader] === this.declaredIn ? Source.Mixed : Source.Before;
    const isLast = this.shareOf(found).lastWrite === found;
    // A lane hands over what it has in the end.
    if (this.placing.place[found] === this.placing.place[reader])
      return isLast ? this.placing.child[found] : Source.Mixed;
    if (!this.isOwn(found)) return Source.Before;
    return isLast && this.isMain(found) ? Source.Before : Source.Mixed;
  }

  private give(share: Share): boolean {
    if (share.source >= 0) return this.giveResult(share);
    if (share.source === Source.Before) return this.giveCopy(share);
    return !this.isOwn(share.node) || this.begin(share);
  }

  /** What another lane of the group has assigned. */
  private giveResult(share: Share): boolean {
    const from = this.placing.blockOf(share.node).children[share.source];
    // It is in the variable.
    if (!this.isOwn(this.nodeOfChild(share))) return share.writes === 0 && !share.isLate;
    if (share.writes > 0 && !this.isOwn(share.node)) return false;
    const own = this.addOwn(share);
    own.source = share.source;
    own.changes = share.writes > 0;
    this.ownIn(from).goesToOthers = true;
    return this.handsOver(share);
  }

  /** A node of the lane that a lane gets a value from. */
  private nodeOfChild(share: Share): i32 {
    const writers = this.usage.writers;
    const place = this.placing.place[share.node];
    for (let i: i32 = 0; i < writers.length; i++)
      if (this.placing.place[writers[i]] === place && this.placing.child[writers[i]] === share.source)
        return writers[i];
    return share.node;
  }

  /** What the variable has when the group begins. */
  private giveCopy(share: Share): boolean {
    const usage = this.usage;
    const isOwn = this.isOwn(share.node);
    const isMain = share.writes > 0 && !isOwn;
    if (!usage.isRight(share.node, share.first, share.last, isMain, this.placing, this.hidden)) return false;
    if (isMain) return true;
    if (this.placing.child[share.node] < 0) return true;
    if (isOwn) {
      const own = this.addOwn(share);
      own.changes = true;
      if (!this.handsOver(share)) return false;
    }
    if (isOwn || share.isLate || this.isSetBeside(share)) this.placing.laneOf(share.node).given.push(usage.binding);
    return true;
  }

  /** Whether another lane of the same group assigns the variable that others see. */
  private isSetBeside(share: Share): boolean {
    return this.mains.has(this.placing.place[share.node]);
  }

  /** A lane whose first assignment declares its variable. */
  private begin(share: Share): boolean {
    const own = this.addOwn(share);
    const index = this.graph.unit[share.firstWrite];
    const unit = this.region.units[index];
    own.changes = share.writes > 1;
    if (!declares(this.facts, unit, this.usage.binding)) {
      if (this.graph.isOperation(share.firstWrite) || isStepUnit(this.region, unit)) return false;
      own.beginsAt = index;
    }
    return this.handsOver(share);
  }

  /** Whether a lane can hand over its last value, if it has to; finds out whether it has to beyond the group. */
  private handsOver(share: Share): boolean {
    const own = this.ownIn(this.placing.laneOf(share.node));
    if (share.writes === 0) return true;
    if (this.placing.place[share.node] === this.declaredIn && this.isMain(share.node)) own.goesOn = this.isReadBehind();
    // A statement that is an operation as a whole sets its variable before what is left of it comes.
    const last = share.lastWrite;
    const isTorn = this.graph.isOperation(last) && isStepUnit(this.region, this.region.units[this.graph.unit[last]]);
    return !isTorn || !(own.goesOn || own.goesToOthers || this.isReadIn(share));
  }

  /** Whether another lane gets its value from this one. */
  private isReadIn(share: Share): boolean {
    for (let i: i32 = 0; i < this.lanes.length; i++) {
      const other = this.shares.get(this.lanes[i]) as Share;
      const isBeside = this.placing.place[other.node] === this.placing.place[share.node];
      if (isBeside && other.source === this.placing.child[share.node]) return true;
    }
    return false;
  }

  /** Whether the value that the variable has behind the group that declares it is of use to anybody. */
  private isReadBehind(): boolean {
    const usage = this.usage;
    for (let i: i32 = 0; i < usage.readers.length; i++)
      if (this.placing.place[usage.readers[i]] > this.declaredIn) return true;
    return this.facts.scopes.lastReference[usage.binding] >= this.endOfSegment();
  }

  /** The first node behind the segment, or of what is left of its last unit where that may hold statements of its own. */
  private endOfSegment(): i32 {
    const last = this.region.units[this.graph.lastUnit - 1];
    return last.barrier !== null ? last.statement : this.facts.tree.end[last.statement];
  }

  private addOwn(share: Share): Own {
    return this.ownIn(this.placing.laneOf(share.node));
  }

  private ownIn(lane: Block): Own {
    const known = lane.ownOf(this.usage.binding);
    if (known !== null) return known;
    const own = new Own(this.usage.binding);
    lane.own.push(own);
    return own;
  }
}

/** Whether a unit gives a variable another value, whatever that was before. */
export function replaces(facts: Facts, unit: Unit, binding: i32): boolean {
  const tree = facts.tree;
  if (tree.kind[unit.statement] !== Kind.ExprStmt) return false;
  const assignment = tree.firstChild(unit.statement);
  if (tree.kind[assignment] !== Kind.Assign || tree.text(assignment) !== "=") return false;
  const target = tree.firstChild(assignment);
  return tree.kind[target] === Kind.Ident && facts.scopes.binding[target] === binding;
}

/** Whether a unit holds the only declaration of a variable. */
export function declares(facts: Facts, unit: Unit, binding: i32): boolean {
  if (facts.scopes.kind[binding] === BindingKind.Var) return false;
  return facts.tree.contains(unit.statement, facts.scopes.declaration[binding]);
}

function isStepUnit(region: Region, unit: Unit): boolean {
  return unit.hasSites && region.sites[unit.firstSite].isStep;
}
