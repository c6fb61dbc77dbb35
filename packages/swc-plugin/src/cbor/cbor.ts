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
    const open: i32[] = [];
    const left: i32[] = [];
    let at: i32 = 0;
    while (true) {
      const count = this.checkHead(at);
      if (count < 0) return;
      const isContainer = this.major(at) === Major.Array || this.major(at) === Major.Tag;
      if (isContainer && count > 0) {
        if (open.length >= MAX_DEPTH) {
          this.problem = "it is nested too deeply";
          return;
        }
        open.push(at);
        left.push(count);
        at += this.headLength(at);
        continue;
      }
      const start = at;
      at += this.headLength(at) + (isContainer ? 0 : count);
      if (isContainer) this.setEnd(start, at);
      while (open.length > 0 && left[left.length - 1] === 1) {
        this.setEnd(open.pop(), at);
        left.pop();
      }
      if (open.length === 0) return;
      left[left.length - 1] -= 1;
    }
  }

  /** Number of items in the container at `at`, or of bytes behind the head of a text; -1 with `problem` when malformed. */
  private checkHead(at: i32): i32 {
    if (at >= this.length) return this.fail(at);
    const extra = this.byte(at) & 31;
    const major = this.major(at);
    if (major === Major.Simple) {
      const isFloat = extra === 27 && this.length - at >= 9;
      return isFloat || extra === 20 || extra === 21 ? 0 : this.fail(at);
    }
    if (major === 1 || major === 5 || extra > 26 || this.length - at < this.headLength(at)) return this.fail(at);
    if (major === Major.Unsigned) return 0;
    if (major === Major.Tag) return 1;
    const count = this.value(at);
    return count >= 0 && count <= this.length - at - this.headLength(at) ? count : this.fail(at);
  }

  private fail(at: i32): i32 {
    this.problem = "its encoding is malformed at byte " + at.toString();
    return -1;
  }

  private setEnd(container: i32, end: i32): void {
    store<i32>(this.ends + ((<usize>container) << 2), end);
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
    if (extra < 24) return extra;
    const next = this.base + at + 1;
    if (extra === 24) return load<u8>(next);
    return extra === 25 ? bswap<u16>(load<u16>(next)) : bswap<u32>(load<u32>(next));
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
    return this.byte(at) === 0xfb;
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
