import type { Operation } from "../world/operation";
import type { Run } from "../world/run";
import type { Judge } from "./judge";

/** A label as it also looks inside a text: quoted and escaped there, but of the same letters. */
function letters(label: string): string {
  return label.replace(/[\\"]/g, "");
}

/**
 * Length of the longest chain of operations in which each had to wait for the one before: it uses its result (its
 * label occurs in the arguments), or one of them is ordered. No schedule that keeps these is shorter. Control dependence
 * leaves no trace in a run, so the true bound can be higher.
 */
export function criticalPath(run: Run, judge: Judge): number {
  const ends = new Map<Operation, number>();
  let longest = 0;
  for (const operation of run.operations) {
    if (operation.started < run.entered || operation.settled > run.settled) continue;
    const key = letters(operation.key);
    let start = 0;
    for (const [earlier, end] of ends) {
      if (end <= start || earlier.settled > operation.started) continue;
      if (judge.mustWait(operation, earlier, true) || key.includes(letters(earlier.key))) start = end;
    }
    const end = start + (operation.settleTime - operation.startTime);
    ends.set(operation, end);
    longest = Math.max(longest, end);
  }
  return longest;
}
