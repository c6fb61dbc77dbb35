/** The parts of SWC nodes that many kinds of nodes have: spans, names, literals. */
import { OutNode } from "../../../core/src/rewrite/output";
import { MemberPropTag } from "../../build/codec";
import { Writer } from "../cbor/writer";
import { Walk } from "../lower/walk";

export class Encoder extends Writer {
  constructor(
    private walk: Walk,
    private lows: Int32Array,
    private highs: Int32Array,
    /** Syntax contexts of global names and of fresh ones. */
    private globalContext: i32,
    private freshContext: i32,
  ) {
    super(walk.cbor.length + (walk.cbor.length >> 3) + 1024);
  }

  /** Begins a node of `fields` fields, of which the first is a span, that stands for no place in the source. */
  struct(fields: i32): void {
    this.array(fields);
    this.noSpan();
  }

  /** Begins a node that stands for the place of `out` in the source, so that source maps and comments follow it. */
  placed(fields: i32, out: OutNode): void {
    this.array(fields);
    const origin = out.origin;
    if (origin < 0 || this.lows[origin] <= 0) return this.noSpan();
    this.array(2);
    this.unsigned(this.lows[origin]);
    this.unsigned(this.highs[origin]);
  }

  noSpan(): void {
    this.array(2);
    this.unsigned(0);
    this.unsigned(0);
  }

  /** An option that is not there, or an empty list. */
  none(): void {
    this.array(0);
  }

  /** A fresh name, or one more of a variable that the source has. */
  identifier(out: OutNode): void {
    this.placed(4, out);
    this.unsigned(out.node < 0 ? this.freshContext : this.walk.contexts[out.node]);
    this.text(out.text);
    this.boolean(false);
  }

  /** A name that no binding of the source may take. */
  global(name: string): void {
    this.ident(name, this.globalContext);
  }

  ident(name: string, context: i32): void {
    this.struct(4);
    this.unsigned(context);
    this.text(name);
    this.boolean(false);
  }

  propertyName(name: string): void {
    this.tag(MemberPropTag.IdentName);
    this.struct(2);
    this.text(name);
  }

  string(text: string): void {
    this.struct(3);
    this.wtf8(text);
    this.none();
  }
}
