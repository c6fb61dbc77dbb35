/**
 * Walks an encoded program with an explicit stack and feeds core's `TreeBuilder`. No syntax tree is made on the way.
 *
 * The stack, not recursion, because generated sources nest thousands of levels deep, and a host gives a plugin little stack of its
 * own. A `lower…` function opens at most one node and pushes its children in evaluation order; the walk reverses what was pushed,
 * so that the first is popped first.
 */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import { Tree, TreeBuilder } from "../../../core/src/tree/tree";
import { IdentField, Rule, T, unitText } from "../../build/codec";
import { Cbor, Major } from "../cbor/cbor";
import { lowerTagName } from "./jsx";
import { Outline } from "./outline";
import { lowerShorthand } from "./properties";
import { lowerSpecial } from "./special";
import { fieldForm, fieldType, Form, isEnum, isRead, Reader, record, ruleAt } from "./reader";
import { INHERIT, Role } from "./role";
import { WorkStack } from "./work-stack";

/** Pieces of a value that core has a node for and SWC has not; on the stack they stand where a type does. */
export const enum Part {
  /** Close the node opened last. */
  Close = 512,
  /** An empty slot. */
  None,
  /** Parameters of a `Function`, of an arrow, of a constructor. */
  Params,
  ArrowParams,
  ConstructorParams,
  /** What is behind a method, constructor or accessor. */
  MethodFunction,
  ConstructorFunction,
  OldAccessorFunction,
  OldSetterParams,
  /** The block around `B` of `namespace A.B`. */
  NamespaceBlock,
  /** The default of a shorthand pattern. */
  ShorthandDefault,
  /** Parameters or body of a function that is not in the outline; the item is their kind. */
  Omitted,
}

export class Walk {
  readonly reader: Reader;
  private readonly builder: TreeBuilder = new TreeBuilder();
  /** For every node, the outermost item that stands for it and nothing else, and the type in which it stands there. */
  readonly slotItems: i32[] = [];
  readonly slotTypes: i32[] = [];
  /** For every identifier, the context that tells it from others of its name; 0 on other nodes. */
  readonly contexts: i32[] = [];
  awaits: i32 = 0;

  private stack: WorkStack = new WorkStack();
  /** The slot of the value being lowered. */
  private slotItem: i32 = 0;
  private slotType: i32 = 0;
  /** Where what the awaits found so far wait for ends: a spine has all of that. */
  private operandEnd: i32 = 0;

  /** With an `outline`, functions that are not in it lose their parameters and bodies; all else needs the whole. */
  constructor(
    readonly cbor: Cbor,
    private readonly outline: Outline | null,
  ) {
    this.reader = new Reader(cbor);
  }

  /** Uses the memory of a tree that is no longer needed; none is ever given back. */
  recycle(old: Tree): void {
    this.tree.recycle(old);
  }

  get tree(): Tree {
    return this.builder.tree;
  }

  /** Whether only the outside of a function is wanted, or nothing of a value in a spine. */
  omits(fn: i32): bool {
    const outline = this.outline;
    return outline !== null && !outline.has(fn, this.cbor.next(fn));
  }

  /** Lowers the program. Afterwards `reader.problem` says what was unexpected, if anything was. */
  run(): void {
    const reader = this.reader;
    this.push(0, T.Program, Role.Plain);
    const stack = this.stack;
    while (stack.length > 0 && reader.problem.length === 0) {
      stack.pop();
      const item = stack.item;
      const type = stack.type;
      const role = stack.role;
      if (type === Part.Close) {
        this.builder.close();
      } else if (type === Part.None) {
        this.builder.none();
        this.remember(-1, 0);
      } else {
        const mark = stack.length;
        this.slotItem = item;
        this.slotType = type;
        if (type > Part.None) {
          this.slotItem = -1;
          lowerSpecial(this, item, type, role);
        } else {
          this.lower(item, type, role);
        }
        // `open` left its close at `mark`; it stays below the children.
        stack.reverse(mark < stack.length && stack.typeAt(mark) === Part.Close ? mark + 1 : mark);
      }
    }
  }

  /** Steps through enums and wrappers to a struct, and lowers that. */
  lower(from: i32, fromType: i32, role: i32): void {
    const reader = this.reader;
    let item = from;
    let type = fromType;
    if ((type === T.Expr || type === T.ClassMember) && this.leavesOut(item)) return this.leaf(Kind.None, -1, 0);
    while (reader.problem.length === 0) {
      if (!isRead(type)) return this.openUnknown(item);
      if (isEnum(type)) {
        // Statements and expressions are replaced as such; of the places that hold them only these are written anew with them.
        if (type === T.Expr && !ownsExpression(this.slotType)) {
          this.slotItem = item;
          this.slotType = type;
        }
        const inner = reader.payloadType(item, type);
        item = reader.payload(item);
        type = inner;
        continue;
      }
      const rule = ruleAt(type);
      if (!reader.enter(item, type)) {
        if (reader.isSurplus) this.openUnknown(item);
        return;
      }
      if (record(type, rule) !== Rule.Transparent) return this.lowerStruct(item, type, role);
      const field = record(type, rule + 5);
      item = reader.field(field);
      type = fieldType(type, field);
    }
  }

