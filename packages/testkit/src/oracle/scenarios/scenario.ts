import type { Moments } from "../services/desk";
import type { Outcome } from "../world/operation";

/** Gives the virtual time between start and settlement of an operation. */
export type Latency = (key: string) => number;

/** One way the outside world can behave. */
export interface Scenario {
  /** Shown in reports: `rejects: getUser(id)`. */
  name: string;
  latency: Latency;
  /** What happens to which operation; all others succeed. */
  outcomes: Map<string, Outcome>;
  /** Label of a property that is missing, so that guards on it take their other branch. */
  absent?: string;
  /** Operations give thenables that start when they are subscribed to. */
  lazy: boolean;
  /** When operations of services act on their state. */
  moments: Moments;
}
