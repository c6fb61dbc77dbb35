import { type Finding, comparePair, compareRuns } from "./compare/compare";
import { Judge, byKey } from "./compare/judge";
import { criticalPath } from "./compare/makespan";
import { Races } from "./compare/races";
import { type OracleOptions, effectsFor } from "./options";
import { matcher } from "./patterns";
import type { OracleReport } from "./report";
import type { Made, Runs } from "./runs";
import {
  type Bounds,
  baselineScenario,
  deeperScenarios,
  latencyScenarios,
  lazyScenarios,
  momentScenarios,
  orderedScenarios,
  pairScenarios,
  singleScenarios,
} from "./scenarios/enumerate";
import type { Scenario } from "./scenarios/scenario";
import type { Run, Setting } from "./world/run";

/** The two programs to compare, and how. */
export interface Subject {
  before: Runs;
  after: Runs;
  setting: Setting;
  options: OracleOptions;
  bounds: Bounds;
}

/**
 * Whether the original meets only the first of two failures, because it has to wait for the first operation before it starts the second:
 * not in a program that runs both at a time itself, or tries again.
 */
function isFirstOnly(scenario: Scenario, run: Run, baseline: Run): boolean {
  const [first, second] = [...scenario.outcomes.keys()].map((key) => byKey(baseline).get(key));
  if (first === undefined || second === undefined || first.settled > second.started) return false;
  return !byKey(run).has(second.key);
}

/** What an operation counts as may depend on the scenario that it is judged in: so another scenario gets operations of its own. */
function copyOf(run: Run): Run {
  return { ...run, operations: run.operations.map((operation) => ({ ...operation })), byKey: new Map() };
}

/** Takes one entry through all scenarios. Adds what it finds to `report`, and the operations it saw to `keys`. */
export class EntryCheck {
  /** Runs of the original by scenario. */
  private originals = new Map<string, Made>();
  /** Pairs of scenarios that were played on the two sides and held against each other. */
  private compared = new Set<string>();
  private judge: Judge;
  private races: Races;

  constructor(
    private subject: Subject,
    private entry: string,
    private report: OracleReport,
    private keys: Set<string>,
  ) {
    const { options, setting } = subject;
    const { mode, effects } = options.plugin ?? {};
    const known = ["fetch", "fetch().*", "import", ...(options.reads ?? []), ...(effects?.read ?? [])];
    const mayRepeat = matcher(mode === "aggressive" ? ["*"] : known);
    this.judge = new Judge(effectsFor(options), setting.facts, mayRepeat);
    this.races = new Races(this.original);
  }

  run(): void {
    const { bounds, options } = this.subject;
    const rejects = matcher(options.rejects);
    const baseline = this.original(baselineScenario);
    this.report.entries += 1;
    for (const scenario of [baselineScenario, ...latencyScenarios(baseline)]) {
      const output = this.compare(scenario);
      if (baseline.operations.length > 0) this.measure(scenario, output);
    }
    for (const scenario of momentScenarios(baseline)) this.compare(scenario);
    let deeper = bounds.deeper;
    for (const scenario of singleScenarios(baseline, bounds, rejects)) {
      this.compare(scenario);
      for (const next of deeperScenarios(scenario, this.original(scenario), baseline)) {
        // Its first failure may have happened again, after or before the second.
        if (deeper-- > 0) this.compare(next, [], [scenario]);
      }
    }
    for (const scenario of lazyScenarios(baseline)) this.compare(scenario);
    if (options.plugin?.errors === "source-order") {
      for (const { scenario, parts } of orderedScenarios(baseline, bounds, rejects)) {
        const isOrdered = isFirstOnly(scenario, this.original(scenario), baseline);
        this.compare(scenario, isOrdered ? [] : parts);
      }
      return;
    }
    for (const { scenario, parts } of pairScenarios(baseline, bounds, rejects)) this.compare(scenario, parts);
  }

  private originalsOf(scenarios: Scenario[]): Run[] {
    const runs: Run[] = [];
    for (const scenario of scenarios) runs.push(this.original(scenario));
    return runs;
  }

  private get isSourceOrder(): boolean {
    return this.subject.options.plugin?.errors === "source-order";
  }

  private original = (scenario: Scenario): Run => this.played(scenario).run;

  private played(scenario: Scenario): Made {
    let made = this.originals.get(scenario.name);
    if (!made) {
      this.originals.set(scenario.name, (made = this.subject.before.of(this.entry, scenario)));
      this.judge.learn(made.run);
      for (const operation of made.run.operations) this.keys.add(operation.key);
    }
    return made;
  }

  /**
   * Runs the output. With `parts`, it may also behave like the original in one of those scenarios; with `others`, only if it
   * does not behave like the original in this one.
   */
  private compare(scenario: Scenario, parts: Scenario[] = [], others: Scenario[] = []): Run {
    const played = this.played(scenario);
    const original = played.run;
    const alternatives = this.originalsOf(parts);
    const answer = this.subject.after.of(this.entry, scenario);
    this.report.scenarios += 1;
    // Both behave as in a scenario in which they have been compared, with fewer excuses.
    const pair = `${played.scenario.name}\n${answer.scenario.name}`;
    if (this.compared.has(pair)) return answer.run;
    if (parts.length === 0 && others.length === 0) this.compared.add(pair);
    // Two branches may make the same call, and only one of them use its result.
    this.judge.learn(original);
    const output = answer.scenario === scenario ? answer.run : copyOf(answer.run);
    let findings =
      parts.length > 0
        ? comparePair(original, alternatives, output, this.judge)
        : compareRuns(original, output, scenario, this.judge);
    if (findings.length > 0 && scenario.outcomes.size > 0 && !this.isSourceOrder) {
      // A service, or the program, that fails on its own, beside the failure that the scenario asks for, makes a pair too.
      const alone: Scenario = { ...scenario, name: `${scenario.name}; on its own`, outcomes: new Map() };
      const failsToo = output.operations.some((each) => each.failed && each.async && !scenario.outcomes.has(each.key));
      const isPair = failsToo || this.original(alone).status === "rejected";
      const more = this.originalsOf(isPair ? [...others, alone] : others);
      if (more.length > 0) findings = comparePair(original, [...alternatives, ...more], output, this.judge);
    }
    this.add(scenario, findings);
    const most = this.subject.options.plugin?.loops ?? { concurrency: 6 };
    if (typeof most === "object" && typeof most.concurrency === "number" && output.together > most.concurrency)
      this.add(scenario, [{ category: "concurrency", detail: `${output.together} iterations at a time` }]);
    return output;
  }

  private measure(scenario: Scenario, output: Run): void {
    const original = this.original(scenario);
    if (original.status === "pending" || original.truncated || output.truncated) return;
    if (this.subject.options.measure !== false)
      this.report.makespans.push({
        entry: this.entry,
        latencies: scenario.name,
        before: original.time,
        after: output.time,
        criticalPath: criticalPath(original, this.judge),
      });
    if (output.time > original.time) {
      this.add(scenario, [{ category: "makespan", detail: `takes ${output.time}, not ${original.time}` }]);
    }
  }

  private add(scenario: Scenario, findings: Finding[]): void {
    for (const { category, detail, suspect } of findings) {
      if (suspect && this.races.isRace(suspect, scenario)) continue;
      this.report.violations.push({ entry: this.entry, scenario: scenario.name, category, detail });
    }
  }
}
