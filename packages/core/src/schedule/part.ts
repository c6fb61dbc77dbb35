/** A part of a graph that is looked at for the moment. */
import { Region } from "../dependence/region";
import { SegmentGraph } from "./graph";

export class Part {
  /** Per node: number of the part that it was in last. */
  private latest: Int32Array;
  private number: i32 = 0;

  constructor(
    private region: Region,
    private graph: SegmentGraph,
  ) {
    this.latest = new Int32Array(graph.size);
  }

  /** Makes `nodes` the part that is looked at. */
  enter(nodes: i32[]): void {
    this.number += 1;
    for (let i: i32 = 0; i < nodes.length; i++) this.latest[nodes[i]] = this.number;
  }

  has(node: i32): boolean {
    return this.latest[node] === this.number;
  }

  /** How many of `others` belong to it. */
  count(others: i32[]): i32 {
    let count: i32 = 0;
    for (let i: i32 = 0; i < others.length; i++) if (this.has(others[i])) count += 1;
    return count;
  }

  /** Whether any operation of what is left of a unit is outside. */
  lacksOperationOf(residual: i32): boolean {
    const unit = this.region.units[this.graph.unit[residual]];
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      if (!this.graph.nodeOfSite.has(i)) return true;
      if (!this.has(this.graph.nodeOfSite.get(i) as i32)) return true;
    }
    return false;
  }
}
