/**
 * Where the nodes of a graph have come in a plan, and which of them run before which.
 */
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";

export class Placing {
  /** Per node: which child of the plan it is in, and which child of that; -1 where that is no group. */
  place: Int32Array;
  child: Int32Array;
  /** Per node: number of its lane, or of the step between groups that it is. */
  lane: Int32Array;
  private root: Block = new Block(BlockKind.Series);

  constructor(private graph: SegmentGraph) {
    this.place = new Int32Array(graph.size);
    this.child = new Int32Array(graph.size).fill(-1);
    this.lane = new Int32Array(graph.size);
  }

  locate(root: Block): void {
    this.root = root;
    let lanes: i32 = 0;
    for (let place: i32 = 0; place < root.children.length; place++) {
      const block = root.children[place];
      const isStep = block.kind === BlockKind.Step;
      const count = isStep ? 1 : block.children.length;
      for (let child: i32 = 0; child < count; child++) {
        const nodes = nodesOf(isStep ? block : block.children[child]);
        for (let i: i32 = 0; i < nodes.length; i++) {
          this.place[nodes[i]] = place;
          this.child[nodes[i]] = isStep ? -1 : child;
          this.lane[nodes[i]] = lanes;
        }
        lanes += 1;
      }
    }
  }

  /** The child of the plan that a node is in. */
  blockOf(node: i32): Block {
    return this.root.children[this.place[node]];
  }

  /** The child of that, or itself when it is a step. */
  laneOf(node: i32): Block {
    const block = this.blockOf(node);
    return this.child[node] < 0 ? block : block.children[this.child[node]];
  }

  /** Whether a node runs after the lane of another one has begun. */
  comesBehind(node: i32, other: i32): boolean {
    if (this.place[node] !== this.place[other]) return this.place[node] > this.place[other];
    // Lanes begin one after the other, and run until they wait. Promises that lanes share may be written in another order.
    const isLater = this.blockOf(node).kind === BlockKind.Parallel && this.child[node] > this.child[other];
    return isLater || this.waits(node);
  }

  /** Whether a node comes behind an operation of its own group. */
  private waits(node: i32): boolean {
    const seen = new Map<i32, boolean>();
    const pending: i32[] = [node];
    while (pending.length > 0) {
      const before = this.graph.before[pending.pop() as i32];
      for (let i: i32 = 0; i < before.length; i++) {
        if (this.place[before[i]] !== this.place[node] || seen.has(before[i])) continue;
        if (this.graph.isOperation(before[i])) return true;
        seen.set(before[i], true);
        pending.push(before[i]);
      }
    }
    return false;
  }
}

/** Whether the steps of a lane run one after the other, as in the source. */
export function isInOrder(lane: Block): boolean {
  const steps = lane.steps;
  for (let i: i32 = 0; i < steps.length; i++) {
    if (steps[i].kind !== BlockKind.Step || (i > 0 && steps[i].node < steps[i - 1].node)) return false;
  }
  return true;
}
