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
import { Trial, TRIALS } from "./trial";

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
    const child = block.children[i];
    const inner = printBlock(facts, region, graph, child) + printCopies(facts, child);
    const isLate = block.kind === BlockKind.Shared && block.needs[i].length > 0;
    const where = i < block.promises ? inner : inner + " in the body";
    parts.push(isLate ? where + " after " + block.needs[i].join(" ") : where);
  }
  if (block.kind === BlockKind.Series) return parts.join(" ");
  return block.kind === BlockKind.Parallel ? "(" + parts.join(" | ") + ")" : "<" + parts.join("; ") + ">";
}

/** The variables of which a lane has copies, or values of its own. */
function printCopies(facts: Facts, lane: Block): string {
  const names: string[] = [];
  for (let i: i32 = 0; i < lane.given.length; i++) names.push(facts.tree.atoms[facts.scopes.atom[lane.given[i]]]);
  for (let i: i32 = 0; i < lane.own.length; i++) {
    const binding = lane.own[i].binding;
    if (!lane.given.includes(binding)) names.push("its own " + facts.tree.atoms[facts.scopes.atom[binding]]);
  }
  return names.length === 0 ? "" : " with " + names.join(", ");
}

function printStep(facts: Facts, region: Region, graph: SegmentGraph, node: i32): string {
  if (!graph.isOperation(node)) return "{" + graph.unit[node].toString() + "}";
  const subject = subjectOf(facts, region.sites[graph.site[node]].subject(facts.tree));
  return subject.length > 0 ? subject : "expression";
}

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
