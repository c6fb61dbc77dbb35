import { type Operation, OperationError } from "../world/operation";
import type { World } from "../world/world";
import type { Manner, Moments } from "./desk";

/** How an operation ends. */
type Ending = { value: unknown } | { error: unknown };

/**
 * Runs an operation of a service: it acts on the state where it starts or where it settles, as the scenario has it. One that
 * the scenario lets reject does nothing to the state.
 */
export function performService(
  world: World,
  operation: Operation,
  kind: keyof Moments,
  act: (...args: unknown[]) => unknown,
  manner: Manner,
): Promise<unknown> {
  const { desk, clock, scenario } = world;
  const args = operation.args as never[];
  const during = (does: () => unknown): Ending => {
    try {
      return { value: desk.cells.during(operation.key, does) };
    } catch (error) {
      return { error };
    }
  };
  const outcome = world.outcome(operation);
  let ending: Ending | undefined;
  during(() => manner.begin?.());
  if (outcome === "reject") ending = { error: new OperationError(operation.key) };
  else {
    during(() => manner.claim?.(...args));
    if (scenario.moments[kind] === "start") ending = during(() => act(...args));
  }
  const latency = manner.takes ? manner.takes(...args) : scenario.latency(operation.key);
  return new Promise((resolve, reject) => {
    clock.after(latency, () => {
      const end = ending ?? during(() => act(...args));
      during(() => manner.end?.());
      world.settle(operation, "error" in end);
      if ("error" in end) reject(end.error);
      else resolve(outcome === "empty" ? null : end.value);
    });
  });
}
