/**
 * Rules most files out by a look at their bytes.
 *
 * Runs before there are any constants (`image/expand.ts`), so that a file with nothing to do costs hardly more than the call.
 */
import { __get_transform_plugin_config } from "./host/env";
import { isEmptyObject, RET } from "./host/reply";

/** The tag of an `await` expression with an array that begins with a span, and that of a `for…of` statement. */
const AWAIT: u32 = 0x8282d7;
const FOR_OF: u32 = 0x8582d5;

/** All but the bit in which the two tags differ. */
const TAG: u64 = 0xfdfdfdfdfdfdfdfd;

/** How many places of a program look like these nodes: at least as many as there are. Set by `isRuledOut`. */
export let awaits: i32 = 0;
export let loops: i32 = 0;

/** Whether a program stays as it is whatever else is in it. Not so where options, which may be wrong, have to be read first. */
export function isRuledOut(pointer: usize, length: i32): bool {
  const isConfigured = __get_transform_plugin_config(RET) !== 0 && !isEmptyObject();
  count(pointer, pointer + length);
  return !isConfigured && awaits < 2 && (awaits === 0 || loops === 0);
}

function count(from: usize, end: usize): void {
  let at = from;
  for (; at + 8 <= end; at += 8) {
    // Bytes that may be one of the tags are zero now; any zero sets a highest bit.
    const word = (load<u64>(at) & TAG) ^ 0xd5d5d5d5d5d5d5d5;
    if (((word - 0x0101010101010101) & ~word & 0x8080808080808080) !== 0) countEach(at, at + 8, end);
  }
  countEach(at, end, end);
}

/** The nodes that begin before `stop`. */
function countEach(from: usize, stop: usize, end: usize): void {
  for (let at = from; at < stop && at + 3 <= end; at++) {
    const bytes = <u32>load<u16>(at) | (<u32>load<u8>(at + 2) << 16);
    if (bytes === AWAIT) awaits += 1;
    else if (bytes === FOR_OF) loops += 1;
  }
}
