/** CBOR (RFC 8949) as SWC hosts write it: what the emulated host needs to speak and to judge. */

export const Major = { unsigned: 0, bytes: 2, text: 3, array: 4, tag: 6, simple: 7 };

/** Head of an item in its shortest form. */
export function head(major, value) {
  if (value < 24) return [(major << 5) | value];
  if (value < 0x100) return [(major << 5) | 24, value];
  if (value < 0x10000) return [(major << 5) | 25, value >> 8, value & 255];
  return [(major << 5) | 26, (value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** @param {string} value */
export function text(value) {
  const bytes = Buffer.from(value, "utf8");
  return [...head(Major.text, bytes.length), ...bytes];
}

/**
 * Reads heads one after the other; a container's items follow its head.
 *
 * Every method throws `Malformed` at what a host's decoder refuses.
 */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** @returns {{ major: number, value: number, indefinite: boolean }} `value`: the number, length, or what follows a simple head */
  head() {
    const first = this.byte();
    const [major, extra] = [first >> 5, first & 31];
    if (extra < 24) return { major, value: extra, indefinite: false };
    if (extra === 31) return { major, value: 0, indefinite: true };
    if (extra > 27) throw new Malformed(`head 0x${first.toString(16)} at ${this.at - 1}`);
    let value = 0;
    for (let count = 1 << (extra - 24); count > 0; count -= 1) value = value * 256 + this.byte();
    return { major, value, indefinite: false };
  }

  /** The value of an item that must be of a kind. */
  expect(major) {
    const at = this.at;
    const found = this.head();
    if (found.major !== major || found.indefinite)
      throw new Malformed(`major type ${found.major} at ${at}, not ${major}`);
    return found.value;
  }

  /** A number of 32 bits. A host refuses one in a longer head. */
  unsigned() {
    if (this.bytes[this.at] === 0x1b) throw new Malformed(`a number of 64 bits at ${this.at}`);
    return this.expect(Major.unsigned);
  }

  /** @returns {Uint8Array} content of a text or of bytes */
  content(major) {
    const length = this.expect(major);
    if (this.at + length > this.bytes.length) throw new Malformed(`content at ${this.at} is cut off`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  string() {
    const at = this.at;
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.content(Major.text));
    } catch (error) {
      if (error instanceof Malformed) throw error;
      throw new Malformed(`text at ${at} is not UTF-8`);
    }
  }

  /** Items of an array that has `count` of them or more; what is too much must be skipped by the caller. */
  array(count) {
    const length = this.expect(Major.array);
    if (length < count) throw new Malformed(`an array of ${length} before ${this.at}, not ${count}`);
    return length;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new Malformed(`the end at ${this.at}`);
    return this.bytes[this.at++];
  }

  /** Steps over one item, however deep. */
  skip() {
    const left = [1];
    while (left.length > 0) {
      const top = left.length - 1;
      if (left[top] === 0) {
        left.pop();
        continue;
      }
      if (left[top] === Infinity && this.bytes[this.at] === 0xff) {
        this.at += 1;
        left.pop();
        continue;
      }
      left[top] -= 1;
      const inside = this.skipHead();
      if (inside > 0) left.push(inside);
    }
  }

  /** Steps over a head and its content; gives the number of items in it. */
  skipHead() {
    const start = this.at;
    const { major, value, indefinite } = this.head();
    if (major === Major.array && indefinite) return Infinity;
    if (indefinite) throw new Malformed(`an indefinite length at ${start}`);
    if (major === Major.array) return value;
    if (major === Major.tag) return 1;
    if (major === Major.bytes || major === Major.text) {
      this.at += value;
      if (this.at > this.bytes.length) throw new Malformed(`content at ${start} is cut off`);
    } else if (major !== Major.unsigned && major !== Major.simple) {
      throw new Malformed(`major type ${major} at ${start}`);
    }
    return 0;
  }
}

/** Not what a host can read. */
export class Malformed extends Error {}

/**
 * Every item of well-formed bytes in the order of their heads.
 * @returns {{ start: number, end: number, major: number, value: number, depth: number }[]}
 */
export function itemsOf(bytes) {
  const items = [];
  const reader = new Reader(bytes);
  /** Containers that are open, with the number of items still to come. */
  const open = [];
  do {
    const start = reader.at;
    const { major, value } = new Reader(bytes, start).head();
    const item = { start, end: 0, major, value, depth: open.length };
    items.push(item);
    const inside = reader.skipHead();
    item.end = reader.at;
    if (open.length > 0) open.at(-1).left -= 1;
    if (inside > 0) open.push({ item, left: inside });
    while (open.length > 0 && open.at(-1).left === 0) open.pop().item.end = reader.at;
  } while (open.length > 0);
  return items;
}