  /** Whether a spine does without a value: it leads to no await, and none waits for it. */
  leavesOut(item: i32): bool {
    return this.isSpine && item >= this.operandEnd && this.omits(item);
  }

  private get isSpine(): bool {
    const outline = this.outline;
    return outline !== null && outline.isSpine;
  }

  private lowerStruct(item: i32, type: i32, role: i32): void {
    const rule = ruleAt(type);
    if (type === T.Ident && this.slotType === T.JSXElementName) return lowerTagName(this, item, type);
    if (type === T.Ident && this.slotType === T.PropOrSpread) return lowerShorthand(this, item);
    if (record(type, rule) === Rule.Special) {
      lowerSpecial(this, item, type, role);
      return;
    }
    this.open(record(type, rule + 1), this.atomOf(type, rule), 0, item, type);
    const children = record(type, rule + 4);
    for (let index: i32 = 0; index < children; index++) {
      const childRole = record(type, rule + 6 + 2 * index);
      this.child(type, record(type, rule + 5 + 2 * index), childRole === INHERIT ? role : childRole);
    }
  }

  private atomOf(type: i32, rule: i32): i32 {
    const field = record(type, rule + 2);
    if (field === INHERIT) return type === T.JSXEmptyExpr ? this.tree.intern("") : -1;
    const unit = record(type, rule + 3);
    const item = this.reader.field(field);
    return unit === 0 ? this.internText(item) : this.tree.intern(this.operator(unit, item));
  }

  /** Text of an operator. */
  operator(unit: i32, item: i32): string {
    // It is of no account in a spine, which is made before there are texts.
    if (this.isSpine) return "";
    const text = unitText(unit, this.reader.unit(item));
    if (text.length === 0) this.reader.fail("an unknown operator", item);
    return text;
  }

  internText(item: i32): i32 {
    const major = this.cbor.major(item);
    if (major !== Major.Text && major !== Major.Bytes) this.reader.fail("no text where one should be", item);
    return this.tree.intern(this.cbor.text(item));
  }

  /** Starts the node of a struct. Call it at most once, before any push. Nodes of an outline do not say where they stand. */
  open(kind: i32, atom: i32, flags: i32, item: i32, type: i32): void {
    if (this.outline !== null) this.openRaw(kind, atom, flags, -1, -1);
    else this.openAt(kind, atom, flags, this.reader.low(item, type), this.reader.high(item, type));
  }

  /** Starts a node that has no value of its own, at the place of the node around it. */
  openPart(kind: i32, flags: i32): void {
    const id = this.openRaw(kind, -1, flags, -1, -1);
    const tree = this.tree;
    const up = tree.parent[id];
    tree.start[id] = tree.start[up];
    tree.stop[id] = tree.stop[up];
  }

  /** Starts a node between two byte positions of the host; 0 is none. */
  openAt(kind: i32, atom: i32, flags: i32, low: i32, high: i32): void {
    // Positions that stand for comments of a node another tool made have the highest bit set.
    const known = low > 0 && high >= low;
    this.openRaw(kind, atom, flags, known ? low : -1, known ? high : -1);
  }

  private openRaw(kind: i32, atom: i32, flags: i32, start: i32, stop: i32): i32 {
    const id = this.builder.open(<Kind>kind, atom, flags, start, stop);
    this.remember(this.slotItem, this.slotType);
    if (kind === Kind.ForOf && (flags & Flag.ForAwait) !== 0) this.awaits += 1;
    if (kind === Kind.Await) {
      this.awaits += 1;
      if (this.slotItem >= 0) this.operandEnd = max(this.operandEnd, this.cbor.next(this.slotItem));
    }
    this.push(0, Part.Close, Role.Plain);
    return id;
  }

  push(item: i32, type: i32, role: i32): void {
    this.stack.push(item, type, role);
  }

  none(): void {
    this.push(0, Part.None, Role.Plain);
  }

