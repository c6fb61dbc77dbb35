/**
 * Writes the program anew with core's edits in it. Bytes that no edit touches are copied as they are; only what core says is new is
 * encoded, in the wire version of the input.
 *
 * Requires: edits in core's order for the tree of `walk`, whose positions `lows` and `highs` are still those of the host.
 * Guarantees: a program of the same version, in which every kept part has the bytes it had.
 */
import { Edit, OutKind, OutNode } from "../../../core/src/rewrite/output";
import { ModuleItemTag, T } from "../../build/codec";
import { Cbor } from "../cbor/cbor";
import { Walk } from "../lower/walk";
import { Encoder } from "./encoder";
import { writeBody, writeExpression } from "./expressions";
import { Patches } from "./patches";
import { writeAssignTarget, writePattern, writeTargetAsPattern } from "./patterns";
import { writeBlock, writeRuntimeImport, writeStatement } from "./statements";

export class Splicer {
  readonly writer: Encoder;
  readonly cbor: Cbor;
  private patches: Patches;
  /** Patches from this one on lie inside the one being written. */
  private inner: i32 = 0;
  /** Number of the edit being written: a part that it keeps has only earlier edits in it. */
  private order: i32;

  constructor(
    readonly walk: Walk,
    private edits: Edit[],
    lows: Int32Array,
    highs: Int32Array,
    globalContext: i32,
    freshContext: i32,
  ) {
    this.cbor = walk.cbor;
    this.order = edits.length;
    this.patches = new Patches(walk, edits);
    this.writer = new Encoder(walk, lows, highs, globalContext, freshContext);
  }

  run(): void {
    this.range(0, this.cbor.next(0));
  }

  /** Copies bytes of the input, with the patches inside them applied. */
  range(from: i32, to: i32): void {
    const list = this.patches.list;
    const outer = this.inner;
    let at = from;
    let index = this.patches.firstAt(from, this.inner);
    while (index < list.length && list[index].start < to) {
      const patch = list[index];
      this.copy(at, patch.start);
      this.inner = index + 1;
      if (patch.order < 0) this.writer.array(patch.count);
      else this.inside(patch.order, this.walk.slotTypes[this.edits[patch.order].first]);
      at = patch.end;
      index = this.patches.firstAt(at, index + 1);
    }
    this.copy(at, to);
    this.inner = outer;
  }

  private copy(from: i32, to: i32): void {
    if (to > from) this.writer.copy(this.cbor.base + from, to - from);
  }

  /** Writes what an edit puts in its place, where values of type `wanted` belong. */
  private inside(order: i32, wanted: i32): void {
    const outer = this.order;
    this.order = order;
    this.nodes(this.edits[order].out, 0, wanted);
    this.order = outer;
  }

  /** Writes a part of the source where a value of type `wanted` belongs. */
  keep(node: i32, wanted: i32): void {
    const order = this.patches.orderOf(node);
    if (order >= 0 && order < this.order) return this.inside(order, wanted);
    this.original(node, wanted);
  }

  /** The same when an edit has put something else in its place. */
  private replaced(node: i32, wanted: i32): void {
    const outer = this.inner;
    this.inner = this.patches.behind(node, outer);
    this.original(node, wanted);
    this.inner = outer;
  }

  private original(node: i32, wanted: i32): void {
    const cbor = this.cbor;
    const item = this.walk.slotItems[node];
    const type = this.walk.slotTypes[node];
    const end = cbor.next(item);
    if (type === wanted) return this.range(item, end);
    const inside = cbor.inside(item);
    if (wanted === T.ModuleItem) {
      this.writer.tag(ModuleItemTag.Stmt);
      this.keep(node, T.Stmt);
    } else if (wanted === T.Pat && type === T.AssignTarget) {
      writeTargetAsPattern(this, item);
    } else {
      // A statement among module items, the body of an arrow, an expression in a pattern's place: one tag more than wanted.
      this.range(inside, end);
    }
  }

  /** Writes an output node where a value of type `wanted` belongs. */
  node(out: OutNode, wanted: i32): void {
    if (out.kind === OutKind.Keep)
      return out.isReplaced ? this.replaced(out.node, wanted) : this.keep(out.node, wanted);
    switch (wanted) {
      case T.ModuleItem:
        if (out.kind === OutKind.RuntimeImport) return writeRuntimeImport(this, out);
        this.writer.tag(ModuleItemTag.Stmt);
        writeStatement(this, out);
        return;
      case T.Stmt:
        writeStatement(this, out);
        return;
      case T.BlockStmt:
        writeBlock(this, out);
        return;
      case T.Pat:
        writePattern(this, out);
        return;
      case T.AssignTarget:
        writeAssignTarget(this, out);
        return;
      case T.BlockStmtOrExpr:
        writeBody(this, out);
        return;
      default:
        writeExpression(this, out);
    }
  }

  /** Writes `list` from the node number `from` on. */
  nodes(list: OutNode[], from: i32, wanted: i32): void {
    for (let index = from; index < list.length; index++) this.node(list[index], wanted);
  }

  /** Whether the host encodes functions as before 1.16. */
  isOld(): bool {
    const reader = this.walk.reader;
    if (!reader.isVersionKnown)
      reader.fail("no function with a block, so that nothing tells how this host encodes one; looked for it", 0);
    return reader.isOld;
  }
}
