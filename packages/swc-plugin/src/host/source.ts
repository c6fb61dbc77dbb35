/**
 * The source text of the program, asked from the host: positions in UTF-16 and comments are read from it.
 *
 * Comments are not asked from the host: Turbopack hands out none, and a directive that goes unseen is a miscompilation. With the
 * literals known from the syntax tree, finding comments in the text takes no parser.
 */
import { Kind } from "../../../core/src/tree/kinds";
import { Tree } from "../../../core/src/tree/tree";
import { __lookup_byte_offset_proxy } from "./env";
import { placesOf } from "../precheck";
import { Cursor, replyAt, RET } from "./reply";

export class Source {
  /** Address and length in bytes (UTF-8, without a byte order mark). */
  start: usize = 0;
  length: i32 = 0;
  /** Position that the host gives to the first byte. */
  base: i32 = 0;
  /** Offsets of characters of more than one byte, and how many bytes more than UTF-16 units there are up to their end. */
  private wideAt: i32[] = [];
  private wideSurplus: i32[] = [];

  /** The text around a position of the program; `isKnown` is false when the host has none. */
  constructor(position: i32) {
    this.read(position);
  }

  private read(position: i32): void {
    if (position <= 0 || __lookup_byte_offset_proxy(position, RET) === 0) return;
    const at = new Cursor(replyAt());
    at.head();
    // A `SourceFile`. Its head promises ten items and nine follow, so it cannot be skipped over as a whole.
    at.head();
    at.skip();
    at.skip();
    at.skip();
    at.skip();
    const length = at.head();
    const start = at.content(length);
    at.skip();
    this.base = at.head();
    // Some hosts answer with the last of their files when the position is in none.
    if (position < this.base || position - this.base > length) return;
    this.length = length;
    this.start = start;
  }

  get isKnown(): bool {
    return this.start !== 0;
  }

  /** Whether some ASCII letters, at least three, are anywhere in the text. */
  mentions(word: string): bool {
    const first = word.charCodeAt(0) | (word.charCodeAt(1) << 8) | (word.charCodeAt(2) << 16);
    const places = placesOf(this.start, this.length, first, this.length);
    for (let index: i32 = 0; index < places.length; index++) {
      if (this.begins(word, places[index])) return true;
    }
    return false;
  }

  private begins(word: string, at: i32): bool {
    for (let index: i32 = 0; index < word.length; index++) {
      if (this.byte(at + index) !== word.charCodeAt(index)) return false;
    }
    return true;
  }

  private byte(at: i32): i32 {
    return at < this.length ? load<u8>(this.start + at) : 0;
  }

  private findWideCharacters(): void {
    let surplus: i32 = 0;
    let at: i32 = 0;
    while (at < this.length) {
      const byte = this.byte(at);
      if (byte < 0x80) {
        at += 1;
        continue;
      }
      const bytes: i32 = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      surplus += bytes === 2 ? 1 : 2;
      this.wideAt.push(at);
      this.wideSurplus.push(surplus);
      at += bytes;
    }
  }

  /** Offset in UTF-16 code units of a byte offset. */
  private unit(at: i32): i32 {
    let low: i32 = 0;
    let high: i32 = this.wideAt.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wideAt[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? at : at - this.wideSurplus[low - 1];
  }

  /** Turns the positions of the host in `tree` into offsets in the text, and tells it its lines and comments. */
  describe(tree: Tree): void {
    this.findWideCharacters();
    for (let node: i32 = 0; node < tree.size; node++) {
      const start = tree.start[node] - this.base;
      const stop = tree.stop[node] - this.base;
      // Another tool may have put in code from another file.
      const isHere = tree.start[node] > 0 && start >= 0 && stop <= this.length;
      tree.start[node] = isHere ? start : -1;
      tree.stop[node] = isHere ? stop : -1;
    }
    tree.start[0] = 0;
    tree.stop[0] = this.length;
    new CommentScanner(this, tree).scan();
    this.addLines(tree);
    if (this.wideAt.length === 0) return;
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.start[node] < 0) continue;
      tree.start[node] = this.unit(tree.start[node]);
      tree.stop[node] = this.unit(tree.stop[node]);
    }
    for (let index: i32 = 0; index < tree.commentStart.length; index++) {
      tree.commentStart[index] = this.unit(tree.commentStart[index]);
      tree.commentStop[index] = this.unit(tree.commentStop[index]);
    }
  }

  private addLines(tree: Tree): void {
    let at: i32 = 0;
    while (at < this.length) {
      const end = this.lineEnd(at);
      at += max(end, 1);
      if (end > 0) tree.lineStarts.push(this.unit(at));
    }
  }

  /** Bytes of the line terminator at `at`; 0 when there is none. */
  lineEnd(at: i32): i32 {
    const byte = this.byte(at);
    if (byte === 0x0a) return 1;
    if (byte === 0x0d) return this.byte(at + 1) === 0x0a ? 2 : 1;
    const isSeparator = byte === 0xe2 && this.byte(at + 1) === 0x80 && (this.byte(at + 2) | 1) === 0xa9;
    return isSeparator ? 3 : 0;
  }

  /** Whether the byte at `at` and the next are these. */
  has(at: i32, first: i32, second: i32): bool {
    return this.byte(at) === first && this.byte(at + 1) === second;
  }

  at(at: i32): i32 {
    return this.byte(at);
  }

  text(from: i32, to: i32): string {
    return String.UTF8.decodeUnsafe(this.start + from, to - from);
  }
}

