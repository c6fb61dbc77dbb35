/**
 * Series-parallel decomposition of a dependence graph.
 *
 *   f → g, h             →   Parallel[Series[f, g], h]
 *   f → h, f → k, g → k  →   Shared[f, g, h, k]: no nesting of series and parallel keeps all of it without delay
 *
 * A part of the graph that falls into components is parallel. A connected part is in series wherever all that comes before a place
 * in the source precedes all that comes after it: such a cut is a prefix of every topological order, so looking at one order
 * finds them all. What is connected and has no cut is not series-parallel; its chains share promises. Residuals take no time, so
 * those that nothing in their part waits for, or that wait for nothing in it, stay outside and make no lane.
 *
 * Guarantees that the block tree orders every edge and adds no wait between operations that the graph does not have, so that its
 * makespan is the critical path whatever the latencies. Each level of nesting is linear in the size of its part.
 */
import { Block, BlockKind } from "./block";
import { SegmentGraph } from "./graph";

/** Parts nested deeper than this become shared promises as a whole; nobody writes such code by hand. */
const MAX_DEPTH: i32 = 24;

/** More than this are not compared with each other, which would take quadratic time. */
const MAX_DIRECT: i32 = 8;

/** Residuals that are `held` are not put before an operation that stands before them. */
export function decompose(graph: SegmentGraph, held: boolean[]): Block {
  const nodes: i32[] = [];
  for (let node: i32 = 0; node < graph.size; node++) nodes.push(node);
  return new Decomposer(graph, held).series(nodes, 0);
}

class Decomposer {
  /** Per node: place in the part that is looked at, meaningful while `part` says that the node belongs to it. */
  private place: Int32Array;
  private part: Int32Array;
  private parts: i32 = 0;

  constructor(
    private graph: SegmentGraph,
    private held: boolean[],
  ) {
    this.place = new Int32Array(graph.size);
    this.part = new Int32Array(graph.size);
  }

  /** A series of all of `nodes`, which are in topological order. */
  series(nodes: i32[], depth: i32): Block {
    const block = new Block(BlockKind.Series);
    const leading: i32[] = [];
    const trailing: i32[] = [];
    const core = this.peel(nodes, leading, trailing);
    this.addSteps(block, leading);
    this.addCore(block, core, depth);
    this.addSteps(block, trailing);
    return block;
  }

  private addSteps(block: Block, nodes: i32[]): void {
    for (let i: i32 = 0; i < nodes.length; i++) block.add(new Block(BlockKind.Step, nodes[i]));
  }

  /** Takes off the residuals that wait for no operation of the part, and those that no operation of it waits for. */
  private peel(nodes: i32[], leading: i32[], trailing: i32[]): i32[] {
    const graph = this.graph;
    const rest: i32[] = [];
    let follows = false;
    this.enter(nodes);
    for (let i: i32 = 0; i < nodes.length; i++) {
      const isHeld = follows && this.held[nodes[i]];
      if (graph.isOperation(nodes[i])) follows = true;
      if (isHeld || graph.isOperation(nodes[i]) || this.meets(graph.before[nodes[i]])) rest.push(nodes[i]);
      else {
        leading.push(nodes[i]);
        this.part[nodes[i]] = 0;
      }
    }
    const core: i32[] = [];
    for (let i = rest.length - 1; i >= 0; i--) {
      if (graph.isOperation(rest[i]) || this.meets(graph.after[rest[i]])) core.push(rest[i]);
      else {
        trailing.push(rest[i]);
        this.part[rest[i]] = 0;
      }
    }
    trailing.reverse();
    core.reverse();
    return core;
  }

  /** Makes `nodes` the part that is looked at. */
  private enter(nodes: i32[]): void {
    this.parts += 1;
    for (let i: i32 = 0; i < nodes.length; i++) {
      this.part[nodes[i]] = this.parts;
      this.place[nodes[i]] = i;
    }
  }

  private meets(others: i32[]): boolean {
    for (let i: i32 = 0; i < others.length; i++) if (this.part[others[i]] === this.parts) return true;
    return false;
  }

