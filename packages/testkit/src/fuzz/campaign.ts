import { fork } from "node:child_process";
import { type FuzzReport, fuzzAll } from "./fuzz";
import { pluginTransform } from "./plugin-transform";
import { declaredReads } from "./vocabulary";
import { serviceReads } from "./services";
import type { Bounds } from "../oracle/scenarios/enumerate";
import type { PluginOptions } from "../oracle/options";

/** A part of a campaign: programs that one process generates from one seed. */
export interface Task {
  /** The same programs are tried in each. */
  modes: string[];
  /** The plugin's option. */
  errors: string;
  /** How many iterations of a loop may run together, or `unbounded` or `off`. */
  loops: string;
  seed: number;
  runs: number;
  without: string[];
  /** Each program runs in fewer scenarios: more programs in the same time find more. */
  few: boolean;
}

/** Sums of one mode. */
export interface Total {
  mode: string;
  seeds: [first: number, last: number];
  programs: number;
  changed: number;
  scenarios: number;
  operations: number;
  /** Failing programs, each made small. */
  violations: number;
}

/** More programs than this from one seed only make the process grow. */
const programsPerSeed = 1000;

const fewScenarios: Partial<Bounds> = { singles: 10, pairs: 12, absent: 3, deeper: 4 };

/** Cuts `runs` programs into tasks; their seeds follow one another. */
export function tasksFor(
  modes: string[],
  errors: string,
  loops: string,
  runs: number,
  seed: number,
  without: string[],
  few: boolean,
): Task[] {
  const shared = modes.filter((mode) => mode !== "aggressive");
  const groups = [shared, modes.includes("aggressive") ? ["aggressive"] : []].filter((group) => group.length > 0);
  // Groups take turns: a campaign that is stopped has tried all of them.
  return Array.from({ length: Math.ceil(runs / programsPerSeed) }, (_, i) => i).flatMap((i) =>
    groups.map((group) => ({
      modes: group,
      errors,
      loops,
      seed: seed + i,
      runs: Math.min(programsPerSeed, runs - i * programsPerSeed),
      without,
      few,
    })),
  );
}

/**
 * Options of a mode. In `strict` names are no evidence, and nearly all programs would stay as they are; what the vocabulary calls
 * reads is declared, as a careful user would.
 */
export function optionsFor(mode: string, errors = "first", bound = "2"): PluginOptions {
  const effects = { read: [...declaredReads, ...serviceReads] };
  const concurrency = bound === "unbounded" ? ("unbounded" as const) : Number(bound);
  const loops = bound === "off" ? (false as const) : { concurrency };
  return mode === "strict" ? { mode, errors, loops, effects } : { mode, errors, loops };
}

/** A report for each of the task's modes. */
export function runTask({ modes, errors, loops, seed, runs, without, few }: Task): Promise<FuzzReport[]> {
  const variants = modes.map((mode) => {
    const plugin = optionsFor(mode, errors, loops);
    return { plugin, transform: pluginTransform(plugin) };
  });
  // In `aggressive` mode names are no evidence, so services, whose state tells the truth, would only show what was asked for.
  const left = modes.includes("aggressive") ? [...without, "service"] : without;
  return fuzzAll(variants, { runs, seed, without: left, bounds: few ? fewScenarios : undefined });
}

/**
 * Runs tasks in up to `jobs` processes of their own, which run the file `worker` and answer a task with its report. One that gives no report,
 * because it met a program that cannot run, is a fault, and the others go on.
 */
export async function runTasks(
  tasks: Task[],
  jobs: number,
  worker: string,
  onReport: (task: Task, reports: FuzzReport[]) => void,
  onFault: (error: Error) => void,
): Promise<void> {
  const waiting = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const at = task;
      await inProcess(task, worker).then((reports) => onReport(at, reports), onFault);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
}

/** A process per task: none gets old. */
function inProcess(task: Task, worker: string): Promise<FuzzReport[]> {
  return new Promise((resolve, reject) => {
    // Runs make many short-lived objects: with room for them the collector has half the work. Every program is a new one, and what is
    // optimized for it early is seldom worth it: optimizing later saves a tenth of the time.
    const execArgv = ["--max-semi-space-size=128", "--min-semi-space-size=64", "--interrupt-budget=600000"];
    const child = fork(worker, ["--task", JSON.stringify(task)], { execArgv });
    let reports: FuzzReport[] | undefined;
    child.on("message", (message) => (reports = message as FuzzReport[]));
    child.on("error", reject);
    child.on("exit", () => {
      if (reports) resolve(reports);
      else reject(new Error(`no report for ${JSON.stringify(task)}`));
    });
  });
}

export function add(total: Total | undefined, mode: string, report: FuzzReport): Total {
  const { seed, programs, changed, scenarios, operations, failure } = report;
  const before = total ?? {
    mode,
    seeds: [seed, seed],
    programs: 0,
    changed: 0,
    scenarios: 0,
    operations: 0,
    violations: 0,
  };
  return {
    mode,
    seeds: [Math.min(before.seeds[0], seed), Math.max(before.seeds[1], seed)],
    programs: before.programs + programs,
    changed: before.changed + changed,
    scenarios: before.scenarios + scenarios,
    operations: before.operations + operations,
    violations: before.violations + (failure ? 1 : 0),
  };
}

export function printTotal({ mode, seeds, programs, changed, scenarios, operations, violations }: Total): string {
  const share = programs > 0 ? Math.round((changed / programs) * 100) : 0;
  return (
    `${mode}, seeds ${seeds[0]} to ${seeds[1]}: ${programs} programs, ${changed} changed (${share} %), ` +
    `${operations} operations in ${scenarios} scenarios, ${violations} violations`
  );
}
