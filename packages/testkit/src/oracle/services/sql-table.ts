import { nothing } from "./cells";
import type { Desk, Members } from "./desk";

type Row = Record<string, unknown>;

interface Statement {
  verb: "select" | "insert" | "update" | "delete";
  table: string;
  columns: string[];
  /** Column and value of `WHERE`. */
  where?: [column: string, value: unknown];
  values: unknown[];
}

/** `import db from "service:sql"`: `query(text, parameters)` and `execute`, the same under another name. */
export function sqlTable(desk: Desk): Members {
  const tables = new Tables(desk);
  const run = (text: unknown, parameters?: unknown): unknown => tables.run(text, parameters);
  return {
    query: sqlOperation(desk, "sql.query", run),
    execute: sqlOperation(desk, "sql.execute", run),
  };
}

/** An operation whose text tells whether it reads or writes. */
export function sqlOperation(
  desk: Desk,
  name: string,
  run: (text: unknown, parameters?: unknown) => unknown,
  manner = {},
): Members[string] {
  const read = desk.operation(name, "read", run, manner);
  const write = desk.operation(name, "write", run, manner);
  return (text: unknown, parameters?: unknown) =>
    (/^\s*select\b/i.test(String(text)) ? read : write)(text, ...(parameters === undefined ? [] : [parameters]));
}

/**
 * Tables with rows of an `id` each, and the statements
 *
 *   SELECT * FROM t · SELECT name FROM t WHERE id = ? · INSERT INTO t (id, name) VALUES (?, ?)
 *   UPDATE t SET name = ? WHERE id = ? · DELETE FROM t WHERE id = ?
 *
 * A place is a row, or the list of a table's rows. Rows 1 and 2 are there at the beginning.
 */
export class Tables {
  constructor(private desk: Desk) {}

  run(text: unknown, parameters: unknown): unknown {
    const statement = parse(String(text), Array.isArray(parameters) ? parameters : []);
    switch (statement.verb) {
      case "select":
        return this.select(statement);
      case "insert":
        return this.insert(statement);
      default:
        return this.change(statement);
    }
  }

  private select({ table, columns, where }: Statement): Row[] {
    const rows = this.find(table, where).map(([, row]) => row);
    if (columns[0] === "*") return rows;
    return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
  }

  private insert({ table, columns, values }: Statement): number {
    const row = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    const key = this.desk.print(row.id);
    const keys = this.keys(table);
    this.desk.cells.write(`${table}#${key}`, row);
    if (!keys.includes(key)) this.desk.cells.write(table, [...keys, key]);
    return 1;
  }

  private change({ verb, table, columns, values, where }: Statement): number {
    const found = this.find(table, where);
    for (const [key, row] of found) {
      if (verb === "delete") this.desk.cells.write(`${table}#${key}`, nothing);
      else {
        const fresh = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
        this.desk.cells.write(`${table}#${key}`, { ...row, ...fresh });
      }
    }
    if (verb === "delete" && found.length > 0) {
      const gone = new Set(found.map(([key]) => key));
      this.desk.cells.write(
        table,
        this.keys(table).filter((key) => !gone.has(key)),
      );
    }
    return found.length;
  }

  /** Rows that a condition chooses; one on `id` looks at no other row. */
  private find(table: string, where: Statement["where"]): [key: string, row: Row][] {
    const wanted = where?.[0] === "id" ? [this.desk.print(where[1])] : this.keys(table);
    return wanted.flatMap((key) => {
      const row = this.desk.cells.read(`${table}#${key}`, this.initial(table, key));
      if (row === nothing) return [];
      const fits = !where || this.desk.print((row as Row)[where[0]]) === this.desk.print(where[1]);
      return fits ? [[key, row as Row] as [string, Row]] : [];
    });
  }

  private keys(table: string): string[] {
    return this.desk.cells.read(table, ["1", "2"]) as string[];
  }

  private initial(table: string, key: string): unknown {
    if (key !== "1" && key !== "2") return nothing;
    return { id: Number(key), name: this.desk.initial(`${table}[${key}].name`) };
  }
}

const select = /^select (.+) from (\w+)$/i;
const insert = /^insert into (\w+) \((.+)\) values \((.+)\)$/i;
const update = /^update (\w+) set (.+)$/i;
const remove = /^delete from (\w+)$/i;

/** Throws on statements that the table does not speak. */
function parse(text: string, parameters: unknown[]): Statement {
  let next = 0;
  const valueOf = (part: string): unknown => {
    const word = part.trim();
    const numbered = /^\$(\d+)$/.exec(word);
    if (numbered) return parameters[Number(numbered[1]) - 1];
    if (word === "?") return parameters[next++];
    return /^'.*'$/.test(word) ? word.slice(1, -1) : Number(word);
  };
  const [head, condition] = text
    .trim()
    .replace(/;$/, "")
    .replace(/\s+/g, " ")
    .split(/ where /i);
  const whereOf = (): Statement["where"] => {
    if (condition === undefined) return undefined;
    const [column, value] = condition.split("=");
    return [column.trim(), valueOf(value)];
  };
  const list = (part: string): string[] => part.split(",").map((each) => each.trim());
  let match = select.exec(head);
  if (match) return { verb: "select", columns: list(match[1]), table: match[2], values: [], where: whereOf() };
  match = insert.exec(head);
  if (match) return { verb: "insert", table: match[1], columns: list(match[2]), values: list(match[3]).map(valueOf) };
  match = update.exec(head);
  if (match) {
    const pairs = list(match[2]).map((each) => each.split("="));
    const values = pairs.map(([, value]) => valueOf(value));
    return { verb: "update", table: match[1], columns: pairs.map(([name]) => name.trim()), values, where: whereOf() };
  }
  match = remove.exec(head);
  if (match) return { verb: "delete", table: match[1], columns: [], values: [], where: whereOf() };
  throw new Error(`syntax error in ${text}`);
}
