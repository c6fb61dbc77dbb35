import { paint } from "./paint.mjs";

/** Ends the process with one error: what is wrong (with its place), and what to do about it. */
export function fail(message, remedy) {
  console.error(`${paint("red", "error:")} ${message.trimEnd()}\n  ${remedy}`);
  process.exit(1);
}
