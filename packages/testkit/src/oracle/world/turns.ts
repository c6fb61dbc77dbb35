import { runInThisContext } from "node:vm";

/**
 * The process itself. Test runners give their tests a copy whose events never fire; code compiled for the main context
 * sees the original.
 */
export const realProcess = runInThisContext("process") as NodeJS.Process;

/** What Node runs between two callbacks of its event loop: the microtasks, and then the reports of unhandled rejections. */
const endTurn = (realProcess as unknown as { _tickCallback: () => void })._tickCallback;

/**
 * Ends a turn of the event loop as Node does, without leaving the loop: a program has several hundred turns in all its scenarios. Only inside
 * `atTurn`: microtasks cannot be run from a microtask.
 */
export function finishTurn(): void {
  endTurn.call(realProcess);
}

/** Does `work` in a turn of its own, where it can call `finishTurn`. */
export function atTurn<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}
