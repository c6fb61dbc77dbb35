/**
 * Replaces the waves of a segment by lanes where waves would make an operation wait for one that it does not depend on.
 *
 *   a → b, c → d   →   waves {a, c}, {b, d} take max(a, c) + max(b, d); lanes a b | c d take max(a + b, c + d)
 *
 * Requires waves. Decomposes the segment's dependence graph; where that gives groups of single operations only, waves lose nothing
 * and stay. Otherwise the plan is taken if everything that it puts into a lane may run after another lane has failed (`late.ts`).
 * Waiting for a promise that runs already is no reason for a lane of its own, unless the source made something else wait for it.
 */
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { Code, Reason } from "../reason";
import { Block, BlockKind, nodesOf, SegmentPlan } from "./block";
import { Copies } from "./copies";
import { decompose } from "./decompose";
import { GraphBuilder, SegmentGraph } from "./graph";
import { LateCheck } from "./late";
import { mayFail, SourceOrder } from "./ordered";
import { settleResiduals } from "./settle";
import { Trial, TRIALS } from "./trial";

/** What becomes of a segment. */
export const enum Choice {
  Waves = 0,
  Lanes,
  /** Nothing gains anything: it stays as it is. */
  Source,
}

export class LanePlanner {
  private builder: GraphBuilder;
  /** The plan, after the answer `Lanes`. */
  latest: SegmentPlan | null = null;
  /** Why the segment asked about last keeps its waves although they delay something, or null. */
  obstacle: Reason | null = null;

  constructor(private facts: Facts) {
    this.builder = new GraphBuilder(facts);
  }

  /** Chooses for the units `first` to `last` (exclusive). */
  choose(region: Region, segment: i32, first: i32, last: i32, inOrder: boolean): Choice {
    this.obstacle = null;
    const graph = this.builder.build(region, segment, first, last, false, false);
    if (inOrder) return this.chooseInOrder(region, segment, graph);
    const free = graph.mayCopy ? this.builder.build(region, segment, first, last, true, false) : graph;
    const parted = graph.mayPart ? this.builder.build(region, segment, first, last, true, true) : free;
    // Values of their own only where lanes gain more by them than by copies, or may not have those.
    const needsParts = isShorter(parted, free);
    if (needsParts && this.chooseCopies(region, segment, parted)) return Choice.Lanes;
    if (isShorter(free, graph)) {
      if (this.chooseCopies(region, segment, free)) return Choice.Lanes;
      if (parted !== free && !needsParts && this.chooseCopies(region, segment, parted)) return Choice.Lanes;
    }
    const root = decompose(graph, graph.isHeld);
    const hasJoins = dissolveJoins(graph, root);
    if (!hasJoins && isFlat(root)) return Choice.Waves;
    if (!hasGroups(root)) return Choice.Source;
    this.obstacle = this.obstacleToOperands(region, graph);
    if (this.obstacle !== null) return Choice.Waves;
    this.obstacle = this.obstacleIn(root, new LateCheck(this.facts, region, graph, false, null));
    if (this.obstacle !== null) {
      if (this.chooseInBody(region, segment, graph) || this.chooseCopies(region, segment, graph)) this.obstacle = null;
      else if (graph.mayPart && this.chooseCopies(region, segment, parted)) this.obstacle = null;
      return this.obstacle === null ? Choice.Lanes : Choice.Waves;
    }
    settleResiduals(graph, root);
    this.latest = new SegmentPlan(segment, graph, root, true, false);
    return Choice.Lanes;
  }

  /** Lanes that have copies of what they read late, or of what the source sets behind what reads it. */
  private chooseCopies(region: Region, segment: i32, graph: SegmentGraph): boolean {
    const copies = new Copies(this.facts, region, graph);
    const root = decompose(graph, graph.isHeld);
    dissolveJoins(graph, root);
    if (!hasGroups(root) || this.obstacleToOperands(region, graph) !== null) return false;
    if (this.obstacleIn(root, new LateCheck(this.facts, region, graph, false, copies)) !== null) return false;
    settleResiduals(graph, root);
    if (!copies.give(root)) return false;
    this.latest = new SegmentPlan(segment, graph, root, true, false);
    return true;
  }

  /** The same where operations are awaited in the order of the source: there are no waves then. */
  private chooseInOrder(region: Region, segment: i32, graph: SegmentGraph): Choice {
    const fails = mayFail(region, graph);
    const root = this.decomposeInOrder(graph, fails);
    if (!hasGroups(root)) return Choice.Source;
    this.obstacle = this.obstacleToOperands(region, graph);
    if (this.obstacle !== null) return Choice.Source;
    const order = this.arrange(region, graph, root, fails);
    this.obstacle = order.obstacle;
    if (!hasGroups(order.root)) return Choice.Source;
    this.setLatest(segment, graph, order);
    return Choice.Lanes;
  }

  private decomposeInOrder(graph: SegmentGraph, fails: boolean[]): Block {
    const held: boolean[] = [];
    for (let node: i32 = 0; node < graph.size; node++) held.push(fails[node] || graph.isHeld[node]);
    const root = decompose(graph, held);
    dissolveJoins(graph, root);
    return root;
  }

