/**
 * Looks into statements of an iteration that await in blocks of their own, and move into the task as they are.
 *
 *   let user = null; try { user = await getUser(id); } catch { user = guest; }   →   a region for the block, none for the handler
 *   if (id) user = await getUser(id);                                           →   a region for the branch
 *   while (page) { const { items, next } = await list(id, page); page = next; }   →   a region for the body
 *
 * Within a task nothing changes its order, so that the branches taken, the failures caught and the rounds made stay what they are. Not
 * looked into: `switch` and `for await` (`PA604`).
 */
import { buildRegion } from "../dependence/build";
import { Region } from "../dependence/region";
import { subjectOf } from "../dependence/reasons";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { isExit, leavesBody } from "./find";

/** Whether a statement awaits in a block or branch of its own. */
export function isCompound(facts: Facts, statement: i32): boolean {
  const tree = facts.tree;
  if (!facts.contents.has(statement, Contains.Await)) return false;
  switch (tree.kind[statement]) {
    case Kind.Try:
    case Kind.Block:
    case Kind.For:
    case Kind.While:
    case Kind.DoWhile:
      return true;
    case Kind.If:
    case Kind.ForOf:
    case Kind.ForIn: {
      // The test, and what is iterated, belong to the statements around.
      let part = tree.nextSibling(tree.firstChild(statement));
      while (part >= 0) {
        if (facts.contents.has(part, Contains.Await)) return true;
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
  if (facts.contents.has(statement, Contains.ForAwait) || leaves(facts, statement))
    return new Reason(Code.LoopShape, statement, subjectOf(facts, statement));
  if (kind === Kind.Block) return lookInto(facts, owner, statement, regions);
  let part = tree.firstChild(statement);
  // Awaits there are sites of the statements around it.
  if (kind === Kind.If || kind === Kind.ForOf || kind === Kind.ForIn) part = tree.nextSibling(part);
  while (part >= 0) {
    const block = tree.kind[part] === Kind.Catch ? tree.nextSibling(tree.firstChild(part)) : part;
    const reason = lookInto(facts, owner, block, regions);
    if (reason !== null) return reason;
    part = tree.nextSibling(part);
  }
  return null;
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
  if (!facts.contents.has(node, Contains.Await)) return null;
  const isList = tree.kind[node] === Kind.Block;
  if (!isList && isCompound(facts, node)) return lookInside(facts, owner, node, regions);
  const region = new Region(node, owner, isList);
  const first = isList ? tree.firstChild(node) : node;
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
