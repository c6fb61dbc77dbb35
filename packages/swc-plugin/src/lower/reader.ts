/**
 * Reads structs, enums and fields of SWC's syntax tree with the generated tables, in whichever of the two wire versions the
 * program comes in.
 *
 * The version shows in the lengths of a few arrays. Until the first of them both are possible; afterwards the other one is an
 * error: a program in neither version is left alone rather than guessed at.
 */
import { OFFSETS, RECORDS, T } from "../../build/codec";
import { Cbor, Major } from "../cbor/cbor";

export const enum Version {
  Unknown = 0,
  /** @swc/core 1.15 */
  Old,
  /** @swc/core 1.16 */
  New,
}

/** How a field holds its values. */
export const enum Form {
  One = 0,
  Optional,
  List,
  OptionalList,
  ListOrNone,
}

const ABSENT: i32 = 255;
const MAX_FIELDS: i32 = 16;

export function record(type: i32, index: i32): i32 {
  return unchecked(RECORDS[unchecked(OFFSETS[type]) + index]);
}

export function isEnum(type: i32): bool {
  return type > 0 && record(type, 0) === 1;
}

/** Whether a struct or enum of this type is read at all. */
export function isRead(type: i32): bool {
  return type > 0 && type < T.FirstUnit;
}

export function fieldType(type: i32, field: i32): i32 {
  return record(type, 5 + 4 * field);
}

export function fieldForm(type: i32, field: i32): i32 {
  return record(type, 6 + 4 * field);
}

/** Index in a record behind the fields: rule, kind, atom, unit, number of children, children. */
export function ruleAt(type: i32): i32 {
  return 5 + 4 * record(type, 3);
}

export class Reader {
  version: Version = Version.Unknown;
  /** Whether an arrow function has no context of its own, as in the earlier ones of 1.15 and nowhere else. */
  hasPlainArrow: bool = false;
  /** What is unexpected about the program; then nothing else here means anything. */
  problem: string = "";
  /** The last struct `enter` has looked at has more fields than are known. */
  isSurplus: bool = false;
  /** Items of the fields of the last struct entered, by number; 0 where the version has no such field. */
  private at: StaticArray<i32> = new StaticArray<i32>(MAX_FIELDS);

  constructor(readonly cbor: Cbor) {}

  /** Whether anything in the program tells the version: one without a function that has a block does not. */
  get isVersionKnown(): bool {
    return this.version !== Version.Unknown || this.hasPlainArrow;
  }

  get isOld(): bool {
    return this.version === Version.Old || (this.version === Version.Unknown && this.hasPlainArrow);
  }

  fail(what: string, item: i32): void {
    if (this.problem.length === 0) this.problem = "it has " + what + " at byte " + item.toString();
  }

  /** Checks the shape of a struct and finds its fields. False when it cannot be read: see `problem` and `isSurplus`. */
  enter(item: i32, type: i32): bool {
    this.isSurplus = false;
    const cbor = this.cbor;
    const fields = record(type, 3);
    if (fields === 1) {
      this.at[0] = item;
      return true;
    }
    if (!cbor.isArray(item)) {
      this.fail("no array where a structure should be", item);
      return false;
    }
    const count = cbor.value(item);
    const isOld = this.isOldLayout(type, count);
    const expected = isOld ? record(type, 1) : record(type, 2);
    if (count < expected) {
      this.fail("a structure of too few fields", item);
      return false;
    }
    if (count > expected) {
      this.isSurplus = true;
      return false;
    }
    let at = cbor.inside(item);
    for (let index: i32 = 0; index < count; index++) {
      // Fields keep their order in both versions unless one of them has more.
      this.at[this.fieldNumber(type, index, isOld)] = at;
      at = cbor.next(at);
    }
    for (let field: i32 = 0; field < fields; field++) {
      if (record(type, (isOld ? 7 : 8) + 4 * field) === ABSENT) this.at[field] = 0;
    }
    return true;
  }

  private isOldLayout(type: i32, count: i32): bool {
    const old = record(type, 1);
    const current = record(type, 2);
    if (old === current) return false;
    if (this.version === Version.Unknown) {
      if (count === old) this.version = Version.Old;
      else if (count === current) this.version = Version.New;
    }
    return this.version === Version.Old;
  }

