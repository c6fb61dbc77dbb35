/**
 * Schedules for `errors: "source-order"`: of several failures, the one that the source would meet first is thrown, whatever fails
 * first in time.
 *
 *   user → posts, theme (source: user, theme, posts)   →   three promises <user; theme; posts after user>, awaited in that order
 *
 * A group is a set of promises that begin together and are awaited one by one, where the source awaits them. A promise that stands for
 * several steps has one error only, so its steps must be neighbours in the source: nothing that may fail stands between them.
 * Statements that may fail keep their place among the awaits; they go into a promise when an operation of it needs them.
 *
 * Requires a decomposition; guarantees that awaiting the children of each group in their order meets failures in the order of the
 * source, and, unless steps had to stay behind, that the makespan is that of the decomposition.
 */
import { Region } from "../dependence/region";
import { Throws } from "../effects/effect";
import { Reason } from "../reason";
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";
import { LateCheck } from "./late";

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
  /** Why steps stay behind that need not wait, or null. */
  obstacle: Reason | null = null;
  /** Per node: number of the group that is looked at, when the node belongs to it. */
  private part: Int32Array;
  private parts: i32 = 0;
  /** Per node of the group: its chain. */
  private chain: Int32Array;

  constructor(
    private region: Region,
    private graph: SegmentGraph,
    private check: LateCheck,
    private fails: boolean[],
  ) {
    this.part = new Int32Array(graph.size);
    this.chain = new Int32Array(graph.size);
  }

  arrange(decomposed: Block): void {
    for (let i: i32 = 0; i < decomposed.children.length; i++) {
      const block = decomposed.children[i];
      if (block.kind === BlockKind.Step) this.root.add(block);
      else this.arrangeGroup(block);
    }
  }

  private arrangeGroup(block: Block): void {
    const nodes = nodesOf(block);
    nodes.sort((a: i32, b: i32): i32 => a - b);
    this.parts += 1;
    for (let i: i32 = 0; i < nodes.length; i++) this.part[nodes[i]] = this.parts;
    const group = this.chains(nodes);
    const obstacle = this.obstacleIn(group);
    if (obstacle === null) {
      this.root.add(group);
      return;
    }
    this.obstacle = obstacle;
    this.startOnly(nodes);
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
          if (this.part[before[k]] !== this.parts) continue;
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
    if (this.countIn(this.graph.before[node]) !== 1 || this.graph.before[node].indexOf(previous) < 0) return false;
    if (this.countIn(this.graph.after[previous]) !== 1) return false;
    for (let between = previous + 1; between < node; between++) if (this.fails[between]) return false;
    return true;
  }

  /** How many of `others` belong to the group. */
  private countIn(others: i32[]): i32 {
    let count: i32 = 0;
    for (let i: i32 = 0; i < others.length; i++) if (this.part[others[i]] === this.parts) count += 1;
    return count;
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
        if (!this.graph.isOperation(nodes[j]) && this.beginsElsewhere(nodes[j])) return this.check.between(nodes[j]);
      }
    }
    return null;
  }

  private beginsElsewhere(residual: i32): boolean {
    const unit = this.region.units[this.graph.unit[residual]];
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      if (!this.graph.nodeOfSite.has(i)) return true;
      if (this.part[this.graph.nodeOfSite.get(i) as i32] !== this.parts) return true;
    }
    return false;
  }

  /** Operations that wait for nothing of the group begin together; all else stays where it stands. */
  private startOnly(nodes: i32[]): void {
    const group = new Block(BlockKind.Shared);
    const rest: i32[] = [];
    let operations: i32 = 0;
    let gains = false;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const node = nodes[i];
      const isFree = this.graph.isOperation(node) && this.countIn(this.graph.before[node]) === 0;
      if (this.graph.isOperation(node)) operations += 1;
      if (!isFree) {
        rest.push(node);
        continue;
      }
      if (operations > 1 && !this.graph.isJoin[node]) gains = true;
      group.add(new Block(BlockKind.Step, node));
      group.needs.push([]);
    }
    if (gains) this.root.add(group);
    const steps = gains ? rest : nodes;
    for (let i: i32 = 0; i < steps.length; i++) this.root.add(new Block(BlockKind.Step, steps[i]));
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
