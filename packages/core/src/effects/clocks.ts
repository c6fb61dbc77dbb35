/**
 * Counts clock readings per function.
 *
 *   const t = Date.now(); await f(); await g(); log(Date.now() - t)   →   2: the awaits between them are being measured
 *
 * Two readings bound an interval, and starting operations together changes what is measured. Readings in nested functions
 * count for the functions around them (`const elapsed = () => Date.now() - t`), but not for the module. A call of a function of
 * the file that does nothing but read the clock is a reading too.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Cause, Effect, Resource } from "./effect";
import { Summaries } from "./summaries";
import { wordsIn } from "./words";

/** Names that every reading of a clock has in it somewhere. */
const CLOCK_WORDS: string = "Date hrtime mark measure now time timeEnd timeLog timestamp uptime";

/** Whether a function does nothing but tell the time: `const now = () => Date.now()`. */
function isClock(effect: Effect): boolean {
  if ((effect.reads & Resource.Clock) === 0 || effect.writes !== 0) return false;
  return (effect.reads & ~(Resource.Clock | Resource.Heap)) === 0;
}

/** Whether the file may read a clock at all: most do not, and need not be searched. */
function mentionsClock(tree: Tree): boolean {
  const words = wordsIn(CLOCK_WORDS);
  for (let i: i32 = 0; i < words.length; i++) {
    if (tree.atomOf(words[i]) >= 0) return true;
  }
  return false;
}

export function countClocks(tree: Tree, scopes: Scopes, calls: CallClassifier, summaries: Summaries): Int32Array {
  const counts = new Int32Array(tree.size);
  if (!mentionsClock(tree) && !calls.hasSummaries) return counts;
  for (let node: i32 = 0; node < tree.size; node++) {
    const kind = tree.kind[node];
    if (kind !== Kind.Call && kind !== Kind.New) continue;
    const call = calls.classify(node);
    if (call.target >= 0 ? !isClock(summaries.of(call.target)) : call.cause !== Cause.Clock) continue;
    let owner = scopes.owner[node];
    if (owner === 0) counts[0] += 1;
    while (owner > 0) {
      counts[owner] += 1;
      owner = scopes.owner[owner];
    }
  }
  return counts;
}
