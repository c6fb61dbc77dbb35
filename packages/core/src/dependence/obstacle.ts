/**
 * What keeps a statement that awaits in parts of its own from being an operation with all of it, for remarks.
 *
 *   if (c) { var found = await getUser(id); }   →   `found`, which is not the block's own
 *   { check(await getUser(id)); }               →   `check`, which may throw
 */
import { DirectiveBit } from "../directives/directives";
import { Effect, Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Contains, isForAwait } from "../precheck/contents";
import { isCaught } from "../precheck/steps";
import { Code, Reason } from "../reason";
import { Flag, Kind } from "../tree/kinds";
import { Observability } from "./observable";
import { subjectOf } from "./reasons";
import { Region } from "./region";

/** The first thing in a statement that `readStep` would not have; the statement itself when that is none of a kind. */
export function obstacleOf(facts: Facts, region: Region, seen: Observability, statement: i32): Reason {
  const tree = facts.tree;
  let discarded: i32 = -1;
  let callEnd: i32 = 0;
  let awaitEnd: i32 = 0;
  for (let node = statement; node < tree.end[statement]; node++) {
    const kind = tree.kind[node];
    const isClosure = kind === Kind.Function || kind === Kind.Class;
    const isDeclared = isClosure && (tree.flags[node] & Flag.Declaration) !== 0;
    if (isDeclared) return new Reason(Code.Observable, node, tree.text(tree.firstChild(node)));
    if (facts.directives.has(node, DirectiveBit.Sequential)) return new Reason(Code.Sequential, node, "");
    if (kind === Kind.Ident && isSeen(facts, seen, statement, node))
      return new Reason(Code.Observable, node, tree.text(node));
    if (kind === Kind.VarDecl && (tree.flags[node] & Flag.DeclVar) !== 0)
      return new Reason(Code.Observable, node, subjectOf(facts, node));
    // What gives the items of a stream is an operation, too.
    if (isForAwait(tree, node) && tree.end[node + 1] > awaitEnd) awaitEnd = tree.end[node + 1];
    if (kind === Kind.Await) {
      const operand = tree.firstChild(node);
      if (!facts.contents.has(operand, Contains.Call)) return new Reason(Code.Join, operand, subjectOf(facts, operand));
      if (tree.end[node] > awaitEnd) awaitEnd = tree.end[node];
      if (discarded < 0 && tree.kind[tree.parent[node]] === Kind.ExprStmt) discarded = operand;
    }
    const effect = new Effect();
    facts.evaluator.own(node, effect, node < callEnd);
    const thrower = facts.summaries.addInvoked(facts.evaluator, effect, region.owner);
    if ((effect.throws & Throws.Hard) !== 0 && node >= awaitEnd && !isCaught(tree, node, statement)) {
      const culprit = thrower >= 0 ? thrower : node;
      return new Reason(Code.MayThrow, culprit, subjectOf(facts, culprit));
    }
    if ((kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) && tree.end[node] > callEnd)
      callEnd = tree.end[node];
    if (isClosure) node = tree.end[node] - 1;
  }
  if (discarded >= 0) return new Reason(Code.Discarded, discarded, subjectOf(facts, discarded));
  return new Reason(Code.Between, statement, subjectOf(facts, statement));
}

/** Whether a variable from outside is set that somebody may look at when the statement has failed. */
function isSeen(facts: Facts, seen: Observability, statement: i32, node: i32): boolean {
  if ((facts.tree.flags[node] & Flag.Write) === 0) return false;
  const binding = facts.scopes.binding[node];
  if (facts.tree.contains(statement, facts.scopes.declaration[binding])) return false;
  return !seen.isOwn(binding) || seen.isObservable(binding);
}
