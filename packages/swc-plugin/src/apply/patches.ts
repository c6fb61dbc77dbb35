/**
 * Where the bytes of the program change: each edit of core replaces a range, and each statement list that becomes longer or shorter
 * gets a new head. Ranges nest or are apart; a range lies in the one before it in the order or behind it.
 */
import { Edit, EditKind } from "../../../core/src/rewrite/output";
import {
  BlockStmtField,
  FunctionBodyField,
  ModuleField,
  ScriptField,
  StaticBlockField,
  SwitchCaseField,
  T,
  TsModuleBlockField,
} from "../../build/codec";
import { isEnum } from "../lower/reader";
import { Walk } from "../lower/walk";

export class Patch {
  constructor(
    readonly start: i32,
    readonly end: i32,
    /** Number of statements in the list whose head this is. */
    public count: i32,
    /** Number of its edit, of which later ones are around earlier ones; -1 for the head of a list. */
    readonly order: i32,
  ) {}
}

export class Patches {
  list: Patch[] = [];
  /** Number of the edit that replaces a single node. */
  private byNode: Map<i32, i32> = new Map<i32, i32>();
  private heads: Map<i32, Patch> = new Map<i32, Patch>();

  constructor(
    private walk: Walk,
    edits: Edit[],
  ) {
    for (let index: i32 = 0; index < edits.length; index++) this.add(edits[index], index);
    this.list.sort((a: Patch, b: Patch): i32 => {
      if (a.start !== b.start) return a.start - b.start;
      return a.end !== b.end ? b.end - a.end : b.order - a.order;
    });
  }

  private add(edit: Edit, order: i32): void {
    const walk = this.walk;
    const cbor = walk.cbor;
    const first = walk.slotItems[edit.first];
    const last = walk.slotItems[edit.last];
    this.list.push(new Patch(first, cbor.next(last), 0, order));
    if (edit.kind === EditKind.Node) {
      this.byNode.set(edit.first, order);
      return;
    }
    const list = this.listAround(edit.first);
    if (!this.heads.has(list)) {
      const head = new Patch(list, cbor.inside(list), cbor.value(list), -1);
      this.heads.set(list, head);
      this.list.push(head);
    }
    let replaced: i32 = 1;
    for (let at = first; at !== last; at = cbor.next(at)) replaced += 1;
    this.heads.get(list).count += edit.out.length - replaced;
  }

  /** Number of the edit that replaces just this node, or -1. */
  orderOf(node: i32): i32 {
    return this.byNode.has(node) ? this.byNode.get(node) : -1;
  }

  /** Index of the first patch from `from` on that does not replace all of this node. */
  behind(node: i32, from: i32): i32 {
    const order = this.orderOf(node);
    if (order < 0) return from;
    let index = this.firstAt(this.walk.slotItems[node], from);
    while (index < this.list.length && this.list[index].order !== order) index += 1;
    return index + 1;
  }

  /** Index of the first patch from `from` on that starts at `start` or behind. */
  firstAt(start: i32, from: i32): i32 {
    let low = from;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle].start < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The array that holds a statement. */
  private listAround(statement: i32): i32 {
    const walk = this.walk;
    const up = walk.tree.parent[statement];
    const reader = walk.reader;
    let item = walk.slotItems[up];
    let type = walk.slotTypes[up];
    while (isEnum(type)) {
      const inner = reader.payloadType(item, type);
      item = reader.payload(item);
      type = inner;
    }
    switch (type) {
      case T.Module:
        return reader.peek(item, type, ModuleField.Body);
      case T.Script:
        return reader.peek(item, type, ScriptField.Body);
      case T.FunctionBody:
        return reader.peek(item, type, FunctionBodyField.Stmts);
      case T.SwitchCase:
        return reader.peek(item, type, SwitchCaseField.Cons);
      case T.StaticBlock:
        return reader.peek(reader.peek(item, type, StaticBlockField.Body), T.BlockStmt, BlockStmtField.Stmts);
      case T.TsModuleBlock:
        return reader.peek(item, type, TsModuleBlockField.Body);
      default:
        return reader.peek(item, T.BlockStmt, BlockStmtField.Stmts);
    }
  }
}
