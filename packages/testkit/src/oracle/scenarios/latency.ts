import { hash } from "../world/hash";
import type { Run } from "../world/run";
import type { Latency } from "./scenario";

/** Latencies that depend on the operation only, so that original and output agree whatever the order of starts. */
export function seeded(seed: number): Latency {
  return (key) => 2 * (1 + (hash(key, seed) % 96));
}

/**
 * Assignments under which completion orders differ: several random ones, all equal, and rising and falling along the
 * original's order of starts (falling makes every group finish in reverse).
 */
export function latencies(baseline: Run): [name: string, latency: Latency][] {
  const order = new Map(baseline.operations.map((operation, index) => [operation.key, index]));
  const count = order.size;
  const fallback = seeded(7);
  return [
    ["seed 2", seeded(2)],
    ["seed 3", seeded(3)],
    ["all equal", () => 20],
    ["rising", (key) => (order.has(key) ? 20 * (order.get(key)! + 1) : fallback(key))],
    ["falling", (key) => (order.has(key) ? 20 * (count - order.get(key)!) : fallback(key))],
  ];
}
