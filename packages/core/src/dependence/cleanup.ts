/**
 * Whether code that runs after a failure could disturb operations that are still under way.
 *
 *   try { const a = await f(); const b = await g(); } finally { await db.close() }   →   kept: `g` may still use the connection
 *   try { const a = await f(); const b = await g(); } catch (e) { console.error(e); throw e }   →   harmless
 *
 * `Promise.all` gives up at the first failure and leaves the other operations running. The sequential program never ran
 * cleanup while an operation was under way, so a handler may do only what no operation can notice: log, build errors, read,
 * set its own variables, leave. Everything else keeps the order. Looks at every `try` of the function around the region, of
 * the function around that if it is called where it stands, and at `using` declarations, whose disposal is a `finally` in disguise.
 */
import { Flag, Kind } from "../tree/kinds";
import { CallEffect } from "../effects/call-effect";
import { Cause, Effect, Resource } from "../effects/effect";
import { firstWord, LOGGING } from "../effects/lexicon";
import { hasWord } from "../effects/words";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { reasonOfCause, subjectOf } from "./reasons";
import { Region } from "./region";

/** Why operations of this region, from statement `first` on, must not be left running, or null. */
export function cleanupHazard(facts: Facts, region: Region, first: i32): Reason | null {
  const tree = facts.tree;
  let at = region.node;
  let owner = region.owner;
  while (true) {
    const up = tree.parent[at];
    if (up < 0) break;
    if (at === owner) {
      // `await (async () => { … })()` stands in the function around it.
      if (tree.kind[up] !== Kind.Call || tree.firstChild(up) !== at) break;
      owner = facts.scopes.owner[up];
    }
    if (tree.kind[up] === Kind.Try && up !== region.handled) {
      const handler = tree.child(up, 1);
      const finalizer = tree.child(up, 2);
      if (at === tree.firstChild(up) && tree.kind[handler] !== Kind.None) {
        const hazard = hazardIn(facts, handler, owner);
        if (hazard !== null) return hazard;
      }
      if (at !== finalizer && tree.kind[finalizer] !== Kind.None) {
        const hazard = hazardIn(facts, finalizer, owner);
        if (hazard !== null) return hazard;
      }
    }
    if (tree.kind[up] === Kind.ForOf && tree.firstChild(up) !== at && mayCloseSource(facts, up))
      return new Reason(Code.Cleanup, up, "for");
    const using = usingBefore(facts, up, at);
    if (using >= 0) return new Reason(Code.Using, using, "");
    at = up;
  }
  if (!region.isList) return null;
  const own = usingBefore(facts, region.node, first);
  return own >= 0 ? new Reason(Code.Using, own, "") : null;
}

/** Whether leaving a loop early runs code of its source: `for await` closes it, a generator of the file may have a `finally`. */
function mayCloseSource(facts: Facts, loop: i32): boolean {
  const tree = facts.tree;
  if ((tree.flags[loop] & Flag.ForAwait) !== 0) return true;
  const source = facts.calls.callees.unwrap(tree.firstChild(loop));
  if (tree.kind[source] !== Kind.Call) return false;
  const generator = facts.calls.classify(source).target;
  if (generator < 0 || (tree.flags[generator] & Flag.Generator) === 0) return false;
  for (let node = generator; node < tree.end[generator]; node++) {
    if (tree.kind[node] === Kind.Try) return true;
  }
  return false;
}

/** A `using` declaration among the statements of `list` before `limit`, or -1. */
function usingBefore(facts: Facts, list: i32, limit: i32): i32 {
  const tree = facts.tree;
  const kind = tree.kind[list];
  if (kind !== Kind.Block && kind !== Kind.Program && kind !== Kind.Case) return -1;
  if (!facts.hasUsing) return -1;
  let statement = tree.firstChild(list);
  while (statement >= 0 && statement < limit) {
    if (tree.kind[statement] === Kind.VarDecl && (tree.flags[statement] & (Flag.DeclUsing | Flag.DeclAwaitUsing)) !== 0)
      return statement;
    statement = tree.nextSibling(statement);
  }
  return -1;
}

function hazardIn(facts: Facts, part: i32, owner: i32): Reason | null {
  const tree = facts.tree;
  for (let node = part; node < tree.end[part]; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function || kind === Kind.Class) {
      node = tree.end[node] - 1;
      continue;
    }
    if (facts.scopes.owner[node] !== owner) continue;
    const effect = new Effect();
    facts.evaluator.own(node, effect, kind === Kind.Ident && tree.kind[tree.parent[node]] === Kind.Call);
    facts.summaries.addInvoked(facts.evaluator, effect, owner);
    if (isHarmless(facts, node, effect)) continue;
    const own = subjectOf(facts, node);
    return new Reason(Code.Cleanup, node, own.length > 0 ? own : reasonOfCause(facts, effect).subject);
  }
  return null;
}

function isHarmless(facts: Facts, node: i32, effect: Effect): boolean {
  if (effect.isRead) return true;
  if ((effect.writes & ~Resource.Console) === 0) return true;
  const kind = facts.tree.kind[node];
  if (kind !== Kind.Call && kind !== Kind.New) return false;
  // Its own doing: a function of the file may look at a clock first and then do more.
  if (facts.calls.classify(node).cause === Cause.Clock && effect.culprit === node) return true;
  if (kind === Kind.New)
    return firstWord(facts.calls.classify(node).name).length > 0 && isErrorName(facts.calls.classify(node).name);
  return isLogging(facts.calls.classify(node));
}

/** `log.warn(…)`, `this.logger.error(…)`: a method of nothing we know that only loggers have. */
export function isLogging(call: CallEffect): boolean {
  return call.target < 0 && call.path !== call.name && hasWord(LOGGING, call.name);
}

/** `NotFoundError`, `HttpException`: building one is not cleanup. */
export function isErrorName(name: string): boolean {
  return name.endsWith("Error") || name.endsWith("Exception");
}
