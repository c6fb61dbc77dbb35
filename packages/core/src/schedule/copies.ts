/**
 * Which variables a lane gets, as parameters, with the values that they have when its group begins.
 *
 *   let size = 1; try { const user = await getUser(id); const posts = await getPosts(user, size); … } catch { size = 0 }
 *   →   (async (size) => { const user = await getUser(id); return getPosts(user, size); })(size)
 *
 * What a lane reads late may have another value by then: a handler has set it, the next round of a loop, or a lane with what the source runs
 * behind it. A copy has the value that the source reads if nothing between the beginning of the group and the place that reads it assigns the
 * variable there. A parameter hides the variable: whatever of the lane reads it reads the copy. A lane that assigns the variable itself
 * needs none if it keeps the order of the source, and no other lane of its group assigns it.
 */
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { BindingFlag } from "../scope/scopes";
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";

/** A variable that is assigned more often in one segment is not copied: each assignment is held against each lane. */
const MAX_WRITERS: i32 = 16;

/** A variable of which lanes are to have copies. */
class Variable {
  /** Nodes that assign it, in the order of the source. */
  writers: i32[] = [];
  /** First and last node that reads it, by number of the lane, for all lanes. */
  first: Map<i32, i32> = new Map<i32, i32>();
  last: Map<i32, i32> = new Map<i32, i32>();
  /** Numbers of the lanes that are to have a copy. */
  takers: Map<i32, boolean> = new Map<i32, boolean>();
}

export class Copies {
  private variables: Map<i32, Variable> = new Map<i32, Variable>();
  /** Who is to read which variable from a copy: nodes, and bindings at the same index. */
  private readers: i32[] = [];
  private bindings: i32[] = [];
  /** Per node: which child of the plan it is in, and which child of that; -1 where that is no group. */
  private place: Int32Array;
  private child: Int32Array;
  /** Per node: number of its lane, or of the step between groups that it is. */
  private lane: Int32Array;

  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
  ) {
    this.place = new Int32Array(graph.size);
    this.child = new Int32Array(graph.size).fill(-1);
    this.lane = new Int32Array(graph.size);
  }

  /** Has a node read a variable from a copy; false when there can be none. */
  take(node: i32, binding: i32): boolean {
    if (!mayBeCopied(this.facts, this.region, binding)) return false;
    if (!this.variables.has(binding)) this.variables.set(binding, new Variable());
    this.readers.push(node);
    this.bindings.push(binding);
    return true;
  }

  /** Gives the lanes of a plan the copies that they are to have; false, with some of them given, when one would have a wrong value. */
  give(root: Block): boolean {
    if (this.readers.length === 0) return true;
    this.locate(root);
    for (let node: i32 = 0; node < this.graph.size; node++) this.note(node);
    for (let i: i32 = 0; i < this.readers.length; i++) {
      const node = this.readers[i];
      const variable = this.variables.get(this.bindings[i]) as Variable;
      if (variable.takers.has(this.lane[node])) continue;
      variable.takers.set(this.lane[node], true);
      const block = root.children[this.place[node]];
      const lane = this.child[node] < 0 ? block : block.children[this.child[node]];
      const isOwn = this.assigns(variable, this.lane[node]);
      if (isOwn && !isInOrder(lane)) return false;
      if (!this.isRight(variable, node, block, isOwn)) return false;
      if (!isOwn && this.child[node] >= 0) lane.given.push(this.bindings[i]);
    }
    return true;
  }

  private assigns(variable: Variable, lane: i32): boolean {
    for (let i: i32 = 0; i < variable.writers.length; i++) if (this.lane[variable.writers[i]] === lane) return true;
    return false;
  }

  private locate(root: Block): void {
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

  /** Notes what a node does with the variables. */
  private note(node: i32): void {
    const graph = this.graph;
    if (!graph.isOperation(node)) {
      const residual = this.region.units[graph.unit[node]].residual;
      this.noteReads(node, residual.bindingReads);
      this.noteWrites(node, residual.bindingWrites);
      return;
    }
    const site = this.region.sites[graph.site[node]];
    this.noteReads(node, site.effect.bindingReads);
    this.noteWrites(node, site.effect.bindingWrites);
    this.noteWrites(node, site.sets);
  }

  private noteReads(node: i32, bindings: i32[]): void {
    const lane = this.lane[node];
    for (let i: i32 = 0; i < bindings.length; i++) {
      if (!this.variables.has(bindings[i])) continue;
      const variable = this.variables.get(bindings[i]) as Variable;
      if (!variable.first.has(lane)) variable.first.set(lane, node);
      variable.last.set(lane, node);
    }
  }

  private noteWrites(node: i32, bindings: i32[]): void {
    for (let i: i32 = 0; i < bindings.length; i++)
      if (this.variables.has(bindings[i])) (this.variables.get(bindings[i]) as Variable).writers.push(node);
  }

  /**
   * Whether all that reads a variable in the lane of `node` finds the value that it needs in a copy that is made when the group of `block`
   * begins, or (`isOwn`) in the variable.
   */
  private isRight(variable: Variable, node: i32, block: Block, isOwn: boolean): boolean {
    const writers = variable.writers;
    if (writers.length > MAX_WRITERS) return false;
    const first = variable.first.get(this.lane[node]) as i32;
    const last = variable.last.get(this.lane[node]) as i32;
    for (let i: i32 = 0; i < writers.length; i++) {
      const writer = writers[i];
      if (this.lane[writer] === this.lane[node]) continue;
      if (isOwn && this.place[writer] === this.place[node]) return false;
      if (writer < last && this.place[writer] >= this.place[node]) return false;
      if (writer > first && !this.comesBehind(writer, node, block)) return false;
    }
    return true;
  }

  /** Whether a node runs after the lane of another one, in the group `block`, has begun. */
  private comesBehind(node: i32, other: i32, block: Block): boolean {
    if (this.place[node] !== this.place[other]) return this.place[node] > this.place[other];
    // Lanes begin one after the other, and run until they wait. Promises that lanes share may be written in another order.
    return (block.kind === BlockKind.Parallel && this.child[node] > this.child[other]) || this.waits(node);
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
function isInOrder(lane: Block): boolean {
  const steps = lane.steps;
  for (let i: i32 = 0; i < steps.length; i++) {
    if (steps[i].kind !== BlockKind.Step || (i > 0 && steps[i].node < steps[i - 1].node)) return false;
  }
  return true;
}

/** Whether nothing but the statements of the region's own function has to do with a variable, so that they tell when it changes. */
export function mayBeCopied(facts: Facts, region: Region, binding: i32): boolean {
  const scopes = facts.scopes;
  // No part of an object, and no field.
  const declaration = scopes.declaration[binding];
  if (declaration < 0 || scopes.binding[declaration] !== binding) return false;
  const others = BindingFlag.Captured | BindingFlag.Aliased | BindingFlag.Exported | BindingFlag.Field;
  return region.owner > 0 && scopes.home[binding] === region.owner && (scopes.flags[binding] & others) === 0;
}
