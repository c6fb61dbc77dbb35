/**
 * A small JSON reader for option texts, because core can use neither `JSON` (absent in AssemblyScript) nor exceptions.
 *
 * `readJson('{"a": [1, true]}')` gives a tree of `JsonValue`; a syntax error is data (`error`, `offset`), never thrown.
 * The whole of RFC 8259 is accepted and nothing else (no comments, no trailing commas). Numbers keep their source text:
 * no option needs arithmetic. Of two equal keys the last one wins, as with `JSON.parse`.
 */

export const enum JsonKind {
  Null = 0,
  Boolean,
  Number,
  String,
  Array,
  Object,
}

/** Deeper texts are refused rather than left to the size of the host's stack. */
const MAX_DEPTH: i32 = 64;

const QUOTE: i32 = 34;
const COMMA: i32 = 44;
const MINUS: i32 = 45;
const COLON: i32 = 58;
const BACKSLASH: i32 = 92;
const ZERO: i32 = 48;
const NINE: i32 = 57;

export class JsonValue {
  /** Elements of an array, or values of an object in the order of `keys`. */
  items: JsonValue[] = [];
  keys: string[] = [];

  constructor(
    readonly kind: JsonKind,
    /** A string's value; the source text of a number or boolean; otherwise empty. */
    readonly text: string,
  ) {}

  /** Index in `items` of the value that counts for `key`, or -1. */
  indexOf(key: string): i32 {
    return this.keys.lastIndexOf(key);
  }
}

export class JsonResult {
  constructor(
    readonly value: JsonValue,
    /** Empty when the text is fine; else what was expected. */
    readonly error: string,
    /** Offset of the error in UTF-16 code units. */
    readonly offset: i32,
  ) {}
}

export function readJson(text: string): JsonResult {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  reader.space();
  if (reader.error.length === 0 && reader.at < text.length) reader.fail("expected the end of the text");
  return new JsonResult(value, reader.error, reader.errorAt);
}

class JsonReader {
  at: i32 = 0;
  error: string = "";
  errorAt: i32 = 0;

  constructor(readonly text: string) {}

  /** Code unit at the current place, or -1 at the end. */
  peek(): i32 {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  fail(message: string): JsonValue {
    if (this.error.length === 0) {
      this.error = message;
      this.errorAt = this.at;
    }
    return new JsonValue(JsonKind.Null, "");
  }

  space(): void {
    let code = this.peek();
    while (code === 32 || code === 10 || code === 13 || code === 9) {
      this.at += 1;
      code = this.peek();
    }
  }

  value(depth: i32): JsonValue {
    this.space();
    if (depth > MAX_DEPTH) return this.fail("nested more than " + MAX_DEPTH.toString() + " levels deep");
    const code = this.peek();
    if (code === 123) return this.object(depth);
    if (code === 91) return this.array(depth);
    if (code === QUOTE) return new JsonValue(JsonKind.String, this.string());
    if (code === MINUS || isDigit(code)) return this.number();
    if (this.word("true")) return new JsonValue(JsonKind.Boolean, "true");
    if (this.word("false")) return new JsonValue(JsonKind.Boolean, "false");
    if (this.word("null")) return new JsonValue(JsonKind.Null, "");
    return this.fail("expected a value");
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private object(depth: i32): JsonValue {
    const result = new JsonValue(JsonKind.Object, "");
    this.at += 1;
    this.space();
    if (this.peek() === 125) {
      this.at += 1;
      return result;
    }
    while (this.error.length === 0) {
      this.space();
      if (this.peek() !== QUOTE) return this.fail("expected a name in double quotes");
      const key = this.string();
      this.space();
      if (this.peek() !== COLON) return this.fail('expected ":"');
      this.at += 1;
      result.keys.push(key);
      result.items.push(this.value(depth + 1));
      this.space();
      const next = this.peek();
      if (this.error.length === 0 && next !== COMMA && next !== 125) return this.fail('expected "," or "}"');
      this.at += 1;
      if (next === 125) return result;
    }
    return result;
  }

  private array(depth: i32): JsonValue {
    const result = new JsonValue(JsonKind.Array, "");
    this.at += 1;
    this.space();
    if (this.peek() === 93) {
      this.at += 1;
      return result;
    }
    while (this.error.length === 0) {
      result.items.push(this.value(depth + 1));
      this.space();
      const next = this.peek();
      if (this.error.length === 0 && next !== COMMA && next !== 93) return this.fail('expected "," or "]"');
      this.at += 1;
      if (next === 93) return result;
    }
    return result;
  }

  private number(): JsonValue {
    const from = this.at;
    if (this.peek() === MINUS) this.at += 1;
    if (this.peek() === ZERO) this.at += 1;
    else if (!this.digits()) return this.fail("expected a digit");
    if (this.peek() === 46) {
      this.at += 1;
      if (!this.digits()) return this.fail("expected a digit");
    }
    if (this.peek() === 101 || this.peek() === 69) {
      this.at += 1;
      if (this.peek() === 43 || this.peek() === MINUS) this.at += 1;
      if (!this.digits()) return this.fail("expected a digit");
    }
    return new JsonValue(JsonKind.Number, this.text.substring(from, this.at));
  }

  private digits(): boolean {
    const from = this.at;
    while (isDigit(this.peek())) this.at += 1;
    return this.at > from;
  }

  /** Reads a string literal; the current place is its opening quote. */
  private string(): string {
    const parts: string[] = [];
    this.at += 1;
    let from = this.at;
    while (true) {
      const code = this.peek();
      if (code === QUOTE) {
        parts.push(this.text.substring(from, this.at));
        this.at += 1;
        return parts.join("");
      }
      if (code < 32) {
        this.fail(code < 0 ? "expected the end of the string" : "expected no control character in the string");
        return "";
      }
      if (code === BACKSLASH) {
        parts.push(this.text.substring(from, this.at));
        this.at += 1;
        const unit = this.escape();
        if (unit < 0) {
          this.fail("expected an escape sequence");
          return "";
        }
        parts.push(String.fromCharCode(unit));
        from = this.at;
      } else {
        this.at += 1;
      }
    }
  }

  /** The code unit that the escape after a backslash stands for, or -1. Surrogate pairs are two escapes in a row. */
  private escape(): i32 {
    const code = this.peek();
    if (code < 0) return -1;
    this.at += 1;
    switch (code) {
      case QUOTE:
      case BACKSLASH:
      case 47:
        return code;
      case 98:
        return 8;
      case 102:
        return 12;
      case 110:
        return 10;
      case 114:
        return 13;
      case 116:
        return 9;
      case 117:
        return this.hex4();
      default:
        this.at -= 1;
        return -1;
    }
  }

  private hex4(): i32 {
    let unit: i32 = 0;
    for (let i: i32 = 0; i < 4; i += 1) {
      const digit = hexDigit(this.peek());
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
      this.at += 1;
    }
    return unit;
  }
}

function isDigit(code: i32): boolean {
  return code >= ZERO && code <= NINE;
}

function hexDigit(code: i32): i32 {
  if (isDigit(code)) return code - ZERO;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}
