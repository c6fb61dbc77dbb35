/**
 * Puts the residuals between the groups of a plan where they stand in the source, as far as their dependences allow, so that code
 * moves no further than it must.
 */
import { Block, BlockKind, nodesOf } from "./block";
import { SegmentGraph } from "./graph";

/** Reorders the children of `root`, a plan as `decompose` gives it. */
export function settleResiduals(graph: SegmentGraph, root: Block): void {
  const groups: Block[] = [];
  const steps: Block[] = [];
  /** Per node: number of the group it is in, or -1 for residuals between groups. */
  const groupOf = new Int32Array(graph.size).fill(-1);
  for (let i: i32 = 0; i < root.children.length; i++) {
    const block = root.children[i];
    if (block.kind === BlockKind.Step && !graph.isOperation(block.node)) {
      steps.push(block);
      continue;
    }
    const nodes = nodesOf(block);
    for (let j: i32 = 0; j < nodes.length; j++) groupOf[nodes[j]] = groups.length;
    groups.push(block);
  }
  const places = placesOf(graph, groupOf, groups.length);
  const at: Block[][] = [];
  for (let i: i32 = 0; i <= groups.length; i++) at.push([]);
  steps.sort((a: Block, b: Block): i32 => a.node - b.node);
  for (let i: i32 = 0; i < steps.length; i++) at[places[steps[i].node]].push(steps[i]);
  root.children = [];
  for (let i: i32 = 0; i <= groups.length; i++) {
    for (let j: i32 = 0; j < at[i].length; j++) root.children.push(at[i][j]);
    if (i < groups.length) root.children.push(groups[i]);
  }
}

/** For each residual between groups, the number of the group it goes before: where it stands, unless an edge says otherwise. */
function placesOf(graph: SegmentGraph, groupOf: Int32Array, count: i32): Int32Array {
  const latest = new Int32Array(graph.size).fill(count);
  for (let node = graph.size - 1; node >= 0; node--) {
    if (groupOf[node] >= 0) continue;
    for (let i: i32 = 0; i < graph.after[node].length; i++) {
      const next = graph.after[node][i];
      const limit = groupOf[next] >= 0 ? groupOf[next] : latest[next];
      if (limit < latest[node]) latest[node] = limit;
    }
  }
  const places = new Int32Array(graph.size);
  let stands: i32 = 0;
  for (let node: i32 = 0; node < graph.size; node++) {
    if (groupOf[node] >= 0) {
      if (groupOf[node] >= stands) stands = groupOf[node] + 1;
      continue;
    }
    let place = stands;
    for (let i: i32 = 0; i < graph.before[node].length; i++) {
      const previous = graph.before[node][i];
      const least = groupOf[previous] >= 0 ? groupOf[previous] + 1 : places[previous];
      if (least > place) place = least;
    }
    places[node] = place < latest[node] ? place : latest[node];
  }
  return places;
}
