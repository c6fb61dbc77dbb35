/** Writes statements that core made. */
import { OutKind, OutNode, RUNTIME } from "../../../core/src/rewrite/output";
import {
  DeclTag,
  ForHeadTag,
  ImportSpecifierTag,
  ModuleDeclTag,
  ModuleExportNameTag,
  ModuleItemTag,
  StmtTag,
  T,
} from "../../build/codec";
import { Splicer } from "./apply";

const VAR: i32 = 1;
const LET: i32 = 2;
const CONST: i32 = 3;
/** The phase of a plain import. */
const EVALUATION: i32 = 1;

export function writeStatement(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  switch (out.kind) {
    case OutKind.VarDecl:
      variable(splicer, out);
      return;
    case OutKind.Return:
      writer.tag(StmtTag.ReturnStmt);
      writer.placed(2, out);
      writer.array(out.children.length);
      splicer.nodes(out.children, 0, T.Expr);
      return;
    case OutKind.Block:
      writer.tag(StmtTag.BlockStmt);
      writeBlock(splicer, out);
      return;
    case OutKind.ForOf:
      forOf(splicer, out);
      return;
    case OutKind.FunctionDecl:
      functionDecl(splicer, out);
      return;
    case OutKind.If:
      writer.tag(StmtTag.IfStmt);
      writer.placed(4, out);
      splicer.node(out.children[0], T.Expr);
      splicer.node(out.children[1], T.Stmt);
      writer.none();
      return;
    case OutKind.While:
      writer.tag(StmtTag.WhileStmt);
      writer.struct(3);
      splicer.node(out.children[0], T.Expr);
      splicer.node(out.children[1], T.Stmt);
      return;
    case OutKind.LoopHead:
      loopHead(splicer, out);
      return;
    default:
      writer.tag(StmtTag.ExprStmt);
      writer.placed(2, out);
      splicer.node(out.kind === OutKind.ExprStmt ? out.children[0] : out, T.Expr);
  }
}

export function writeBlock(splicer: Splicer, out: OutNode): void {
  splicer.writer.placed(3, out);
  splicer.writer.unsigned(0);
  statements(splicer, out);
}

export function writeFunctionBody(splicer: Splicer, out: OutNode): void {
  openFunctionBody(splicer);
  if (out.kind === OutKind.Block) return statements(splicer, out);
  // What is behind the span and the context of a block of the source.
  const cbor = splicer.cbor;
  const span = cbor.inside(cbor.inside(splicer.walk.slotItems[out.node]));
  const list = cbor.next(cbor.next(span));
  splicer.range(list, cbor.next(list));
}

/** The block of a function, which is a block like any other before 1.16, up to its statements. */
function openFunctionBody(splicer: Splicer): void {
  const isOld = splicer.isOld();
  splicer.writer.struct(isOld ? 3 : 2);
  if (isOld) splicer.writer.unsigned(0);
}

function statements(splicer: Splicer, out: OutNode): void {
  splicer.writer.array(out.children.length);
  splicer.nodes(out.children, 0, T.Stmt);
}

function variable(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  writer.tag(StmtTag.Decl);
  writer.tag(DeclTag.VarDecl);
  writer.placed(5, out);
  declarator(splicer, out, out.text === "const" ? CONST : out.text === "let" ? LET : VAR);
  writer.array(1);
  splicer.node(out.children[1], T.Expr);
  writer.boolean(false);
}

/** A declaration's fields between its span and the value of its one variable. */
function declarator(splicer: Splicer, out: OutNode, kind: i32): void {
  const writer = splicer.writer;
  writer.unsigned(0);
  writer.unsigned(kind);
  writer.boolean(false);
  writer.array(1);
  writer.struct(4);
  splicer.node(out.children[0], T.Pat);
}

function forOf(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  writer.tag(StmtTag.ForOfStmt);
  writer.placed(5, out);
  writer.boolean(false);
  writer.tag(ForHeadTag.VarDecl);
  writer.struct(5);
  declarator(splicer, out, out.text === "const" ? CONST : LET);
  writer.none();
  writer.boolean(false);
  splicer.node(out.children[1], T.Expr);
  splicer.node(out.children[2], T.Stmt);
}

/** The loop of the source with another body, which is the last of its parts. */
function loopHead(splicer: Splicer, out: OutNode): void {
  const walk = splicer.walk;
  const tree = walk.tree;
  let body = tree.firstChild(out.node);
  while (tree.nextSibling(body) >= 0) body = tree.nextSibling(body);
  let start = walk.slotItems[out.node];
  // A statement of a module has the tag of one in front of its own, which is written by now.
  if (walk.slotTypes[out.node] === T.ModuleItem) start = splicer.cbor.inside(start);
  splicer.range(start, walk.slotItems[body]);
  splicer.node(out.children[0], T.Stmt);
}

function functionDecl(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  const isOld = splicer.isOld();
  const isGenerator = out.text === "*";
  writer.tag(StmtTag.Decl);
  writer.tag(DeclTag.FnDecl);
  writer.array(3);
  writer.identifier(out.children[0]);
  writer.boolean(false);
  writer.array(isOld ? 9 : 10);
  // No `this` parameter.
  if (!isOld) writer.none();
  writer.array(out.children.length - 2);
  for (let index: i32 = 2; index < out.children.length; index++) {
    writer.struct(3);
    writer.none();
    splicer.node(out.children[index], T.Pat);
  }
  writer.none();
  writer.noSpan();
  writer.unsigned(0);
  writer.array(1);
  writeFunctionBody(splicer, out.children[1]);
  writer.boolean(isGenerator);
  writer.boolean(!isGenerator);
  writer.none();
  writer.none();
}

/** `import { pool } from "@parallel-await/runtime"`; fields that say nothing are empty options. */
export function writeRuntimeImport(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  const local = out.children[0];
  writer.tag(ModuleItemTag.ModuleDecl);
  writer.tag(ModuleDeclTag.ImportDecl);
  writer.struct(6);
  writer.array(1);
  writer.tag(ImportSpecifierTag.ImportNamedSpecifier);
  writer.struct(4);
  writer.identifier(local);
  if (local.text === out.text) {
    writer.none();
  } else {
    writer.array(1);
    writer.tag(ModuleExportNameTag.Ident);
    writer.ident(out.text, 0);
  }
  writer.boolean(false);
  writer.string(RUNTIME);
  writer.boolean(false);
  writer.none();
  writer.unsigned(EVALUATION);
}
