import type { Effect, EffectOf } from "../effects";
import type { Operation } from "../world/operation";
import type { Run } from "../world/run";

/** Knows the effect of every operation, as far as one run of the original has told. */
export class Judge {
  private discarded = new Set<string>();

  constructor(
    private effectOf: EffectOf,
    private syncDiscarded: Set<string>,
    private mayRepeat: (path: string) => boolean,
  ) {}

  /** Learns from a run of the original. */
  learn(run: Run): void {
    for (const operation of run.operations) if (operation.discarded) this.discarded.add(operation.key);
  }

  effect(operation: Operation): Effect {
    if (operation.kind === "console") return "harmless";
    if (operation.kind !== "call") return "write";
    const discarded = operation.async ? this.discarded.has(operation.key) : this.syncDiscarded.has(operation.path);
    return this.effectOf(operation.path, operation.args, discarded);
  }

  /** Ordered effects: everything that must happen as often and in the same order as in the original. */
  isOrdered(operation: Operation): boolean {
    return this.effect(operation) !== "read";
  }

  /** Whether `later` must wait for `earlier` to finish, if it did so in the original. */
  mustWait(later: Operation, earlier: Operation): boolean {
    if (this.effect(later) === "write" || this.effect(earlier) === "write") return true;
    // A line on the console comes when its turn comes; that it does not come too early shows when something fails.
    // The same question asked twice is a stream: `reader.read()`, `prompt()`.
    return later.occurrence > 1 && later.path === earlier.path && base(later.key) === base(earlier.key) && !this.mayRepeat(later.path);
  }
}

export function byKey(run: Run): Map<string, Operation> {
  return new Map(run.operations.map((operation) => [operation.key, operation]));
}

function base(key: string): string {
  return key.replace(/#\d+$/, "");
}
