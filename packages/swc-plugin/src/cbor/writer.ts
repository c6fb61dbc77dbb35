/** Writes CBOR as SWC hosts read it. */
import { Major } from "./cbor";

export class Writer {
  private start: usize;
  private capacity: i32;
  length: i32 = 0;

  /** `capacity` in bytes, at least 16; it grows when needed. */
  constructor(capacity: i32) {
    this.start = heap.alloc(capacity);
    this.capacity = capacity;
  }

  get pointer(): usize {
    return this.start;
  }

  array(count: i32): void {
    this.head(Major.Array, count);
  }

  tag(tag: i32): void {
    this.head(Major.Tag, tag);
  }

  unsigned(value: i32): void {
    this.head(Major.Unsigned, value);
  }

  boolean(value: bool): void {
    this.reserve(1);
    this.push(value ? 0xf5 : 0xf4);
  }

  float(value: f64): void {
    this.reserve(9);
    this.push(0xfb);
    store<u64>(this.start + this.length, bswap<u64>(reinterpret<u64>(value)));
    this.length += 8;
  }

  /** Hosts end their process at a text that is not UTF-8: half a surrogate pair, as a name in quotes may hold, is replaced. */
  text(value: string): void {
    this.characters(Major.Text, value);
  }

  /** The value of a string literal: bytes, because it may have lone surrogates. */
  wtf8(value: string): void {
    this.characters(Major.Bytes, value);
  }

  private characters(major: i32, value: string): void {
    const length = String.UTF8.byteLength(value);
    this.head(major, length);
    this.reserve(length);
    String.UTF8.encodeUnsafe(
      changetype<usize>(value),
      value.length,
      this.start + this.length,
      false,
      String.UTF8.ErrorMode.REPLACE,
    );
    this.length += length;
  }

  /** Bytes that are CBOR already. */
  copy(from: usize, length: i32): void {
    this.reserve(length);
    memory.copy(this.start + this.length, from, length);
    this.length += length;
  }

  private head(major: i32, value: i32): void {
    this.reserve(5);
    const high = major << 5;
    const size = <u32>value;
    if (size < 24) {
      this.push(high | value);
    } else if (size < 0x100) {
      this.push(high | 24);
      this.push(value);
    } else if (size < 0x10000) {
      this.push(high | 25);
      this.push(value >> 8);
      this.push(value);
    } else {
      this.push(high | 26);
      this.push(value >> 24);
      this.push(value >> 16);
      this.push(value >> 8);
      this.push(value);
    }
  }

  private push(byte: i32): void {
    store<u8>(this.start + this.length, <u8>byte);
    this.length += 1;
  }

  private reserve(bytes: i32): void {
    if (this.length + bytes <= this.capacity) return;
    this.capacity = max(2 * this.capacity, this.length + bytes);
    const bigger = heap.alloc(this.capacity);
    memory.copy(bigger, this.start, this.length);
    this.start = bigger;
  }
}
