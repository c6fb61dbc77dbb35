/**
 * What the recorder knows of one thing the program did to the outside world: a call of an imported, global or parameter
 * function, a property written on one of their objects, a timer, a look at the clock, a line on the console.
 */
export interface Operation {
  /** Identity across runs: label of the callee, printed arguments, and `#2` for the second one (`numbers.ts`). */
  key: string;
  /** The key without `#2`. */
  base: string;
  /** Static path of the callee, for classification. */
  path: string;
  kind: "call" | "set" | "console" | "clock" | "timer";
  args: readonly unknown[];
  /** Tells operations with this callee and these arguments from one another; 1 for the first that a run of the original made. */
  occurrence: number;
  /** Where in the original's source it is called, if that is known. */
  site?: number;
  /** Its result is a promise. */
  async: boolean;
  /** Positions in the sequence of all events of the run. `settled` is Infinity while in flight. */
  started: number;
  settled: number;
  startTime: number;
  settleTime: number;
  failed: boolean;
  /** Key of the operation that gave the object whose method this is; undefined for what the program was given from the start. */
  receiver?: string;
  /** How often `then` was called on its thenable (lazy runs only). */
  subscriptions: number;
  /** The original throws its result away: it is awaited for its effect. */
  discarded: boolean;
}

/** The key of the first operation with the same callee and arguments. */
export function baseOf(key: string): string {
  return key.endsWith(")") ? key : key.replace(/#\d+$/, "");
}

/** What a scenario does to an operation. `empty`: the answer is null or false, so that guards take their other branch. */
export type Outcome = "reject" | "throw" | "empty";

/** The error an operation fails with. */
export class OperationError extends Error {
  constructor(readonly key: string) {
    super(`${key} failed`);
    this.name = "OperationError";
  }
}

/** Thrown by `$$step` and by synchronous functions when a run is too long; what happened so far is still compared. */
export class LimitError extends Error {}
