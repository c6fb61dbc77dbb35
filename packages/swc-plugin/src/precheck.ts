/**
 * Rules most files out by a look at their bytes.
 *
 * Runs before there are any constants (`image/expand.ts`), so that a file with nothing to do costs hardly more than the call.
 */
import { __get_transform_plugin_config } from "./host/env";
import { isEmptyObject, RET } from "./host/reply";

/** How nodes begin: a tag, and an array that begins with a span. Least byte first. */
export const AWAIT: u32 = 0x8282d7;
const FOR: u32 = 0x8285cf;
const FOR_IN: u32 = 0x8284d0;
export const FOR_OF: u32 = 0x8285d1;

/** Behind the span of a `for…of`, if it is a `for await`. */
const TRUE: u8 = 0xf5;
/** A span takes up no more. */
const LONGEST_SPAN: i32 = 11;

/** In each byte of a word 1, and the highest bit. */
const ONE: u64 = (0x01010101 << 32) | 0x01010101;
const TOP: u64 = 0x80 * ONE;

/** Whether a program stays as it is whatever else is in it. Not so where options, which may be wrong, have to be read first. */
export function isRuledOut(pointer: usize, length: i32): bool {
  if (__get_transform_plugin_config(RET) !== 0 && !isEmptyObject()) return false;
  const awaits = placesOf(pointer, length, AWAIT, 2).length;
  if (awaits === 1) return !mayHaveLoop(pointer, length);
  return awaits === 0 && !hasForAwait(pointer, length);
}

/** The bytes may be anything here: what looks like the beginning of a loop may stand at their end. */
function hasForAwait(pointer: usize, length: i32): bool {
  const loops = placesOf(pointer, length, FOR_OF, length);
  for (let index: i32 = 0; index < loops.length; index++) {
    if (loops[index] + 2 + LONGEST_SPAN >= length || isForAwait(pointer + loops[index])) return true;
  }
  return false;
}

/** Of a `for…of`. */
export function isForAwait(loop: usize): bool {
  return load<u8>(behindSpan(loop + 2)) === TRUE;
}

/** Whether there may be a loop that can be split. */
export function mayHaveLoop(pointer: usize, length: i32): bool {
  for (let place: i32 = 0; place < LOOPS; place++) {
    if (placesOf(pointer, length, loopAt(place), 1).length > 0) return true;
  }
  return false;
}

/** Numbers for `loopAt`, which gives how each kind of loop begins. */
export const LOOPS: i32 = 3;

export function loopAt(index: i32): u32 {
  return index === 0 ? FOR_OF : index === 1 ? FOR : FOR_IN;
}

/**
 * Where nodes seem to be that begin so, in ascending order; no more than `enough`. Text may look like a node, too. Three bytes of a text
 * are found in the same way.
 */
export function placesOf(pointer: usize, length: i32, node: u32, enough: i32): i32[] {
  const found: i32[] = [];
  const end = pointer + length;
  const tags = (node & 0xff) * ONE;
  for (let at = pointer; at < end && found.length < enough; at += 8) {
    if (at + 8 <= end) {
      // Bytes that are the tag are zero now, and only then this sets the highest bit of one.
      const word = load<u64>(at) ^ tags;
      if (((word - ONE) & ~word & TOP) === 0) continue;
    }
    for (let place = at; place < at + 8 && place + 3 <= end; place++) {
      const isNode = ((<u32>load<u16>(place)) | ((<u32>load<u8>(place + 2)) << 16)) === node;
      if (isNode && found.length < enough) found.push(<i32>(place - pointer));
    }
  }
  return found;
}

/** Behind an array of two numbers. */
export function behindSpan(span: usize): usize {
  return behindNumber(behindNumber(span + 1));
}

function behindNumber(at: usize): usize {
  const extra = load<u8>(at) & 31;
  return at + (extra < 24 ? 1 : extra === 24 ? 2 : extra === 25 ? 3 : 5);
}
