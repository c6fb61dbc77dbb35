import { isStream } from "../effects";
import { lateWrites, momentChoices } from "../services/desk";
import type { Operation, Outcome } from "../world/operation";
import type { Run } from "../world/run";
import { latencies, seeded } from "./latency";
import type { Scenario } from "./scenario";

/** How many scenarios of each sort are tried for one entry. */
export interface Bounds {
  singles: number;
  pairs: number;
  absent: number;
  /** Failures of operations that only ran because another one failed: fallbacks and cleanups. */
  deeper: number;
}

export const defaultBounds: Bounds = { singles: 24, pairs: 60, absent: 10, deeper: 24 };

const plain: Scenario = {
  name: "no failure",
  latency: seeded(1),
  outcomes: new Map(),
  lazy: false,
  moments: lateWrites,
};

export const baselineScenario: Scenario = plain;

export function latencyScenarios(baseline: Run): Scenario[] {
  return latencies(baseline).map(([name, latency]) => ({ ...plain, name: `latencies ${name}`, latency }));
}

/** Every choice of when operations of services act, where one can overtake the other. */
export function momentScenarios(baseline: Run): Scenario[] {
  if (baseline.services.touches.length === 0) return [];
  const scenarios = [plain, ...latencyScenarios(baseline).slice(-2)];
  return momentChoices
    .slice(0, 3)
    .flatMap(({ name, moments }) =>
      scenarios.map((scenario) => ({ ...scenario, name: `${scenario.name}; ${name}`, moments })),
    );
}

/** Every operation rejects, throws and answers nothing, one at a time; every property looked at is missing once. */
export function singleScenarios(baseline: Run, bounds: Bounds, rejects: RejectsOnly = neverOnly): Scenario[] {
  const scenarios: Scenario[] = [];
  const told = tellable(baseline);
  for (const operation of told.slice(0, bounds.singles)) {
    if (operation.async) scenarios.push(withOutcome(plain, operation, "reject"));
    if (!onlyRejects(operation, rejects)) scenarios.push(withOutcome(plain, operation, "throw"));
    if (!onlyRejects(operation, rejects) && operation.occurrence === 1)
      scenarios.push(withOutcome(plain, operation, "empty"));
  }
  for (const label of [...baseline.reads].slice(0, bounds.absent)) {
    scenarios.push({ ...plain, name: `missing: ${label}`, absent: label });
  }
  return scenarios;
}

/**
 * Operations that can fail and be recognised: which of two equal questions is which cannot be told when the output may ask them
 * the other way round. Streams keep their order.
 */
function tellable(baseline: Run): Operation[] {
  const asked = new Map<string, number>();
  for (const { base } of baseline.operations) asked.set(base, (asked.get(base) ?? 0) + 1);
  return failing(baseline).filter(
    ({ base, path, args }) => asked.get(base) === 1 || args.length === 0 || isStream(path),
  );
}

export function lazyScenarios(baseline: Run): Scenario[] {
  const lazy: Scenario = { ...plain, name: "lazy thenables", lazy: true };
  const operations = failing(baseline).filter((operation) => operation.async);
  const told = tellable(baseline).filter((operation) => operation.async);
  return operations.length === 0 ? [] : [lazy, ...told.slice(0, 4).map((each) => withOutcome(lazy, each, "reject"))];
}

/** A scenario in which two operations fail; `parts` are those in which one of them does. */
export interface Pair {
  scenario: Scenario;
  parts: Scenario[];
}

/** Two operations reject, or one rejects after a later one has thrown at its start, which would orphan the first. */
export function pairScenarios(baseline: Run, bounds: Bounds, rejects: RejectsOnly = neverOnly): Pair[] {
  const counts = new Map<string, number>();
  for (const { base } of baseline.operations) counts.set(base, (counts.get(base) ?? 0) + 1);
  // After a first failure, "the second `getUser(1)`" may be another one in the output.
  const operations = failing(baseline).filter((each) => counts.get(each.base) === 1);
  const rejecting: Pair[] = [];
  const throwing: Pair[] = [];
  // Neighbours first: they are the likeliest to end up in one group.
  for (let distance = 1; distance < operations.length; distance++) {
    for (let i = 0; i + distance < operations.length; i++) {
      const [first, second] = [operations[i], operations[i + distance]];
      if (!first.async) continue;
      if (second.async) rejecting.push(pair(first, second, "reject"));
      if (!onlyRejects(second, rejects)) throwing.push(pair(first, second, "throw"));
    }
  }
  return [...rejecting.slice(0, bounds.pairs), ...throwing.slice(0, bounds.pairs / 2)];
}

