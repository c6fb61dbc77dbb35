import { pool } from "@parallel-await/runtime";
import type { Facts } from "../prepare/facts";
import type { Prepared } from "../prepare/prepare";
import type { Scenario } from "../scenarios/scenario";
import { importService } from "../services/services";
import type { Content, Touch } from "../services/cells";
import type { Overlap } from "../services/desk";
import { enter } from "./entry";
import { globalValue } from "./globals";
import type { Numbers } from "./numbers";
import type { Operation } from "./operation";
import type { RejectionWatch } from "./rejections";
import { finishTurn } from "./turns";
import { type Overrides, World } from "./world";

/** One run of one program in one scenario: everything an observer could tell. */
export interface Run {
  status: "resolved" | "rejected" | "pending";
  /** Picture of the result or the error. */
  value: string;
  /** The program met a `TypeError` or `ReferenceError`, mostly because an answer had another shape than it expects. */
  shapeError: boolean;
  /** Pictures of module variables and of the instance that was entered. */
  state: Record<string, string>;
  operations: Operation[];
  /** The same by their keys, once somebody has asked (`compare/judge.ts`). */
  byKey: Map<string, Operation>;
  /** Unhandled rejections and uncaught exceptions. */
  rejections: string[];
  /** Virtual time from entry to settlement, and its position among the events. */
  time: number;
  settled: number;
  reads: Set<string>;
  truncated: boolean;
  /** How many iterations of a loop were under way at the same time. */
  together: number;
  /** Position of the entry among the events: what is before belongs to the module's own evaluation. */
  entered: number;
  services: ServiceLog;
}

/** What became of the state that operations share. */
export interface ServiceLog {
  touches: Touch[];
  overlaps: Overlap[];
  final: Map<string, Content>;
}

/** Name of the entry that only evaluates the module. */
export const moduleEntry = "(module)";
const turnLimit = 2000;

export interface Setting {
  facts: Facts;
  overrides: Overrides;
  numbers: Numbers;
  watch: RejectionWatch;
}

/** Runs one entry of a program, all of it in this very call (`turns.ts`). `inspect` sees the module's exports at the end. */
export function runProgram(
  program: Prepared,
  entry: string,
  scenario: Scenario,
  setting: Setting,
  inspect?: (exports: Map<string, () => unknown>, world: World) => void,
): Run {
  const world = new World(scenario, setting.facts, setting.overrides, setting.numbers.of(entry), program.isOriginal);
  const exports = new Map<string, () => unknown>();
  const state = new Map<string, () => unknown>();
  const hooks: Record<string, unknown> = {
    $$export: (name: string, get: () => unknown) => exports.set(name, get),
    $$state: (name: string, get: () => unknown) => state.set(name, get),
    $$step: world.step,
    $$caught: world.caught,
    $$discarded: world.discarded,
    $$at: (site: number) => world.at(program.shape.sites[site].name, program.origins[site]),
    $$counted: (task: Task) => counted(task, (running) => (run.together = Math.max(run.together, running))),
  };
  const environment = program.free.map((name) => {
    if (name in hooks) return hooks[name];
    const helper = program.shape.runtime.get(name);
    if (helper !== undefined) return watched(helper, (running) => (run.together = Math.max(run.together, running)));
    const service = program.shape.services.get(name);
    if (service) return importService(world.desk, service.source, service.imported);
    const imported = program.shape.imports.get(name);
    if (imported !== undefined) return world.values.make({ path: imported, label: imported, data: false }, true);
    return globalValue(name, name, world);
  });

  const run: Run = {
    status: "pending",
    value: "",
    shapeError: false,
    state: {},
    operations: world.operations,
    byKey: new Map(),
    rejections: [],
    time: Infinity,
    settled: Infinity,
    reads: world.reads,
    truncated: false,
    together: 0,
    entered: 0,
    services: { touches: world.desk.cells.touches, overlaps: world.desk.overlaps, final: new Map() },
  };
  const settle = (status: Run["status"], value: unknown): void => {
    run.status = status;
    run.value = world.print(value);
    if (status === "rejected") world.caught(value);
    run.time = world.clock.now - began;
    run.settled = world.next();
  };
  let began = 0;
  let instance: unknown;
  const program$ = program.instantiate(...environment)();
  program$
    .then(() => {
      if (entry === moduleEntry) return undefined;
      began = world.clock.now;
      run.entered = world.next();
      return enter(entry, exports, world, (created) => (instance = created));
    })
    .then(
      (value) => settle("resolved", value),
      (error) => settle("rejected", error),
    );

  for (let turns = 0; ; turns++) {
    // The program runs until it has nothing left to do, and Node has reported its unhandled rejections.
    finishTurn();
    if (turns > turnLimit) world.limit();
    if (turns > turnLimit || !world.clock.advance()) break;
  }
  run.truncated = world.truncated;
  run.shapeError = world.shapeError;
  run.rejections = [...setting.watch.take(), ...world.uncaught].map(world.print);
  if (entry !== moduleEntry) for (const [name, get] of state) run.state[name] = world.print(attempt(get));
  if (instance !== undefined) run.state.this = world.print(instance);
  run.services.final = world.desk.cells.final();
  inspect?.(exports, world);
  return run;
}

type Task = (item: unknown) => Promise<unknown>;

/** The runtime package itself, with an eye on how many tasks of a pool run. */
function watched(helper: string, saw: (running: number) => void): unknown {
  if (helper !== "pool") throw new Error(`the runtime package has no ${helper}`);
  return (items: Iterable<unknown>, task: Task, concurrency?: number) => pool(items, counted(task, saw), concurrency);
}

/** A task that tells how many of its kind are under way. */
function counted(task: Task, saw: (running: number) => void): Task {
  let running = 0;
  return (item) => {
    saw(++running);
    const over = (): void => void (running -= 1);
    // The very promise of the task, so that nothing is noticed later than without us.
    const promise = task(item);
    promise.then(over, over);
    return promise;
  };
}

/** The value of an export; a module variable may still be in its dead zone, which shows as the error. */
export function attempt(get: () => unknown): unknown {
  try {
    return get();
  } catch (error) {
    return error;
  }
}
