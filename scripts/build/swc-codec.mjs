/**
 * Generates the tables by which the SWC plugin reads a program (`packages/swc-plugin/build/codec.ts`) from two texts: `wire.txt`
 * says how a host encodes its syntax tree, `lowering.txt` what becomes of it. Every name in the second is checked against
 * the first.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./packages.mjs";
import { writeOutput } from "./write.mjs";

const folder = path.join(root, "packages/swc-plugin");

/** How a field holds its values. */
const FORMS = { "": 0, "?": 1, "*": 2, "[?]*": 3, "*?": 4 };
const ROLES = { plain: 0, binding: 1, target: 2, updated: 3, inherit: 255 };
const RULES = { special: 0, "=": 1, node: 2 };
const ABSENT = 255;

export async function generateCodec() {
  const [wire, lowering] = await Promise.all(
    ["wire.txt", "lowering.txt"].map((name) => readFile(path.join(folder, "schema", name), "utf8")),
  );
  const schema = parseWire(wire);
  const kinds = parseKinds(await readFile(path.join(root, "packages/core/src/tree/kinds.ts"), "utf8"));
  const rows = parseLowering(lowering, schema, kinds);
  await writeOutput(path.join(folder, "build/codec.ts"), print(schema, rows, kinds));
}

/** Structs (with their layouts in both versions), enums and units by name. */
export function parseWire(text) {
  const schema = { structs: new Map(), enums: new Map(), units: new Map() };
  let version = "1.16";
  for (const words of lines(text)) {
    const [what, name, ...parts] = words;
    if (what === "version") version = name;
    else if (what === "struct") addStruct(schema.structs, name, parts.map(parseField), version);
    else if (what === "enum") schema.enums.set(name, parts.map(parseVariant));
    else if (what === "unit") schema.units.set(name, parts.map(parseUnit));
    else throw new Error(`wire.txt: "${what}" is no kind of line`);
  }
  return schema;
}

function addStruct(structs, name, fields, version) {
  if (version === "1.16") {
    structs.set(name, {
      fields: fields.map((field, index) => ({ ...field, new: index, old: index })),
      new: fields.length,
      old: fields.length,
    });
    return;
  }
  const struct = structs.get(name);
  struct.old = fields.length;
  for (const field of struct.fields) field.old = fields.findIndex((other) => other.name === field.name);
  fields.forEach((field, index) => {
    if (!struct.fields.some((other) => other.name === field.name))
      struct.fields.push({ ...field, new: -1, old: index });
  });
}

function parseField(text) {
  const [, name, type, form] = /^(\w+):(\w+)([^\w]*)$/.exec(text);
  if (!(form in FORMS)) throw new Error(`wire.txt: "${text}" has no known form`);
  return { name, type, form };
}

function parseVariant(text) {
  const [, tag, , type] = /^(\d+):(\w+)\((\w+)\)$/.exec(text);
  return { tag: Number(tag), type };
}

function parseUnit(text) {
  const colon = text.indexOf(":");
  return { value: Number(text.slice(0, colon)), text: text.slice(colon + 1) };
}

