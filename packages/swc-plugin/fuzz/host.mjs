import { Buffer } from "node:buffer";
import { Malformed, Major, Reader, head, text } from "./cbor.mjs";

/** Number that real hosts give to the mark of names nobody declares. */
const UNRESOLVED = 1;

/** What a plugin did that a real host would not survive: the reason why this class exists. */
export class Violation extends Error {}

/**
 * One file in an emulated host: the functions that real ones give to a plugin, with what kills their process turned into
 * a `Violation`. It speaks exactly as measured with @swc/core, and is used only to feed the plugin what no compiler prints.
 */
export class EmulatedHost {
  /** What the plugin handed over. */
  handshake = null;
  result = null;
  /** @type {{ level: number, message: string }[]} */
  diagnostics = [];
  /** @type {Map<string, string>} */
  outputs = new Map();
  printed = "";

  /** Marks by their parents, and contexts by what made them; 0 is the empty one of both. */
  marks = [0, 0];
  contexts = new Map();
  /** Comments by position: `leading` and `trailing`. */
  comments = { leading: new Map(), trailing: new Map() };
  copied = null;
  key = "";
  dummy = 0xfffeffff;

  /**
   * @param {object} file
   * @param {string} file.source  as after a byte order mark
   * @param {Uint8Array} file.reply  what a real host replied to `__lookup_byte_offset_proxy(1)`
   * @param {string | null} file.filename
   * @param {string | null} file.config  JSON text of the options, or null when there is none
   * @param {boolean} file.comments  whether the host has comments at all
   */
  constructor(file) {
    this.file = file;
    this.bytes = Buffer.from(file.source, "utf8");
    if (file.comments) this.readComments();
  }

  /** Runs the plugin on a program; gives its return value. Throws what the plugin throws, and `Violation`s. */
  run(module, program) {
    const instance = new WebAssembly.Instance(module, { env: this.imports(), wasi_snapshot_preview1: this.terminal() });
    this.exports = instance.exports;
    this.exports.__get_transform_plugin_core_pkg_diag();
    if (this.handshake === null) throw new Violation("there was no handshake");
    const pointer = this.exports.__alloc(program.length);
    this.place(program, pointer);
    const status = this.exports.__transform_plugin_process_impl(
      pointer,
      program.length,
      UNRESOLVED,
      this.file.comments ? 1 : 0,
    );
    this.exports.__free(pointer, program.length);
    return status;
  }

  /** Bytes of memory that the plugin has taken. */
  get memory() {
    return this.exports.memory.buffer.byteLength;
  }

  imports() {
    const functions = {
      __set_transform_plugin_core_pkg_diagnostics: (at, length) => {
        this.handshake = this.decode("the handshake", at, length, (reader) => {
          reader.array(4);
          const words = [reader.string(), reader.string(), reader.string()];
          return [...words, reader.unsigned()];
        });
        if (this.handshake[3] > 1) throw new Violation(`the handshake has version ${this.handshake[3]}`);
      },
      __set_transform_result: (at, length) => void (this.result = this.copy(at, length)),
      __get_transform_plugin_config: (ret) => (this.file.config === null ? 0 : this.reply(ret, text(this.file.config))),
      __get_transform_context: (kind, ret) => {
        const value = { 1: this.file.filename, 2: "development", 3: "/project" }[kind];
        return value === undefined || value === null ? 0 : this.reply(ret, text(value));
      },
      __copy_context_key_to_host_env: (at, length) => {
        this.key = this.decode("a key", at, length, (reader) => reader.string());
      },
      __get_experimental_transform_context: () => 0,
      __get_raw_experiemtal_transform_context: (ret) => this.reply(ret, [0xa0]),
      __emit_diagnostics: (at, length) => {
        this.diagnostics.push(this.decode("a diagnostic", at, length, readDiagnostic));
      },
      __emit_output: (at, length) => {
        const [key, value] = this.decode("an output", at, length, (reader) => {
          reader.array(2);
          return [reader.string(), reader.string()];
        });
        this.outputs.set(key, value);
      },
      ...this.hygiene(),
      ...this.commentFunctions(),
      ...this.positions(),
    };
    return functions;
  }

  /** The part of WASI that a plugin needs to print. */
  terminal() {
    const write = (descriptor, vectors, count, written) => {
      if (descriptor !== 1 && descriptor !== 2) return 8; // EBADF
      let total = 0;
      for (let index = 0; index < count; index += 1) {
        const vector = this.copy(vectors + 8 * index, 8);
        const view = new DataView(vector.buffer);
        const text = this.copy(view.getUint32(0, true) | 0, view.getInt32(4, true));
        this.printed += Buffer.from(text).toString("utf8");
        total += text.length;
      }
      this.place(new Uint8Array(Uint32Array.of(total).buffer), written);
      return 0;
    };
    return { fd_write: write };
  }

