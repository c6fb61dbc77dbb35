/**
 * The steps of a series as what is written of them.
 *
 *   site f, residual of `const a = await f()`              →   Whole: the statement as it stands
 *   site f, site .json() around it (rest elsewhere)        →   Value: `(await f()).json()`
 */
import { Region } from "../dependence/region";
import { Block, BlockKind } from "../schedule/block";
import { SegmentGraph } from "../schedule/graph";

export const enum ItemKind {
  /** A unit with all its awaits. */
  Whole = 0,
  /** One operation, with the awaits inside its operand. */
  Value,
  /** What is left of a unit. */
  Rest,
  /** A group. */
  Group,
}

export class Item {
  constructor(
    readonly kind: ItemKind,
    /** Index of the unit; -1 for groups. */
    readonly unit: i32,
    /** Index of the site of a `Value`, else -1. */
    readonly site: i32,
    /** The group, or null. */
    readonly group: Block | null,
    /** Whether the operand of a `Value` contains awaits that stay there. */
    readonly suspends: boolean,
  ) {}
}

export function itemsOf(region: Region, graph: SegmentGraph, steps: Block[]): Item[] {
  const items: Item[] = [];
  let at: i32 = 0;
  while (at < steps.length) {
    const step = steps[at];
    if (step.kind !== BlockKind.Step) {
      items.push(new Item(ItemKind.Group, -1, -1, step, false));
      at += 1;
      continue;
    }
    const unit = graph.unit[step.node];
    if (!graph.isOperation(step.node)) {
      items.push(new Item(ItemKind.Rest, unit, -1, null, false));
      at += 1;
      continue;
    }
    let end = at;
    while (end < steps.length && isSiteOf(graph, steps[end], unit)) end += 1;
    const all = region.units[unit].lastSite - region.units[unit].firstSite;
    const hasRest = end < steps.length && isRestOf(graph, steps[end], unit);
    if (hasRest && end - at === all) {
      items.push(new Item(ItemKind.Whole, unit, -1, null, false));
      at = end + 1;
      continue;
    }
    const last = lastOfValue(region, graph, steps, at, end);
    const site = graph.site[steps[last].node];
    items.push(new Item(ItemKind.Value, unit, site, null, last > at || region.sites[site].isComposite));
    at = last + 1;
  }
  return items;
}

function isSiteOf(graph: SegmentGraph, step: Block, unit: i32): boolean {
  return step.kind === BlockKind.Step && graph.isOperation(step.node) && graph.unit[step.node] === unit;
}

function isRestOf(graph: SegmentGraph, step: Block, unit: i32): boolean {
  return step.kind === BlockKind.Step && !graph.isOperation(step.node) && graph.unit[step.node] === unit;
}

/** The longest run of sites from `from` on that stand inside one operand, each after those inside it: its last step. */
function lastOfValue(region: Region, graph: SegmentGraph, steps: Block[], from: i32, to: i32): i32 {
  let last = from;
  for (let i = from + 1; i < to; i++) {
    const outer = graph.site[steps[i].node];
    const inner = region.sites[outer].inner;
    // The run so far ends with the only site directly inside this one, and has all that is inside that.
    if (inner.length !== 1 || inner[0] !== graph.site[steps[i - 1].node]) break;
    last = i;
  }
  // The first site of a run must have none inside it that has left.
  return region.sites[graph.site[steps[from].node]].inner.length === 0 ? last : from;
}
