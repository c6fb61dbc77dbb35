/**
 * The dependence graph of one segment: who must be over before whom.
 *
 *   const a = await f(); const b = await g(a.id); const c = await h();
 *   →   f → {a} → g → {b},  h → {c}
 *
 * Nodes are operations (sites) and residuals (what is left of a unit: the binding of a result, a statement without awaits), in
 * source order, which is a topological order. Edges are data dependences (what is read after it was set, set after it was read,
 * set twice), operands inside operands, and calls that may answer from one stream; `Scheduler` finds the same ones as waves. Linear
 * in the number of reads and writes.
 */
import { Facts } from "../facts";
import { Region, Site, Unit } from "../dependence/region";
import { mayBeCopied } from "./copies";
import { replaces } from "./parts";
import { BindingTable } from "./tables";

export class SegmentGraph {
  /** Per node: index of the site in its region, or -1 for a residual. */
  site: i32[] = [];
  /** Per node: index of the unit in its region. */
  unit: i32[] = [];
  /** Per node: whether it waits for a promise that runs already. */
  isJoin: boolean[] = [];
  /** Per node: nodes that must be over before it, each once. */
  before: i32[][] = [];
  /** Per node: nodes that wait for it, each once. */
  after: i32[][] = [];
  /** Nodes that read a variable (of `copied`, at the same index) which another sets without waiting for them: they need a copy. */
  copying: i32[] = [];
  copied: i32[] = [];
  /**
   * Per node, for residuals: whether an operation before it must have begun first, although nothing waits for that to be over: its operand
   * changes what the residual mentions, or the residual sets what has been copied for it.
   */
  isHeld: boolean[] = [];
  /** Whether a node waits for another because that one reads, first, a variable that might be copied. */
  mayCopy: boolean = false;
  /** Variables that a node gives another value without waiting for the one before: each value is for those who read it. */
  parted: i32[] = [];
  private isParted: Map<i32, boolean> = new Map<i32, boolean>();
  /** Whether a node waits for another only because both set a variable that might be parted. */
  mayPart: boolean = false;
  /** Nodes of the sites and residuals of the region, by index; -1 for those of other segments. */
  nodeOfSite: Map<i32, i32> = new Map<i32, i32>();
  nodeOfUnit: Map<i32, i32> = new Map<i32, i32>();
  /** Per node: where its latest edge goes. */
  private linkedTo: i32[] = [];

  constructor(
    /** First and last unit (exclusive) of the segment. */
    readonly firstUnit: i32,
    readonly lastUnit: i32,
  ) {}

  get size(): i32 {
    return this.unit.length;
  }

  /** Notes that a variable is parted. */
  part(binding: i32): void {
    if (this.isParted.has(binding)) return;
    this.isParted.set(binding, true);
    this.parted.push(binding);
  }

  isOperation(node: i32): boolean {
    return this.site[node] >= 0;
  }

  add(unit: i32, site: i32): i32 {
    const node = this.unit.length;
    this.unit.push(unit);
    this.site.push(site);
    this.isJoin.push(false);
    this.isHeld.push(false);
    this.before.push([]);
    this.after.push([]);
    this.linkedTo.push(-1);
    if (site >= 0) this.nodeOfSite.set(site, node);
    else this.nodeOfUnit.set(unit, node);
    return node;
  }

  /** Adds an edge unless it is there. All edges into one node are added before those into the next. */
  link(from: i32, to: i32): void {
    if (from < 0 || from === to || this.linkedTo[from] === to) return;
    this.linkedTo[from] = to;
    this.before[to].push(from);
    this.after[from].push(to);
  }
}

/** Builds the graphs of a region's segments, one at a time. */
export class GraphBuilder {
  /** Node that set a binding last. */
  private setter: BindingTable;
  /** Latest entry in the list of those who have read it since. */
  private reader: BindingTable;
  private readers: i32[] = [];
  private nextReader: i32[] = [];
  private epoch: i32 = 0;
  private copies: boolean = false;
  private parts: boolean = false;
  /** What the operand of the first operation changes: only that one may change anything (`dependence`), and it begins before all others. */
  private changed: i32[] = [];

  constructor(private facts: Facts) {
    this.setter = new BindingTable(facts.scopes.count, -1);
    this.reader = new BindingTable(facts.scopes.count, -1);
  }

  /**
   * The graph of the units `first` to `last` (exclusive), all of which begin in `segment`. With `copies`, what sets a variable that may be
   * copied does not wait for what reads it before; with `parts`, nor for what sets it before, if it replaces that.
   */
  build(region: Region, segment: i32, first: i32, last: i32, copies: boolean, parts: boolean): SegmentGraph {
    this.epoch += 1;
    this.copies = copies;
    this.parts = parts;
    this.readers = [];
    this.nextReader = [];
    const graph = new SegmentGraph(first, last);
    this.changed = [];
    for (let index = first; index < last; index++) {
      const unit = region.units[index];
      for (let i = unit.firstSite; i < unit.lastSite; i++) {
        if (region.sites[region.order[i]].segment === segment) this.addSite(region, graph, region.order[i]);
      }
      this.addResidual(region, graph, index);
    }
    return graph;
  }