  hygiene() {
    return {
      __mark_fresh_proxy: (parent) => this.marks.push(parent) - 1,
      __mark_parent_proxy: (mark) => this.marks[mark] ?? 0,
      __mark_is_descendant_of_proxy: (one, other, ret) =>
        this.inline(ret, [0x83, ...head(0, one), ...head(0, other), this.descends(one, other) ? 0xf5 : 0xf4]),
      __mark_least_ancestor: (one, other, ret) =>
        this.inline(ret, [0x83, ...head(0, one), ...head(0, other), ...head(0, one === other ? one : 0)]),
      __syntax_context_apply_mark_proxy: (context, mark) => {
        const made = `${context} ${mark}`;
        // The first context that a host makes is that of unresolved names.
        const known = made === `0 ${UNRESOLVED}` ? 1 : 1000 + this.contexts.size;
        if (!this.contexts.has(made)) this.contexts.set(made, known);
        return this.contexts.get(made);
      },
      __syntax_context_outer_proxy: () => UNRESOLVED,
      __syntax_context_remove_mark_proxy: (context, ret) => this.inline(ret, [0x83, ...head(0, context), 0, 0]),
    };
  }

  descends(mark, ancestor) {
    for (let at = mark; at !== 0; at = this.marks[at] ?? 0) if (at === ancestor) return true;
    return ancestor === 0;
  }

  commentFunctions() {
    const functions = {
      __span_dummy_with_cmt_proxy: () => this.dummy++ | 0,
      __copy_comment_to_host_env: (at, length) => void (this.copied = this.copy(at, length)),
      __add_pure_comment_proxy: () => undefined,
    };
    for (const side of ["leading", "trailing"]) {
      const map = this.comments[side];
      const list = (position) => map.get(position >>> 0) ?? [];
      const add = (many) => (position) => {
        if (this.copied === null) throw new Violation("a comment is added that was not copied");
        const read = (reader) => {
          const count = many ? reader.array(0) : 1;
          return Array.from({ length: count }, () => readComment(reader));
        };
        const added = this.guarded("a comment", () => read(new Reader(this.copied)));
        map.set(position >>> 0, [...list(position), ...added]);
      };
      const give = (position, ret) => {
        const found = list(position);
        return found.length === 0 ? 0 : this.reply(ret, [...head(Major.array, found.length), ...found.flat()]);
      };
      functions[`__has_${side}_comments_proxy`] = (position) => (list(position).length > 0 ? 1 : 0);
      functions[`__get_${side}_comments_proxy`] = give;
      functions[`__take_${side}_comments_proxy`] = (position, ret) => {
        const status = give(position, ret);
        map.delete(position >>> 0);
        return status;
      };
      functions[`__move_${side}_comments_proxy`] = (from, to) => {
        const moved = list(from);
        map.delete(from >>> 0);
        if (moved.length > 0) map.set(to >>> 0, [...list(to), ...moved]);
      };
      functions[`__add_${side}_comment_proxy`] = add(false);
      functions[`__add_${side}_comments_proxy`] = add(true);
    }
    return functions;
  }

  positions() {
    const { length } = this.bytes;
    const inside = (position) => position >>> 0 >= 1 && position >>> 0 <= length + 1;
    const slice = (low, high) => {
      if (!inside(low) || !inside(high) || low >>> 0 > high >>> 0) return null;
      for (const position of [low, high]) {
        // Real hosts abort here.
        if ((this.bytes[position - 1] & 0xc0) === 0x80)
          throw new Violation(`position ${position} is inside a character`);
      }
      return this.bytes.subarray(low - 1, high - 1).toString("utf8");
    };
    return {
      __lookup_char_pos_source_map_proxy: (position, _file, ret) => {
        if (!inside(position)) return 0;
        const before = this.bytes
          .subarray(0, position - 1)
          .toString("utf8")
          .split("\n");
        const column = [...before.at(-1)].length;
        return this.reply(ret, [0x84, 0x80, ...head(0, before.length), ...head(0, column), ...head(0, column)]);
      },
      __doctest_offset_line_proxy: (line) => line,
      __merge_spans_proxy: (low, _high, _low, high, ret) => {
        this.inline(ret, [0x82, ...head(0, low >>> 0), ...head(0, high >>> 0)]);
        return 1;
      },
      __span_to_lines_proxy: () => 0,
      __span_to_string_proxy: (low, high, ret) => this.reply(ret, text(`${low}-${high}`)),
      __span_to_filename_proxy: (_low, _high, ret) => this.reply(ret, [0xc1, ...text(this.file.filename ?? "unknown")]),
      __span_to_source_proxy: (low, high, ret) => {
        const found = slice(low, high);
        return this.reply(ret, found === null ? [0xc0, 0xc1, 0x82, 0, 0] : [0xc1, ...text(found)]);
      },
      __lookup_byte_offset_proxy: (position, ret) => {
        if (!inside(position)) return 0;
        // The last item of the reply is the offset, 0 in the one that was recorded.
        return this.reply(ret, [...this.file.reply.subarray(0, -1), ...head(0, position - 1)]);
      },
    };
  }

