import type { Operation } from "../world/operation";
import type { Run } from "../world/run";
import type { Finding } from "./compare";
import { type Judge, byKey } from "./judge";
import type { Suspect } from "./races";

/**
 * What had finished when something started must have finished in the output too: for ordered effects everything, for
 * reads the writes. And looks at the clock find the same operations begun.
 */
export function checkOrder(original: Run, output: Run, judge: Judge): Finding[] {
  const findings: Finding[] = [];
  const before = byKey(original);
  const after = byKey(output);
  const calm = !judge.isExcused(original);
  for (const later of output.operations) {
    const was = before.get(later.key);
    if (!was) continue;
    // After a failure a read may have been started once more than before: which of them is the original's cannot be told.
    if (!calm && judge.effect(later) === "read" && repeats(output, later) > repeats(original, later)) continue;
    for (const earlier of original.operations) {
      if (earlier === was || earlier.settled > was.started) continue;
      const now = after.get(earlier.key);
      if (!now || now.settled < later.started || !judge.mustWait(was, earlier, calm)) continue;
      if (!calm && judge.effect(later) === "read" && goesOnBeside(earlier, was, original)) continue;
      const waited = now.started > later.started ? "began" : "finished";
      const suspect: Suspect = { relation: "finished", earlier: earlier.key, later: later.key };
      findings.push({ category: "order", detail: `${later.key} started before ${earlier.key} ${waited}`, suspect });
    }
    if (later.kind === "clock" && calm) findings.push(...checkClock(later, was, before, after));
  }
  return findings;
}

/**
 * After a failure: whether another task was under way when `effect` happened in the original, and went on to `read`. What cleans up after one
 * task does not wait for the reads of others, nor do they for it.
 */
function goesOnBeside(effect: Operation, read: Operation, original: Run): boolean {
  return original.operations.some(
    (each) =>
      each.async && each.started < effect.started && effect.started < each.settled && each.settled < read.started,
  );
}

function checkClock(
  later: Operation,
  was: Operation,
  before: Map<string, Operation>,
  after: Map<string, Operation>,
): Finding[] {
  const early = [...after.values()].filter((each) => {
    const original = before.get(each.key);
    return each.started < later.started && original && original.started > was.started;
  });
  return early.map((each) => ({
    category: "order",
    detail: `${each.key} started before ${later.key} looked at the clock`,
    suspect: { relation: "started", earlier: later.key, later: each.key },
  }));
}

/** Ordered effects: none missing, none extra, the same order. */
export function checkEffects(original: Run, output: Run, judge: Judge): Finding[] {
  const wanted = original.operations.filter((each) => judge.isOrdered(each));
  const happened = output.operations.filter((each) => judge.isOrdered(each));
  const findings: Finding[] = [];
  const before = new Set(wanted.map((each) => each.key));
  const after = new Map(happened.map((each) => [each.key, each]));
  for (const { key } of wanted)
    if (!after.has(key)) findings.push({ category: "effects", detail: `${key} is missing` });
  for (const { key } of happened) if (!before.has(key)) findings.push({ category: "effects", detail: `${key} is new` });
  const kept = wanted.filter((each) => after.has(each.key));
  for (let i = 0; i < kept.length; i++) {
    for (let j = i + 1; j < kept.length; j++) {
      const [first, second] = [kept[i].key, kept[j].key];
      if (after.get(first)!.started < after.get(second)!.started) continue;
      const suspect: Suspect = { relation: "started", earlier: first, later: second };
      findings.push({ category: "order", detail: `${second} happened before ${first}`, suspect });
    }
  }
  return findings;
}

/** How often an operation like `operation` was started. */
function repeats(run: Run, operation: Operation): number {
  return run.operations.filter(({ base }) => base === operation.base).length;
}

/** Cleanup must not run under an operation in flight; effects must not come after the caller has its answer. */
export function checkInFlight(original: Run, output: Run, judge: Judge): Finding[] {
  const findings: Finding[] = [];
  const before = byKey(original);
  for (const effect of output.operations) {
    // A look at the clock disturbs nothing.
    if (judge.effect(effect) !== "write" || effect.kind === "clock") continue;
    const was = before.get(effect.key);
    if (!was) continue;
    if (effect.started > output.settled && was.started < original.settled) {
      findings.push({ category: "late-effect", detail: `${effect.key} happened after the answer` });
    }
    for (const other of output.operations) {
      if (other === effect || other.started > effect.started || other.settled < effect.started) continue;
      const then = before.get(other.key);
      if (then && then.started < was.started && then.settled > was.started) continue;
      if (!judge.isCleanup(effect, other)) continue;
      const suspect = suspectInFlight(was, then, original);
      findings.push({
        category: "in-flight",
        detail: `${effect.key} happened while ${other.key} was in flight`,
        suspect,
      });
    }
  }
  return findings;
}

/** What the original must have enforced for an operation in flight to matter to `effect`. */
function suspectInFlight(effect: Operation, other: Operation | undefined, original: Run): Suspect | undefined {
  if (other && other.started > effect.started) return { relation: "started", earlier: effect.key, later: other.key };
  if (other) return { relation: "finished", earlier: other.key, later: effect.key };
  // A read past a failure. Only what comes because of the failure is its cleanup; other tasks just go on.
  const failure = original.operations.find((each) => each.failed && each.async && each.settled < effect.started);
  return failure && { relation: "finished", earlier: failure.key, later: effect.key };
}