  /** Pushes the value or values of a field of the struct entered last. */
  child(type: i32, field: i32, role: i32): void {
    const reader = this.reader;
    let item = reader.field(field);
    const valueType = fieldType(type, field);
    switch (fieldForm(type, field)) {
      case Form.Optional:
        this.optional(reader.some(item), valueType, role);
        return;
      case Form.ListOrNone:
        item = reader.some(item);
        if (item !== 0) this.list(item, valueType, role);
        return;
      case Form.List:
        this.list(item, valueType, role);
        return;
      case Form.OptionalList: {
        const count = reader.count(item);
        let at = this.cbor.inside(item);
        for (let index: i32 = 0; index < count; index++) {
          this.optional(reader.some(at), valueType, role);
          at = this.cbor.next(at);
        }
        return;
      }
      default:
        this.push(item, valueType, role);
    }
  }

  /** Pushes a value, or fills its slot when `item` is 0. */
  optional(item: i32, type: i32, role: i32): void {
    if (item === 0) this.none();
    else this.push(item, type, role);
  }

  list(list: i32, type: i32, role: i32): void {
    const count = this.reader.count(list);
    let at = this.cbor.inside(list);
    for (let index: i32 = 0; index < count; index++) {
      this.push(at, type, role);
      at = this.cbor.next(at);
    }
  }

  /** A type: nothing is left of it at run time. */
  typeOnly(item: i32, type: i32): void {
    this.open(Kind.TypeOnly, -1, 0, item, type);
  }

  opaque(name: string, item: i32, type: i32): void {
    this.open(Kind.Opaque, this.tree.intern(name), 0, item, type);
  }

  /**
   * Syntax that this version of the plugin has never heard of: a barrier. What the texts in it are cannot be known, so a closure in it reads
   * and writes a variable of each name.
   */
  private openUnknown(item: i32): void {
    // Elsewhere, as for one declarator of a declaration, there is no such thing as a barrier.
    if (!mayBeUnknown(this.slotType)) return this.reader.fail("syntax that is not known", item);
    const cbor = this.cbor;
    const end = cbor.next(item);
    this.enterNode(Kind.Opaque, this.tree.intern("syntax"), 0);
    this.slotItem = -1;
    this.enterNode(Kind.Function, -1, Flag.Arrow);
    this.leaf(Kind.None, -1, 0);
    this.leaf(Kind.Params, -1, 0);
    this.enterNode(Kind.Block, -1, 0);
    let at = item;
    while (at < end) {
      const major = cbor.major(at);
      if (major === Major.Text) {
        this.enterNode(Kind.ExprStmt, -1, 0);
        this.enterNode(Kind.Update, this.tree.intern("++"), 0);
        this.leaf(Kind.Ident, this.internText(at), Flag.Write | Flag.Read);
        this.builder.close();
        this.builder.close();
      }
      at = major === Major.Array || major === Major.Tag ? cbor.inside(at) : cbor.next(at);
    }
    this.builder.close();
    this.builder.close();
    this.builder.close();
  }

  private enterNode(kind: i32, atom: i32, flags: i32): void {
    this.builder.open(<Kind>kind, atom, flags, -1, -1);
    this.remember(this.slotItem, this.slotType);
  }

  /** Notes where the node opened last comes from. Of an outline nothing is written, and only the first is asked about. */
  private remember(item: i32, type: i32): void {
    if (this.isSpine) this.slotItems.push(item);
    if (this.outline !== null) return;
    this.slotItems.push(item);
    this.slotTypes.push(type);
    this.contexts.push(0);
  }

  private leaf(kind: i32, atom: i32, flags: i32): void {
    this.enterNode(kind, atom, flags);
    this.builder.close();
  }

  /** Opens the node of an `Ident` that the reader has entered. */
  openName(kind: i32, atom: i32, flags: i32, item: i32): void {
    const context = this.reader.field(IdentField.Ctxt);
    this.open(kind, atom, flags, item, T.Ident);
    const number = this.reader.unit(context);
    if (this.outline === null) this.contexts[this.contexts.length - 1] = number;
  }

  flagsOf(role: i32): i32 {
    switch (role) {
      case Role.Binding:
        return Flag.Binding;
      case Role.Target:
        return Flag.Write;
      case Role.Updated:
        return Flag.Write | Flag.Read;
      default:
        return 0;
    }
  }
}

/** Types whose expression is kept and replaced as a whole with what is around it. */
function ownsExpression(slotType: i32): bool {
  return slotType === T.Expr || slotType === T.Pat || slotType === T.AssignTarget || slotType === T.BlockStmtOrExpr;
}

/** Types in whose place core takes an opaque node: statements, expressions, patterns and class members. */
function mayBeUnknown(slotType: i32): bool {
  switch (slotType) {
    case T.Expr:
    case T.ExprOrSpread:
    case T.Callee:
    case T.BlockStmtOrExpr:
    case T.VarDeclOrExpr:
    case T.Pat:
    case T.AssignTarget:
    case T.Stmt:
    case T.ModuleItem:
    case T.Decl:
    case T.ClassMember:
      return true;
    default:
      return false;
  }
}
