/** Statements and declarations of variables. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  ArrayPatField,
  BindingIdentField,
  BlockStmtField,
  BreakStmtField,
  ContinueStmtField,
  ExprStmtField,
  ForOfStmtField,
  FunctionBodyField,
  IdentField,
  LabeledStmtField,
  LitTag,
  ModuleField,
  ObjectPatField,
  PatTag,
  ScriptField,
  StaticBlockField,
  StmtTag,
  StrField,
  T,
  UsingDeclField,
  VarDeclaratorField,
  VarDeclField,
  WithStmtField,
  ExprTag,
} from "../../build/codec";
import { Reader } from "./reader";
import { Role } from "./role";
import { Walk } from "./walk";

const VAR: i32 = 1;
const LET: i32 = 2;

export function lowerStatement(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.Module:
      lowerProgram(walk, item, type, reader.field(ModuleField.Body), T.ModuleItem);
      return true;
    case T.Script:
      lowerProgram(walk, item, type, reader.field(ScriptField.Body), T.Stmt);
      return true;
    case T.FunctionBody: {
      const list = reader.field(FunctionBodyField.Stmts);
      walk.open(Kind.Block, -1, 0, item, type);
      pushBody(walk, list, T.Stmt, false);
      return true;
    }
    case T.ExprStmt:
      if (role === Role.Prologue) {
        const text = rawText(reader, reader.field(ExprStmtField.Expr));
        walk.open(Kind.Directive, walk.tree.intern(text), 0, item, type);
      } else {
        walk.open(Kind.ExprStmt, -1, 0, item, type);
        walk.child(type, ExprStmtField.Expr, Role.Plain);
      }
      return true;
    case T.WithStmt:
      walk.opaque("WithStatement", item, type);
      walk.child(type, WithStmtField.Obj, Role.Plain);
      walk.child(type, WithStmtField.Body, Role.Plain);
      return true;
    case T.LabeledStmt: {
      const label = reader.peek(reader.field(LabeledStmtField.Label), T.Ident, IdentField.Sym);
      walk.open(Kind.Labeled, walk.internText(label), 0, item, type);
      walk.child(type, LabeledStmtField.Body, Role.Plain);
      return true;
    }
    case T.BreakStmt:
      lowerJump(walk, Kind.Break, item, type, reader.field(BreakStmtField.Label));
      return true;
    case T.ContinueStmt:
      lowerJump(walk, Kind.Continue, item, type, reader.field(ContinueStmtField.Label));
      return true;
    case T.ForOfStmt: {
      const isAwait = reader.flag(reader.field(ForOfStmtField.IsAwait));
      walk.open(Kind.ForOf, -1, isAwait ? Flag.ForAwait : 0, item, type);
      walk.child(type, ForOfStmtField.Right, Role.Plain);
      walk.child(type, ForOfStmtField.Left, Role.Target);
      walk.child(type, ForOfStmtField.Body, Role.Plain);
      return true;
    }
    case T.VarDecl: {
      if (reader.flag(reader.field(VarDeclField.Declare))) {
        walk.typeOnly(item, type);
        return true;
      }
      const kind = reader.unit(reader.field(VarDeclField.Kind));
      const flag = kind === VAR ? Flag.DeclVar : kind === LET ? Flag.DeclLet : Flag.DeclConst;
      walk.open(Kind.VarDecl, -1, flag, item, type);
      walk.child(type, VarDeclField.Decls, Role.Plain);
      return true;
    }
    case T.UsingDecl: {
      const isAwait = reader.flag(reader.field(UsingDeclField.IsAwait));
      walk.open(Kind.VarDecl, -1, isAwait ? Flag.DeclAwaitUsing : Flag.DeclUsing, item, type);
      walk.child(type, UsingDeclField.Decls, Role.Plain);
      return true;
    }
    case T.VarDeclarator: {
      const pattern = reader.field(VarDeclaratorField.Name);
      walk.open(Kind.Declarator, -1, hasAnnotation(reader, pattern) ? Flag.Typed : 0, item, type);
      walk.child(type, VarDeclaratorField.Name, Role.Binding);
      walk.child(type, VarDeclaratorField.Init, Role.Plain);
      return true;
    }
    case T.StaticBlock: {
      const block = reader.field(StaticBlockField.Body);
      walk.open(Kind.StaticBlock, -1, 0, item, type);
      walk.list(reader.peek(block, T.BlockStmt, BlockStmtField.Stmts), T.Stmt, Role.Plain);
      return true;
    }
    default:
      return false;
  }
}

/** A program begins where its file does, whatever its first token is. */
function lowerProgram(walk: Walk, item: i32, type: i32, list: i32, entry: i32): void {
  const isModule = type === T.Module;
  walk.open(Kind.Program, -1, isModule ? Flag.Module | Flag.Strict : 0, item, type);
  const prologue = pushBody(walk, list, entry, true);
  if (prologue) walk.tree.flags[0] |= Flag.Strict;
}

