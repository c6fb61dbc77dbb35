import type { Desk, Members } from "./desk";

/**
 * `import { now, sleep } from "service:clock"`: virtual time since the first look at it, and an operation that takes as long as it
 * is asked to. A transform may make a program come to its first look earlier, but not measure anything else between two.
 */
export function clock(desk: Desk): Members {
  return {
    now: () => desk.look("now"),
    sleep: desk.operation("sleep", "write", () => undefined, { takes: (ms: unknown) => Number(ms) || 0 }),
  };
}
