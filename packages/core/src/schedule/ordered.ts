/**
 * Schedules in which, of several failures, the one that the source would meet first is thrown, whatever fails first in time: for
 * `errors: "source-order"`, and where something must not run late that a lane would hold.
 *
 *   user → posts, theme (source: user, theme, posts)   →   three promises <user; theme; posts after user>, awaited in that order
 *
 * A group is a set of promises that begin together and are awaited one by one, where the source awaits them. A promise that stands for
 * several steps has one error only, so its steps must be neighbours in the source: nothing that may fail stands between them.
 * Statements that may fail keep their place among the awaits; they go into a promise when an operation of it needs them.
 *
 * What no promise may hold, and all that waits for it, stays in the body of the function, in the order of the source, among the awaits.
 *
 * Requires a decomposition; guarantees that awaiting the children of each group in their order meets failures in the order of the
 * source, and, unless it says that something waits longer, that the makespan is that of the decomposition.
 */
import { Region } from "../dependence/region";
import { Throws } from "../effects/effect";
import { Reason } from "../reason";
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";
import { InBody, isResidual } from "./in-body";
import { LateCheck } from "./late";
import { Part } from "./part";

/** Per node of a graph: whether it must not run before what stands before it, because it may fail or others can tell. */
export function mayFail(region: Region, graph: SegmentGraph): boolean[] {
  const fails: boolean[] = [];
  for (let node: i32 = 0; node < graph.size; node++) {
    const unit = region.units[graph.unit[node]];
    fails.push(graph.isOperation(node) || unit.residual.throws !== Throws.Never || unit.place !== null);
  }
  return fails;
}

export class SourceOrder {
  /** The new schedule. */
  readonly root: Block = new Block(BlockKind.Series);
  /** Why steps stay in the body, or null. */
  obstacle: Reason | null = null;
  /** Whether nothing waits longer than its dependences ask for. */
  isFastest: boolean = true;
  /** The group that is looked at. */
  private part: Part;
  /** Per node of the group: its chain. */
  private chain: Int32Array;
  private inBody: InBody;

  constructor(
    private region: Region,
    private graph: SegmentGraph,
    private check: LateCheck,
    private fails: boolean[],
  ) {
    const part = new Part(region, graph);
    this.part = part;
    this.chain = new Int32Array(graph.size);
    this.inBody = new InBody(region, graph, check, part);
  }

  arrange(decomposed: Block): void {
    let blocks = decomposed.children;
    let at: i32 = 0;
    while (at < blocks.length) {
      const block = blocks[at];
      at += 1;
      if (block.kind === BlockKind.Step) {
        this.root.add(block);
        continue;
      }
      const nodes = nodesOf(block);
      nodes.sort((a: i32, b: i32): i32 => a - b);
      this.part.enter(nodes);
      const group = this.chains(nodes);
      const obstacle = this.obstacleIn(group);
      if (obstacle === null) {
        this.root.add(group);
        continue;
      }
      this.obstacle = obstacle;
      // The statements behind it, too: some of them stand among what it awaits.
      while (at < blocks.length && isResidual(this.graph, blocks[at])) {
        nodes.push(blocks[at].node);
        at += 1;
      }
      nodes.sort((a: i32, b: i32): i32 => a - b);
      blocks = this.takeAmong(blocks, at, nodes);
      this.arrangeBody(nodes);
    }
  }

  /**
   * Moves statements from the blocks behind `at`, which it gives back without them, to `nodes` that stand among these in the source although
   * an operation further behind comes first in the plan: nothing waits for them.
   */
  private takeAmong(blocks: Block[], at: i32, nodes: i32[]): Block[] {
    const last = nodes[nodes.length - 1];
    const rest = blocks.slice(0, at);
    for (let i = at; i < blocks.length; i++) {
      if (isResidual(this.graph, blocks[i]) && blocks[i].node < last) nodes.push(blocks[i].node);
      else rest.push(blocks[i]);
    }
    nodes.sort((a: i32, b: i32): i32 => a - b);
    return rest;
  }

