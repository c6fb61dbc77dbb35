/** Writes expressions that core made. */
import { OutKind, OutNode } from "../../../core/src/rewrite/output";
import { Kind } from "../../../core/src/tree/kinds";
import { BlockStmtOrExprTag, CalleeTag, ExprTag, LitTag, T } from "../../build/codec";
import { Splicer } from "./apply";
import { writeFunctionBody } from "./statements";

const ASSIGN: i32 = 1;
const LESS_THAN: i32 = 5;

export function writeExpression(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  const children = out.children;
  switch (out.kind) {
    case OutKind.Name:
      writer.tag(ExprTag.Ident);
      writer.identifier(out);
      return;
    case OutKind.Await:
      writer.tag(ExprTag.AwaitExpr);
      writer.struct(2);
      splicer.node(children[0], T.Expr);
      return;
    case OutKind.Assign:
      writer.tag(ExprTag.AssignExpr);
      writer.struct(4);
      writer.unsigned(ASSIGN);
      splicer.node(children[0], T.AssignTarget);
      splicer.node(children[1], T.Expr);
      return;
    case OutKind.AsyncArrow:
      arrow(splicer, out);
      return;
    case OutKind.Call:
      callee(splicer);
      splicer.node(children[0], T.Expr);
      writer.array(children.length - 1);
      for (let index: i32 = 1; index < children.length; index++) element(splicer, children[index]);
      writer.none();
      return;
    case OutKind.Member:
      writer.tag(ExprTag.MemberExpr);
      writer.struct(3);
      splicer.node(children[0], T.Expr);
      writer.propertyName(out.text);
      return;
    case OutKind.Array:
      array(splicer, out);
      return;
    case OutKind.PromiseAll:
      promise(splicer, "all");
      writer.array(2);
      writer.none();
      array(splicer, out);
      writer.none();
      return;
    case OutKind.PromiseResolve:
      promise(splicer, "resolve");
      element(splicer, children[0]);
      writer.none();
      return;
    case OutKind.Number:
      writer.tag(ExprTag.Lit);
      writer.tag(LitTag.Number);
      writer.struct(3);
      writer.float(<f64>parseInt(out.text));
      writer.none();
      return;
    case OutKind.Global:
      writer.tag(ExprTag.Ident);
      writer.global(out.text);
      return;
    case OutKind.Text:
      writer.tag(ExprTag.Lit);
      writer.tag(LitTag.Str);
      writer.string(out.text);
      return;
    case OutKind.YieldAll:
      writer.tag(ExprTag.YieldExpr);
      writer.struct(3);
      writer.array(1);
      splicer.node(children[0], T.Expr);
      writer.boolean(true);
      return;
    case OutKind.Less:
      writer.tag(ExprTag.BinExpr);
      writer.struct(4);
      writer.unsigned(LESS_THAN);
      splicer.node(children[0], T.Expr);
      splicer.node(children[1], T.Expr);
      return;
    default:
      splicer.walk.reader.fail("an edit that cannot be written", 0);
  }
}

function arrow(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  const body = out.children[0];
  writer.tag(ExprTag.ArrowExpr);
  writer.struct(8);
  writer.unsigned(0);
  writer.array(out.children.length - 1);
  splicer.nodes(out.children, 1, T.Pat);
  writeBody(splicer, body);
  writer.boolean(true);
  writer.boolean(false);
  writer.none();
  writer.none();
}

/** The body of an arrow. */
export function writeBody(splicer: Splicer, out: OutNode): void {
  const isBlock = out.kind === OutKind.Keep && splicer.walk.tree.kind[out.node] === Kind.Block;
  if (isBlock || out.kind === OutKind.Block) {
    splicer.writer.tag(BlockStmtOrExprTag.FunctionBody);
    writeFunctionBody(splicer, out);
  } else {
    splicer.writer.tag(BlockStmtOrExprTag.Expr);
    splicer.node(out, T.Expr);
  }
}

/** The beginning of a call, up to the expression that is called. */
function callee(splicer: Splicer): void {
  const writer = splicer.writer;
  writer.tag(ExprTag.CallExpr);
  writer.struct(5);
  writer.unsigned(0);
  writer.tag(CalleeTag.Expr);
}

/** `Promise.all(` on the global `Promise`, up to its one argument: its context keeps a binding of the user's away from it. */
function promise(splicer: Splicer, method: string): void {
  const writer = splicer.writer;
  callee(splicer);
  writer.tag(ExprTag.MemberExpr);
  writer.struct(3);
  writer.tag(ExprTag.Ident);
  writer.global("Promise");
  writer.propertyName(method);
  writer.array(1);
}

function array(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  writer.tag(ExprTag.ArrayLit);
  writer.struct(2);
  writer.array(out.children.length);
  for (let index: i32 = 0; index < out.children.length; index++) {
    writer.array(1);
    element(splicer, out.children[index]);
  }
}

/** An element of an array or an argument. */
function element(splicer: Splicer, out: OutNode): void {
  splicer.writer.array(2);
  splicer.writer.none();
  splicer.node(out, T.Expr);
}
