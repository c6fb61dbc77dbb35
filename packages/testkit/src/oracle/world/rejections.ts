import { realProcess } from "./turns";

/**
 * Unhandled rejections as Node reports them: after the microtasks of a turn, for promises that nobody has subscribed to.
 * While it listens it is the only listener, because a test runner's own would fail the test.
 */
export class RejectionWatch {
  private reasons: unknown[] = [];
  private others: Record<string, ((...args: unknown[]) => void)[]> = {};

  listen(): void {
    // A rejection that is handled late has been reported already; Node would add a warning.
    for (const event of ["unhandledRejection", "rejectionHandled"]) {
      this.others[event] = realProcess.listeners(event as "exit") as never;
      realProcess.removeAllListeners(event);
    }
    realProcess.on("unhandledRejection", (reason) => this.reasons.push(reason));
    realProcess.on("rejectionHandled", () => {});
  }

  stop(): void {
    for (const [event, listeners] of Object.entries(this.others)) {
      realProcess.removeAllListeners(event);
      for (const listener of listeners) realProcess.on(event as "exit", listener as never);
    }
  }

  /** What was rejected since the last call. Runs never overlap, so all of it belongs to the run that just ended. */
  take(): unknown[] {
    return this.reasons.splice(0);
  }
}