/** Numbers of core's kinds of nodes. */
function parseKinds(source) {
  const [, body] = /enum Kind \{([^}]*)\}/.exec(source.replace(/\/\*[^]*?\*\//g, "").replace(/\/\/.*$/gm, ""));
  return new Map(body.split(",").map((member, number) => [member.replace("= 0", "").trim(), number]));
}

function parseLowering(text, { structs, units }, kinds) {
  return lines(text).map(([name, kind, ...rest]) => {
    const struct = structs.get(name);
    if (!struct) throw new Error(`lowering.txt: there is no struct ${name}`);
    if (!(kind in RULES) && !kinds.has(kind))
      throw new Error(`lowering.txt: ${name} becomes ${kind}, which is no kind`);
    const row = { name, kind, atom: ABSENT, unit: null, children: [] };
    for (const word of rest) {
      const [field, role = "plain"] = word.replace("@", "").split(":");
      const number = struct.fields.findIndex((each) => each.name === field);
      if (number < 0 || !(role in ROLES)) throw new Error(`lowering.txt: ${name} has no ${word}`);
      if (!word.startsWith("@")) row.children.push({ number, role: ROLES[role] });
      else {
        row.atom = number;
        if (units.has(struct.fields[number].type)) row.unit = struct.fields[number].type;
      }
    }
    return row;
  });
}

function lines(text) {
  const written = text.split("\n").map((line) => line.trim());
  return written.filter((line) => line && !line.startsWith("#")).map((line) => line.split(/\s+/));
}

function print({ structs, enums, units }, rows, kinds) {
  // What is lowered, and the enums that lead there.
  const names = [...rows.map((row) => row.name), ...enums.keys()];
  const ids = new Map(["Ignored", ...names, ...units.keys()].map((name, id) => [name, id]));
  const idOf = (type) => ids.get(type) ?? 0;
  const bytes = [];
  const offsets = [0];

  for (const { name, kind, atom, unit, children } of rows) {
    const struct = structs.get(name);
    offsets.push(bytes.length);
    const span = struct.fields.findIndex((field) => field.name === "span");
    bytes.push(0, struct.old, struct.new, struct.fields.length, span < 0 ? ABSENT : span);
    for (const field of struct.fields) {
      bytes.push(
        idOf(field.type),
        FORMS[field.form],
        field.old < 0 ? ABSENT : field.old,
        field.new < 0 ? ABSENT : field.new,
      );
    }
    const rule = RULES[kind] ?? RULES.node;
    bytes.push(rule, rule === RULES.node ? kinds.get(kind) : 0, atom, unit ? idOf(unit) : 0, children.length);
    for (const child of children) bytes.push(child.number, child.role);
  }
  for (const variants of enums.values()) {
    offsets.push(bytes.length);
    bytes.push(1, variants.length, ...variants.map((variant) => idOf(variant.type)));
    if (variants.some((variant, index) => variant.tag !== index + 1)) throw new Error("wire.txt: tags have gaps");
  }
  const texts = new Set(["AssignOp", "BinaryOp", ...rows.map((row) => row.unit)]);
  const unitTexts = [...units].filter(([name]) => texts.has(name)).map(([name, values]) => [idOf(name), values]);

  return `/** Generated from schema/wire.txt and schema/lowering.txt by scripts/build/swc-codec.mjs. */
/** What \`lowering.txt\` says about a struct. */
export const enum Rule {
  Special = 0,
  Transparent,
  Node,
}

/** Every type that is read; \`Ignored\` stands for all others. */
export const enum T {
${[...ids].map(([name, id]) => `  ${name} = ${id},`).join("\n")}
  /** The first of the types that are plain numbers. */
  FirstUnit = ${idOf([...units.keys()][0])},
}

/** Numbers of the fields of every struct that is read, the same in both versions. */
${rows
  .map(
    ({ name }) =>
      `export const enum ${name}Field {\n${structs
        .get(name)
        .fields.map((field, index) => `  ${memberName(field.name)} = ${index},`)
        .join("\n")}\n}`,
  )
  .join("\n")}

/** Tags of the enums. */
${[...enums].map(([name, variants]) => `export const enum ${name}Tag {\n${variantNames(name, variants)}\n}`).join("\n")}

/** Where a type's record begins in \`RECORDS\`. */
export const OFFSETS: StaticArray<u16> = [
${wrap(offsets)}
];

/**
 * Records. A struct: 0, its number of fields in 1.15, in 1.16 and in both together, number of its span (255: none); for each field
 * its type, form and index in 1.15 and 1.16 (255: absent); then its rule, kind, field of the atom (255: none), unit of
 * the atom, number of children; for each its field and role (255: that of the node). An enum: 1, number of variants, the
 * type of each.
 */
export const RECORDS: StaticArray<u8> = [
${wrap(bytes)}
];

/** The text of a value of a unit; empty when it is not known. */
export function unitText(unit: i32, value: i32): string {
  switch (unit) {
${unitTexts.map(([id, values]) => `    case ${id}: {\n      switch (value) {\n${values.map(({ value, text }) => `        case ${value}: return ${JSON.stringify(text)};`).join("\n")}\n        default: return "";\n      }\n    }`).join("\n")}
    default: return "";
  }
}
`;
}

/** `is_async` → `IsAsync`: asc takes no reserved word as a name. */
function memberName(name) {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
}

function wrap(numbers) {
  const rows = [];
  for (let from = 0; from < numbers.length; from += 32) rows.push(`  ${numbers.slice(from, from + 32).join(", ")},`);
  return rows.join("\n");
}

function variantNames(name, variants) {
  const seen = new Set();
  return variants
    .map(({ tag, type }) => (seen.has(type) ? null : (seen.add(type), `  ${type} = ${tag},`)))
    .filter(Boolean)
    .join("\n");
}
