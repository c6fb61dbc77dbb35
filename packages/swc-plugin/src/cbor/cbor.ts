/**
 * Reads CBOR (RFC 8949) in place, as far as SWC hosts write it: definite lengths, no maps, no negative numbers, no 64-bit heads.
 *
 * An item is named by its byte offset. `index` checks once that the whole input is well formed and notes where every container
 * ends; after that, stepping over an item takes no search and reading one no check.
 */

export const enum Major {
  Unsigned = 0,
  Bytes = 2,
  Text = 3,
  Array = 4,
  Tag = 6,
  Simple = 7,
}

/** Containers in containers. One level of syntax takes about four. */
const MAX_DEPTH: i32 = 40_000;

const TRUE: i32 = 0xf5;
const FLOAT: i32 = 0xfb;

/** Bytes of an entry on the stack of open containers. */
const ENTRY: i32 = 8;

export class Cbor {
  /** Where the item in `ends` ends, for containers only: one word for each byte of input. */
  private ends: usize = 0;
  /** What is wrong with the input; empty when nothing is. */
  problem: string = "";

  constructor(
    /** Address of the first byte. */
    readonly base: usize,
    /** Length of the input in bytes. */
    readonly length: i32,
  ) {}

  /** Checks the first item of the input and everything in it. Sets `problem` when it is not well formed. */
  index(): void {
    this.ends = heap.alloc(4 * <usize>this.length);
    // Of each open container where it begins and how many items its own container still lacks. Every item of every program passes here.
    const bottom = heap.alloc(ENTRY * (MAX_DEPTH + 1));
    const last = bottom + ENTRY * MAX_DEPTH;
    const end = this.base + this.length;
    let top = bottom;
    let left: i32 = 1;
    let at = this.base;
    while (true) {
      const start = at;
      const rest = <i32>(end - at);
      if (rest <= 0) return this.fail(at);
      const byte: i32 = load<u8>(at);
      const major = byte >> 5;
      let value = byte & 31;
      at += 1;
      if (value >= 24) {
        const size: i32 = value > 26 ? 9 : 1 + (1 << (value - 24));
        if (rest < size || (value > 26 && byte !== FLOAT)) return this.fail(start);
        if (major !== Major.Simple) value = headValue(start, value);
        at = start + size;
      }
      if (major === Major.Array || major === Major.Tag) {
        const count = major === Major.Tag ? 1 : value;
        if (count < 0 || at + count > end) return this.fail(start);
        if (count > 0) {
          if (top === last) {
            this.problem = "it is nested too deeply";
            return;
          }
          store<i32>(top, <i32>(start - this.base));
          store<i32>(top, left, 4);
          top += ENTRY;
          left = count;
          continue;
        }
        this.setEnd(<i32>(start - this.base), at);
      } else if (major === Major.Text || major === Major.Bytes) {
        if (value < 0 || at + value > end) return this.fail(start);
        at += value;
      } else if (major === Major.Simple ? byte !== FLOAT && (byte | 1) !== TRUE : major !== Major.Unsigned) {
        return this.fail(start);
      }
      left -= 1;
      while (left === 0) {
        if (top === bottom) return;
        top -= ENTRY;
        this.setEnd(load<i32>(top), at);
        left = load<i32>(top, 4) - 1;
      }
    }
  }

  private fail(at: usize): void {
    this.problem = "its encoding is malformed at byte " + (<i32>(at - this.base)).toString();
  }

  @inline
  private setEnd(container: i32, end: usize): void {
    store<i32>(this.ends + ((<usize>container) << 2), <i32>(end - this.base));
  }

  @inline
  private byte(at: i32): i32 {
    return load<u8>(this.base + at);
  }

  @inline
  major(at: i32): i32 {
    return this.byte(at) >> 5;
  }

  /** Bytes before the content of an item. */
  @inline
  headLength(at: i32): i32 {
    const extra = this.byte(at) & 31;
    return extra < 24 ? 1 : extra === 24 ? 2 : extra === 25 ? 3 : extra === 26 ? 5 : 9;
  }

  /** The number in an item's head: value, length, count or tag. Numbers from 2^31 are negative. */
  value(at: i32): i32 {
    const extra = this.byte(at) & 31;
    return extra < 24 ? extra : headValue(this.base + at, extra);
  }

  /** First item in a container. */
  @inline
  inside(at: i32): i32 {
    return at + this.headLength(at);
  }

  /** The item after the one at `at`. */
  next(at: i32): i32 {
    const major = this.major(at);
    if (major === Major.Array || major === Major.Tag) return load<i32>(this.ends + ((<usize>at) << 2));
    const length = this.headLength(at);
    return major === Major.Bytes || major === Major.Text ? at + length + this.value(at) : at + length;
  }

  isArray(at: i32): bool {
    return this.major(at) === Major.Array;
  }

  isTrue(at: i32): bool {
    return this.byte(at) === TRUE;
  }

  isFloat(at: i32): bool {
    return this.byte(at) === FLOAT;
  }

  float(at: i32): f64 {
    return reinterpret<f64>(bswap<u64>(load<u64>(this.base + at + 1)));
  }

  /** A text, or bytes in WTF-8 (lone surrogates stay as they are). Empty for anything else. */
  text(at: i32): string {
    const major = this.major(at);
    if (major !== Major.Text && major !== Major.Bytes) return "";
    return String.UTF8.decodeUnsafe(this.base + at + this.headLength(at), this.value(at));
  }
}

/** The number behind the first byte of a head. */
function headValue(head: usize, extra: i32): i32 {
  if (extra === 24) return load<u8>(head + 1);
  return extra === 25 ? bswap<u16>(load<u16>(head + 1)) : bswap<u32>(load<u32>(head + 1));
}
