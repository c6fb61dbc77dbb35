import { OperationError } from "./operation";

/** Gives the label of an invented value, or undefined for a real one. */
export type LabelOf = (value: unknown) => string | undefined;

const limit = 6;

/**
 * A structural picture of a value: two runs agree when the pictures do. Invented values are shown by their label, so
 * that a picture says where a value came from. Functions have no comparable content: a transform may rewrite their bodies.
 */
export function print(value: unknown, labelOf: LabelOf, depth = 0, above: unknown[] = []): string {
  if (typeof value === "string") return JSON.stringify(value);
  const label = labelOf(value);
  if (label !== undefined) return label;
  if (typeof value === "function") return "ƒ";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (above.includes(value)) return "↺";
  if (depth > limit) return "…";
  const inner = (each: unknown): string => print(each, labelOf, depth + 1, [...above, value]);
  if (Array.isArray(value)) return `[${Array.from(value, inner).join(", ")}]`;
  if (value instanceof Error) return printError(value, inner);
  if (value instanceof Promise) return "Promise";
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof RegExp || value instanceof URL || value instanceof URLSearchParams) return String(value);
  if (value instanceof Map) return `Map{${Array.from(value, ([k, v]) => `${inner(k)}: ${inner(v)}`).join(", ")}}`;
  if (value instanceof Set) return `Set{${Array.from(value, inner).join(", ")}}`;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const prefix = typeof name === "string" && name !== "Object" ? name : "";
  const fields = Object.keys(value).map((key) => `${key}: ${inner((value as Record<string, unknown>)[key])}`);
  return `${prefix}{${fields.join(", ")}}`;
}

/** V8 names expressions of the program in these, and a transform may rename or move those. */
const engineMessage =
  /Cannot (read|set|destructure|access|convert|delete|assign)|is not (a function|iterable|a constructor|defined|async iterable)|before initialization|constant variable|object null|Invalid attempt/;

function printError(error: Error, inner: (value: unknown) => string): string {
  if (error instanceof OperationError) return `failure of ${error.key}`;
  const name = error.constructor?.name ?? error.name;
  const parts = engineMessage.test(error.message) ? [] : [JSON.stringify(error.message)];
  if (error.cause !== undefined) parts.push(`cause: ${inner(error.cause)}`);
  if ("errors" in error) parts.push(inner(error.errors));
  return `${name}(${parts.join(", ")})`;
}
