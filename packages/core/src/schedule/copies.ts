/**
 * Which variables a lane gets, as parameters, with the values that they have when its group begins.
 *
 *   let size = 1; try { const user = await getUser(id); const posts = await getPosts(user, size); … } catch { size = 0 }
 *   →   (async (size) => { const user = await getUser(id); return getPosts(user, size); })(size)
 *
 * What a lane reads late may have another value by then: a handler has set it, the next round of a loop, or a lane with what the source runs
 * behind it. A copy has the value that the source reads if nothing between the beginning of the group and the place that reads it assigns the
 * variable there. A parameter hides the variable: whatever of the lane reads it reads the copy. A lane that assigns the variable itself
 * needs none if it keeps the order of the source, and no other lane of its group assigns it. Where several do, see `parts.ts`.
 */
import { Facts } from "../facts";
import { LateReads } from "../dependence/late";
import { Region } from "../dependence/region";
import { BindingFlag } from "../scope/scopes";
import { Block } from "./block";
import { SegmentGraph } from "./graph";
import { Parter } from "./parts";
import { isInOrder, Placing } from "./placing";
import { Usage, UsageReader } from "./usage";

export class Copies {
  private usages: Map<i32, Usage> = new Map<i32, Usage>();
  /** Who is to read which variable from a copy: nodes, and bindings at the same index. */
  private readers: i32[] = [];
  private bindings: i32[] = [];
  private placing: Placing;
  private late: LateReads;

  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
  ) {
    this.placing = new Placing(graph);
    this.late = new LateReads(facts, region, region.units[graph.firstUnit].statement);
    for (let i: i32 = 0; i < graph.parted.length; i++) this.usageOf(graph.parted[i]).isParted = true;
  }

  /** Has a node, which may run late, read a variable from a copy; false when there can be none. */
  take(node: i32, binding: i32): boolean {
    if (!mayBeCopied(this.facts, this.region, binding)) return false;
    const usage = this.usageOf(binding);
    usage.late.set(node, true);
    if (this.late.isSetAfterFailure(binding)) usage.isSetLater = true;
    this.add(node, binding);
    return true;
  }

  /** Whether lanes may assign a variable that others assign as well. */
  isParted(binding: i32): boolean {
    return this.usages.has(binding) && (this.usages.get(binding) as Usage).isParted;
  }

  /** Gives the lanes of a plan the copies that they are to have; false, with some of them given, when one would have a wrong value. */
  give(root: Block): boolean {
    const graph = this.graph;
    for (let i: i32 = 0; i < graph.copying.length; i++) this.add(graph.copying[i], graph.copied[i]);
    if (this.readers.length === 0 && graph.parted.length === 0) return true;
    this.placing.locate(root);
    new UsageReader(this.facts, this.region, graph, this.usages, this.placing).readAll();
    const parter = new Parter(this.facts, this.region, graph, this.placing, this.late);
    for (let i: i32 = 0; i < graph.parted.length; i++) if (!parter.part(this.usageOf(graph.parted[i]))) return false;
    for (let i: i32 = 0; i < this.readers.length; i++) {
      const usage = this.usageOf(this.bindings[i]);
      if (usage.isParted || !usage.isSetLater || !this.assignsBeside(this.readers[i], usage)) continue;
      usage.isParted = true;
      if (!parter.part(usage)) return false;
    }
    return this.giveCopies();
  }

  /** Whether the lane of a node assigns a variable that the node reads. */
  private assignsBeside(node: i32, usage: Usage): boolean {
    return usage.assignsIn(this.placing.lane[node], this.placing);
  }

  private giveCopies(): boolean {
    const placing = this.placing;
    /** By variable: lanes that have been looked at. */
    const done = new Map<i32, Map<i32, boolean>>();
    for (let i: i32 = 0; i < this.readers.length; i++) {
      const node = this.readers[i];
      const usage = this.usageOf(this.bindings[i]);
      if (usage.isParted) continue;
      if (!done.has(usage.binding)) done.set(usage.binding, new Map<i32, boolean>());
      const lanes = done.get(usage.binding) as Map<i32, boolean>;
      if (lanes.has(placing.lane[node])) continue;
      lanes.set(placing.lane[node], true);
      const isOwn = this.assignsBeside(node, usage);
      if (isOwn && !isInOrder(placing.laneOf(node))) return false;
      if (!usage.mayRead(node, isOwn, placing)) return false;
      if (!isOwn && placing.child[node] >= 0) placing.laneOf(node).given.push(usage.binding);
    }
    return true;
  }

  private add(node: i32, binding: i32): void {
    this.usageOf(binding);
    this.readers.push(node);
    this.bindings.push(binding);
  }

  private usageOf(binding: i32): Usage {
    if (!this.usages.has(binding)) this.usages.set(binding, new Usage(binding));
    return this.usages.get(binding) as Usage;
  }
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