/** Pushes the statements of a body, those of its directive prologue as such. Whether `"use strict"` is one of them. */
function pushBody(walk: Walk, list: i32, entry: i32, isProgram: bool): bool {
  const reader = walk.reader;
  const count = reader.count(list);
  let at = walk.cbor.inside(list);
  let isPrologue = true;
  let isStrict = false;
  for (let index: i32 = 0; index < count; index++) {
    if (isProgram && walk.leavesOut(at)) {
      // What is between awaits does not matter outside functions, where these are rare.
      walk.none();
      at = walk.cbor.next(at);
      continue;
    }
    if (isPrologue) {
      const text = directiveOf(reader, at, entry);
      isPrologue = text.length > 0;
      if (text === "use strict") isStrict = true;
    }
    walk.push(at, entry, isPrologue ? Role.Prologue : Role.Plain);
    at = walk.cbor.next(at);
  }
  return isStrict;
}

/** Text between the quotes of a directive as it is written; empty for any other statement. */
function directiveOf(reader: Reader, entry: i32, entryType: i32): string {
  let item = entry;
  if (entryType === T.ModuleItem) {
    if (reader.payloadType(item, entryType) !== T.Stmt) return "";
    item = reader.payload(item);
  }
  if (reader.tag(item) !== StmtTag.ExprStmt) return "";
  return rawText(reader, reader.peek(reader.payload(item), T.ExprStmt, ExprStmtField.Expr));
}

/** Text between the quotes of a string literal as it is written; empty when the expression is not one. */
function rawText(reader: Reader, expression: i32): string {
  if (reader.tag(expression) !== ExprTag.Lit) return "";
  const literal = reader.payload(expression);
  if (reader.tag(literal) !== LitTag.Str) return "";
  const raw = reader.some(reader.peek(reader.payload(literal), T.Str, StrField.Raw));
  const text = raw === 0 ? "" : reader.cbor.text(raw);
  return text.length > 2 ? text.substring(1, text.length - 1) : "";
}

function lowerJump(walk: Walk, kind: i32, item: i32, type: i32, optional: i32): void {
  const label = walk.reader.some(optional);
  const atom = label === 0 ? -1 : walk.internText(walk.reader.peek(label, T.Ident, IdentField.Sym));
  walk.open(kind, atom, 0, item, type);
}

function hasAnnotation(reader: Reader, pattern: i32): bool {
  const item = reader.payload(pattern);
  let annotation: i32 = 0;
  switch (reader.tag(pattern)) {
    case PatTag.BindingIdent:
      annotation = reader.peek(item, T.BindingIdent, BindingIdentField.TypeAnn);
      break;
    case PatTag.ArrayPat:
      annotation = reader.peek(item, T.ArrayPat, ArrayPatField.TypeAnn);
      break;
    case PatTag.ObjectPat:
      annotation = reader.peek(item, T.ObjectPat, ObjectPatField.TypeAnn);
      break;
  }
  return reader.some(annotation) !== 0;
}
