/**
 * Gives every operation the earliest wave its dependences allow, and every other unit a place between the waves.
 *
 *   a = await f(); b = await g(a); c = await h(); d = await k(c)   →   waves {f, h}, {g, k}
 *
 * A region is cut into segments by what nothing may cross (seals, barriers). Within a segment an operation's wave is one more
 * than the latest wave whose results it reads (as soon as possible). Waves with two or more operations become groups. The sum
 * of the waves' longest operations is never more than the sum of all operations, so the schedule is never slower than the
 * source. Linear in the number of reads and writes; requires units built by `dependence`.
 *
 * Time within a segment: operands of wave L are evaluated at its start, in source order; at its end results are bound, then
 * residuals of level L run, in source order. Level 0 is before the first wave.
 */
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { Form, Region, Site, Unit } from "../dependence/region";
import { BlockKind, promisesOf, SegmentPlan } from "./block";
import { SegmentGraph } from "./graph";
import { Claims } from "./claims";
import { mayBeCopied } from "./copies";
import { Choice, LanePlanner } from "./lanes";
import { BindingTable } from "./tables";

export class Scheduler {
  /** Level whose end (or, for units without sites, whose residuals) defines the binding; -1 when the segment does not. */
  private defined: BindingTable;
  /** Unit that defines it. */
  private definer: BindingTable;
  /** Whether an operand defines it: then operands of the same wave may follow, nothing else. */
  private byOperand: BindingTable;
  /** Latest level whose residuals read the binding. */
  private readAfter: BindingTable;
  /** Latest wave one of whose patterns reads the binding. */
  private readInPattern: BindingTable;
  /** Latest wave one of whose operands reads the binding. */
  private readAtStart: BindingTable;
  private epoch: i32 = 0;
  private highest: i32 = 0;
  /** Wave of the last join: what comes after it must not delay it, or its promise would be without a handler for longer. */
  private joined: i32 = 0;
  /** Segments in which something waits for what reads, or sets, a variable that might be copied. */
  private reuses: Map<i32, boolean> = new Map<i32, boolean>();
  private claims: Claims;
  private groups: i32 = 0;
  private planner: LanePlanner;
  /** By number of the segment: those that lanes suit better than waves. */
  plans: Map<i32, SegmentPlan> = new Map<i32, SegmentPlan>();
  /** By number of the segment: why waves stay although they delay something. */
  obstacles: Map<i32, Reason> = new Map<i32, Reason>();

  constructor(private facts: Facts) {
    this.planner = new LanePlanner(facts);
    this.claims = new Claims(facts);
    this.defined = new BindingTable(facts.scopes.count, -1);
    this.definer = new BindingTable(facts.scopes.count, -1);
    this.byOperand = new BindingTable(facts.scopes.count, 0);
    this.readAfter = new BindingTable(facts.scopes.count, -1);
    this.readInPattern = new BindingTable(facts.scopes.count, -1);
    this.readAtStart = new BindingTable(facts.scopes.count, -1);
  }

  schedule(region: Region): void {
    const groups = this.groups;
    let tries: i32 = 0;
    this.claims.repeats.forget();
    do {
      this.groups = groups;
      this.placeAll(region);
      if (this.claims.repeats.isNew) {
        forget(region);
        this.placeAll(region);
      }
      this.formGroups(region);
      tries += 1;
    } while (!this.facts.options.sourceOrderErrors && this.settlePlaces(region, tries > 1));
  }

  private placeAll(region: Region): void {
    this.cut();
    for (let i: i32 = 0; i < region.units.length; i++) this.place(region, i);
  }

  /**
   * Makes barriers of the statements with a place that nothing overtakes (`all`: of all of them, unless every one is overtaken), and
   * forgets the schedule if there are any: without them waves and lanes may do.
   */
  private settlePlaces(region: Region, all: boolean): boolean {
    const units = region.units;
    const open: i32[] = [];
    let closed = false;
    for (let index: i32 = 0; index < units.length; index++) {
      if (!region.isOpen(units[index])) continue;
      open.push(index);
      if (!this.isOvertaken(region, index)) closed = true;
    }
    if (!closed) return false;
    for (let i: i32 = 0; i < open.length; i++) {
      const unit = units[open[i]];
      if (!all && this.isOvertaken(region, open[i])) continue;
      // Without a promise of its own it has to stay where it is.
      if (region.isHouse(unit)) region.sites[unit.firstSite].seal = unit.place;
      if (unit.barrier === null) unit.barrier = unit.place;
    }
    forget(region);
    return true;
  }

