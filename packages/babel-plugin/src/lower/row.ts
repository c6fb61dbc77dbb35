import { Kind } from "@parallel-await/core/kinds";
import { Role, type RoleId } from "./role";
import type { SyntaxNode } from "./syntax";
import { type Lower, lowerOpaque, type Walk } from "./walk";

/** One entry of the table. */
export interface Row {
  type: string;
  lower: Lower;
  /** Fields of the host node that it reads children from: a test compares them with the host's own list. */
  fields: readonly string[];
}

/** What a row may say besides kind and children. All are called once per node, so they must not allocate. */
export interface Details {
  /** The node's atom; null for none. */
  atom?: (node: SyntaxNode) => string | null;
  flags?: (node: SyntaxNode) => number;
  /** False for forms of the type that core does not know (a new operator): they become `Opaque`. */
  known?: (node: SyntaxNode) => boolean;
  /** True for forms without run-time meaning (`declare const x: T`): they become a `TypeOnly` leaf. */
  typeOnly?: (node: SyntaxNode) => boolean;
}

interface Slot {
  field: string;
  list: boolean;
  role: RoleId;
  /** Hand down the role of the node itself (patterns, type wrappers). */
  inherit: boolean;
}

const ROLE_WORDS = new Map<string, RoleId>([
  ["binding", Role.Binding],
  ["target", Role.Target],
  ["updated", Role.Updated],
]);

/**
 * A row of the table: `type` becomes `kind`, with the children that `fields` lists in slot order.
 *
 * `fields` is one text, for example `"right left:target body"`: a bare name is one slot, `name*` a list, and `:role` says
 * the position its nodes are in (`inherit`: that of the node itself). An absent node fills its slot with `None`.
 */
export function row(type: string, kind: Kind, fields: string, details: Details = {}): Row {
  const slots = fields.split(" ").filter(Boolean).map(parseSlot);
  const { atom, flags, known, typeOnly } = details;

  function lower(walk: Walk, node: SyntaxNode, role: RoleId): void {
    if (known !== undefined && !known(node)) return lowerOpaque(walk, node);
    if (typeOnly !== undefined && typeOnly(node)) return walk.leaf(Kind.TypeOnly, -1, 0, node);
    const text = atom === undefined ? null : atom(node);
    const id = text === null ? -1 : walk.intern(text);
    const bits = flags === undefined ? 0 : flags(node);
    if (slots.length === 0) return walk.leaf(kind, id, bits, node);
    walk.open(kind, id, bits, node);
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index];
      const childRole = slot.inherit ? role : slot.role;
      if (slot.list) walk.pushAll(node[slot.field], childRole);
      else walk.push(node[slot.field], childRole);
    }
  }

  return { type, lower, fields: slots.map((slot) => slot.field) };
}

/** A type that is no node of its own: its only child takes its place. */
export function transparent(type: string, field: string): Row {
  return { type, lower: (walk, node, role) => walk.push(node[field], role), fields: [field] };
}

/**
 * A type that a row cannot describe, or one so frequent that it must be fast: an engine finds `node.body` in a function that sees
 * one type of node much sooner than `node[field]` in the one that serves all rows.
 */
export function special(type: string, fields: string, lower: Lower): Row {
  return { type, lower, fields: fields.split(" ").filter(Boolean) };
}

function parseSlot(text: string): Slot {
  const [name, word] = text.split(":");
  const list = name.endsWith("*");
  const role = word === undefined ? Role.Plain : (ROLE_WORDS.get(word) ?? Role.Plain);
  return { field: list ? name.slice(0, -1) : name, list, role, inherit: word === "inherit" };
}

// ---- pieces that many rows share ------------------------------------------------------------------------------------

export const operatorOf = (node: SyntaxNode): string => node.operator;

export const isDeclare = (node: SyntaxNode): boolean => node.declare === true;

export const labelOf = (node: SyntaxNode): string | null => (node.label ? node.label.name : null);

/** Name of an import or export specifier's side: an identifier or a string. */
export function moduleName(node: SyntaxNode): string {
  return node.type === "Identifier" ? node.name : node.value;
}

/** Name of a property, member or method that is known from syntax alone, or null when it is computed. */
export function staticKey(node: SyntaxNode): string | null {
  if (node.computed) return null;
  const key: SyntaxNode = node.key;
  switch (key.type) {
    case "Identifier":
      return key.name;
    case "PrivateName":
      return `#${key.id.name}`;
    case "PrivateIdentifier":
      return `#${key.name}`;
    case "StringLiteral":
    case "NumericLiteral":
    case "BigIntLiteral":
    case "Literal":
      return String(key.value);
    default:
      return null;
  }
}

/** The key when it is an expression to evaluate, else null: the first slot of properties, methods and fields. */
export function computedKey(walk: Walk, node: SyntaxNode, name: string | null): void {
  walk.push(name === null ? node.key : null, Role.Plain);
}
