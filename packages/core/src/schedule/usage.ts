/**
 * What the nodes of a segment do with one of its variables.
 */
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { SegmentGraph } from "./graph";
import { declares, replaces } from "./parts";
import { Placing } from "./placing";

/** A variable that is assigned more often in one segment is not copied: each assignment is held against each lane. */
export const MAX_WRITERS: i32 = 16;

export class Usage {
  /** Nodes that assign it, in the order of the source. */
  writers: i32[] = [];
  /** Nodes that read it, or leave it perhaps as it was, and at the same index who has assigned it last before, or -1. */
  readers: i32[] = [];
  found: i32[] = [];
  /** Whether each of its values is for those who read it (`parts.ts`). */
  isParted: boolean = false;
  /** Nodes that may run when something else has assigned it. */
  late: Map<i32, boolean> = new Map<i32, boolean>();
  /** Whether code that runs after a failure assigns it. */
  isSetLater: boolean = false;
  /** Whether something other than a statement of its own assigns it, or changes what it holds. */
  isChanged: boolean = false;
  /** First and last node that reads it, by number of the lane, for all lanes. */
  private first: Map<i32, i32> = new Map<i32, i32>();
  private last: Map<i32, i32> = new Map<i32, i32>();

  constructor(readonly binding: i32) {}

  addReader(node: i32, lane: i32): void {
    this.addKeeper(node);
    if (!this.first.has(lane)) this.first.set(lane, node);
    this.last.set(lane, node);
  }

  /** Adds a node that may leave the variable as it was. */
  addKeeper(node: i32): void {
    this.readers.push(node);
    this.found.push(this.writers.length > 0 ? this.writers[this.writers.length - 1] : -1);
  }

  assignsIn(lane: i32, placing: Placing): boolean {
    for (let i: i32 = 0; i < this.writers.length; i++) if (placing.lane[this.writers[i]] === lane) return true;
    return false;
  }

  /**
   * Whether all that reads the variable in the lane of `node` finds the value that it needs in a copy that is made when its group begins, or
   * (`isOwn`) in the variable itself.
   */
  mayRead(node: i32, isOwn: boolean, placing: Placing): boolean {
    const lane = placing.lane[node];
    const none = new Map<i32, boolean>();
    return this.isRight(node, this.first.get(lane) as i32, this.last.get(lane) as i32, isOwn, placing, none);
  }

  /**
   * Whether what reads the variable from `first` to `last` in the lane of `node` finds the same value as in the source: in a copy that is made
   * when its group begins, or (`isOwn`) in the variable, which its lane assigns. What lanes in `hidden` assign is another variable.
   */
  isRight(node: i32, first: i32, last: i32, isOwn: boolean, placing: Placing, hidden: Map<i32, boolean>): boolean {
    const place = placing.place;
    if (this.writers.length > MAX_WRITERS) return false;
    for (let i: i32 = 0; i < this.writers.length; i++) {
      const writer = this.writers[i];
      if (placing.lane[writer] === placing.lane[node] || hidden.has(placing.lane[writer])) continue;
      if (isOwn && place[writer] === place[node]) return false;
      if (writer < last && place[writer] >= place[node]) return false;
      if (writer > first && !placing.comesBehind(writer, node)) return false;
    }
    return true;
  }
}

/** Notes what the nodes of a graph do with some variables. */
export class UsageReader {
  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
    private usages: Map<i32, Usage>,
    private placing: Placing,
  ) {}

  readAll(): void {
    for (let node: i32 = 0; node < this.graph.size; node++) this.read(node);
  }

  private read(node: i32): void {
    const graph = this.graph;
    const unit = this.region.units[graph.unit[node]];
    if (!graph.isOperation(node)) {
      this.noteReads(node, unit.residual.bindingReads);
      this.noteChanges(unit.residual.privateWrites);
      this.noteWrites(node, unit.residual.bindingWrites);
      return;
    }
    const site = this.region.sites[graph.site[node]];
    this.noteReads(node, site.effect.bindingReads);
    this.noteChanges(site.effect.privateWrites);
    this.noteChanges(site.effect.bindingWrites);
    this.noteWrites(node, site.effect.bindingWrites);
    this.noteWrites(node, site.sets);
  }

  private noteReads(node: i32, bindings: i32[]): void {
    for (let i: i32 = 0; i < bindings.length; i++)
      if (this.usages.has(bindings[i]))
        (this.usages.get(bindings[i]) as Usage).addReader(node, this.placing.lane[node]);
  }

  private noteChanges(bindings: i32[]): void {
    for (let i: i32 = 0; i < bindings.length; i++)
      if (this.usages.has(bindings[i])) (this.usages.get(bindings[i]) as Usage).isChanged = true;
  }

  private noteWrites(node: i32, bindings: i32[]): void {
    for (let i: i32 = 0; i < bindings.length; i++) {
      if (!this.usages.has(bindings[i])) continue;
      const usage = this.usages.get(bindings[i]) as Usage;
      if (this.mayKeep(node, bindings[i])) usage.addKeeper(node);
      usage.writers.push(node);
    }
  }

  /** Whether a node that assigns a variable may leave it as it was. A statement that is an operation as a whole reads what it sets. */
  private mayKeep(node: i32, binding: i32): boolean {
    if (this.graph.isOperation(node)) return false;
    const unit = this.region.units[this.graph.unit[node]];
    return !replaces(this.facts, unit, binding) && !declares(this.facts, unit, binding);
  }
}