  /** Comments where SWC keeps them: behind the token before when that is on the same line, else before the next. */
  readComments() {
    const tokens = /\/\/[^\n]*|\/\*[^]*?\*\/|[^\s/]+|\/|\s+/gu;
    let end = 1;
    let fresh = true;
    let waiting = [];
    let at = 1;
    for (const [token] of this.file.source.matchAll(tokens)) {
      const next = at + Buffer.byteLength(token);
      if (/^\/[/*]/.test(token)) {
        const block = token.startsWith("/*");
        const content = block ? token.slice(2, -2) : token.slice(2);
        const comment = [0x83, block ? 2 : 1, 0x82, ...head(0, at), ...head(0, next), ...text(content)];
        if (fresh) waiting.push(comment);
        else this.comments.trailing.set(end, [...(this.comments.trailing.get(end) ?? []), comment]);
      } else if (/^\s/.test(token)) fresh ||= token.includes("\n");
      else {
        if (waiting.length > 0) this.comments.leading.set(at, waiting);
        [waiting, end, fresh] = [[], next, false];
      }
      at = next;
    }
  }

  /** Hands over bytes in memory that the plugin allocates, as replies of every size are. */
  reply(ret, content) {
    const bytes = Uint8Array.from(content);
    const pointer = this.exports.__alloc(bytes.length);
    this.place(bytes, pointer);
    const view = new DataView(this.exports.memory.buffer);
    if ((ret >>> 0) + 8 > view.byteLength) throw new Violation(`there is no memory at ${ret >>> 0}`);
    view.setUint32(ret >>> 0, pointer, true);
    view.setUint32((ret >>> 0) + 4, bytes.length, true);
    return 1;
  }

  inline(ret, content) {
    this.place(Uint8Array.from(content), ret);
  }

  place(bytes, pointer) {
    const memory = new Uint8Array(this.exports.memory.buffer);
    if ((pointer >>> 0) + bytes.length > memory.length) throw new Violation(`there is no memory at ${pointer >>> 0}`);
    memory.set(bytes, pointer >>> 0);
  }

  copy(pointer, length) {
    const memory = new Uint8Array(this.exports.memory.buffer);
    const start = pointer >>> 0;
    if (length < 0 || start + length > memory.length) throw new Violation(`there are no ${length} bytes at ${start}`);
    return memory.slice(start, start + length);
  }

  decode(what, pointer, length, read) {
    return this.guarded(what, () => read(new Reader(this.copy(pointer, length))));
  }

  guarded(what, read) {
    try {
      return read();
    } catch (error) {
      if (error instanceof Malformed) throw new Violation(`${what} cannot be decoded: ${error.message}`);
      throw error;
    }
  }
}

function readSpan(reader) {
  reader.array(2);
  return [reader.unsigned(), reader.unsigned()];
}

function readMany(reader, read) {
  return Array.from({ length: reader.array(0) }, () => read(reader));
}

/** Encoded as it was. */
function readComment(reader) {
  const start = reader.at;
  reader.array(3);
  const kind = reader.unsigned();
  if (kind !== 1 && kind !== 2) throw new Malformed(`${kind} is no kind of comment`);
  readSpan(reader);
  reader.string();
  return [...reader.bytes.subarray(start, reader.at)];
}

function readDiagnostic(reader) {
  reader.array(6);
  const level = readLevel(reader);
  const message = readMessages(reader);
  readMany(reader, (each) => {
    const tag = each.expect(Major.tag);
    if (tag !== 1 && tag !== 2) throw new Malformed(`${tag} is no kind of code`);
    each.string();
  });
  readSpans(reader);
  readMany(reader, (each) => {
    each.array(4);
    readLevel(each);
    readMessages(each);
    readSpans(each);
    readMany(each, readSpans);
  });
  if (reader.array(0) > 0) throw new Malformed("suggestions, whose encoding is not known");
  return { level, message };
}

function readLevel(reader) {
  const level = reader.unsigned();
  if (level < 1 || level > 9) throw new Malformed(`${level} is no level`);
  return level;
}

/** Each a text and its style, of which only the plain one is known. */
function readMessages(reader) {
  const parts = readMany(reader, (each) => {
    each.array(2);
    const message = each.string();
    const style = each.expect(Major.tag);
    if (style !== 11 || each.array(0) !== 0) throw new Malformed(`style ${style}`);
    return message;
  });
  return parts.join("");
}

function readSpans(reader) {
  reader.array(2);
  readMany(reader, readSpan);
  readMany(reader, (each) => {
    each.array(2);
    readSpan(each);
    each.string();
  });
}