  private addCore(block: Block, nodes: i32[], depth: i32): void {
    if (nodes.length === 0) return;
    if (nodes.length === 1) {
      block.add(new Block(BlockKind.Step, nodes[0]));
      return;
    }
    const components = this.components(nodes);
    if (components.length > 1) {
      const parallel = new Block(BlockKind.Parallel);
      for (let i: i32 = 0; i < components.length; i++) parallel.add(unwrap(this.series(components[i], depth + 1)));
      block.add(parallel);
      return;
    }
    const cuts = this.cuts(nodes);
    if (cuts.length === 1 || depth > MAX_DEPTH) {
      block.add(this.shared(nodes));
      return;
    }
    let from: i32 = 0;
    for (let i: i32 = 0; i < cuts.length; i++) {
      const inner = this.series(nodes.slice(from, cuts[i]), depth + 1);
      for (let j: i32 = 0; j < inner.children.length; j++) block.add(inner.children[j]);
      from = cuts[i];
    }
  }

  /** The connected components of a part, by their first nodes. */
  private components(nodes: i32[]): i32[][] {
    this.enter(nodes);
    const inPart = this.parts;
    const label = new Int32Array(nodes.length).fill(-1);
    let count: i32 = 0;
    const pending: i32[] = [];
    for (let i: i32 = 0; i < nodes.length; i++) {
      if (label[i] >= 0) continue;
      label[i] = count;
      pending.push(nodes[i]);
      while (pending.length > 0) {
        const node = pending.pop() as i32;
        this.visit(this.graph.before[node], inPart, label, count, pending);
        this.visit(this.graph.after[node], inPart, label, count, pending);
      }
      count += 1;
    }
    const components: i32[][] = [];
    for (let i: i32 = 0; i < count; i++) components.push([]);
    for (let i: i32 = 0; i < nodes.length; i++) components[label[i]].push(nodes[i]);
    return components;
  }

  private visit(others: i32[], inPart: i32, label: Int32Array, count: i32, pending: i32[]): void {
    for (let i: i32 = 0; i < others.length; i++) {
      const other = others[i];
      if (this.part[other] !== inPart || label[this.place[other]] >= 0) continue;
      label[this.place[other]] = count;
      pending.push(other);
    }
  }

  /**
   * Ends (exclusive) of the pieces of a part that precede each other completely; the last is the part's own end. A place is a cut when
   * every node before it that nothing before it waits for has an edge to every node behind it that waits for nothing behind
   * it. Each edge, and each such node, counts for an interval of places: sums over intervals find all cuts at once.
   */
  private cuts(nodes: i32[]): i32[] {
    this.enter(nodes);
    const count = nodes.length;
    const sinks = new Int32Array(count + 1);
    const sources = new Int32Array(count + 1);
    const edges = new Int32Array(count + 1);
    const firstAfter = new Int32Array(count).fill(count);
    const lastBefore = new Int32Array(count).fill(-1);
    for (let i: i32 = 0; i < count; i++) {
      const before = this.graph.before[nodes[i]];
      for (let j: i32 = 0; j < before.length; j++) {
        if (this.part[before[j]] !== this.parts) continue;
        const from = this.place[before[j]];
        if (i < firstAfter[from]) firstAfter[from] = i;
        if (from > lastBefore[i]) lastBefore[i] = from;
      }
    }
    // Place `p` lies behind node `p`.
    for (let i: i32 = 0; i < count; i++) {
      addInterval(sinks, i, firstAfter[i]);
      addInterval(sources, lastBefore[i] < 0 ? 0 : lastBefore[i], i);
      const before = this.graph.before[nodes[i]];
      for (let j: i32 = 0; j < before.length; j++) {
        if (this.part[before[j]] !== this.parts) continue;
        const from = this.place[before[j]];
        addInterval(edges, from > lastBefore[i] ? from : lastBefore[i], i < firstAfter[from] ? i : firstAfter[from]);
      }
    }
    const cuts: i32[] = [];
    let open: i32 = 0;
    let waiting: i32 = 0;
    let joined: i32 = 0;
    for (let i: i32 = 0; i < count - 1; i++) {
      open += sinks[i];
      waiting += sources[i];
      joined += edges[i];
      // In a connected part there is at least one edge across every place; the products stay small because the edges exist.
      if (joined > 0 && joined % open === 0 && ((joined / open) | 0) === waiting) cuts.push(i + 1);
    }
    cuts.push(count);
    return cuts;
  }

