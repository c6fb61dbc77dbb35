import { type Finding, comparePair, compareRuns } from "./compare/compare";
import { Judge, byKey } from "./compare/judge";
import { criticalPath } from "./compare/makespan";
import { Races } from "./compare/races";
import { type OracleOptions, effectsFor } from "./options";
import { matcher } from "./patterns";
import type { Prepared } from "./prepare/prepare";
import type { OracleReport } from "./report";
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
import { type Run, type Setting, runProgram } from "./world/run";

/** The two programs to compare, and how. */
export interface Subject {
  before: Prepared;
  after: Prepared;
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

/** Takes one entry through all scenarios. Adds what it finds to `report`, and the operations it saw to `keys`. */
export class EntryCheck {
  /** Runs of the original by scenario: many comparisons share one. */
  private originals = new Map<string, Run>();
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

  async run(): Promise<void> {
    const { bounds, options } = this.subject;
    const rejects = matcher(options.rejects);
    const baseline = await this.original(baselineScenario);
    this.report.entries += 1;
    for (const scenario of [baselineScenario, ...latencyScenarios(baseline)]) {
      const output = await this.compare(scenario);
      if (baseline.operations.length > 0) await this.measure(scenario, output);
    }
    for (const scenario of momentScenarios(baseline)) await this.compare(scenario);
    let deeper = bounds.deeper;
    for (const scenario of singleScenarios(baseline, bounds, rejects)) {
      await this.compare(scenario);
      for (const next of deeperScenarios(scenario, await this.original(scenario), baseline)) {
        // Its first failure may have happened again, after or before the second.
        if (deeper-- > 0) await this.compare(next, [], [scenario]);
      }
    }
    for (const scenario of lazyScenarios(baseline)) await this.compare(scenario);
    if (options.plugin?.errors === "source-order") {
      for (const { scenario, parts } of orderedScenarios(baseline, bounds, rejects)) {
        const isOrdered = isFirstOnly(scenario, await this.original(scenario), baseline);
        await this.compare(scenario, isOrdered ? [] : parts);
      }
      return;
    }
    for (const { scenario, parts } of pairScenarios(baseline, bounds, rejects)) await this.compare(scenario, parts);
  }

  private async originalsOf(scenarios: Scenario[]): Promise<Run[]> {
    const runs: Run[] = [];
    for (const scenario of scenarios) runs.push(await this.original(scenario));
    return runs;
  }

  private get isSourceOrder(): boolean {
    return this.subject.options.plugin?.errors === "source-order";
  }

  private original = async (scenario: Scenario): Promise<Run> => {
    let run = this.originals.get(scenario.name);
    if (!run) {
      const { before, setting } = this.subject;
      this.originals.set(scenario.name, (run = await runProgram(before, this.entry, scenario, setting)));
      this.judge.learn(run);
      for (const operation of run.operations) this.keys.add(operation.key);
    }
    return run;
  };

  /**
   * Runs the output. With `parts`, it may also behave like the original in one of those scenarios; with `others`, only if it
   * does not behave like the original in this one.
   */
  private async compare(scenario: Scenario, parts: Scenario[] = [], others: Scenario[] = []): Promise<Run> {
    const original = await this.original(scenario);
    const alternatives = await this.originalsOf(parts);
    // Two branches may make the same call, and only one of them use its result.
    this.judge.learn(original);
    const output = await runProgram(this.subject.after, this.entry, scenario, this.subject.setting);
    this.report.scenarios += 1;
    let findings =
      parts.length > 0
        ? comparePair(original, alternatives, output, this.judge)
        : compareRuns(original, output, scenario, this.judge);
    if (findings.length > 0 && scenario.outcomes.size > 0 && !this.isSourceOrder) {
      // A service that fails on its own, beside the failure that the scenario asks for, makes a pair too.
      const alone: Scenario = { ...scenario, name: `${scenario.name}; on its own`, outcomes: new Map() };
      const failsToo = output.operations.some((each) => each.failed && each.async && !scenario.outcomes.has(each.key));
      const more = await this.originalsOf(failsToo ? [...others, alone] : others);
      if (more.length > 0) findings = comparePair(original, [...alternatives, ...more], output, this.judge);
    }
    await this.add(scenario, findings);
    const most = this.subject.options.plugin?.loops ?? { concurrency: 6 };
    if (typeof most === "object" && typeof most.concurrency === "number" && output.together > most.concurrency)
      await this.add(scenario, [{ category: "concurrency", detail: `${output.together} iterations at a time` }]);
    return output;
  }

  private async measure(scenario: Scenario, output: Run): Promise<void> {
    const original = await this.original(scenario);
    if (original.status === "pending" || original.truncated || output.truncated) return;
    this.report.makespans.push({
      entry: this.entry,
      latencies: scenario.name,
      before: original.time,
      after: output.time,
      criticalPath: criticalPath(original, this.judge),
    });
    if (output.time > original.time) {
      await this.add(scenario, [{ category: "makespan", detail: `takes ${output.time}, not ${original.time}` }]);
    }
  }

  private async add(scenario: Scenario, findings: Finding[]): Promise<void> {
    for (const { category, detail, suspect } of findings) {
      if (suspect && (await this.races.isRace(suspect, scenario))) continue;
      this.report.violations.push({ entry: this.entry, scenario: scenario.name, category, detail });
    }
  }
}
