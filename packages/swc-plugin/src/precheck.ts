/**
 * Rules most files out by a look at their bytes.
 *
 * Runs before there are any constants (`image/expand.ts`), so that a file with nothing to do costs hardly more than the call.
 */
import { __get_transform_plugin_config } from "./host/env";
import { isEmptyObject, RET } from "./host/reply";

/** How nodes begin: a tag, and an array that begins with a span. Least byte first. */
const AWAIT: u32 = 0x8282d7;
const FOR: u32 = 0x8285cf;
const FOR_IN: u32 = 0x8284d0;
const FOR_OF: u32 = 0x8285d1;

/** In each byte of a word 1, and the highest bit. */
const ONE: u64 = (0x01010101 << 32) | 0x01010101;
const TOP: u64 = 0x80 * ONE;

/** Whether a program stays as it is whatever else is in it. Not so where options, which may be wrong, have to be read first. */
export function isRuledOut(pointer: usize, length: i32): bool {
  if (__get_transform_plugin_config(RET) !== 0 && !isEmptyObject()) return false;
  const awaits = countAwaits(pointer, length);
  return awaits === 0 || (awaits === 1 && !mayHaveLoop(pointer, length));
}

/** At least as many as there are; 2 also stands for more. */
export function countAwaits(pointer: usize, length: i32): i32 {
  return count(pointer, pointer + length, AWAIT, 2);
}

/** Whether there may be a loop that can be split. */
export function mayHaveLoop(pointer: usize, length: i32): bool {
  const end = pointer + length;
  return count(pointer, end, FOR_OF, 1) + count(pointer, end, FOR, 1) + count(pointer, end, FOR_IN, 1) > 0;
}

function count(from: usize, end: usize, node: u32, enough: i32): i32 {
  let found: i32 = 0;
  const tags = (node & 0xff) * ONE;
  for (let at = from; at < end && found < enough; at += 8) {
    if (at + 8 <= end) {
      // Bytes that are the tag are zero now, and only then this sets the highest bit of one.
      const word = load<u64>(at) ^ tags;
      if (((word - ONE) & ~word & TOP) === 0) continue;
    }
    for (let place = at; place < at + 8 && place + 3 <= end; place++) {
      if (((<u32>load<u16>(place)) | ((<u32>load<u8>(place + 2)) << 16)) === node) found += 1;
    }
  }
  return min(found, enough);
}
