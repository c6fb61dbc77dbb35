/** What the plugin has to tell people. A malformed diagnostic ends the host's process, so nothing else writes one. */
import { Writer } from "../cbor/writer";
import { __emit_diagnostics, __emit_output } from "./env";

export const enum Level {
  /** Fails the file. */
  Error = 4,
  Warning = 5,
}

/** `Style::NoStyle`: the only way of drawing a text that every host can decode. */
const NO_STYLE: i32 = 11;

/** A message, with a code frame when `low` … `high` is a place in the program. */
export function emitDiagnostic(level: Level, message: string, low: i32, high: i32): void {
  const writer = new Writer(256);
  writer.array(6);
  writer.unsigned(level);
  writer.array(1);
  writer.array(2);
  writer.text(message);
  writer.tag(NO_STYLE);
  writer.array(0);
  writer.array(0);
  writer.array(2);
  if (low > 0) {
    writer.array(1);
    writer.array(2);
    writer.unsigned(low);
    writer.unsigned(high);
  } else {
    writer.array(0);
  }
  writer.array(0);
  writer.array(0);
  writer.array(0);
  __emit_diagnostics(writer.pointer, writer.length);
}

/** Adds an entry to the `output` that @swc/core returns beside the code. Other hosts would end by it: it does nothing in the module that does not print. */
export function emitOutput(key: string, value: string): void {
  const writer = new Writer(256);
  writer.array(2);
  writer.text(key);
  writer.text(value);
  __emit_output(writer.pointer, writer.length);
}
