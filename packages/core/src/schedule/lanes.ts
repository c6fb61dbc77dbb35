/**
 * Replaces the waves of a segment by lanes where waves would make an operation wait for one that it does not depend on.
 *
 *   a → b, c → d   →   waves {a, c}, {b, d} take max(a, c) + max(b, d); lanes a b | c d take max(a + b, c + d)
 *
 * Requires waves. Decomposes the segment's dependence graph; where that gives groups of single operations only, waves lose nothing
 * and stay. Otherwise the plan is taken if each of its groups starts at least two operations, and if everything that it puts into a
 * lane may run after another lane has failed (`late.ts`).
 */
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { Code, Reason } from "../reason";
import { Block, BlockKind, nodesOf, SegmentPlan } from "./block";
import { decompose } from "./decompose";
import { GraphBuilder, SegmentGraph } from "./graph";
import { LateCheck } from "./late";
import { settleResiduals } from "./settle";

export class LanePlanner {
  private builder: GraphBuilder;
  /** Why the segment asked about last keeps its waves although they delay something, or null. */
  obstacle: Reason | null = null;

  constructor(private facts: Facts) {
    this.builder = new GraphBuilder(facts);
  }

  /** A better schedule than waves for the units `first` to `last` (exclusive), or null. */
  plan(region: Region, segment: i32, first: i32, last: i32): SegmentPlan | null {
    this.obstacle = null;
    const graph = this.builder.build(region, segment, first, last);
    const root = decompose(graph);
    if (isFlat(root)) return null;
    this.obstacle = this.obstacleTo(region, graph, root);
    if (this.obstacle !== null) return null;
    settleResiduals(graph, root);
    return new SegmentPlan(segment, graph, root);
  }

  private obstacleTo(region: Region, graph: SegmentGraph, root: Block): Reason | null {
    for (let node: i32 = 0; node < graph.size; node++) {
      if (!graph.isOperation(node)) continue;
      const site = region.sites[graph.site[node]];
      // Its place among the operands of the segment is all that keeps what it writes in order.
      if (site.effect.bindingWrites.length > 0 || site.effect.privateWrites.length > 0)
        return new Reason(Code.OperandEffect, site.operand, "");
      // Nothing may delay the handler of a promise that exists.
      if (site.isJoin && graph.before[node].length > 0) return new Reason(Code.Join, site.operand, "");
    }
    // A value is evaluated before its pattern; an await in the pattern is not in source order.
    for (let index = graph.firstUnit; index < graph.lastUnit; index++) {
      const unit = region.units[index];
      for (let i = unit.firstSite + 1; i < unit.lastSite; i++) {
        if (region.sites[i].node < region.sites[i - 1].node)
          return new Reason(Code.EvaluationOrder, unit.statement, "");
      }
    }
    return this.obstacleIn(region, graph, root, new LateCheck(this.facts, region, graph));
  }

  private obstacleIn(region: Region, graph: SegmentGraph, root: Block, check: LateCheck): Reason | null {
    const pending: Block[] = [root];
    while (pending.length > 0) {
      const block = pending.pop() as Block;
      if (block.kind === BlockKind.Step) continue;
      for (let i: i32 = 0; i < block.children.length; i++) pending.push(block.children[i]);
      if (block.kind === BlockKind.Series) continue;
      if (!startsTwo(region, graph, block)) return new Reason(Code.Join, -1, "");
      for (let i: i32 = 0; i < block.children.length; i++) {
        const child = block.children[i];
        if (block.kind === BlockKind.Parallel && child.kind === BlockKind.Step) continue;
        const nodes = nodesOf(child);
        for (let j: i32 = 0; j < nodes.length; j++) {
          const reason = check.obstacle(nodes[j]);
          if (reason !== null) return reason;
        }
      }
    }
    return null;
  }
}

/** Whether a schedule is groups of single operations, one after the other: that is what waves are. */
function isFlat(root: Block): boolean {
  for (let i: i32 = 0; i < root.children.length; i++) {
    const block = root.children[i];
    if (block.kind === BlockKind.Shared) return false;
    for (let j: i32 = 0; j < block.children.length; j++) {
      if (block.children[j].kind !== BlockKind.Step) return false;
    }
  }
  return true;
}

/** Whether at least two children start something: waiting beside a single start gains nothing. */
function startsTwo(region: Region, graph: SegmentGraph, block: Block): boolean {
  let starting: i32 = 0;
  for (let i: i32 = 0; i < block.children.length && starting < 2; i++) {
    const nodes = nodesOf(block.children[i]);
    for (let j: i32 = 0; j < nodes.length; j++) {
      if (!graph.isOperation(nodes[j]) || region.sites[graph.site[nodes[j]]].isJoin) continue;
      starting += 1;
      break;
    }
  }
  return starting >= 2;
}
