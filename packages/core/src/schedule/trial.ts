/**
 * Runs schedules on made-up latencies.
 */
import { Block, BlockKind } from "./block";
import { SegmentGraph } from "./graph";

/** Sets of latencies that a plan is tried with. */
export const TRIALS: i32 = 3;

/** One run of a plan on made-up latencies. */
export class Trial {
  begun: Int32Array;
  over: Int32Array;

  constructor(
    private graph: SegmentGraph,
    private seed: i32,
  ) {
    this.begun = new Int32Array(graph.size);
    this.over = new Int32Array(graph.size);
  }

  /** Runs a block from time `start` on; returns when it is over. */
  run(block: Block, start: i32): i32 {
    if (block.kind === BlockKind.Step) {
      this.begun[block.node] = start;
      this.over[block.node] = this.end(block.node, start);
      return this.over[block.node];
    }
    let end = start;
    const ends: i32[] = [];
    for (let i: i32 = 0; i < block.children.length; i++) {
      let from = block.kind === BlockKind.Series ? end : start;
      if (block.kind === BlockKind.Shared) {
        for (let j: i32 = 0; j < block.needs[i].length; j++) {
          const need = block.needs[i][j];
          if (need < i && ends[need] > from) from = ends[need];
        }
      }
      ends.push(this.run(block.children[i], from));
      if (ends[i] > end) end = ends[i];
    }
    return end;
  }

  criticalPath(): i32 {
    const ends = new Int32Array(this.graph.size);
    let longest: i32 = 0;
    for (let node: i32 = 0; node < this.graph.size; node++) {
      let start: i32 = 0;
      for (let i: i32 = 0; i < this.graph.before[node].length; i++) {
        if (ends[this.graph.before[node][i]] > start) start = ends[this.graph.before[node][i]];
      }
      ends[node] = this.end(node, start);
      if (ends[node] > longest) longest = ends[node];
    }
    return longest;
  }

  /** When a node that begins at `start` is over. A promise that runs already has been running from the beginning. */
  private end(node: i32, start: i32): i32 {
    if (!this.graph.isOperation(node)) return start;
    const latency = 1 + ((node * 37 + this.seed * 61) % 97);
    if (!this.graph.isJoin[node]) return start + latency;
    return start > latency ? start : latency;
  }
}
