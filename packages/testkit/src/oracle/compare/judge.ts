import { type Effect, type EffectOf, isLine, isStream } from "../effects";
import type { Calls } from "../prepare/cleanups";
import type { Facts } from "../prepare/facts";
import type { Operation } from "../world/operation";
import type { Run } from "../world/run";

/** Knows the effect of every operation, as far as one run of the original has told. */
export class Judge {
  /** Whether nobody received an operation's result, as the latest run of the original has it. */
  private discarded = new Map<string, boolean>();
  private subscriptions = new Map<string, number>();
  private effects = new Map<Operation, Effect>();

  constructor(
    private effectOf: EffectOf,
    private facts: Facts,
    private mayRepeat: (path: string) => boolean,
  ) {}

  /** Learns from a run of the original. */
  learn(run: Run): void {
    for (const { key, subscriptions } of run.operations)
      this.subscriptions.set(key, Math.max(subscriptions, this.subscriptions.get(key) ?? 0));
    for (const { key, discarded, startTime, settleTime, failed } of run.operations) {
      if (discarded) this.discarded.set(key, true);
      // One that threw at once never gave a promise to mark.
      else if (settleTime < Infinity && (!failed || settleTime > startTime)) this.discarded.set(key, false);
    }
  }

  /** How often the original subscribes to an operation when it gets as far as it can. */
  mostSubscriptions({ key }: Operation): number {
    return Math.max(1, this.subscriptions.get(key) ?? 0);
  }

  effect(operation: Operation): Effect {
    let effect = this.effects.get(operation);
    if (effect === undefined) this.effects.set(operation, (effect = this.classify(operation)));
    return effect;
  }

  private classify(operation: Operation): Effect {
    if (operation.kind === "console") return "harmless";
    if (operation.kind !== "call") return "write";
    const isDropped = this.discarded.get(operation.key) ?? operation.discarded;
    const discarded = operation.async ? isDropped : this.facts.discarded.has(operation.path);
    return this.effectOf(operation.path, operation.args, discarded);
  }

  /** Ordered effects: everything that must happen as often and in the same order as in the original. */
  isOrdered(operation: Operation): boolean {
    return this.effect(operation) !== "read";
  }

  /**
   * In the original an awaited read failed or failed to start, or a line of a log did, which nobody expects. Reads that come after it
   * may be started all the same.
   */
  isExcused(original: Run): boolean {
    if (original.shapeError) return true;
    return original.operations.some((each) => each.failed && this.isExcuse(each));
  }

  private isExcuse(operation: Operation): boolean {
    const effect = this.effect(operation);
    if (effect === "harmless") return !operation.async;
    // Where names are no evidence, a line of a log counts as a read.
    const mayFail = operation.async || isLine(operation.path) || this.facts.operands.has(operation.path);
    return effect === "read" && mayFail;
  }

  /** `effect` stands in a handler of a `try` block that `operation` stands in. */
  isCleanup(effect: Operation, operation: Operation): boolean {
    return this.facts.cleanups.some(({ block, handler }) => isAmong(effect, handler) && isAmong(operation, block));
  }

  /**
   * Whether `later` must wait for `earlier`, both of the original, to finish, if it did so there. Not `calm`: a read has failed, and reads
   * that were started beside it may still be in flight when the program goes on.
   */
  mustWait(later: Operation, earlier: Operation, calm: boolean): boolean {
    if (this.effect(earlier) === "write") return true;
    // After a failure, what is left in flight is judged by `checkInFlight`.
    if (this.effect(later) === "write") return calm;
    // A line on the console comes when its turn comes; that it does not come too early shows when something fails.
    // The same question asked twice is a stream (`reader.read()`, `prompt()`), unless only its arguments happen to be equal.
    return (
      calm &&
      (later.args.length === 0 || isStream(later.path)) &&
      later.path === earlier.path &&
      later.receiver === earlier.receiver &&
      later.base === earlier.base &&
      !this.mayRepeat(later.path)
    );
  }
}

export function byKey(run: Run): Map<string, Operation> {
  if (run.byKey.size === 0) for (const operation of run.operations) run.byKey.set(operation.key, operation);
  return run.byKey;
}

function isAmong(operation: Operation, { sites, names }: Calls): boolean {
  return operation.site === undefined ? names.has(lastName(operation)) : sites.has(operation.site);
}

function lastName({ path }: Operation): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
