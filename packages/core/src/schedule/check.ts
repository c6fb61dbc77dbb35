/**
 * Printer and verifier of lane plans.
 */
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { printReason } from "../dependence/check";
import { subjectOf } from "../dependence/reasons";
import { Reason } from "../reason";
import { Block, BlockKind, nodesOf, SegmentPlan } from "./block";
import { SegmentGraph } from "./graph";

/**
 * One line for each segment of a region for which waves are not good enough: `lanes {0} (getUser {1} getPosts | getTheme)`, units in
 * braces, or why they have to do.
 */
export function printPlans(
  facts: Facts,
  region: Region,
  plans: Map<i32, SegmentPlan>,
  obstacles: Map<i32, Reason>,
): string {
  const lines: string[] = [];
  let segment: i32 = -1;
  for (let i: i32 = 0; i < region.units.length; i++) {
    if (region.units[i].segment === segment) continue;
    segment = region.units[i].segment;
    if (obstacles.has(segment)) lines.push("    no lanes: " + printReason(obstacles.get(segment) as Reason) + "\n");
    if (!plans.has(segment)) continue;
    const plan = plans.get(segment) as SegmentPlan;
    lines.push("    lanes " + printBlock(facts, region, plan.graph, plan.root) + "\n");
  }
  return lines.join("");
}

/** Children of a parallel block stand between `|`; `<a; b after 0; c in the body after 1>` are chains that share promises, by number, and what stays beside them. */
function printBlock(facts: Facts, region: Region, graph: SegmentGraph, block: Block): string {
  if (block.kind === BlockKind.Step) return printStep(facts, region, graph, block.node);
  const parts: string[] = [];
  for (let i: i32 = 0; i < block.children.length; i++) {
    const inner = printBlock(facts, region, graph, block.children[i]);
    const isLate = block.kind === BlockKind.Shared && block.needs[i].length > 0;
    const where = i < block.promises ? inner : inner + " in the body";
    parts.push(isLate ? where + " after " + block.needs[i].join(" ") : where);
  }
  if (block.kind === BlockKind.Series) return parts.join(" ");
  return block.kind === BlockKind.Parallel ? "(" + parts.join(" | ") + ")" : "<" + parts.join("; ") + ">";
}

function printStep(facts: Facts, region: Region, graph: SegmentGraph, node: i32): string {
  if (!graph.isOperation(node)) return "{" + graph.unit[node].toString() + "}";
  const subject = subjectOf(facts, region.sites[graph.site[node]].subject(facts.tree));
  return subject.length > 0 ? subject : "expression";
}

/** Sets of latencies that a plan is tried with. */
const TRIALS: i32 = 3;

export function verifyPlans(region: Region, plans: Map<i32, SegmentPlan>): string {
  let segment: i32 = -1;
  for (let i: i32 = 0; i < region.units.length; i++) {
    if (region.units[i].segment === segment) continue;
    segment = region.units[i].segment;
    if (!plans.has(segment)) continue;
    const problem = verifyPlan(plans.get(segment) as SegmentPlan);
    if (problem.length > 0) return "plan of region " + region.node.toString() + ": " + problem;
  }
  return "";
}

/**
 * Runs a plan with several sets of latencies: every node is there once, none begins before those it depends on are over, and it
 * takes as long as the longest chain of dependent operations, which is the least that any schedule takes (unless steps had to stay behind).
 */
export function verifyPlan(plan: SegmentPlan): string {
  const graph = plan.graph;
  const nodes = nodesOf(plan.root);
  nodes.sort((a: i32, b: i32): i32 => a - b);
  if (nodes.length !== graph.size) return "a node is missing or twice there";
  for (let i: i32 = 0; i < nodes.length; i++) if (nodes[i] !== i) return "a node is missing or twice there";
  for (let trial: i32 = 1; trial <= TRIALS; trial++) {
    const trialRun = new Trial(graph, trial);
    const makespan = trialRun.run(plan.root, 0);
    for (let node: i32 = 0; node < graph.size; node++) {
      for (let i: i32 = 0; i < graph.before[node].length; i++) {
        if (trialRun.over[graph.before[node][i]] > trialRun.begun[node])
          return "a step does not wait for what it needs";
      }
    }
    if (plan.isFastest && makespan !== trialRun.criticalPath()) return "it takes longer than its critical path";
  }
  return "";
}

/** One run of a plan on made-up latencies. */
class Trial {
  begun: Int32Array;
  over: Int32Array;

  constructor(
    private graph: SegmentGraph,
    private seed: i32,
  ) {
    this.begun = new Int32Array(graph.size);
    this.over = new Int32Array(graph.size);
  }

  /** Runs a block from time `start` on; returns when it is over. */
  run(block: Block, start: i32): i32 {
    if (block.kind === BlockKind.Step) {
      this.begun[block.node] = start;
      this.over[block.node] = this.end(block.node, start);
      return this.over[block.node];
    }
    let end = start;
    const ends: i32[] = [];
    for (let i: i32 = 0; i < block.children.length; i++) {
      let from = block.kind === BlockKind.Series ? end : start;
      if (block.kind === BlockKind.Shared) {
        for (let j: i32 = 0; j < block.needs[i].length; j++) {
          const need = block.needs[i][j];
          if (need < i && ends[need] > from) from = ends[need];
        }
      }
      ends.push(this.run(block.children[i], from));
      if (ends[i] > end) end = ends[i];
    }
    return end;
  }

  criticalPath(): i32 {
    const ends = new Int32Array(this.graph.size);
    let longest: i32 = 0;
    for (let node: i32 = 0; node < this.graph.size; node++) {
      let start: i32 = 0;
      for (let i: i32 = 0; i < this.graph.before[node].length; i++) {
        if (ends[this.graph.before[node][i]] > start) start = ends[this.graph.before[node][i]];
      }
      ends[node] = this.end(node, start);
      if (ends[node] > longest) longest = ends[node];
    }
    return longest;
  }

  /** When a node that begins at `start` is over. A promise that runs already has been running from the beginning. */
  private end(node: i32, start: i32): i32 {
    if (!this.graph.isOperation(node)) return start;
    const latency = 1 + ((node * 37 + this.seed * 61) % 97);
    if (!this.graph.isJoin[node]) return start + latency;
    return start > latency ? start : latency;
  }
}