  private addSite(region: Region, graph: SegmentGraph, index: i32): void {
    const site: Site = region.sites[index];
    const node = graph.add(site.unit, index);
    graph.isJoin[node] = site.isJoin;
    for (let i: i32 = 0; i < site.inner.length; i++) this.linkSite(graph, site.inner[i], node);
    for (let i: i32 = 0; i < site.queue.length; i++) this.linkEnd(region, graph, site.queue[i], node);
    const reads = site.effect.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++) graph.link(this.setter.get(reads[i], this.epoch), node);
    for (let i: i32 = 0; i < site.sets.length; i++) this.linkReaders(region, graph, site.sets[i], node, true);
    this.changed = this.changed.concat(site.effect.bindingWrites).concat(site.effect.privateWrites);
    for (let i: i32 = 0; i < reads.length; i++) this.noteReader(reads[i], node);
  }

  /** What has read a binding comes before `node`, which gives it (`isWhole`), or an object that it holds, another value. */
  private linkReaders(region: Region, graph: SegmentGraph, binding: i32, node: i32, isWhole: boolean): void {
    let entry = this.reader.get(binding, this.epoch);
    const mayCopy = isWhole && entry >= 0 && mayBeCopied(this.facts, region, binding);
    if (mayCopy) graph.mayCopy = true;
    while (entry >= 0) {
      const reader = this.readers[entry];
      if (mayCopy && this.copies && graph.unit[reader] !== graph.unit[node]) {
        graph.copying.push(reader);
        graph.copied.push(binding);
        graph.isHeld[node] = true;
        entry = this.nextReader[entry];
        continue;
      }
      graph.link(graph.unit[reader] === graph.unit[node] ? reader : this.endOf(region, graph, reader), node);
      entry = this.nextReader[entry];
    }
  }

  private linkSite(graph: SegmentGraph, site: i32, node: i32): void {
    if (graph.nodeOfSite.has(site)) graph.link(graph.nodeOfSite.get(site) as i32, node);
  }

  private linkEnd(region: Region, graph: SegmentGraph, index: i32, node: i32): void {
    if (!graph.nodeOfSite.has(index)) return;
    graph.link(this.endOf(region, graph, graph.nodeOfSite.get(index) as i32), node);
  }

  /**
   * What an order without data starts from: the residual that receives an operation's result, if it does only that. It takes no
   * time, so that nothing waits longer, and an operation and its result are never torn apart. What fails in a `try` ends there: only
   * behind that is it over.
   */
  private endOf(region: Region, graph: SegmentGraph, node: i32): i32 {
    if (!graph.isOperation(node)) return node;
    const site = region.sites[graph.site[node]];
    if (!graph.nodeOfUnit.has(site.unit)) return node;
    const rest = graph.nodeOfUnit.get(site.unit) as i32;
    if (site.isGuest) return rest;
    return graph.before[rest].length === 1 && graph.before[rest][0] === node ? rest : node;
  }

  private addResidual(region: Region, graph: SegmentGraph, index: i32): void {
    const unit: Unit = region.units[index];
    const node = graph.add(index, -1);
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      // A site inside another's operand is over before that one begins.
      const outer = region.sites[region.order[i]].outer;
      if (outer < 0 || !graph.nodeOfSite.has(outer)) this.linkSite(graph, region.order[i], node);
    }
    const reads = unit.residual.bindingReads;
    for (let i: i32 = 0; i < reads.length; i++) graph.link(this.setter.get(reads[i], this.epoch), node);
    this.set(region, graph, unit.residual.bindingWrites, node, true);
    this.set(region, graph, unit.residual.privateWrites, node, false);
    for (let i: i32 = 0; i < reads.length; i++) this.noteReader(reads[i], node);
    for (let i: i32 = 0; i < this.changed.length; i++) {
      const binding = this.changed[i];
      const isMentioned =
        reads.includes(binding) ||
        unit.residual.bindingWrites.includes(binding) ||
        unit.residual.privateWrites.includes(binding);
      if (isMentioned) graph.isHeld[node] = true;
    }
  }

  private set(region: Region, graph: SegmentGraph, bindings: i32[], node: i32, isWhole: boolean): void {
    for (let i: i32 = 0; i < bindings.length; i++) {
      this.linkSetter(region, graph, bindings[i], node, isWhole);
      this.linkReaders(region, graph, bindings[i], node, isWhole);
      this.setter.set(bindings[i], this.epoch, node);
      this.reader.set(bindings[i], this.epoch, -1);
    }
  }

  /** What has set a binding comes before `node`, which sets it again, unless that may be another variable from then on. */
  private linkSetter(region: Region, graph: SegmentGraph, binding: i32, node: i32, isWhole: boolean): void {
    const setter = this.setter.get(binding, this.epoch);
    const mayPart =
      isWhole &&
      setter >= 0 &&
      graph.unit[setter] !== graph.unit[node] &&
      !this.changed.includes(binding) &&
      replaces(this.facts, region.units[graph.unit[node]], binding) &&
      mayBeCopied(this.facts, region, binding);
    if (mayPart) graph.mayPart = true;
    if (!mayPart || !this.parts) {
      graph.link(setter, node);
      return;
    }
    graph.part(binding);
    graph.isHeld[node] = true;
  }

  private noteReader(binding: i32, node: i32): void {
    this.nextReader.push(this.reader.get(binding, this.epoch));
    this.readers.push(node);
    this.reader.set(binding, this.epoch, this.readers.length - 1);
  }
}
