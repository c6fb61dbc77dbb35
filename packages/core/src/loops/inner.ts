/**
 * Looks into statements of an iteration that await in blocks of their own, and move into the task as they are.
 *
 *   let user = null; try { user = await getUser(id); } catch { user = guest; }   →   a region for the block, none for the handler
 *   if (id) user = await getUser(id);                                           →   a region for the branch
 *   while (page) { const { items, next } = await list(id, page); page = next; }   →   a region for the body
 *   for await (const line of readLines(id)) lines.push(line);                   →   an operation
 *
 * Within a task nothing changes its order, so that the branches taken, the failures caught and the rounds made stay what they are.
 */
import { addOperation, buildRegion } from "../dependence/build";
import { Region } from "../dependence/region";
import { subjectOf } from "../dependence/reasons";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { isExit, leavesBody } from "./find";

/** Whether a statement awaits in a block or branch of its own. */
export function isCompound(facts: Facts, statement: i32): boolean {
  const tree = facts.tree;
  if (!suspends(facts, statement)) return false;
  switch (tree.kind[statement]) {
    case Kind.Try:
    case Kind.Block:
    case Kind.For:
    case Kind.While:
    case Kind.DoWhile:
      return true;
    case Kind.If:
    case Kind.Switch:
    case Kind.ForOf:
    case Kind.ForIn: {
      if ((tree.flags[statement] & Flag.ForAwait) !== 0) return true;
      // The test, and what is iterated, belong to the statements around.
      let part = tree.nextSibling(tree.firstChild(statement));
      while (part >= 0) {
        if (suspends(facts, part)) return true;
        part = tree.nextSibling(part);
      }
      return false;
    }
    default:
      return false;
  }
}

/** Adds the regions inside a compound statement to `regions`; a reason when there is something else in it. */
export function lookInside(facts: Facts, owner: i32, statement: i32, regions: Region[]): Reason | null {
  const tree = facts.tree;
  const kind = tree.kind[statement];
  if (leaves(facts, statement)) return new Reason(Code.LoopShape, statement, subjectOf(facts, statement));
  if (kind === Kind.Block) return lookInto(facts, owner, statement, regions);
  let part = tree.firstChild(statement);
  if ((tree.flags[statement] & Flag.ForAwait) !== 0 && kind === Kind.ForOf) {
    // What gives the items is an operation, and asking for the next one is a part of it.
    const region = new Region(statement, owner, false);
    region.asksLate = !facts.options.remarks;
    addOperation(facts, region, statement, part);
    regions.push(region);
  }
  // Awaits there are sites of the statements around it.
  if (kind === Kind.If || kind === Kind.Switch || kind === Kind.ForOf || kind === Kind.ForIn)
    part = tree.nextSibling(part);
  while (part >= 0) {
    const block = tree.kind[part] === Kind.Catch ? tree.nextSibling(tree.firstChild(part)) : part;
    const reason = lookInto(facts, owner, block, regions);
    if (reason !== null) return reason;
    part = tree.nextSibling(part);
  }
  return null;
}

function suspends(facts: Facts, node: i32): boolean {
  return (facts.contents.bits[node] & (Contains.Await | Contains.ForAwait)) !== 0;
}

/** Whether anything in a statement leaves it, other than for the next iteration. */
function leaves(facts: Facts, statement: i32): boolean {
  const tree = facts.tree;
  if (!facts.contents.has(statement, Contains.Exit)) return false;
  for (let node = statement; node < tree.end[statement]; node++) {
    if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
    else if (isExit(tree.kind[node]) && !skips(tree, node) && leavesBody(tree, node, statement)) return true;
  }
  return false;
}

/** Whether a statement is `continue`, without a label. */
export function skips(tree: Tree, node: i32): boolean {
  return tree.kind[node] === Kind.Continue && tree.atom[node] < 0;
}

/** A block, branch or test. */
function lookInto(facts: Facts, owner: i32, node: i32, regions: Region[]): Reason | null {
  const tree = facts.tree;
  if (!suspends(facts, node)) return null;
  const isCase = tree.kind[node] === Kind.Case;
  const isList = isCase || tree.kind[node] === Kind.Block;
  if (!isList && isCompound(facts, node)) return lookInside(facts, owner, node, regions);
  const region = new Region(node, owner, isList);
  region.asksLate = !facts.options.remarks;
  let first = isList ? tree.firstChild(node) : node;
  // An await in the test of a case is nobody's site.
  if (isCase) first = tree.nextSibling(first);
  if (first < 0) return null;
  let last = first;
  if (isList) while (tree.nextSibling(last) >= 0) last = tree.nextSibling(last);
  buildRegion(facts, region, first, last);
  regions.push(region);
  let statement = isList ? first : -1;
  while (statement >= 0) {
    if (isCompound(facts, statement)) {
      const reason = lookInside(facts, owner, statement, regions);
      if (reason !== null) return reason;
    }
    statement = tree.nextSibling(statement);
  }
  return null;
}
