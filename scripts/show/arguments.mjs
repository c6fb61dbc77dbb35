import { parseArgs } from "node:util";
import { fail } from "./fail.mjs";

export const MODES = ["strict", "balanced", "aggressive"];

/**
 * `parseArgs`, with one clear error for what the user typed. `accept` may throw an error with what else is wrong.
 * @template {import("node:util").ParseArgsConfig} T
 * @param {string} usage
 * @param {T} config
 * @param {(parsed: ReturnType<typeof parseArgs<T>>) => void} accept
 */
export function readArguments(usage, config, accept) {
  try {
    const parsed = parseArgs(config);
    const { mode } = parsed.values;
    if (mode !== undefined && !MODES.includes(mode)) {
      throw new Error(`"${mode}" is not a mode; choose from ${MODES.join(", ")}`);
    }
    accept(parsed);
    return parsed;
  } catch (error) {
    return fail(error.message, `usage: ${usage}`);
  }
}

/** A whole number from 0, as an option gives it. */
export function wholeNumber(name, text) {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}