  private arrange(region: Region, graph: SegmentGraph, root: Block, fails: boolean[]): SourceOrder {
    const order = new SourceOrder(region, graph, new LateCheck(this.facts, region, graph, true, null), fails);
    order.arrange(root);
    return order;
  }

  private setLatest(segment: i32, graph: SegmentGraph, order: SourceOrder): void {
    settleResiduals(graph, order.root);
    this.latest = new SegmentPlan(segment, graph, order.root, order.isFastest, true);
  }

  /** What no lane may hold may stay in the body of the function, if nothing is slower for it. */
  private chooseInBody(region: Region, segment: i32, graph: SegmentGraph): boolean {
    const fails = mayFail(region, graph);
    const order = this.arrange(region, graph, this.decomposeInOrder(graph, fails), fails);
    if (!order.isFastest || !hasGroups(order.root)) return false;
    this.setLatest(segment, graph, order);
    return true;
  }

  /** Why operands must be evaluated in waves, or where they stand. */
  private obstacleToOperands(region: Region, graph: SegmentGraph): Reason | null {
    for (let node: i32 = 0; node < graph.size; node++) {
      if (!graph.isOperation(node)) continue;
      const site = region.sites[graph.site[node]];
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
    return null;
  }

  private obstacleIn(root: Block, check: LateCheck): Reason | null {
    const pending: Block[] = [root];
    while (pending.length > 0) {
      const block = pending.pop() as Block;
      if (block.kind === BlockKind.Step) continue;
      for (let i: i32 = 0; i < block.children.length; i++) pending.push(block.children[i]);
      if (block.kind === BlockKind.Series) continue;
      const lanes: i32[][] = [];
      for (let i: i32 = 0; i < block.children.length; i++) {
        const child = block.children[i];
        const nodes = nodesOf(child);
        lanes.push(nodes);
        if (block.kind === BlockKind.Parallel && child.kind === BlockKind.Step) continue;
        for (let j: i32 = 0; j < nodes.length; j++) {
          const reason = check.obstacle(nodes[j]);
          if (reason !== null) return reason;
        }
      }
      const reason = block.kind === BlockKind.Shared ? check.obstacleOfShares(lanes) : null;
      if (reason !== null) return reason;
    }
    return null;
  }
}

/** Whether a graph of the same nodes has a shorter critical path than another. */
function isShorter(one: SegmentGraph, other: SegmentGraph): boolean {
  if (one === other) return false;
  for (let trial: i32 = 1; trial <= TRIALS; trial++)
    if (new Trial(one, trial).criticalPath() < new Trial(other, trial).criticalPath()) return true;
  return false;
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

function hasGroups(root: Block): boolean {
  for (let i: i32 = 0; i < root.children.length; i++) if (root.children[i].kind !== BlockKind.Step) return true;
  return false;
}

/**
 * Puts the operations of groups that gain nothing back into the order of the source; whether the segment waits for any promise that
 * runs already. Only groups without groups inside are looked at: an inner group is a gain.
 */
function dissolveJoins(graph: SegmentGraph, root: Block): boolean {
  let found = false;
  for (let node: i32 = 0; node < graph.size; node++) {
    if (graph.isJoin[node]) found = true;
  }
  if (!found) return false;
  const pending: Block[] = [root];
  while (pending.length > 0) {
    const series = pending.pop() as Block;
    const children: Block[] = [];
    for (let i: i32 = 0; i < series.children.length; i++) {
      const child = series.children[i];
      if (child.kind === BlockKind.Parallel && isPlain(child) && !gains(graph, child)) {
        const nodes = nodesOf(child);
        nodes.sort((a: i32, b: i32): i32 => a - b);
        for (let j: i32 = 0; j < nodes.length; j++) children.push(new Block(BlockKind.Step, nodes[j]));
      } else {
        children.push(child);
        pending.push(child);
      }
    }
    if (series.kind === BlockKind.Series) series.children = children;
  }
  return true;
}

/** Whether the children of a group are chains of steps. */
function isPlain(group: Block): boolean {
  for (let i: i32 = 0; i < group.children.length; i++) {
    const steps = group.children[i].steps;
    for (let j: i32 = 0; j < steps.length; j++) if (steps[j].kind !== BlockKind.Step) return false;
  }
  return true;
}

/** Whether two children start something, or one goes on where the source waits for a promise that runs already. */
function gains(graph: SegmentGraph, group: Block): boolean {
  let starting: i32 = 0;
  let firstJoin: i32 = graph.size;
  let lastStart: i32 = -1;
  for (let i: i32 = 0; i < group.children.length; i++) {
    const nodes = nodesOf(group.children[i]);
    let starts = false;
    for (let j: i32 = 0; j < nodes.length; j++) {
      if (!graph.isOperation(nodes[j])) continue;
      if (graph.isJoin[nodes[j]]) {
        if (nodes[j] < firstJoin) firstJoin = nodes[j];
        continue;
      }
      starts = true;
      if (nodes[j] > lastStart) lastStart = nodes[j];
    }
    if (starts) starting += 1;
  }
  return starting > 1 || lastStart > firstJoin;
}