  private fieldNumber(type: i32, index: i32, isOld: bool): i32 {
    const column = isOld ? 7 : 8;
    let field = index;
    while (record(type, column + 4 * field) !== index) field = field + 1 < record(type, 3) ? field + 1 : 0;
    return field;
  }

  /** Item of a field of the struct entered last; for an optional field, of its array. 0: absent in this version. */
  field(field: i32): i32 {
    return this.at[field];
  }

  /** The value of an optional item, or 0. */
  some(item: i32): i32 {
    if (item === 0) return 0;
    const cbor = this.cbor;
    if (!cbor.isArray(item)) {
      this.fail("no array where a value is optional", item);
      return 0;
    }
    return cbor.value(item) > 0 ? cbor.inside(item) : 0;
  }

  /** Number of items in a list; 0 with `problem` when it is none. */
  count(list: i32): i32 {
    if (list === 0) return 0;
    if (this.cbor.isArray(list)) return this.cbor.value(list);
    this.fail("no list where one should be", list);
    return 0;
  }

  flag(item: i32): bool {
    return item !== 0 && this.cbor.isTrue(item);
  }

  /** The number of a unit. */
  unit(item: i32): i32 {
    if (this.cbor.major(item) === Major.Unsigned) return this.cbor.value(item);
    this.fail("no number where one should be", item);
    return 0;
  }

  /** The tag of an enum's value; 0 with `problem` when there is none. */
  tag(item: i32): i32 {
    if (this.cbor.major(item) === Major.Tag) return this.cbor.value(item);
    this.fail("no tag where one should be", item);
    return 0;
  }

  /** Type of what is in an enum's value; `T.Ignored` for a variant that is not read. */
  payloadType(item: i32, type: i32): i32 {
    const tag = this.tag(item);
    return tag > 0 && tag <= record(type, 1) ? record(type, 1 + tag) : T.Ignored;
  }

  payload(item: i32): i32 {
    return this.cbor.inside(item);
  }

  /** A field of a struct other than the one entered last, which stays entered. Items as `field` gives them. */
  peek(item: i32, type: i32, field: i32): i32 {
    if (record(type, 3) === 1) return item;
    if (!this.cbor.isArray(item)) {
      this.fail("no array where a structure should be", item);
      return 0;
    }
    const count = this.cbor.value(item);
    const isOld = this.isOldLayout(type, count);
    const index = record(type, (isOld ? 7 : 8) + 4 * field);
    if (index === ABSENT || index >= count) return 0;
    let at = this.cbor.inside(item);
    for (let skipped: i32 = 0; skipped < index; skipped++) at = this.cbor.next(at);
    return at;
  }

  /** First byte position of a value, or 0 where it has none. */
  low(item: i32, type: i32): i32 {
    return this.edge(item, type, true);
  }

  /** Byte position behind a value, or 0. */
  high(item: i32, type: i32): i32 {
    return this.edge(item, type, false);
  }

  /** An end of a span. */
  bound(span: i32, isLow: bool): i32 {
    const cbor = this.cbor;
    if (span === 0 || !cbor.isArray(span) || cbor.value(span) !== 2) {
      this.fail("no span where one should be", span);
      return 0;
    }
    const low = cbor.inside(span);
    const item = isLow ? low : cbor.next(low);
    return cbor.major(item) === Major.Unsigned ? cbor.value(item) : 0;
  }

  private edge(from: i32, fromType: i32, isLow: bool): i32 {
    let item = from;
    let type = fromType;
    while (this.problem.length === 0 && isRead(type)) {
      if (isEnum(type)) {
        type = this.payloadType(item, type);
        item = this.payload(item);
        continue;
      }
      const span = record(type, 4);
      if (span !== ABSENT) return this.bound(this.peek(item, type, span), isLow);
      const field = this.edgeField(type, isLow);
      item = this.peek(item, type, field);
      type = fieldType(type, field);
      if (item === 0) return 0;
    }
    return 0;
  }

  /** The field where a struct without a span of its own begins or ends. */
  private edgeField(type: i32, isLow: bool): i32 {
    switch (type) {
      case T.FnDecl:
      case T.ClassDecl:
        return 2;
      case T.FnExpr:
      case T.ClassExpr:
        return 1;
      case T.BindingIdent:
      case T.ExportDefaultSpecifier:
        return 0;
      default:
        // A key and a value, `...` and an expression.
        return isLow ? 0 : 1;
    }
  }
}
