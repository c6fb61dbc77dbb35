/**
 * Answers of the host. It writes address and length of what it has put into our memory to eight bytes that we name; the content is CBOR.
 */
import { Major } from "../cbor/cbor";

/** What a function with a `ret` parameter gets. Large enough for the few that answer in place. */
export const RET: usize = memory.data(32);

/** Address of the content of the last answer. */
export function replyAt(): usize {
  return load<u32>(RET);
}

/** An answer that is one text; empty when it is something else. */
export function replyText(): string {
  const at = new Cursor(replyAt());
  return at.major === Major.Text ? at.text() : "";
}

/** Whether the answer is the text `{}`. Reads it where it is, because there may be no constants yet (`image/expand.ts`). */
export function isEmptyObject(): bool {
  const at = replyAt();
  return load<u8>(at) === 0x62 && load<u16>(at + 1) === 0x7d7b;
}

/** Steps through a short answer item by item. Answers of the host are trusted: they come from the process we live in. */
export class Cursor {
  constructor(private at: usize) {}

  get major(): i32 {
    return load<u8>(this.at) >> 5;
  }

  /** The number in the head of the item, behind which the cursor then stands. */
  head(): i32 {
    const extra: i32 = load<u8>(this.at) & 31;
    this.at += 1;
    if (extra < 24) return extra;
    if (extra === 24) {
      this.at += 1;
      return load<u8>(this.at - 1);
    }
    if (extra === 25) {
      this.at += 2;
      return bswap<u16>(load<u16>(this.at - 2));
    }
    if (extra === 26) {
      this.at += 4;
      return bswap<u32>(load<u32>(this.at - 4));
    }
    this.at += 8;
    return <i32>bswap<u64>(load<u64>(this.at - 8));
  }

  text(): string {
    const length = this.head();
    const text = String.UTF8.decodeUnsafe(this.at, length);
    this.at += length;
    return text;
  }

  /** Address of the content of a text, which is then behind the cursor. `length` receives its length. */
  content(length: i32): usize {
    const start = this.at;
    this.at += length;
    return start;
  }

  skip(): void {
    const major = this.major;
    const value = this.head();
    if (major === Major.Bytes || major === Major.Text) this.at += value;
    else if (major === Major.Tag) this.skip();
    else if (major === Major.Array) for (let index: i32 = 0; index < value; index++) this.skip();
  }
}