  /** Chains of neighbours, each waiting for others as a whole. */
  private chains(nodes: i32[]): Block {
    const graph = this.graph;
    const links: i32[][] = [];
    for (let i: i32 = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (i > 0 && this.continues(nodes[i - 1], node)) {
        this.chain[node] = this.chain[nodes[i - 1]];
        links[this.chain[node]].push(node);
        continue;
      }
      this.chain[node] = links.length;
      links.push([node]);
    }
    const group = new Block(BlockKind.Shared);
    const listed = new Int32Array(links.length).fill(-1);
    for (let i: i32 = 0; i < links.length; i++) {
      const needs: i32[] = [];
      for (let j: i32 = 0; j < links[i].length; j++) {
        const before = graph.before[links[i][j]];
        for (let k: i32 = 0; k < before.length; k++) {
          if (!this.part.has(before[k])) continue;
          const other = this.chain[before[k]];
          if (other !== i && listed[other] !== i) needs.push(other);
          listed[other] = i;
        }
      }
      needs.sort((a: i32, b: i32): i32 => a - b);
      group.needs.push(needs);
      group.add(seriesOf(links[i]));
    }
    return group;
  }

  /**
   * Whether `node` goes on with what `previous` ends: it waits for nothing else, nobody else waits for that, and nothing can fail between
   * them. What is awaited in a `try` is by itself: a failure of what stands before the `try` is not to be caught there.
   */
  private continues(previous: i32, node: i32): boolean {
    if (isGuest(this.region, this.graph, previous) || isGuest(this.region, this.graph, node)) return false;
    if (this.part.count(this.graph.before[node]) !== 1 || this.graph.before[node].indexOf(previous) < 0) return false;
    if (this.part.count(this.graph.after[previous]) !== 1) return false;
    for (let between = previous + 1; between < node; between++) if (this.fails[between]) return false;
    return true;
  }

  /** Why a promise must not hold what it would, or null. What begins at once is no later than in the source. */
  private obstacleIn(group: Block): Reason | null {
    for (let i: i32 = 0; i < group.children.length; i++) {
      const nodes = nodesOf(group.children[i]);
      if (nodes.length === 1 && group.needs[i].length === 0 && this.graph.isOperation(nodes[0])) continue;
      for (let j: i32 = 0; j < nodes.length; j++) {
        const reason = this.check.obstacle(nodes[j]);
        if (reason !== null) return reason;
        // All that is left of a unit goes with its operations.
        if (!this.graph.isOperation(nodes[j]) && this.part.lacksOperationOf(nodes[j]))
          return this.check.between(nodes[j]);
      }
    }
    return null;
  }

  /** Promises of what may run late or begins at once; the rest of the group stays in the body, in order. */
  private arrangeBody(nodes: i32[]): void {
    this.part.enter(nodes);
    const inBody = this.inBody;
    inBody.choose(nodes);
    if (!inBody.gains) {
      this.isFastest = false;
      for (let i: i32 = 0; i < nodes.length; i++) this.root.add(new Block(BlockKind.Step, nodes[i]));
      return;
    }
    const leaving = inBody.leaving;
    this.part.enter(leaving);
    const group = this.chains(leaving);
    inBody.takeFromFront(this.root, nodes[0]);
    inBody.addTo(group);
    if (!inBody.isInTime(group)) this.isFastest = false;
    this.root.add(group);
  }
}

/** Whether a node is an operation that is awaited inside a statement which handles its failure. */
export function isGuest(region: Region, graph: SegmentGraph, node: i32): boolean {
  return graph.isOperation(node) && region.sites[graph.site[node]].isGuest;
}

function seriesOf(nodes: i32[]): Block {
  if (nodes.length === 1) return new Block(BlockKind.Step, nodes[0]);
  const series = new Block(BlockKind.Series);
  for (let i: i32 = 0; i < nodes.length; i++) series.add(new Block(BlockKind.Step, nodes[i]));
  return series;
}