/** Text in which `//` starts no comment. */
class Literal {
  constructor(
    readonly start: i32,
    readonly stop: i32,
    readonly isTemplate: bool,
  ) {}
}

const SLASH: i32 = 0x2f;
const STAR: i32 = 0x2a;
const BACKTICK: i32 = 0x60;
const QUOTE: i32 = 0x22;
const APOSTROPHE: i32 = 0x27;
const BACKSLASH: i32 = 0x5c;

/**
 * Finds the comments of a file: what starts like one outside every literal. Literals come from the syntax tree; of types, which
 * may have been taken out of it already, only strings can look like comments, and these are recognised by their quotes.
 */
class CommentScanner {
  private literals: Literal[] = [];
  private next: i32 = 0;

  constructor(
    private source: Source,
    private tree: Tree,
  ) {}

  scan(): void {
    this.collectLiterals();
    const source = this.source;
    let at: i32 = source.has(0, 0x23, 0x21) ? this.endOfLine(0) : 0;
    while (at < source.length) {
      const literal = this.literalAt(at);
      if (literal >= 0) {
        at = max(this.literals[literal].stop, at);
        this.next = literal + 1;
      } else if (source.has(at, SLASH, SLASH)) {
        const end = this.endOfLine(at);
        this.tree.addComment(at, end, source.text(at + 2, end));
        at = end;
      } else if (source.has(at, SLASH, STAR)) {
        at = this.blockComment(at);
      } else if (source.at(at) === QUOTE || source.at(at) === APOSTROPHE) {
        at = this.endOfString(at, source.at(at));
      } else if (source.at(at) === BACKTICK) {
        at = this.isTemplateEdge(at) ? at + 1 : this.endOfTemplateType(at);
      } else {
        at += 1;
      }
    }
  }

  private collectLiterals(): void {
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      const kind: i32 = tree.kind[node];
      const isTemplate = kind === Kind.TemplateText;
      const isText = kind === Kind.JSXText && tree.text(node).length > 0;
      if (!isTemplate && !isText && kind !== Kind.String && kind !== Kind.RegExp) continue;
      if (tree.start[node] < 0) continue;
      this.literals.push(new Literal(tree.start[node], tree.stop[node], isTemplate));
    }
    this.literals.sort((a: Literal, b: Literal): i32 => (a.start !== b.start ? a.start - b.start : a.stop - b.stop));
  }

  /** Index of a literal that begins at `at`, or -1. Steps over those that lie before. */
  private literalAt(at: i32): i32 {
    while (this.next < this.literals.length) {
      const literal = this.literals[this.next];
      if (literal.start > at) return -1;
      if (literal.stop > at) return this.next;
      this.next += 1;
    }
    return -1;
  }

  private endOfLine(from: i32): i32 {
    let at = from;
    while (at < this.source.length && this.source.lineEnd(at) === 0) at += 1;
    return at;
  }

  private blockComment(from: i32): i32 {
    let at = from + 2;
    while (at < this.source.length && !this.source.has(at, STAR, SLASH)) at += 1;
    const end = min(at + 2, this.source.length);
    this.tree.addComment(from, end, this.source.text(from + 2, at));
    return end;
  }

  /** Behind a string, or at the end of its line. */
  private endOfString(from: i32, quote: i32): i32 {
    let at = from + 1;
    while (at < this.source.length && this.source.at(at) !== quote) {
      const end = this.source.lineEnd(at);
      if (end > 0 && end < 3) return at;
      at += this.source.at(at) === BACKSLASH ? 2 : 1;
    }
    return at + 1;
  }

  /** Whether a backtick belongs to a template that the tree has: its text begins behind it or ends before it. */
  private isTemplateEdge(at: i32): bool {
    let index = max(this.next - 2, 0);
    while (index < this.literals.length && this.literals[index].start <= at + 1) {
      const literal = this.literals[index];
      if (literal.isTemplate && (literal.start === at + 1 || literal.stop === at)) return true;
      index += 1;
    }
    return false;
  }

  private endOfTemplateType(from: i32): i32 {
    let at = from + 1;
    while (at < this.source.length && this.source.at(at) !== BACKTICK) at += this.source.at(at) === BACKSLASH ? 2 : 1;
    return at + 1;
  }
}
