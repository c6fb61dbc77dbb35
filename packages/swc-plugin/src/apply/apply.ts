/**
 * Writes the program anew with core's edits in it. Bytes that no edit touches are copied as they are; only what core says is new is
 * encoded, in the wire version of the input.
 *
 * Requires: edits in core's order for the tree of `walk`, whose positions `lows` and `highs` are still those of the host.
 * Guarantees: a program of the same version, in which every kept part has the bytes it had.
 */
import { Edit, OutKind, OutNode, RUNTIME } from "../../../core/src/rewrite/output";
import {
  AssignTargetPatTag,
  AssignTargetTag,
  BlockStmtOrExprTag,
  CalleeTag,
  DeclTag,
  ExprTag,
  ForHeadTag,
  ImportSpecifierTag,
  LitTag,
  MemberPropTag,
  ModuleDeclTag,
  ModuleExportNameTag,
  ModuleItemTag,
  PatTag,
  SimpleAssignTargetTag,
  StmtTag,
  T,
  TsTypeTag,
} from "../../build/codec";
import { Cbor } from "../cbor/cbor";
import { Writer } from "../cbor/writer";
import { Walk } from "../lower/walk";
import { Patches } from "./patches";

const VAR: i32 = 1;
const LET: i32 = 2;
const CONST: i32 = 3;
const ASSIGN: i32 = 1;
const LESS_THAN: i32 = 5;
/** The phase of a plain import. */
const EVALUATION: i32 = 1;
const UNKNOWN_KEYWORD: i32 = 2;

export class Splicer {
  readonly writer: Writer;
  private cbor: Cbor;
  private patches: Patches;
  /** Patches from this one on lie inside the one being written. */
  private inner: i32 = 0;
  /** Number of the edit being written: a part that it keeps has only earlier edits in it. */
  private order: i32;

  constructor(
    private walk: Walk,
    private edits: Edit[],
    private lows: Int32Array,
    private highs: Int32Array,
    /** Syntax contexts of global names and of fresh ones. */
    private globalContext: i32,
    private freshContext: i32,
  ) {
    this.cbor = walk.cbor;
    this.order = edits.length;
    this.patches = new Patches(walk, edits);
    this.writer = new Writer(walk.cbor.length + (walk.cbor.length >> 3) + 1024);
  }

  run(): void {
    this.range(0, this.cbor.next(0));
  }

  /** Copies bytes of the input, with the patches inside them applied. */
  private range(from: i32, to: i32): void {
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
    const out = this.edits[order].out;
    for (let index: i32 = 0; index < out.length; index++) this.node(out[index], wanted);
    this.order = outer;
  }

  // ---- kept parts ---------------------------------------------------------------------------------------------------