  /** Chains of a part that is not series-parallel, each waiting for others as a whole. */
  private shared(nodes: i32[]): Block {
    this.enter(nodes);
    const block = new Block(BlockKind.Shared);
    const previous: i32[][] = [];
    const next = new Int32Array(nodes.length);
    for (let i: i32 = 0; i < nodes.length; i++) {
      previous.push(this.direct(this.inPart(this.graph.before[nodes[i]])));
      for (let j: i32 = 0; j < previous[i].length; j++) next[this.place[previous[i][j]]] += 1;
    }
    const chain = new Int32Array(nodes.length);
    const links: i32[][] = [];
    for (let i: i32 = 0; i < nodes.length; i++) {
      if (previous[i].length === 1 && next[this.place[previous[i][0]]] === 1) {
        chain[i] = chain[this.place[previous[i][0]]];
        links[chain[i]].push(nodes[i]);
        continue;
      }
      chain[i] = links.length;
      links.push([nodes[i]]);
    }
    const listed = new Int32Array(links.length).fill(-1);
    for (let i: i32 = 0; i < links.length; i++) block.needs.push(this.needsOf(links[i], i, chain, listed));
    for (let i: i32 = 0; i < links.length; i++) {
      const series = new Block(BlockKind.Series);
      this.addSteps(series, links[i]);
      block.add(unwrap(series));
    }
    return block;
  }

  /**
   * The other chains that one waits for. What a later link needs from elsewhere is over before the first link begins, or the link
   * would have begun a chain of its own: so waiting for all of it at the beginning delays nothing.
   */
  private needsOf(links: i32[], own: i32, chain: Int32Array, listed: Int32Array): i32[] {
    const needs: i32[] = [];
    for (let i: i32 = 0; i < links.length; i++) {
      const before = this.inPart(this.graph.before[links[i]]);
      for (let j: i32 = 0; j < before.length; j++) {
        const other = chain[this.place[before[j]]];
        if (other !== own && listed[other] !== own) needs.push(other);
        listed[other] = own;
      }
    }
    needs.sort((a: i32, b: i32): i32 => a - b);
    return needs;
  }

  /**
   * Those of `before` that none of the others waits for: `c` after `a` and `b`, `b` after `a`, is only after `b`. What is left out is
   * waited for all the same, by those it is left out for.
   */
  private direct(before: i32[]): i32[] {
    if (before.length < 2 || before.length > MAX_DIRECT) return before;
    const direct: i32[] = [];
    for (let i: i32 = 0; i < before.length; i++) {
      let isDirect = true;
      for (let j: i32 = 0; j < before.length; j++) {
        if (this.isSoonAfter(before[j], before[i], 2)) isDirect = false;
      }
      if (isDirect) direct.push(before[i]);
    }
    return direct;
  }

  /** Whether `node` waits for `other` in at most `steps` edges; an operation and what receives its result are two. */
  private isSoonAfter(node: i32, other: i32, steps: i32): boolean {
    const before = this.graph.before[node];
    if (before.length > MAX_DIRECT) return false;
    if (before.indexOf(other) >= 0) return true;
    if (steps === 1) return false;
    for (let i: i32 = 0; i < before.length; i++) if (this.isSoonAfter(before[i], other, steps - 1)) return true;
    return false;
  }

  private inPart(others: i32[]): i32[] {
    const found: i32[] = [];
    for (let i: i32 = 0; i < others.length; i++) if (this.part[others[i]] === this.parts) found.push(others[i]);
    return found;
  }
}

/** Counts one for the places `from` to `to` (exclusive). */
function addInterval(sums: Int32Array, from: i32, to: i32): void {
  if (to <= from) return;
  sums[from] += 1;
  sums[to] -= 1;
}

function unwrap(block: Block): Block {
  return block.kind === BlockKind.Series && block.children.length === 1 ? block.children[0] : block;
}
