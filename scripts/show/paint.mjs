import { styleText } from "node:util";

const colours = process.stdout.isTTY && !process.env.NO_COLOR;

/** Colours text for a terminal; leaves it alone when the output goes to a file or a pipe. */
export function paint(style, text) {
  return colours ? styleText(style, text) : text;
}
