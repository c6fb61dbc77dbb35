/**
 * A plugin that changes nothing and gives away what the host told it, in hexadecimal: `program` is the encoded program, `file` the reply
 * to a question about the source text. It is how tests and the fuzzer come by what real hosts send.
 */
import {
  __emit_output,
  __lookup_byte_offset_proxy,
  __set_transform_plugin_core_pkg_diagnostics,
  __set_transform_result,
} from "./env";

const HANDSHAKE: StaticArray<u8> = [0x84, 0x60, 0x60, 0x60, 0x01];
const REPLY: StaticArray<u32> = [0, 0];

export function __alloc(size: i32): usize {
  return heap.alloc(size);
}

export function __free(_pointer: usize, _size: i32): i32 {
  return 1;
}

export function __get_transform_plugin_core_pkg_diag(): i32 {
  __set_transform_plugin_core_pkg_diagnostics(changetype<usize>(HANDSHAKE), HANDSHAKE.length);
  return 1;
}

export function __transform_plugin_process_impl(pointer: usize, length: i32, _mark: i32, _comments: i32): i32 {
  emitHex("program", pointer, length);
  if (__lookup_byte_offset_proxy(1, changetype<usize>(REPLY)) === 1) emitHex("file", REPLY[0], REPLY[1]);
  __set_transform_result(pointer, length);
  return 0;
}

/** CBOR: an array of the key and the digits, both texts. */
function emitHex(key: string, pointer: usize, length: i32): void {
  const name = String.UTF8.encode(key);
  const size = 2 * length;
  const message = heap.alloc(16 + name.byteLength + size);
  let at = message;
  store<u8>(at++, 0x82);
  store<u8>(at++, 0x60 | name.byteLength);
  memory.copy(at, changetype<usize>(name), name.byteLength);
  at += name.byteLength;
  store<u8>(at++, 0x7a);
  store<u32>(at, bswap<u32>(size));
  at += 4;
  for (let index = 0; index < length; index++) {
    const byte = load<u8>(pointer + index);
    store<u8>(at++, digit(byte >> 4));
    store<u8>(at++, digit(byte & 15));
  }
  __emit_output(message, <i32>(at - message));
}

function digit(value: u8): u8 {
  return value < 10 ? 48 + value : 87 + value;
}
