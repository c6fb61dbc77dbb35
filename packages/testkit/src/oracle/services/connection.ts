import type { Desk, Members } from "./desk";
import { Tables, sqlOperation } from "./sql-table";

/**
 * `import { connect } from "service:connection"`: a connection with `query(text, parameters)` and `close()`, which takes one operation at a
 * time. What overlaps is reported. All connections work on the same tables.
 */
export function connections(desk: Desk): Members {
  const tables = new Tables(desk);
  let count = 0;
  const make = (label: string): Members => {
    const inFlight: string[] = [];
    const manner = {
      begin() {
        for (const earlier of inFlight) desk.overlaps.push({ resource: label, earlier, later: desk.current });
        inFlight.push(desk.current);
      },
      end() {
        inFlight.splice(inFlight.indexOf(desk.current), 1);
      },
    };
    return desk.named(label, {
      query: sqlOperation(
        desk,
        `${label}.query`,
        (text, parameters) => {
          if (desk.cells.read(label, "open") !== "open") throw new Error("connection closed");
          return tables.run(text, parameters);
        },
        manner,
      ),
      close: desk.operation(`${label}.close`, "write", () => desk.cells.write(label, "closed"), manner),
    });
  };
  return {
    connect: desk.operation("connect", "read", () => {
      count += 1;
      return make(count === 1 ? "connection" : `connection${count}`);
    }),
  };
}
