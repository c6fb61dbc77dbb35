import type { Prepared } from "./prepare/prepare";
import { baselineScenario } from "./scenarios/enumerate";
import type { Scenario } from "./scenarios/scenario";
import { entriesOf } from "./world/entry";
import { type Run, type Setting, attempt, moduleEntry, runProgram } from "./world/run";

/** A run, and the scenario that was played for it. */
export interface Made {
  run: Run;
  scenario: Scenario;
}

/**
 * The runs of one program. Each is made once, whoever asks: outputs for several modes are held against the same original. And since a
 * run depends on nothing but its scenario, a scenario that differs only in what a known run never asked for needs no run of its own: that
 * a second operation fails does not matter where the first failure ends the program.
 */
export class Runs {
  private made = new Map<string, Map<string, Made>>();
  private found: string[] | undefined;

  constructor(
    private program: Prepared,
    private setting: Setting,
  ) {}

  of(entry: string, scenario: Scenario): Made {
    const made = this.madeOf(entry);
    let known = made.get(scenario.name);
    if (!known) {
      known = [...made.values()].find((each) => isAlike(each, scenario));
      known ??= { run: runProgram(this.program, entry, scenario, this.setting), scenario };
      made.set(scenario.name, known);
    }
    return known;
  }

  /** The module's own evaluation, and everything it exports that can be called. */
  entries(): string[] {
    if (!this.found) {
      const found = (this.found = [moduleEntry]);
      const run = runProgram(this.program, moduleEntry, baselineScenario, this.setting, (exports, world) => {
        for (const [name, get] of exports) found.push(...entriesOf(name, attempt(get), world));
      });
      this.madeOf(moduleEntry).set(baselineScenario.name, { run, scenario: baselineScenario });
    }
    return this.found;
  }

  private madeOf(entry: string): Map<string, Made> {
    let made = this.made.get(entry);
    if (!made) this.made.set(entry, (made = new Map()));
    return made;
  }
}

/** Whether the program would do in `wanted` exactly what it did. */
function isAlike({ run, scenario }: Made, wanted: Scenario): boolean {
  if (scenario.absent !== wanted.absent) return false;
  const sameTiming =
    scenario.latency === wanted.latency && scenario.lazy === wanted.lazy && scenario.moments === wanted.moments;
  if (!sameTiming && run.operations.some(({ async }) => async)) return false;
  return isUnasked(run, scenario.outcomes, wanted.outcomes) && isUnasked(run, wanted.outcomes, scenario.outcomes);
}

/** Whether the run has none of the operations that `some` says something else about than `others`. */
function isUnasked({ operations }: Run, some: Scenario["outcomes"], others: Scenario["outcomes"]): boolean {
  for (const [wanted, outcome] of some) {
    if (others.get(wanted) === outcome) continue;
    for (const { key, base } of operations) if (key === wanted || base === wanted) return false;
  }
  return true;
}
