/**
 * What stays in the body of the function when the operations of a group become promises that are awaited one by one.
 *
 *   let size = 1; try { const user = await getUser(id); const posts = await getPosts(user, size); const theme = await getTheme(); … } catch { size = 0; … }
 *   →   promises of user and theme; in the body: user, posts, theme
 *
 * A promise may go on when the function has gone on, or is over. What must not run so late stays in the body, and with it all that waits for
 * it, in the order of the source; there it runs only when nothing that the source awaits before it has failed. What begins at once is never late.
 *
 * The body waits in one place at a time. So nothing is slower for it only if each of its operations waits for the one before it, and
 * for every promise that is awaited before it.
 */
import { Region } from "../dependence/region";
import { Code } from "../reason";
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";
import { LateCheck } from "./late";
import { Part } from "./part";

export class InBody {
  /** Of the group that was asked about last: the nodes of promises, and whether one of those starts earlier than in the source. */
  leaving: i32[] = [];
  gains: boolean = false;
  /** The other nodes. */
  private body: i32[] = [];
  /** Whether each operation of the body waits for the one before it. */
  private areInLine: boolean = true;
  /** Per node of the group: whether it stays in the body. */
  private stays: boolean[] = [];
  /** Per node: the first operation in the body that waits for it, or that it is itself; -1 without one. */
  private awaiter: Int32Array;

  constructor(
    private region: Region,
    private graph: SegmentGraph,
    private check: LateCheck,
    private part: Part,
  ) {
    this.awaiter = new Int32Array(graph.size).fill(-1);
    for (let node: i32 = 0; node < graph.size; node++) this.stays.push(false);
  }

  /** Decides what of a group, which is the part looked at, stays. */
  choose(nodes: i32[]): void {
    this.decide(nodes);
    this.leaving = [];
    this.body = [];
    this.gains = false;
    let operations: i32 = 0;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const isOperation = this.graph.isOperation(nodes[i]);
      if (isOperation) operations += 1;
      if (this.stays[nodes[i]]) {
        this.body.push(nodes[i]);
        continue;
      }
      this.leaving.push(nodes[i]);
      if (isOperation && operations > 1 && !this.graph.isJoin[nodes[i]]) this.gains = true;
    }
    this.areInLine = this.findAwaited(this.body);
  }

  /** Puts statements at the end of a plan back into the body that stand behind `first` and that no promise, now the part looked at, waits for. */
  takeFromFront(root: Block, first: i32): void {
    const blocks = root.children;
    let from = blocks.length;
    while (from > 0 && isResidual(this.graph, blocks[from - 1])) from -= 1;
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
      } else this.body.push(node);
    }
    while (blocks.length > from) blocks.pop();
    for (let i = front.length - 1; i >= 0; i--) root.add(front[i]);
  }

  /** Adds what stays in the body to the promises of a group: each step after the one before it and the promises that are awaited by then. */
  addTo(group: Block): void {
    const nodes = this.body;
    nodes.sort((a: i32, b: i32): i32 => a - b);
    const places = this.placesOfAwaits(group);
    const awaits = new Map<i32, i32[]>();
    for (let i: i32 = 0; i < places.length; i++) {
      if (awaits.has(places[i])) (awaits.get(places[i]) as i32[]).push(i);
      else awaits.set(places[i], [i]);
    }
    let at: i32 = 0;
    for (let i: i32 = 0; i < nodes.length; i++) {
      const needs: i32[] = [];
      for (; at <= nodes[i]; at++) {
        const here: i32[] = awaits.has(at) ? (awaits.get(at) as i32[]) : [];
        for (let j: i32 = 0; j < here.length; j++) needs.push(here[j]);
      }
      if (group.inBody > 0) needs.push(group.children.length - 1);
      group.add(new Block(BlockKind.Step, nodes[i]));
      group.needs.push(needs);
      group.inBody += 1;
    }
  }

  /** Whether no operation in the body has to wait for what it does not need. */
  isInTime(group: Block): boolean {
    if (!this.areInLine) return false;
    let awaited: i32[] = [];
    for (let i = group.promises; i < group.children.length; i++) {
      const node = group.children[i].node;
      for (let j: i32 = 0; j < group.needs[i].length; j++)
        if (group.needs[i][j] < group.promises) awaited.push(group.needs[i][j]);
      if (!this.graph.isOperation(node)) continue;
      for (let j: i32 = 0; j < awaited.length; j++) if (!this.needs(node, group.children[awaited[j]])) return false;
      awaited = [];
    }
    return true;
  }

  /** Whether an operation of the body, or one before it, waits for all that a promise stands for. */
  private needs(operation: i32, promise: Block): boolean {
    const steps = nodesOf(promise);
    for (let i: i32 = 0; i < steps.length; i++) {
      const awaiter = this.awaiter[steps[i]];
      if (awaiter < 0 || awaiter > operation) return false;
    }
    return true;
  }

  /** What may not run late stays, and all that waits for it; and statements that no promise waits for. */
  private decide(nodes: i32[]): void {
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
      for (let j: i32 = 0; j < graph.after[node].length; j++)
        if (this.isInPromise(graph.after[node][j])) isNeeded = true;
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

  /**
   * Per promise: the node in whose place it is awaited at the latest. That is its operation, where the await stays in its statement; or
   * else the beginning of its first statement.
   */
  private placesOfAwaits(group: Block): i32[] {
    const isNeeded: boolean[] = [];
    for (let i: i32 = 0; i < group.children.length; i++) {
      isNeeded.push(false);
      for (let j: i32 = 0; j < group.needs[i].length; j++) isNeeded[group.needs[i][j]] = true;
    }
    // Where a statement awaits one promise before it begins, it awaits those that stand before that, too.
    const received = new Map<i32, boolean>();
    const places: i32[] = [];
    for (let i: i32 = 0; i < group.children.length; i++) {
      const steps = nodesOf(group.children[i]);
      const isInside = !isNeeded[i] && this.staysInside(steps);
      places.push(isInside ? steps[steps.length - 1] : this.beginOf(steps[0]));
      if (isInside) continue;
      for (let j: i32 = 0; j < steps.length; j++) received.set(this.graph.unit[steps[j]], true);
    }
    for (let i: i32 = 0; i < group.children.length; i++) {
      const first = nodesOf(group.children[i])[0];
      if (received.has(this.graph.unit[first])) places[i] = this.beginOf(first);
    }
    return places;
  }

  /** Whether a promise stands for an operation of one statement, with what its operand awaits, and its value is all that it hands over. */
  private staysInside(steps: i32[]): boolean {
    for (let i: i32 = 0; i < steps.length; i++) {
      if (!this.graph.isOperation(steps[i]) || this.graph.unit[steps[i]] !== this.graph.unit[steps[0]]) return false;
    }
    const site = this.region.sites[this.graph.site[steps[steps.length - 1]]];
    return !site.isStep && !site.isConstant && !site.isBoxed;
  }

  /** The first node of the unit that a node belongs to. */
  private beginOf(node: i32): i32 {
    let first = node;
    while (first > 0 && this.graph.unit[first - 1] === this.graph.unit[node]) first -= 1;
    return first;
  }
}

/** Whether a step of a plan is no operation. */
export function isResidual(graph: SegmentGraph, block: Block): boolean {
  return block.kind === BlockKind.Step && !graph.isOperation(block.node);
}
