/**
 * Looks into statements of an iteration that await in blocks of their own, and move into the task as they are.
 *
 *   let user = null; try { user = await getUser(id); } catch { user = guest; }   →   a region for the block, none for the handler
 *   if (id) user = await getUser(id);                                           →   a region for the branch
 *
 * Within a task nothing changes its order, so that the branches taken and the failures caught stay what they are. Not looked into:
 * `finally`, whose cleanup might disturb other iterations, loops, `switch` and plain blocks (`PA604`).
 */
import { buildRegion } from "../dependence/build";
import { Region } from "../dependence/region";
import { subjectOf } from "../dependence/reasons";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";

/** Whether a statement awaits in a block or branch of its own. */
export function isCompound(facts: Facts, statement: i32): boolean {
  const tree = facts.tree;
  if (!facts.contents.has(statement, Contains.Await)) return false;
  if (tree.kind[statement] === Kind.Try) return true;
  if (tree.kind[statement] !== Kind.If) return false;
  const consequent = tree.nextSibling(tree.firstChild(statement));
  const alternate = tree.nextSibling(consequent);
  return facts.contents.has(consequent, Contains.Await) || facts.contents.has(alternate, Contains.Await);
}

/** Adds the regions inside a compound statement to `regions`; a reason when there is something else in it. */
export function lookInside(facts: Facts, owner: i32, statement: i32, regions: Region[]): Reason | null {
  const tree = facts.tree;
  if (facts.contents.has(statement, Contains.Exit))
    return new Reason(Code.LoopShape, statement, subjectOf(facts, statement));
  const first = tree.firstChild(statement);
  const second = tree.nextSibling(first);
  const third = tree.nextSibling(second);
  if (tree.kind[statement] === Kind.If) {
    const reason = lookInto(facts, owner, second, regions);
    return reason === null ? lookInto(facts, owner, third, regions) : reason;
  }
  if (tree.kind[second] === Kind.None || tree.kind[third] !== Kind.None)
    return new Reason(Code.LoopShape, statement, "try");
  const reason = lookInto(facts, owner, first, regions);
  if (reason !== null) return reason;
  return lookInto(facts, owner, tree.nextSibling(tree.firstChild(second)), regions);
}

/** A block or branch. */
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