/**
 * Two failures of which the first in source order must be reported, whichever comes first in time: the pairs, and operations that
 * answer nothing, so that what uses the answer throws. Later operations settle first, then last.
 */
export function orderedScenarios(baseline: Run, bounds: Bounds, rejects: RejectsOnly = neverOnly): Pair[] {
  const pairs: Pair[] = [];
  const falling = latencies(baseline).find(([name]) => name === "falling")![1];
  for (const { scenario, parts } of pairScenarios(baseline, bounds, rejects)) {
    const slow = parts.map((part) => ({ ...part, name: `${part.name}; latencies falling`, latency: falling }));
    const both = { ...scenario, name: `${scenario.name}; latencies falling`, latency: falling };
    pairs.push({ scenario, parts }, { scenario: both, parts: slow });
    const [first, second] = [...scenario.outcomes];
    if (onlyRejects(operationOf(baseline, first[0]), rejects)) continue;
    const outcomes = new Map<string, Outcome>([[first[0], "empty"], second]);
    const empty = { ...slow[0], name: `empty: ${slow[0].name}`, outcomes: new Map([[first[0], "empty" as const]]) };
    pairs.push({ scenario: { ...both, name: `empty: ${both.name}`, outcomes }, parts: [empty, slow[1]] });
  }
  return pairs;
}

function operationOf(run: Run, key: string): Operation {
  return run.operations.find((operation) => operation.key === key)!;
}

function pair(first: Operation, second: Operation, outcome: Outcome): Pair {
  const parts = [withOutcome(plain, first, "reject"), withOutcome(plain, second, outcome)];
  return { scenario: withOutcome(parts[0], second, outcome), parts };
}

/** Failures of what `run` started and the baseline did not. */
export function deeperScenarios(parent: Scenario, run: Run, baseline: Run): Scenario[] {
  const known = new Set(baseline.operations.map((operation) => operation.key));
  return failing(run)
    .filter((operation) => !known.has(operation.key) && !asksOnceMore(run, operation))
    .map((operation) => withOutcome(parent, operation, operation.async ? "reject" : "throw"));
}

/**
 * Whether the same place has asked the same and has got an answer: an output that may ask once more, past the failure, can have any of
 * these for the one.
 */
function asksOnceMore(run: Run, { base, site, started }: Operation): boolean {
  return run.operations.some(
    (each) => each.base === base && each.site === site && each.started < started && !each.failed,
  );
}

/** Operations that can fail, from the entry on: the console and the clock cannot. */
function failing(run: Run): Operation[] {
  return run.operations.filter(
    ({ kind, started, async, occurrence }) => kind === "call" && started > run.entered && (async || occurrence === 1),
  );
}

/** Says of which paths a case knows that they reject and never throw. */
export type RejectsOnly = (path: string) => boolean;

const neverOnly: RejectsOnly = () => false;

/** Functions of the platform are defined to reject, never to throw, and never to answer with nothing. */
function onlyRejects({ path }: Operation, rejects: RejectsOnly): boolean {
  return rejects(path) || /^(fetch(\(\)\.(json|text|blob|arrayBuffer|formData|bytes))?|import)$/.test(path);
}

const verbs: Record<Outcome, string> = { reject: "rejects", throw: "throws", empty: "answers nothing" };

function withOutcome(scenario: Scenario, { key }: Operation, outcome: Outcome): Scenario {
  const detail = `${verbs[outcome]}: ${key}`;
  const name = scenario.name === plain.name ? detail : `${scenario.name}; ${detail}`;
  return { ...scenario, name, outcomes: new Map([...scenario.outcomes, [key, outcome]]) };
}
