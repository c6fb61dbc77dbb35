import type { Run } from "../world/run";
import type { Finding } from "./compare";
import { type Judge, byKey } from "./judge";

/**
 * The output starts what the original starts, once. When an awaited read fails, reads that come after it may have been started;
 * that is the only speculation.
 */
export function checkStarts(original: Run, output: Run, judge: Judge): Finding[] {
  const findings: Finding[] = [];
  const before = byKey(original);
  const after = byKey(output);
  const excuse = judge.isExcused(original);
  // What comes after a failure may come first in time, and end the program before a read that the original made.
  if (!excuse) {
    for (const operation of original.operations) {
      if (after.has(operation.key) || judge.isOrdered(operation)) continue;
      findings.push({ category: "missing-start", detail: `${operation.key} was never started` });
    }
  }
  for (const operation of output.operations) {
    // Extra ordered effects are reported as such.
    if (before.has(operation.key) || judge.isOrdered(operation)) continue;
    const again = operation.occurrence > 1 && before.has(operation.base);
    if (again && !excuse) findings.push({ category: "extra-start", detail: `${operation.key} was started again` });
    else if (!excuse) findings.push({ category: "speculation", detail: `${operation.key} was started` });
  }
  return findings;
}

/** Every `then` runs a lazy query once more. */
export function checkSubscriptions(original: Run, output: Run, judge: Judge): Finding[] {
  const before = byKey(original);
  const excuse = judge.isExcused(original);
  return output.operations.flatMap((operation) => {
    const { key, subscriptions } = operation;
    const was = before.get(key);
    if (!was || was.subscriptions === subscriptions) return [];
    // A read past a failure may be subscribed to where the original did not get so far; more often than when it does is always wrong.
    if (excuse && subscriptions > was.subscriptions && subscriptions <= judge.mostSubscriptions(operation)) return [];
    return [
      {
        category: "subscriptions" as const,
        detail: `${key} was subscribed to ${subscriptions} times, not ${was.subscriptions}`,
      },
    ];
  });
}
