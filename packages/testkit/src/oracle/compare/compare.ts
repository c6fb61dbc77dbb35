import type { Category } from "../report";
import type { Scenario } from "../scenarios/scenario";
import type { Run } from "../world/run";
import type { Judge } from "./judge";
import { checkEffects, checkInFlight, checkOrder } from "./order";
import type { DifferenceSuspect, Suspect } from "./races";
import { checkServices, endsAlike } from "./services";
import { checkStarts, checkSubscriptions } from "./starts";

export interface Finding {
  category: Category;
  detail: string;
  /** Holds only if the original enforces this order. */
  suspect?: Suspect;
}

/** Compares two runs of one scenario. */
export function compareRuns(original: Run, output: Run, scenario: Scenario, judge: Judge): Finding[] {
  // A run that was cut off says nothing about its end.
  if (original.truncated || output.truncated) return checkPrefix(original, output, judge);
  return [
    ...checkResult([original], output),
    ...checkState(original, output),
    ...checkServices(original, output, judge),
    ...checkEffects(original, output, judge),
    ...checkOrder(original, output, judge),
    ...checkStarts(original, output, judge),
    ...checkInFlight(original, output, judge),
    ...checkRejections([original], output),
    ...(scenario.lazy ? checkSubscriptions(original, output, judge) : []),
  ];
}

/**
 * Two operations fail: `Promise.all` gives the error that comes first in time, which is that of one of them. The output must
 * behave as the original does when one or the other or both fail.
 */
export function comparePair(both: Run, singles: Run[], output: Run, judge: Judge): Finding[] {
  const alternatives = [both, ...singles];
  if (output.truncated || alternatives.some((run) => run.truncated)) return [];
  const findings = [...checkResult(alternatives, output), ...checkRejections(alternatives, output)];
  const effects = alternatives.map((run) => checkEffects(run, output, judge));
  if (effects.every((found) => found.length > 0)) findings.push(...effects[0]);
  const known = new Set(alternatives.flatMap((run) => run.operations.map((operation) => operation.key)));
  for (const operation of output.operations) {
    if (known.has(operation.key) || judge.effect(operation) === "read") continue;
    findings.push({ category: "speculation", detail: `${operation.key} was started` });
  }
  if (!alternatives.some((run) => endsAlike(run, output)))
    findings.push(...checkServices(both, output, judge).filter(({ category }) => category === "lost-write"));
  // Order and cleanup are judged against the original that agrees best: the one with the same result.
  const same = alternatives.find((run) => run.value === output.value && run.status === output.status) ?? both;
  return [...findings, ...checkOrder(same, output, judge), ...checkInFlight(same, output, judge)];
}

function checkResult(originals: Run[], output: Run): Finding[] {
  const outcome = (run: Run): string =>
    run.status === "pending" ? "never settles" : `${run.status} with ${run.value}`;
  const expected = originals.map(outcome);
  if (expected.includes(outcome(output))) return [];
  const detail = `${outcome(output)}, not ${[...new Set(expected)].join(" or ")}`;
  // Where the program leaves an order of operations on shared state to chance, its result is one of several.
  const shares = originals.some((run) => run.services.touches.some(({ cell }) => cell !== "clock"));
  return [{ category: "result", detail, suspect: shares ? { relation: "same", show: outcome } : undefined }];
}

/** Module variables get their values from what was read, too. */
function stateSuspect(original: Run, name: string): DifferenceSuspect | undefined {
  const shares = original.services.touches.some(({ cell }) => cell !== "clock");
  return shares ? { relation: "same", show: (run) => run.state[name] } : undefined;
}

function checkState(original: Run, output: Run): Finding[] {
  return Object.keys(original.state)
    .filter((name) => name in output.state && output.state[name] !== original.state[name])
    .map((name) => ({
      category: "result",
      detail: `${name} ends as ${output.state[name]}, not ${original.state[name]}`,
      suspect: stateSuspect(original, name),
    }));
}

function checkRejections(originals: Run[], output: Run): Finding[] {
  const allowed = new Set(originals.flatMap((run) => run.rejections));
  return output.rejections
    .filter((reason) => !allowed.has(reason))
    .map((detail) => ({
      category: "unhandled-rejection",
      detail,
      // Whether a promise that the program leaves alone for a while is late may be a matter of latencies in the original, too.
      suspect: { relation: "same", show: (run) => String(run.rejections.includes(detail)) },
    }));
}

function checkPrefix(original: Run, output: Run, judge: Judge): Finding[] {
  const happened = (run: Run): string[] =>
    run.operations.filter((each) => judge.isOrdered(each)).map((each) => each.key);
  const [wanted, found] = [happened(original), happened(output)];
  const common = Math.min(wanted.length, found.length) - 1;
  for (let i = 0; i < common; i++) {
    if (wanted[i] === found[i]) continue;
    const suspect: Suspect = { relation: "started", earlier: wanted[i], later: found[i] };
    return [{ category: "effects", detail: `${found[i]} instead of ${wanted[i]}`, suspect }];
  }
  return checkOrder(original, output, judge);
}
