/**
 * The exports that an SWC host calls, in this order, on a fresh instance for every file: handshake, allocation of the
 * program's bytes, transform, release.
 */
import { Writer } from "./cbor/writer";
import { __set_transform_result } from "./host/env";
import { sendHandshake } from "./host/handshake";
import { isRuledOut } from "./precheck";
import { Transform } from "./transform";

export function __alloc(size: i32): usize {
  return heap.alloc(size);
}

/** Nothing is freed: an instance lives for one file, and its memory goes with it. */
export function __free(_pointer: usize, _size: i32): i32 {
  return 1;
}

export function __get_transform_plugin_core_pkg_diag(): i32 {
  sendHandshake();
  return 1;
}

/** Transforms one program. Always answers 0: what a user must know is sent as a diagnostic. */
export function __transform_plugin_process_impl(
  pointer: usize,
  length: i32,
  unresolvedMark: i32,
  shouldEnableComments: i32,
): i32 {
  let output: Writer | null = null;
  if (!isRuledOut(pointer, length)) {
    output = new Transform(pointer, length, unresolvedMark, shouldEnableComments !== 0).run();
  }
  if (output === null) {
    __set_transform_result(pointer, length);
  } else {
    __set_transform_result(output.pointer, output.length);
  }
  return 0;
}
