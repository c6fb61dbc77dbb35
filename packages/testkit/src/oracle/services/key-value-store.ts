import { nothing } from "./cells";
import type { Desk, Members } from "./desk";

/**
 * `import kv from "service:kv"`: `get`, `has`, `set`, `increment`, `remove`, and `open(name)` for another store. Two handles of one
 * name are one store. A key that nobody has set holds something.
 */
export function keyValueStore(desk: Desk): Members {
  const open = (label: string): Members => {
    const cell = (key: unknown): string => `${label}[${desk.print(key)}]`;
    const read = (key: unknown): unknown => desk.cells.read(cell(key), desk.initial(cell(key)));
    return desk.named(label, {
      get: desk.operation(`${label}.get`, "read", (key) => given(read(key))),
      has: desk.operation(`${label}.has`, "read", (key) => read(key) !== nothing),
      set: desk.operation(`${label}.set`, "write", (key, value) => {
        desk.cells.write(cell(key), value);
        return value;
      }),
      // Reads and writes at one moment: no other operation comes between.
      increment: desk.operation(`${label}.increment`, "write", (key) => {
        const before = read(key);
        const after = typeof before === "number" ? before + 1 : 1;
        desk.cells.write(cell(key), after);
        return after;
      }),
      remove: desk.operation(`${label}.remove`, "write", (key) => {
        const before = read(key);
        desk.cells.write(cell(key), nothing);
        return before !== nothing;
      }),
    });
  };
  return { ...open("kv"), open: (name) => open(`kv(${desk.print(name)})`) };
}

function given(value: unknown): unknown {
  return value === nothing ? undefined : value;
}
