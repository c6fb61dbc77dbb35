import type { Desk, Members } from "./desk";

/**
 * `import queue from "service:queue"`: `send(item)`, `receive(label)` and `count()`. Items are handed out in the order of asking:
 * a place in the line is taken when an operation starts. Three items wait at the beginning; an empty queue gives `null`.
 */
export function queue(desk: Desk): Members {
  const first = [1, 2, 3].map((n) => desk.initial(`queue[${n}]`));
  const waiting = (): unknown[] => desk.cells.read("queue", first) as unknown[];
  const taken = new Map<string, unknown>();
  return {
    send: desk.operation("queue.send", "write", (item) => {
      desk.cells.write("queue", [...waiting(), item]);
      return undefined;
    }),
    receive: desk.operation("queue.receive", "write", () => taken.get(desk.current), {
      claim() {
        const [item = null, ...rest] = waiting();
        desk.cells.write("queue", rest);
        taken.set(desk.current, item);
      },
    }),
    count: desk.operation("queue.count", "read", () => waiting().length),
  };
}
