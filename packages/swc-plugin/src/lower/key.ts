/** Names of properties, methods and fields. */
import { BigIntField, IdentNameField, NumberField, PrivateNameField, StrField, T } from "../../build/codec";
import { Reader } from "./reader";
import { Walk } from "./walk";

/** The name of a member: an atom when syntax alone says it, else the item of an expression. */
export class Key {
  /** -1 when the name is computed. */
  atom: i32 = -1;
  /** Item of the `ComputedPropName`, else 0. */
  computed: i32 = 0;
}

/** Reads a `PropName`, `Key`, `PrivateName`, `MemberProp` or `SuperProp`. */
export function keyOf(walk: Walk, from: i32, fromType: i32): Key {
  const reader = walk.reader;
  const key = new Key();
  let item = from;
  let type = fromType;
  while (type === T.Key || type === T.PropName || type === T.MemberProp || type === T.SuperProp) {
    const inner = reader.payloadType(item, type);
    if (inner === T.ComputedPropName) {
      key.computed = reader.payload(item);
      return key;
    }
    type = inner;
    item = reader.payload(item);
  }
  switch (type) {
    case T.IdentName:
      key.atom = walk.internText(reader.peek(item, type, IdentNameField.Sym));
      break;
    case T.PrivateName:
      key.atom = walk.tree.intern("#" + reader.cbor.text(reader.peek(item, type, PrivateNameField.Name)));
      break;
    case T.Str:
      key.atom = walk.internText(reader.peek(item, type, StrField.Value));
      break;
    case T.Number:
      key.atom = walk.tree.intern(numberName(reader, item));
      break;
    case T.BigInt:
      key.atom = walk.tree.intern(bigIntText(reader, item));
      break;
    default:
      reader.fail("an unknown name of a member", from);
  }
  return key;
}

/** The name of a property that a number gives: `1.0` and `1` are one. */
function numberName(reader: Reader, item: i32): string {
  const value = reader.peek(item, T.Number, NumberField.Value);
  return reader.cbor.isFloat(value) ? numberText(reader.cbor.float(value), item, reader) : "";
}

/** Text of a number as it is written; of one that another tool made, its value. */
export function literalText(reader: Reader, item: i32): string {
  const raw = reader.some(reader.peek(item, T.Number, NumberField.Raw));
  if (raw !== 0) return reader.cbor.text(raw);
  return numberName(reader, item);
}

const LARGEST: f64 = 9007199254740991;

/** Fractions keep their text, so that no table for printing them is needed: none is the name of anything core knows. */
function numberText(value: f64, item: i32, reader: Reader): string {
  if (Math.abs(value) <= LARGEST && Math.trunc(value) === value) return (<i64>value).toString();
  const raw = reader.some(reader.peek(item, T.Number, NumberField.Raw));
  return raw !== 0 ? reader.cbor.text(raw) : "0x" + reinterpret<u64>(value).toString(16) + "f";
}

/** Digits of a big integer as they are written, without `n`. */
export function bigIntText(reader: Reader, item: i32): string {
  const raw = reader.some(reader.peek(item, T.BigInt, BigIntField.Raw));
  if (raw === 0) return "?";
  const text = reader.cbor.text(raw);
  return text.endsWith("n") ? text.substring(0, text.length - 1) : text;
}
