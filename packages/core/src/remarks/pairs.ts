/**
 * Pairs of neighbouring awaits that no value connects: what there is to gain at most, and what became of it.
 *
 *   const a = await f(); const b = await g(); const c = await h(b);   →   (f, g) is independent, (g, h) is not
 *
 * A *pair* is two await sites that follow each other in one region, with nothing awaited in between. It is *data-independent* when no chain of
 * definitions and uses leads from the statement of the first to the operand of the second. It is hoisted when both are in one group; a pair that is not has
 * the reason that keeps the two apart. For measuring only: no host needs it, and it runs the whole analysis.
 */
import { Contains, Contents } from "../precheck/contents";
import { Facts } from "../facts";
import { Region, Site } from "../dependence/region";
import { Options } from "../options/options";
import { PHASES, State } from "../pipeline";
import { Code, codeName, Reason } from "../reason";
import { Tree } from "../tree/tree";
import { separator } from "./collect";

/** A pair of awaits that no value connects. */
export class Pair {
  constructor(
    /** Await nodes, or the expressions that decide what they await. */
    readonly first: i32,
    readonly second: i32,
    readonly hoisted: boolean,
    /** Code of the reason that keeps them apart; that of a hoist when nothing does. */
    readonly code: string,
  ) {}
}

export class Pairs {
  /** Number of pairs, connected or not. */
  adjacent: i32 = 0;
  independent: Pair[] = [];
}

/** Analyses a file for its pairs. */
export function findPairs(tree: Tree, options: Options): Pairs {
  const state = new State(tree, options);
  for (let i: i32 = 0; i < PHASES.length; i++) PHASES[i].run(state);
  const pairs = new Pairs();
  if (state.facts === null) return pairs;
  for (let i: i32 = 0; i < state.regions.length; i++) addPairs(state.facts as Facts, state.regions[i], pairs);
  return pairs;
}

function addPairs(facts: Facts, region: Region, into: Pairs): void {
  for (let i: i32 = 1; i < region.order.length; i++) {
    const first = region.sites[region.order[i - 1]];
    const second = region.sites[region.order[i]];
    if (isSomethingAwaitedBetween(facts, region, first, second)) continue;
    into.adjacent += 1;
    if (isConnected(facts, region, first, second)) continue;
    const hoisted = first.group > 0 && first.group === second.group;
    const code = hoisted ? Code.Hoisted : reasonApart(region, first, second);
    into.independent.push(new Pair(first.node, second.node, hoisted, codeName(code)));
  }
}

function reasonApart(region: Region, first: Site, second: Site): Code {
  const between = separator(region, first, second);
  if (between !== null) return (between as Reason).code;
  if (second.after !== null) return (second.after as Reason).code;
  return first.isJoin || second.isJoin ? Code.Join : Code.NeededNext;
}

function isSomethingAwaitedBetween(facts: Facts, region: Region, first: Site, second: Site): boolean {
  const contents: Contents = facts.contents;
  // An await that the second contains is evaluated before it, and a neighbour of its own.
  for (let i = firstFrom(contents.awaits, facts.tree.end[first.node]); i < contents.awaits.length; i++) {
    const node = contents.awaits[i];
    if (node >= second.node) break;
    if (facts.scopes.owner[node] === region.owner) return true;
  }
  for (let unit = first.unit; unit < second.unit; unit++) {
    if (contents.has(region.units[unit].statement, Contains.ForAwait)) return true;
  }
  return false;
}

/** Index of the first of the sorted nodes that is not before `node`. */
function firstFrom(nodes: i32[], node: i32): i32 {
  let low: i32 = 0;
  let high: i32 = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle] < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the operand of the second site uses, perhaps through what stands between, anything that the first site's statement sets. */
function isConnected(facts: Facts, region: Region, first: Site, second: Site): boolean {
  if (facts.tree.contains(second.node, first.node)) return true;
  if (first.unit === second.unit) return false;
  const set = new Map<i32, boolean>();
  addAll(set, first.effect.bindingWrites);
  for (let index = first.unit; index < second.unit; index++) {
    const residual = region.units[index].residual;
    if (index > first.unit && !meets(set, residual.bindingReads)) continue;
    addAll(set, residual.bindingWrites);
    addAll(set, residual.privateWrites);
  }
  return meets(set, second.effect.bindingReads);
}

function addAll(set: Map<i32, boolean>, bindings: i32[]): void {
  for (let i: i32 = 0; i < bindings.length; i++) set.set(bindings[i], true);
}

function meets(set: Map<i32, boolean>, bindings: i32[]): boolean {
  for (let i: i32 = 0; i < bindings.length; i++) if (set.has(bindings[i])) return true;
  return false;
}
