/**
 * Chooses the list of statements that is divided into two phases, where that is not the body of the loop: the block of its `try`, or what
 * its last statement guards.
 *
 *   try { users.push(await getUser(id)); } catch (error) { errors.push(error); }   →   the block: failures are dealt with in order
 *   const page = await load(id); if (page.ok) texts.push(await page.text());        →   the branch: it is what the list of texts sees
 */
import { beginsWithItsOnlyAwait } from "../dependence/step";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { isCompound } from "./inner";
import { Loop } from "./loop";

/**
 * The statements of a loop's body that await, if each is a `try` and nothing but its block does; else none. Several of them begin with
 * what they await, and end what fails.
 */
export function triedIn(facts: Facts, loop: Loop): i32[] {
  const tree = facts.tree;
  const tries: i32[] = [];
  if (tree.kind[loop.body] !== Kind.Block) return tries;
  for (let statement = tree.firstChild(loop.body); statement >= 0; statement = tree.nextSibling(statement)) {
    if ((facts.contents.bits[statement] & (Contains.Await | Contains.ForAwait)) === 0) continue;
    if (tree.kind[statement] !== Kind.Try) return [];
    const handler = tree.nextSibling(tree.firstChild(statement));
    if (facts.contents.has(handler, Contains.Await) || facts.contents.has(tree.end[handler], Contains.Await)) return [];
    tries.push(statement);
  }
  for (let i: i32 = 0; i < tries.length && tries.length > 1; i++) {
    const handler = tree.nextSibling(tree.firstChild(tries[i]));
    if (tree.kind[handler] === Kind.None || !beginsWithItsOnlyAwait(facts, tries[i])) return [];
  }
  return tries;
}

/**
 * The last statement of a loop's body, if it is an `if` without `else`, and the loop stays because of what is done in it beside operations:
 * then what is left of its block may be put off by itself. Or -1.
 */
export function guardIn(facts: Facts, loop: Loop): i32 {
  const tree = facts.tree;
  if (loop.reason === null || (loop.reason as Reason).code !== Code.Observable) return -1;
  if (tree.kind[loop.body] !== Kind.Block) return -1;
  let last = tree.firstChild(loop.body);
  while (tree.nextSibling(last) >= 0) last = tree.nextSibling(last);
  if (tree.kind[last] !== Kind.If || tree.kind[tree.child(last, 2)] !== Kind.None) return -1;
  const test = tree.firstChild(last);
  return isCompound(facts, last) && !facts.contents.has(test, Contains.Await) ? last : -1;
}
