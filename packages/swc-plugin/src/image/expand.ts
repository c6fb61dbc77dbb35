/**
 * Puts the constants of the module, above all its texts, to where the compiled code looks for them.
 *
 * Hosts make a new instance for every file and copy the data of the module into each, though most files have nothing to do. So
 * the build takes all of it out, packs it (`scripts/build/wasm-image.mjs` has the other direction and the meaning of the codes), and leaves it
 * to us to unpack it when a file needs it. **Until then every text is a row of zeros**: what runs earlier must not use any.
 */
import { copyPacked, packedLength } from "./linked";

const STRING: i32 = 2;

/** Bytes that asc puts before each constant: size of the block, two words for a garbage collector, number of the class, length. */
const HEADER: usize = 20;

export function expandImage(): void {
  const length: usize = packedLength();
  const packed = heap.alloc(length);
  copyPacked(packed);
  let from = packed;
  const end = packed + length;
  let to: usize = 0;
  while (from < end) {
    const code: usize = load<u8>(from);
    from += 1;
    if (code < 0x40) {
      // Letters: units with a high byte of zero.
      const stop = from + code + 1;
      for (; from < stop; from++, to += 2) store<u16>(to, load<u8>(from));
    } else if (code < 0x60) {
      const bytes = (code - 0x40 + 1) << 1;
      memory.copy(to, from, bytes);
      from += bytes;
      to += bytes;
    } else if (code < 0x80) {
      // A constant of any class, or a text with its length in the code.
      let id = STRING;
      let size = (code - 0x60) << 1;
      if (size === 0) {
        id = load<u16>(from);
        size = load<u16>(from + 2);
        from += 4;
      }
      to = start(to, id, size);
    } else {
      // A repetition of what is there already. Both ends may overlap.
      const isNear = code < 0xc0;
      const distance: usize = isNear ? ((code & 3) << 8) | load<u8>(from) : load<u16>(from);
      const count: usize = isNear ? ((code >> 2) & 15) + 2 : (code & 63) + 3;
      from += isNear ? 1 : 2;
      const back = (distance + 1) << 1;
      const stop = to + (count << 1);
      // Four units at a time where none of them is written meanwhile.
      if (back >= 8) for (; to + 8 <= stop; to += 8) store<u64>(to, load<u64>(to - back));
      for (; to < stop; to += 2) store<u16>(to, load<u16>(to - back));
    }
  }
  heap.free(packed);
}

/** Writes the header of a constant behind what ends at `at`; returns where its content begins. */
function start(at: usize, id: i32, size: usize): usize {
  // Contents are aligned to 16 bytes, so the word for the size of a block is 4 bytes before such an address.
  const header = ((at + 3) & ~15) + 12;
  store<u32>(header, ((size + HEADER + 15) & ~15) - 4);
  store<u32>(header + 12, id);
  store<u32>(header + 16, <u32>size);
  return header + HEADER;
}