  /** Whether a group of the segment's plan reaches beyond what is left of a unit, or starts what must be awaited in it. */
  private isOvertaken(region: Region, index: i32): boolean {
    const unit = region.units[index];
    if (!this.plans.has(unit.segment)) return false;
    if (region.isHouse(unit)) return region.sites[unit.firstSite].group > 0;
    const plan = this.plans.get(unit.segment) as SegmentPlan;
    return plan.isOvertaken(plan.graph.nodeOfUnit.get(index) as i32);
  }

  /** Begins a new segment. */
  private cut(): void {
    this.epoch += 1;
    this.highest = 0;
    this.joined = 0;
    this.claims.clear();
  }

  private place(region: Region, index: i32): void {
    const unit = region.units[index];
    let assigned = false;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[region.order[i]];
      if (site.seal !== null) {
        if (!assigned) unit.segment = this.epoch;
        if (unit.segment === this.epoch) unit.level = this.highest;
        assigned = true;
        this.cut();
        site.segment = this.epoch;
        site.level = 1;
        this.cut();
        continue;
      }
      if (site.pin !== null && this.highest > 0) this.cut();
      if (!assigned) unit.segment = this.epoch;
      assigned = true;
      this.placeSite(region, region.order[i]);
    }
    if (!assigned) unit.segment = this.epoch;
    if (unit.segment !== this.epoch) return; // a sealed site inside: nothing of the unit moves past it
    if (unit.barrier !== null) {
      unit.level = this.highest;
      this.cut();
      return;
    }
    if (unit.hasSites) this.placeResidual(region, unit, index);
    else this.placeStatement(region, unit, index);
  }

  private placeSite(region: Region, index: i32): void {
    const site = region.sites[index];
    const scopes = this.facts.scopes;
    let level: i32 = 1;
    const reads = site.effect.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++) {
      const at = this.defined.get(reads[i], this.epoch);
      if (at < 0) continue;
      const definer = this.definer.get(reads[i], this.epoch);
      const needed = (region.units[definer].hasSites ? at : this.lower(region, definer)) + 1;
      if (needed <= level) continue;
      level = needed;
      site.after = new Reason(Code.Data, -1, this.facts.tree.atoms[scopes.atom[reads[i]]]);
    }
    for (let i: i32 = 0; i < site.sets.length; i++) {
      // Operands of the same wave are evaluated before it sets anything.
      const atStart = this.readAtStart.get(site.sets[i], this.epoch);
      const after = larger(
        this.readAfter.get(site.sets[i], this.epoch),
        this.readInPattern.get(site.sets[i], this.epoch),
      );
      const needed = larger(atStart, after + 1);
      if (needed <= level) continue;
      level = needed;
      this.noteReuse(region, site.sets[i]);
      site.after = new Reason(Code.Sets, -1, this.facts.tree.atoms[scopes.atom[site.sets[i]]]);
    }
    // An operand that contains another site needs its value.
    if (site.innerLevel + 1 > level) {
      level = site.innerLevel + 1;
      site.after = new Reason(Code.Inner, region.sites[site.inner[site.inner.length - 1]].node, "");
    }
    // Before its calls are compared: those who make the same ones later come after the place that it really gets.
    if (level < this.joined) {
      level = this.joined;
      site.after = new Reason(Code.NeededNext, site.operand, "");
    }
    level = this.claims.after(region, index, level);
    if (site.isJoin) {
      // Waiting for it where it stands delays nothing that the source did not.
      if (level < this.highest) level = this.highest;
      this.joined = level;
    }
    site.level = level;
    site.segment = this.epoch;
    if (site.outer >= 0) {
      const outer = region.sites[site.outer];
      if (level > outer.innerLevel) outer.innerLevel = level;
      outer.inner.push(index);
    }
    if (level > this.highest) this.highest = level;
    // What decides what it awaits reads on until it is over.
    const read = site.isComposite ? this.readInPattern : this.readAtStart;
    for (let i: i32 = 0; i < reads.length; i++) read.raise(reads[i], this.epoch, level);
    const writes = site.effect.bindingWrites;
    for (let i: i32 = 0; i < writes.length; i++) {
      this.define(writes[i], level - 1, site.unit);
      this.byOperand.set(writes[i], this.epoch, 1);
    }
  }

  /** The level after whose operands the binding has its value: for all that is no operand; -1 when the segment does not define it. */
  private definedAt(binding: i32): i32 {
    return this.defined.get(binding, this.epoch) + this.byOperand.get(binding, this.epoch);
  }

  /** What is left of a unit whose operations are placed: it follows them. */
  private placeResidual(region: Region, unit: Unit, index: i32): void {
    let level: i32 = 0;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      if (region.sites[i].level > level) level = region.sites[i].level;
    }
    const sites = level;
    let mergeable = !this.awaitsInTarget(region, unit);
    const reads = unit.residual.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++) {
      const at = this.definedAt(reads[i]);
      if (at < 0) continue;
      const definer = this.definer.get(reads[i], this.epoch);
      const needed = region.units[definer].hasSites ? at : this.lower(region, definer);
      if (needed > level) level = needed;
      // A pattern is evaluated before the residuals of its wave.
      if (needed >= sites) mergeable = false;
    }
    const least = this.afterOperands(region, unit, this.afterResiduals(region, unit));
    if (least > level) level = least;
    // Residuals of the same wave run after its pattern, operands of it before, other parts of the pattern in order.
    unit.mergeable = mergeable && level === sites && this.followsOnlyPatterns(region, unit, sites);
    unit.least = level;
    unit.level = level;
    if (level > this.highest) this.highest = level;
    this.readInPlace(region, unit);
    this.commit(unit, index);
  }

  /** An operand inside another one is evaluated where the unit stands, unless a group takes it out of there. */
  private readInPlace(region: Region, unit: Unit): void {
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[region.order[i]];
      const reads = site.effect.bindingReads;
      if (site.outer < 0) continue;
      for (let j: i32 = 0; j < reads.length; j++) this.readAtStart.raise(reads[j], this.epoch, unit.level);
    }
  }

  /** `const { [await key()]: a } = await load()`: the pattern cannot be evaluated beside the key it needs. */
  private awaitsInTarget(region: Region, unit: Unit): boolean {
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const target = region.sites[i].target;
      if (target < 0) continue;
      for (let j = unit.firstSite; j < unit.lastSite; j++) {
        if (this.facts.tree.contains(target, region.sites[j].node)) return true;
      }
    }
    return false;
  }

  /** A synchronous unit: early when an operation needs it, otherwise where it stands. */
  private placeStatement(region: Region, unit: Unit, index: i32): void {
    let least: i32 = 0;
    const reads = unit.residual.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++) {
      const at = this.definedAt(reads[i]);
      if (at < 0) continue;
      const definer = this.definer.get(reads[i], this.epoch);
      let needed = at;
      if (!region.units[definer].hasSites) {
        needed = region.units[definer].least;
        unit.needs.push(definer);
      }
      if (needed > least) least = needed;
    }
    least = this.afterOperands(region, unit, larger(least, this.afterResiduals(region, unit)));
    unit.least = least;
    unit.level = this.highest > least ? this.highest : least;
    this.commit(unit, index);
  }

  /** Latest level whose residuals or results touch what this unit writes. */
  private afterResiduals(region: Region, unit: Unit): i32 {
    let level: i32 = 0;
    const writes = unit.residual.bindingWrites;
    for (let i: i32 = 0; i < writes.length; i++) {
      const touched = this.touchedAt(writes[i], level);
      if (touched > level) this.noteReuse(region, writes[i]);
      level = touched;
    }
    const objects = unit.residual.privateWrites;
    for (let i: i32 = 0; i < objects.length; i++) level = this.touchedAt(objects[i], level);
    return level;
  }

  /** Whether nothing but patterns of the same wave touches what this unit writes at the end of `level`. */
  private followsOnlyPatterns(region: Region, unit: Unit, level: i32): boolean {
    const writes = unit.residual.bindingWrites;
    const declares = unit.hasSites && region.sites[unit.firstSite].form === Form.Declare;
    for (let i: i32 = 0; i < writes.length; i++) {
      // Beside declarations the group assigns nothing: what a `var` was assigned before would be assigned behind it.
      if (declares && this.touchedAt(writes[i], 0) >= level) return false;
      if (!this.isPatternOnly(region, writes[i], level)) return false;
    }
    const objects = unit.residual.privateWrites;
    for (let i: i32 = 0; i < objects.length; i++) {
      if (!this.isPatternOnly(region, objects[i], level)) return false;
    }
    return true;
  }

  private isPatternOnly(region: Region, binding: i32, level: i32): boolean {
    const defined = this.definedAt(binding);
    if (defined >= level && !region.units[this.definer.get(binding, this.epoch)].mergeable) return false;
    return this.readAfter.get(binding, this.epoch) < level;
  }

  private touchedAt(binding: i32, least: i32): i32 {
    const read = larger(this.readAfter.get(binding, this.epoch), this.readInPattern.get(binding, this.epoch));
    return larger(least, larger(read, this.definedAt(binding)));
  }

  /** Notes that something waits for what reads, or sets, a variable before it is set again. */
  private noteReuse(region: Region, binding: i32): void {
    if (mayBeCopied(this.facts, region, binding)) this.reuses.set(this.epoch, true);
  }

  /** Latest wave whose operands read what this unit writes. */
  private afterOperands(region: Region, unit: Unit, least: i32): i32 {
    let level = least;
    const writes = unit.residual.bindingWrites;
    for (let i: i32 = 0; i < writes.length; i++) {
      const read = this.readAtStart.get(writes[i], this.epoch);
      if (read <= level) continue;
      level = read;
      this.noteReuse(region, writes[i]);
    }
    const objects = unit.residual.privateWrites;
    for (let i: i32 = 0; i < objects.length; i++) {
      const read = this.readAtStart.get(objects[i], this.epoch);
      if (read > level) level = read;
    }
    return level;
  }

  private commit(unit: Unit, index: i32): void {
    const reads = unit.residual.bindingReads;
    const table = unit.mergeable ? this.readInPattern : this.readAfter;
    for (let i: i32 = 0; i < reads.length; i++) table.raise(reads[i], this.epoch, unit.level);
    const writes = unit.residual.bindingWrites;
    for (let i: i32 = 0; i < writes.length; i++) this.define(writes[i], unit.level, index);
    const objects = unit.residual.privateWrites;
    for (let i: i32 = 0; i < objects.length; i++) this.define(objects[i], unit.level, index);
  }

  private define(binding: i32, level: i32, unit: i32): void {
    this.defined.set(binding, this.epoch, level);
    this.definer.set(binding, this.epoch, unit);
    this.byOperand.set(binding, this.epoch, 0);
  }

  /** Moves a synchronous unit, and those it needs, to the earliest place; returns that level. */
  private lower(region: Region, index: i32): i32 {
    const stack: i32[] = [index];
    while (stack.length > 0) {
      const unit = region.units[stack.pop() as i32];
      if (unit.level === unit.least && unit.needs.length === 0) continue;
      unit.level = unit.least;
      for (let i: i32 = 0; i < unit.needs.length; i++) stack.push(unit.needs[i]);
      unit.needs = [];
    }
    return region.units[index].least;
  }

  /**
   * Waves of two or more become groups when at least one of them really starts something: waiting for promises that exist
   * already gains nothing by itself.
   */
  private formGroups(region: Region): void {
    let from: i32 = 0;
    while (from < region.order.length) {
      const segment = region.sites[region.order[from]].segment;
      let to = from;
      while (to < region.order.length && region.sites[region.order[to]].segment === segment) to++;
      this.groupSegment(region, from, to);
      from = to;
    }
    this.markExtracted(region);
  }

  /** Numbers the groups of one segment, in the order of their first operations. */
  private groupSegment(region: Region, from: i32, to: i32): void {
    const starting: i32[] = [];
    const waiting: i32[] = [];
    const numbers: i32[] = [];
    for (let i = from; i < to; i++) {
      const site = region.sites[region.order[i]];
      while (starting.length <= site.level) {
        starting.push(0);
        waiting.push(0);
        numbers.push(0);
      }
      if (site.seal !== null || site.isImmediate) continue;
      waiting[site.level] += 1;
      if (!site.isJoin) starting[site.level] += 1;
    }
    const inOrder = this.facts.options.sourceOrderErrors || this.hasPlaces(region, from);
    if (inOrder) {
      if (isWide(waiting) && this.chooseLanes(region, from, to, true)) this.explain(region, from, to);
      return;
    }
    const mayGain = mayDelay(waiting) || this.reuses.has(region.sites[region.order[from]].segment);
    if (mayGain && this.chooseLanes(region, from, to, false)) return;
    for (let i = from; i < to; i++) {
      const site = region.sites[region.order[i]];
      if (site.seal !== null || waiting[site.level] < 2 || starting[site.level] === 0) continue;
      if (numbers[site.level] === 0) {
        this.groups += 1;
        numbers[site.level] = this.groups;
      }
      site.group = numbers[site.level];
    }
  }

  /** Whether a unit of the segment, whose first site is number `from` of the order, has a place that it keeps. */
  private hasPlaces(region: Region, from: i32): boolean {
    const segment = region.sites[region.order[from]].segment;
    let index = region.sites[region.order[from]].unit;
    while (index < region.units.length && region.units[index].segment === segment) {
      if (region.isOpen(region.units[index])) return true;
      index += 1;
    }
    return false;
  }

  /** Looks for a better schedule for the segment of the sites `from` to `to` of the order; whether waves are out of the question. */
  private chooseLanes(region: Region, from: i32, to: i32, inOrder: boolean): boolean {
    const units = region.units;
    const segment = region.sites[region.order[from]].segment;
    let first = region.sites[region.order[from]].unit;
    let last = region.sites[region.order[to - 1]].unit + 1;
    while (first > 0 && units[first - 1].segment === segment) first -= 1;
    while (last < units.length && units[last].segment === segment) last += 1;
    const choice = this.planner.choose(region, segment, first, last, inOrder);
    const obstacle = this.planner.obstacle;
    if (obstacle !== null) this.obstacles.set(segment, obstacle);
    if (choice !== Choice.Lanes) return choice === Choice.Source;
    const plan = this.planner.latest as SegmentPlan;
    this.plans.set(segment, plan);
    const blocks = plan.root.children;
    for (let i: i32 = 0; i < blocks.length; i++) {
      if (blocks[i].kind === BlockKind.Step) continue;
      this.groups += 1;
      this.numberLanes(region, plan.graph, promisesOf(blocks[i]));
    }
    return true;
  }

  /** Says why operations stay that could start together if the order of errors did not matter. */
  private explain(region: Region, from: i32, to: i32): void {
    for (let i = from; i < to; i++) {
      const site = region.sites[region.order[i]];
      if (site.group === 0 && this.planner.obstacle !== null) site.held = this.planner.obstacle;
    }
  }

  /** Gives the operations among `nodes` the number of the latest group. */
  private numberLanes(region: Region, graph: SegmentGraph, nodes: i32[]): void {
    /** Whether something is awaited in the group before what a node does. */
    const follows = new Map<i32, boolean>();
    nodes.sort((a: i32, b: i32): i32 => a - b);
    for (let i: i32 = 0; i < nodes.length; i++) {
      const before = graph.before[nodes[i]];
      let isBehind = false;
      for (let j: i32 = 0; j < before.length; j++) {
        if (!follows.has(before[j])) continue;
        if (graph.isOperation(before[j]) || (follows.get(before[j]) as boolean)) isBehind = true;
      }
      follows.set(nodes[i], isBehind);
      if (!graph.isOperation(nodes[i])) continue;
      const site = region.sites[graph.site[nodes[i]]];
      site.group = this.groups;
      if (isBehind) site.follows = true;
    }
  }

  /** What is evaluated before a hoisted site of its own unit leaves the unit too. */
  private markExtracted(region: Region): void {
    for (let index: i32 = 0; index < region.units.length; index++) {
      const unit = region.units[index];
      let hoisted = false;
      for (let i = unit.lastSite - 1; i >= unit.firstSite; i--) {
        const site = region.sites[region.order[i]];
        if (this.plans.has(site.segment)) continue;
        if (site.group > 0) hoisted = true;
        else if (hoisted && site.seal === null) site.extracted = true;
      }
    }
  }
}

/** Forgets the schedule of a region. */
function forget(region: Region): void {
  for (let i: i32 = 0; i < region.units.length; i++) region.units[i].reset();
  for (let i: i32 = 0; i < region.sites.length; i++) region.sites[i].reset();
}

/** Whether any two operations do not wait for each other: then two of them are in one wave. */
function isWide(sizes: i32[]): boolean {
  for (let level: i32 = 0; level < sizes.length; level++) if (sizes[level] > 1) return true;
  return false;
}

/** Whether waves of these sizes can make an operation wait in vain: a wave of two or more and another one. */
function mayDelay(sizes: i32[]): boolean {
  let waves: i32 = 0;
  for (let level: i32 = 0; level < sizes.length; level++) if (sizes[level] > 0) waves += 1;
  return waves > 1 && isWide(sizes);
}

function larger(a: i32, b: i32): i32 {
  return a > b ? a : b;
}

/** Whether a site's result goes straight into a pattern or variable (or nowhere). */
export function isDirect(site: Site): boolean {
  return site.form !== Form.Nested;
}
