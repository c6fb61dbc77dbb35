import { parseArgs, type ParseArgsConfig } from "node:util";

/** Ends the program with one line about what the user typed, and how to call it. */
export function refuse(message: string, usage: string): never {
  console.error(`${message}\nusage: ${usage}`);
  process.exit(2);
}

/** `parseArgs`, with one clear error. */
export function readArguments<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse((error as Error).message, usage);
  }
}

/** The whole number from 0 that an option gives. */
export function wholeNumber(usage: string, name: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : refuse(`--${name} takes a whole number, not "${text}"`, usage);
}
