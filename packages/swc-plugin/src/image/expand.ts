/**
 * Puts the constants of the module, above all its texts, to where the compiled code looks for them.
 *
 * Hosts make a new instance for every file and copy the data of the module into each, though most files have nothing to do. So
 * the build takes all of it out, packs it (`scripts/build/wasm-image.mjs` has the other direction and the meaning of the codes), and leaves it
 * to us to unpack it when a file needs it. **Until then every text is a row of zeros**: what runs earlier must not use any.
 */
import { copyPacked, packedLength, tablesAt, tablesLength } from "./linked";

const STRING: i32 = 2;

/** The bytes of four units that letters have. */
const LETTERS: u64 = (0x00ff00ff << 32) | 0x00ff00ff;

/** Class of what has been put there before. */
const SKIPPED: i32 = 0xffff;

/** Bytes that asc puts before each constant: size of the block, two words for a garbage collector, number of the class, length. */
const HEADER: usize = 20;

/** Puts the tables of the codec where they belong, and no text: enough to walk a program. */
export function expandTables(): void {
  unpack(0, tablesLength(), tablesAt());
}

/** Puts everything else where it belongs. */
export function expandImage(): void {
  unpack(tablesLength(), packedLength(), 0);
}

function unpack(first: usize, last: usize, start: usize): void {
  const length = last - first;
  const packed = heap.alloc(length);
  copyPacked(packed, first, length);
  let from = packed;
  const end = packed + length;
  let to = start;
  while (from < end) {
    const code: usize = load<u8>(from);
    from += 1;
    if (code >= 0x80) {
      const isNear = code < 0xc0;
      const distance: usize = isNear ? ((code & 3) << 8) | load<u8>(from) : load<u16>(from);
      const count: usize = isNear ? ((code >> 2) & 15) + 2 : (code & 63) + 3;
      from += isNear ? 1 : 2;
      to = repeat(to, (distance + 1) << 1, count << 1);
    } else if (code < 0x40) {
      to = widen(to, from, code + 1);
      from += code + 1;
    } else if (code < 0x60) {
      const bytes = (code - 0x40 + 1) << 1;
      memory.copy(to, from, bytes);
      from += bytes;
      to += bytes;
    } else {
      // A constant of any class, or a text with its length in the code.
      let id = STRING;
      let size = (code - 0x60) << 1;
      if (size === 0) {
        id = load<u16>(from);
        size = load<u16>(from + 2);
        from += 4;
      }
      to = id === SKIPPED ? to + size : begin(to, id, size);
    }
  }
  heap.free(packed);
}

/** Writes some bytes that stand `back` bytes before `to`; both may overlap. Returns where they end. */
function repeat(to: usize, back: usize, bytes: usize): usize {
  const end = to + bytes;
  if (bytes >= 8 && back >= 8) {
    // Eight at a time, none of which is written meanwhile; the last time some of them again.
    const last = end - 8;
    for (; to < last; to += 8) store<u64>(to, load<u64>(to - back));
    store<u64>(last, load<u64>(last - back));
  } else {
    for (; to < end; to += 2) store<u16>(to, load<u16>(to - back));
  }
  return end;
}

/** Writes letters: units with a high byte of zero. Returns where they end. */
function widen(to: usize, from: usize, count: usize): usize {
  const end = to + (count << 1);
  const stop = from + count;
  for (; from + 4 <= stop; from += 4, to += 8) {
    let four: u64 = load<u32>(from);
    four = (four | (four << 16)) & 0x0000ffff0000ffff;
    store<u64>(to, (four | (four << 8)) & LETTERS);
  }
  for (; from < stop; from++, to += 2) store<u16>(to, load<u8>(from));
  return end;
}

/** Writes the header of a constant behind what ends at `at`; returns where its content begins. */
function begin(at: usize, id: i32, size: usize): usize {
  // Contents are aligned to 16 bytes, so the word for the size of a block is 4 bytes before such an address.
  const header = ((at + 3) & ~15) + 12;
  store<u32>(header, ((size + HEADER + 15) & ~15) - 4);
  store<u32>(header + 12, id);
  store<u32>(header + 16, <u32>size);
  return header + HEADER;
}