  /** Writes a part of the source where a value of type `wanted` belongs. */
  private keep(node: i32, wanted: i32): void {
    const order = this.patches.orderOf(node);
    if (order >= 0 && order < this.order) return this.inside(order, wanted);
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
      this.target(item);
    } else {
      // A statement among module items, the body of an arrow, an expression in a pattern's place: one tag more than wanted.
      this.range(inside, end);
    }
  }

  /** The left side of an assignment as an element of an array pattern. */
  private target(item: i32): void {
    const cbor = this.cbor;
    const writer = this.writer;
    const inner = cbor.inside(item);
    const content = cbor.inside(inner);
    const end = cbor.next(inner);
    if (cbor.value(item) === AssignTargetTag.AssignTargetPat) {
      const isArray = cbor.value(inner) === AssignTargetPatTag.ArrayPat;
      writer.tag(isArray ? PatTag.ArrayPat : PatTag.ObjectPat);
      return this.range(content, end);
    }
    const tag = cbor.value(inner);
    if (tag === SimpleAssignTargetTag.BindingIdent) {
      writer.tag(PatTag.BindingIdent);
    } else {
      writer.tag(PatTag.Expr);
      writer.tag(expressionTag(tag));
    }
    this.range(content, end);
  }

  // ---- new nodes ----------------------------------------------------------------------------------------------------

  /** Writes an output node where a value of type `wanted` belongs. */
  private node(out: OutNode, wanted: i32): void {
    const writer = this.writer;
    if (out.kind === OutKind.Keep) return this.keep(out.node, wanted);
    switch (wanted) {
      case T.ModuleItem:
        if (out.kind === OutKind.RuntimeImport) return this.runtimeImport(out);
        writer.tag(ModuleItemTag.Stmt);
        this.statement(out);
        return;
      case T.Stmt:
        this.statement(out);
        return;
      case T.BlockStmt:
        this.block(out);
        return;
      case T.Pat:
        this.pattern(out);
        return;
      case T.AssignTarget:
        if (out.kind === OutKind.Name) {
          writer.tag(AssignTargetTag.SimpleAssignTarget);
          writer.tag(SimpleAssignTargetTag.BindingIdent);
          writer.array(2);
          this.identifier(out);
          writer.array(0);
          return;
        }
        writer.tag(AssignTargetTag.AssignTargetPat);
        writer.tag(AssignTargetPatTag.ArrayPat);
        this.arrayPattern(out);
        return;
      case T.BlockStmtOrExpr:
        if (out.kind === OutKind.Block) {
          writer.tag(BlockStmtOrExprTag.FunctionBody);
          this.functionBody(out);
        } else {
          writer.tag(BlockStmtOrExprTag.Expr);
          this.expression(out);
        }
        return;
      default:
        this.expression(out);
    }
  }

  private statement(out: OutNode): void {
    const writer = this.writer;
    switch (out.kind) {
      case OutKind.VarDecl:
        writer.tag(StmtTag.Decl);
        writer.tag(DeclTag.VarDecl);
        writer.array(5);
        this.span(out);
        writer.unsigned(0);
        writer.unsigned(out.text === "const" ? CONST : out.text === "let" ? LET : VAR);
        writer.boolean(false);
        writer.array(1);
        writer.array(4);
        this.noSpan();
        this.node(out.children[0], T.Pat);
        writer.array(1);
        this.node(out.children[1], T.Expr);
        writer.boolean(false);
        return;
      case OutKind.Return:
        writer.tag(StmtTag.ReturnStmt);
        writer.array(2);
        this.span(out);
        writer.array(1);
        this.node(out.children[0], T.Expr);
        return;
      case OutKind.Block:
        writer.tag(StmtTag.BlockStmt);
        this.block(out);
        return;
      case OutKind.ForOf:
        this.forOf(out);
        return;
      case OutKind.FunctionDecl:
        this.functionDecl(out);
        return;
      case OutKind.While:
        writer.tag(StmtTag.WhileStmt);
        writer.array(3);
        this.noSpan();
        this.node(out.children[0], T.Expr);
        this.node(out.children[1], T.Stmt);
        return;
      case OutKind.LoopHead: {
        const tree = this.walk.tree;
        let body = tree.firstChild(out.node);
        while (tree.nextSibling(body) >= 0) body = tree.nextSibling(body);
        this.range(this.walk.slotItems[out.node], this.walk.slotItems[body]);
        this.node(out.children[0], T.Stmt);
        return;
      }
      default:
        writer.tag(StmtTag.ExprStmt);
        writer.array(2);
        this.span(out);
        this.node(out.kind === OutKind.ExprStmt ? out.children[0] : out, T.Expr);
    }
  }

  private block(out: OutNode): void {
    this.writer.array(3);
    this.span(out);
    this.writer.unsigned(0);
    this.statements(out);
  }

  private forOf(out: OutNode): void {
    const writer = this.writer;
    writer.tag(StmtTag.ForOfStmt);
    writer.array(5);
    this.span(out);
    writer.boolean(false);
    writer.tag(ForHeadTag.VarDecl);
    writer.array(5);
    this.noSpan();
    writer.unsigned(0);
    writer.unsigned(out.text === "const" ? CONST : LET);
    writer.boolean(false);
    writer.array(1);
    writer.array(4);
    this.noSpan();
    this.node(out.children[0], T.Pat);
    writer.array(0);
    writer.boolean(false);
    this.node(out.children[1], T.Expr);
    this.node(out.children[2], T.Stmt);
  }

  private functionDecl(out: OutNode): void {
    const writer = this.writer;
    const isOld = this.isOld();
    const isGenerator = out.text === "*";
    writer.tag(StmtTag.Decl);
    writer.tag(DeclTag.FnDecl);
    writer.array(3);
    this.identifier(out.children[0]);
    writer.boolean(false);
    writer.array(isOld ? 9 : 10);
    // No `this` parameter.
    if (!isOld) writer.array(0);
    writer.array(out.children.length - 2);
    for (let index: i32 = 2; index < out.children.length; index++) {
      writer.array(3);
      this.noSpan();
      writer.array(0);
      this.node(out.children[index], T.Pat);
    }
    writer.array(0);
    this.noSpan();
    writer.unsigned(0);
    writer.array(1);
    this.functionBody(out.children[1]);
    writer.boolean(isGenerator);
    writer.boolean(!isGenerator);
    writer.array(0);
    writer.array(0);
  }

  /** `import { pool } from "@parallel-await/runtime"`; fields that say nothing are empty options. */
  private runtimeImport(out: OutNode): void {
    const writer = this.writer;
    const local = out.children[0];
    writer.tag(ModuleItemTag.ModuleDecl);
    writer.tag(ModuleDeclTag.ImportDecl);
    writer.array(6);
    this.noSpan();
    writer.array(1);
    writer.tag(ImportSpecifierTag.ImportNamedSpecifier);
    writer.array(4);
    this.noSpan();
    this.identifier(local);
    if (local.text === out.text) {
      writer.array(0);
    } else {
      writer.array(1);
      writer.tag(ModuleExportNameTag.Ident);
      this.ident(out.text, 0);
    }
    writer.boolean(false);
    this.string(RUNTIME);
    writer.boolean(false);
    writer.array(0);
    writer.unsigned(EVALUATION);
  }

  private string(text: string): void {
    this.writer.array(3);
    this.noSpan();
    this.writer.wtf8(text);
    this.writer.array(0);
  }

  private statements(out: OutNode): void {
    this.writer.array(out.children.length);
    for (let index: i32 = 0; index < out.children.length; index++) this.node(out.children[index], T.Stmt);
  }

  /** Whether the host encodes functions as before 1.16. */
  private isOld(): bool {
    const reader = this.walk.reader;
    if (!reader.isVersionKnown)
      reader.fail("no function with a block, so that nothing tells how this host encodes one; looked for it", 0);
    return reader.isOld;
  }

  /** The block of an arrow, which is a block like any other before 1.16. */
  private functionBody(out: OutNode): void {
    const isOld = this.isOld();
    this.writer.array(isOld ? 3 : 2);
    this.noSpan();
    if (isOld) this.writer.unsigned(0);
    this.statements(out);
  }

  private expression(out: OutNode): void {
    const writer = this.writer;
    switch (out.kind) {
      case OutKind.Name:
        writer.tag(ExprTag.Ident);
        this.identifier(out);
        return;
      case OutKind.Await:
        writer.tag(ExprTag.AwaitExpr);
        writer.array(2);
        this.noSpan();
        this.node(out.children[0], T.Expr);
        return;
      case OutKind.Assign:
        writer.tag(ExprTag.AssignExpr);
        writer.array(4);
        this.noSpan();
        writer.unsigned(ASSIGN);
        this.node(out.children[0], T.AssignTarget);
        this.node(out.children[1], T.Expr);
        return;
      case OutKind.AsyncArrow:
        this.arrow(out);
        return;
      case OutKind.Call:
        this.call(out);
        return;
      case OutKind.Member:
        writer.tag(ExprTag.MemberExpr);
        writer.array(3);
        this.noSpan();
        this.node(out.children[0], T.Expr);
        this.propertyName(out.text);
        return;
      case OutKind.Array:
        this.array(out);
        return;
      case OutKind.PromiseAll:
        this.promise("all");
        this.writer.array(2);
        this.writer.array(0);
        this.array(out);
        this.writer.array(0);
        return;
      case OutKind.PromiseResolve:
        this.promise("resolve");
        this.element(out.children[0]);
        this.writer.array(0);
        return;
      case OutKind.Number:
        writer.tag(ExprTag.Lit);
        writer.tag(LitTag.Number);
        writer.array(3);
        this.noSpan();
        writer.float(<f64>parseInt(out.text));
        writer.array(0);
        return;
      case OutKind.Global:
        writer.tag(ExprTag.Ident);
        this.ident(out.text, this.globalContext);
        return;
      case OutKind.Text:
        writer.tag(ExprTag.Lit);
        writer.tag(LitTag.Str);
        this.string(out.text);
        return;
      case OutKind.YieldAll:
        writer.tag(ExprTag.YieldExpr);
        writer.array(3);
        this.noSpan();
        writer.array(1);
        this.node(out.children[0], T.Expr);
        writer.boolean(true);
        return;
      case OutKind.Less:
        writer.tag(ExprTag.BinExpr);
        writer.array(4);
        this.noSpan();
        writer.unsigned(LESS_THAN);
        this.node(out.children[0], T.Expr);
        this.node(out.children[1], T.Expr);
        return;
      default:
        this.walk.reader.fail("an edit that cannot be written", 0);
    }
  }

  private arrow(out: OutNode): void {
    const writer = this.writer;
    writer.tag(ExprTag.ArrowExpr);
    writer.array(8);
    this.noSpan();
    writer.unsigned(0);
    writer.array(out.children.length - 1);
    for (let index: i32 = 1; index < out.children.length; index++) this.node(out.children[index], T.Pat);
    this.body(out.children[0]);
    writer.boolean(true);
    writer.boolean(false);
    writer.array(0);
    writer.array(0);
  }

  private body(out: OutNode): void {
    if (out.kind !== OutKind.Keep) return this.node(out, T.BlockStmtOrExpr);
    this.writer.tag(BlockStmtOrExprTag.Expr);
    this.node(out, T.Expr);
  }

  /** The beginning of a call, up to the expression that is called. */
  private callee(): void {
    const writer = this.writer;
    writer.tag(ExprTag.CallExpr);
    writer.array(5);
    this.noSpan();
    writer.unsigned(0);
    writer.tag(CalleeTag.Expr);
  }

  private call(out: OutNode): void {
    const writer = this.writer;
    this.callee();
    this.node(out.children[0], T.Expr);
    writer.array(out.children.length - 1);
    for (let index: i32 = 1; index < out.children.length; index++) this.element(out.children[index]);
    writer.array(0);
  }

  /** `Promise.all(` on the global `Promise`, up to its one argument: its context keeps a binding of the user's away from it. */
  private promise(method: string): void {
    const writer = this.writer;
    this.callee();
    writer.tag(ExprTag.MemberExpr);
    writer.array(3);
    this.noSpan();
    writer.tag(ExprTag.Ident);
    this.ident("Promise", this.globalContext);
    this.propertyName(method);
    writer.array(1);
  }

  private array(out: OutNode): void {
    const writer = this.writer;
    writer.tag(ExprTag.ArrayLit);
    writer.array(2);
    this.noSpan();
    writer.array(out.children.length);
    for (let index: i32 = 0; index < out.children.length; index++) {
      writer.array(1);
      this.element(out.children[index]);
    }
  }

  /** An element of an array or an argument. */
  private element(out: OutNode): void {
    this.writer.array(2);
    this.writer.array(0);
    this.node(out, T.Expr);
  }

  private pattern(out: OutNode): void {
    if (out.kind === OutKind.ArrayPattern) {
      this.writer.tag(PatTag.ArrayPat);
      this.arrayPattern(out);
      return;
    }
    this.writer.tag(PatTag.BindingIdent);
    this.writer.array(2);
    this.identifier(out);
    this.writer.array(0);
  }

  private arrayPattern(out: OutNode): void {
    const writer = this.writer;
    writer.array(4);
    this.noSpan();
    writer.array(out.children.length);
    for (let index: i32 = 0; index < out.children.length; index++) {
      const element = out.children[index];
      if (element.kind === OutKind.Hole) {
        writer.array(0);
      } else {
        writer.array(1);
        if (out.typed && element.kind === OutKind.Keep) this.withoutAnnotation(element.node);
        else this.node(element, T.Pat);
      }
    }
    writer.boolean(false);
    if (out.typed) this.tupleAnnotation(out);
    else writer.array(0);
  }

  /** A pattern as an element of another one, where it cannot carry an annotation: the last field of all that can. */
  private withoutAnnotation(node: i32): void {
    const annotation = this.annotationOf(node);
    if (annotation === 0) return this.keep(node, T.Pat);
    this.range(this.walk.slotItems[node], annotation);
    this.writer.array(0);
  }

  /** `: [A, B]` from the annotations of the elements. */
  private tupleAnnotation(out: OutNode): void {
    const writer = this.writer;
    writer.array(1);
    writer.array(2);
    this.noSpan();
    writer.tag(TsTypeTag.TsTupleType);
    writer.array(2);
    this.noSpan();
    writer.array(out.children.length);
    for (let index: i32 = 0; index < out.children.length; index++) {
      const element = out.children[index];
      const annotation = element.kind === OutKind.Keep ? this.annotationOf(element.node) : 0;
      writer.array(3);
      this.noSpan();
      writer.array(0);
      if (annotation > 0) this.annotatedType(annotation);
      else this.unknownType();
    }
  }

  private annotatedType(annotation: i32): void {
    const cbor = this.cbor;
    const type = cbor.next(cbor.inside(cbor.inside(annotation)));
    this.range(type, cbor.next(type));
  }

  /** A hole takes whatever comes. */
  private unknownType(): void {
    this.writer.tag(TsTypeTag.TsKeywordType);
    this.writer.array(2);
    this.noSpan();
    this.writer.unsigned(UNKNOWN_KEYWORD);
  }

  /** The optional annotation of a pattern that has one, or 0. */
  private annotationOf(node: i32): i32 {
    const cbor = this.cbor;
    if (this.walk.slotTypes[node] !== T.Pat) return 0;
    const item = this.walk.slotItems[node];
    const tag = cbor.value(item);
    if (tag !== PatTag.BindingIdent && tag !== PatTag.ArrayPat && tag !== PatTag.ObjectPat) return 0;
    const struct = cbor.inside(item);
    let last = cbor.inside(struct);
    for (let left = cbor.value(struct); left > 1; left--) last = cbor.next(last);
    return cbor.value(last) > 0 ? last : 0;
  }

  private propertyName(name: string): void {
    this.writer.tag(MemberPropTag.IdentName);
    this.writer.array(2);
    this.noSpan();
    this.writer.text(name);
  }

  /** A fresh name, which may stand where the source node `origin` stood, or one more of a variable that the source has. */
  private identifier(out: OutNode): void {
    this.writer.array(4);
    this.span(out);
    this.writer.unsigned(out.node < 0 ? this.freshContext : this.walk.contexts[out.node]);
    this.writer.text(out.text);
    this.writer.boolean(false);
  }

  private ident(name: string, context: i32): void {
    this.writer.array(4);
    this.noSpan();
    this.writer.unsigned(context);
    this.writer.text(name);
    this.writer.boolean(false);
  }

  /** The place in the source that a node stands for, so that source maps and comments follow it. */
  private span(out: OutNode): void {
    const origin = out.origin;
    if (origin < 0 || this.lows[origin] <= 0) return this.noSpan();
    this.writer.array(2);
    this.writer.unsigned(this.lows[origin]);
    this.writer.unsigned(this.highs[origin]);
  }

  private noSpan(): void {
    this.writer.array(2);
    this.writer.unsigned(0);
    this.writer.unsigned(0);
  }
}

/** The tag that a target of an assignment, other than a name, has as an expression. */
function expressionTag(target: i32): i32 {
  switch (target) {
    case SimpleAssignTargetTag.MemberExpr:
      return ExprTag.MemberExpr;
    case SimpleAssignTargetTag.SuperPropExpr:
      return ExprTag.SuperPropExpr;
    case SimpleAssignTargetTag.ParenExpr:
      return ExprTag.ParenExpr;
    case SimpleAssignTargetTag.TsAsExpr:
      return ExprTag.TsAsExpr;
    case SimpleAssignTargetTag.TsSatisfiesExpr:
      return ExprTag.TsSatisfiesExpr;
    case SimpleAssignTargetTag.TsNonNullExpr:
      return ExprTag.TsNonNullExpr;
    default:
      return ExprTag.TsTypeAssertion;
  }
}
