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
import { Code, Reason } from "../reason";
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";
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
  /** Per node of the group: whether it stays in the body. */
  private stays: boolean[] = [];
  /** Per node: the first operation in the body that waits for it, or that it is itself; -1 without one. */
  private awaiter: Int32Array;

  constructor(
    private region: Region,
    private graph: SegmentGraph,
    private check: LateCheck,
    private fails: boolean[],
  ) {
    this.part = new Part(region, graph);
    this.chain = new Int32Array(graph.size);
    this.awaiter = new Int32Array(graph.size).fill(-1);
    for (let node: i32 = 0; node < graph.size; node++) this.stays.push(false);
  }

  arrange(decomposed: Block): void {
    const blocks = decomposed.children;
    let at: i32 = 0;
    while (at < blocks.length) {
      const block = blocks[at];
      at += 1;
      if (block.kind === BlockKind.Step) {
        this.root.add(block);
        continue;
      }
      const nodes = sorted(nodesOf(block));
      this.part.enter(nodes);
      const group = this.chains(nodes);
      const obstacle = this.obstacleIn(group);
      if (obstacle === null) {
        this.root.add(group);
        continue;
      }
      this.obstacle = obstacle;
      // The statements behind it, too: some of them stand among what it awaits.
      while (at < blocks.length && this.isResidual(blocks[at])) {
        nodes.push(blocks[at].node);
        at += 1;
      }
      this.arrangeBody(sorted(nodes));
    }
  }

  private isResidual(block: Block): boolean {
    return block.kind === BlockKind.Step && !this.graph.isOperation(block.node);
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
    if (this.part.count(this.graph.after[previous]) !== 1 || this.isWantedInBody(previous)) return false;
    for (let between = previous + 1; between < node; between++) if (this.fails[between]) return false;
    return true;
  }

  /** Whether an operation in the body waits for `node`, directly or through statements there. */
  private isWantedInBody(node: i32): boolean {
    const after = this.graph.after[node];
    for (let i: i32 = 0; i < after.length; i++) if (this.stays[after[i]] && this.awaiter[after[i]] >= 0) return true;
    return false;
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
        if (!this.graph.isOperation(nodes[j]) && this.part.lacksOperationOf(nodes[j])) return this.check.between(nodes[j]);
      }
    }
    return null;
  }

  /** Promises of what may run late or begins at once; the rest of the group stays in the body, in order. */
  private arrangeBody(nodes: i32[]): void {
    this.part.enter(nodes);
    this.chooseBody(nodes);
    const leaving: i32[] = [];
    const body: i32[] = [];
    let operations: i32 = 0;
    let gains = false;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const isOperation = this.graph.isOperation(nodes[i]);
      if (isOperation) operations += 1;
      if (this.stays[nodes[i]]) {
        body.push(nodes[i]);
        continue;
      }
      leaving.push(nodes[i]);
      if (isOperation && operations > 1 && !this.graph.isJoin[nodes[i]]) gains = true;
    }
    if (!gains) {
      this.isFastest = false;
      for (let i: i32 = 0; i < nodes.length; i++) this.root.add(new Block(BlockKind.Step, nodes[i]));
      return;
    }
    if (!this.findAwaited(body)) this.isFastest = false;
    this.part.enter(leaving);
    const group = this.chains(leaving);
    if (!this.isReadyInTime(body, group)) this.isFastest = false;
    this.takeFromFront(nodes[0], body);
    this.addBody(group, sorted(body));
    this.root.add(group);
  }

  /** What may not run late stays, and all that waits for it; and statements that no promise waits for. */
  private chooseBody(nodes: i32[]): void {
    const graph = this.graph;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const node = nodes[i];
      const isOperation = graph.isOperation(node);
      // What begins at once is no later than in the source.
      const isFree = isOperation && this.part.count(graph.before[node]) === 0;
      let stays = !isOperation && (this.part.lacksOperationOf(node) || this.isDeclaredInPlace(node));
      for (let j: i32 = 0; j < graph.before[node].length; j++) if (this.isInBody(graph.before[node][j])) stays = true;
      this.stays[node] = stays || (!isFree && this.check.obstacle(node) !== null);
    }
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i];
      if (graph.isOperation(node)) continue;
      let isNeeded = false;
      for (let j: i32 = 0; j < graph.after[node].length; j++) if (this.isInPromise(graph.after[node][j])) isNeeded = true;
      if (!isNeeded) this.stays[node] = true;
    }
  }

  /** Whether an operation of the same unit means another variable, or none, where the unit's declaration is not around. */
  private isDeclaredInPlace(residual: i32): boolean {
    const unit = this.region.units[this.graph.unit[residual]];
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const pin = this.region.sites[i].pin;
      if (pin !== null && pin.code === Code.Fails) return true;
    }
    return false;
  }

  private isInBody(node: i32): boolean {
    return this.part.has(node) && this.stays[node];
  }

  private isInPromise(node: i32): boolean {
    return this.part.has(node) && !this.stays[node];
  }

  /** Finds out what the operations in the body wait for; whether each of them waits for the one before it. */
  private findAwaited(body: i32[]): boolean {
    const pending: i32[] = [];
    let latest: i32 = -1;
    let areInLine = true;
    for (let i: i32 = 0; i < body.length; i++) {
      if (!this.graph.isOperation(body[i])) continue;
      let isNext = latest < 0;
      this.awaiter[body[i]] = body[i];
      pending.push(body[i]);
      while (pending.length > 0) {
        const before = this.graph.before[pending.pop() as i32];
        for (let j: i32 = 0; j < before.length; j++) {
          if (before[j] === latest) isNext = true;
          if (this.awaiter[before[j]] >= 0) continue;
          this.awaiter[before[j]] = body[i];
          pending.push(before[j]);
        }
      }
      if (!isNext) areInLine = false;
      latest = body[i];
    }
    return areInLine;
  }

  /** Whether no operation in the body has to wait for a promise that it does not need. */
  private isReadyInTime(body: i32[], group: Block): boolean {
    let joined: i32 = 0;
    for (let i: i32 = 0; i < body.length; i++) {
      const node = body[i];
      if (!this.graph.isOperation(node)) continue;
      for (; joined < group.children.length; joined++) {
        const steps = nodesOf(group.children[joined]);
        // In a statement that awaits more than this operation, what comes behind it may be awaited before it.
        if (steps[0] > node && this.graph.unit[steps[0]] !== this.graph.unit[node]) break;
        for (let j: i32 = 0; j < steps.length; j++) {
          const awaiter = this.awaiter[steps[j]];
          if (awaiter < 0 || awaiter > node) return false;
        }
      }
    }
    return true;
  }

  /** Puts statements back among those in the body that stand behind `first` and that no promise waits for. */
  private takeFromFront(first: i32, body: i32[]): void {
    const blocks = this.root.children;
    let from = blocks.length;
    while (from > 0 && this.isResidual(blocks[from - 1])) from -= 1;
    const front: Block[] = [];
    const needed = new Map<i32, boolean>();
    for (let i = blocks.length - 1; i >= from; i--) {
      const node = blocks[i].node;
      const after = this.graph.after[node];
      let isNeeded = node < first;
      for (let j: i32 = 0; j < after.length; j++) if (this.part.has(after[j]) || needed.has(after[j])) isNeeded = true;
      if (isNeeded) {
        needed.set(node, true);
        front.push(blocks[i]);
      } else body.push(node);
    }
    while (blocks.length > from) blocks.pop();
    for (let i = front.length - 1; i >= 0; i--) this.root.add(front[i]);
  }

  /** Adds what stays in the body to the promises of a group: each step after the one before it and the promises that are awaited by then. */
  private addBody(group: Block, nodes: i32[]): void {
    let joined: i32 = 0;
    const promises = group.children.length;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const needs: i32[] = [];
      for (; joined < promises && nodesOf(group.children[joined])[0] < nodes[i]; joined++) needs.push(joined);
      if (group.inBody > 0) needs.push(group.children.length - 1);
      group.add(new Block(BlockKind.Step, nodes[i]));
      group.needs.push(needs);
      group.inBody += 1;
    }
  }
}

/** Whether a node is an operation that is awaited inside a statement which handles its failure. */
export function isGuest(region: Region, graph: SegmentGraph, node: i32): boolean {
  return graph.isOperation(node) && region.sites[graph.site[node]].isGuest;
}

function sorted(nodes: i32[]): i32[] {
  nodes.sort((a: i32, b: i32): i32 => a - b);
  return nodes;
}

function seriesOf(nodes: i32[]): Block {
  if (nodes.length === 1) return new Block(BlockKind.Step, nodes[0]);
  const series = new Block(BlockKind.Series);
  for (let i: i32 = 0; i < nodes.length; i++) series.add(new Block(BlockKind.Step, nodes[i]));
  return series;
}
