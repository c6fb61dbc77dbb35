import { readFileSync } from "node:fs";
import { Major, Malformed, Reader } from "./cbor.mjs";

/**
 * Decides whether a host can decode a program. The layout is read from `schema/wire.txt`, independently of the code that the plugin's build
 * makes of it.
 */
const layouts = readLayouts(readFileSync(new URL("../schema/wire.txt", import.meta.url), "utf8"));

/** Generation of the syntax tree that a version of @swc/core speaks. */
export function generationOf(version) {
  return Object.keys(layouts).find((name) => version.startsWith(`${name}.`));
}

/**
 * What is wrong with the encoded program, or null. Trailing bytes and surplus fields are fine with hosts.
 * @param {Uint8Array} bytes
 * @param {string} generation
 */
export function problemOf(bytes, generation) {
  try {
    read(new Reader(bytes), layouts[generation]);
    return null;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

/** Walks without recursion: programs may be nested deeper than our stack. */
function read(reader, layout) {
  const expected = [{ type: "Program", form: "" }];
  for (let next = expected.pop(); next; next = expected.pop()) {
    if (next.form !== "") readMany(reader, next, expected);
    else readOne(reader, next.type, layout, expected);
  }
}

function readMany(reader, { type, form }, expected) {
  if (form === "…") {
    // Items of an array without a length.
    if (reader.bytes[reader.at] === 0xff) reader.at += 1;
    else expected.push({ type, form }, { type, form: "" });
    return;
  }
  const list = /^(?:\[\?\])?\*$/.test(form);
  const inside = { "?": "", "*?": "*", "*": "", "[?]*": "?" }[form];
  if (list && reader.bytes[reader.at] === 0x9f) {
    reader.at += 1;
    if (inside !== "") throw new Malformed("optional items in an array without a length");
    expected.push({ type, form: "…" });
    return;
  }
  const count = reader.array(0);
  if (!list && count > 1) throw new Malformed(`an optional value of ${count} before ${reader.at}`);
  // More items than bytes cannot be, and would exhaust our memory.
  if (count > reader.bytes.length - reader.at) throw new Malformed(`${count} items before ${reader.at}`);
  for (let index = 0; index < count; index += 1) expected.push({ type, form: inside });
}

function readOne(reader, type, layout, expected) {
  if (type in primitives) return primitives[type](reader);
  const struct = layout.structs.get(type);
  if (struct) return readStruct(reader, struct, expected);
  const variants = layout.enums.get(type);
  if (variants) {
    const tag = reader.expect(Major.tag);
    if (!variants.has(tag)) throw new Malformed(`no ${type} has tag ${tag}, before ${reader.at}`);
    return expected.push({ type: variants.get(tag), form: "" });
  }
  const unit = layout.units.get(type);
  if (!unit) throw new Error(`wire.txt does not say what ${type} is`);
  const value = reader.unsigned();
  if (!unit.has(value)) throw new Malformed(`no ${type} is ${value}, before ${reader.at}`);
}

function readStruct(reader, fields, expected) {
  if (fields.length > 1) {
    const surplus = reader.array(fields.length) - fields.length;
    for (let index = 0; index < surplus; index += 1) expected.push({ type: "any", form: "" });
  }
  for (const field of fields.toReversed()) expected.push(field);
}

const primitives = {
  any: (reader) => reader.skip(),
  Span(reader) {
    let surplus = reader.array(2) - 2;
    reader.unsigned();
    reader.unsigned();
    for (; surplus > 0; surplus -= 1) reader.skip();
  },
  SyntaxContext: (reader) => reader.unsigned(),
  bool(reader) {
    const byte = reader.byte();
    if (byte !== 0xf4 && byte !== 0xf5) throw new Malformed(`0x${byte.toString(16)} is no truth value`);
  },
  f64(reader) {
    if (reader.byte() !== 0xfb || reader.at + 8 > reader.bytes.length) throw new Malformed("no number of 64 bits");
    reader.at += 8;
  },
  Atom: (reader) => reader.string(),
  Wtf8Atom(reader) {
    const at = reader.at;
    // Lone surrogates, three bytes that UTF-8 has not, are what makes it WTF-8.
    const bytes = Buffer.from(reader.content(Major.bytes));
    const latin = bytes.toString("latin1").replaceAll(/\xed[\xa0-\xbf][\x80-\xbf]/g, "???");
    if (
      Buffer.compare(Buffer.from(Buffer.from(latin, "latin1").toString("utf8")), Buffer.from(latin, "latin1")) !== 0
    ) {
      throw new Malformed(`bytes at ${at} are not WTF-8`);
    }
  },
  BigIntBytes: (reader) => void reader.content(Major.bytes),
};

function readLayouts(description) {
  const newest = { structs: new Map(), enums: new Map(), units: new Map() };
  const oldest = { ...newest, structs: new Map() };
  let current = newest;
  for (const line of description.split("\n")) {
    const [what, name, ...parts] = line.trim().split(/ +/);
    if (what === "version") {
      oldest.structs = new Map(newest.structs);
      current = oldest;
    } else if (what === "struct") current.structs.set(name, parts.map(readField));
    else if (what === "enum") current.enums.set(name, new Map(parts.map(readVariant)));
    else if (what === "unit") current.units.set(name, new Set(parts.map((part) => Number.parseInt(part, 10))));
  }
  // The plugin reads both alike, so the description does not tell them apart.
  oldest.structs.set("JSXText", [
    { type: "Span", form: "" },
    { type: "Atom", form: "" },
    { type: "Atom", form: "" },
  ]);
  return { 1.15: oldest, 1.16: newest };
}

function readField(part) {
  const [, type, form] = /^\w+:(\w+)(\W*)$/.exec(part);
  return { type, form };
}

function readVariant(part) {
  const [, tag, type] = /^(\d+):\w+\((\w+)\)$/.exec(part);
  return [Number(tag), type];
}
