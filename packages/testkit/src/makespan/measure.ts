import { Clock } from "../oracle/world/clock";
import { type Graph, type Latencies, operationName } from "./graph";

/** What a run of a program gave, and how long it took in virtual time. */
export interface Measured {
  makespan: number;
  /** Names of the operations in the order of their starts, each as often as it was started. */
  starts: string[];
  result: unknown;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs the program text of a graph (a function `run`) on a virtual clock; `helpers` are other names that it uses. */
export async function measure(
  code: string,
  graph: Graph,
  latencies: Latencies,
  helpers: Record<string, unknown> = {},
): Promise<Measured> {
  const clock = new Clock();
  const starts: string[] = [];
  const operations = graph.map((_, node) => (...args: unknown[]) => {
    starts.push(operationName(node));
    return new Promise((resolve) => {
      clock.after(latencies[node], () => resolve(`${operationName(node)}(${args.join(",")})`));
    });
  });
  const names = [...graph.map((_, node) => operationName(node)), ...Object.keys(helpers)];
  const run = new Function(...names, `${code}\nreturn run;`)(...operations, ...Object.values(helpers)) as (
    id: number,
  ) => Promise<unknown>;
  const measured: Measured = { makespan: Infinity, starts, result: undefined };
  let settled = false;
  const outcome = run(1).finally(() => {
    settled = true;
    measured.makespan = clock.now;
  });
  // Its failure is thrown below.
  outcome.catch(() => {});
  do await turn();
  while (!isSettled() && clock.advance());
  measured.result = await outcome;
  return measured;

  function isSettled(): boolean {
    return settled;
  }
}
