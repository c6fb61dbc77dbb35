/** Functions, arrows, and what is behind methods and accessors. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  ArrowExprField,
  BlockStmtOrExprTag,
  BindingIdentField,
  ConstructorField,
  FnDeclField,
  FnExprField,
  FunctionField,
  GetterPropField,
  IdentField,
  ParamField,
  ParamOrTsParamPropTag,
  PatTag,
  SetterPropField,
  T,
  TsParamPropField,
} from "../../build/codec";
import { Reader } from "./reader";
import { Role } from "./role";
import { Part, Walk } from "./walk";

export function lowerFunctionPart(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.FnDecl: {
      const isDeclared = reader.flag(reader.field(FnDeclField.Declare));
      const name = reader.field(FnDeclField.Ident);
      lowerFunction(walk, item, type, name, reader.field(FnDeclField.Function), isDeclared, Flag.Declaration);
      return true;
    }
    case T.FnExpr: {
      const flags = role === Role.DefaultExport ? Flag.Declaration : 0;
      const name = reader.some(reader.field(FnExprField.Ident));
      lowerFunction(walk, item, type, name, reader.field(FnExprField.Function), false, flags);
      return true;
    }
    case T.ArrowExpr: {
      let flags: i32 = Flag.Arrow;
      if (reader.unit(reader.field(ArrowExprField.Ctxt)) === 0) reader.hasPlainArrow = true;
      if (reader.flag(reader.field(ArrowExprField.IsAsync))) flags |= Flag.Async;
      const isOmitted = walk.omits(item);
      const isExpression = reader.tag(reader.field(ArrowExprField.Body)) === BlockStmtOrExprTag.Expr;
      if (isExpression && !isOmitted) flags |= Flag.ExprBody;
      walk.open(Kind.Function, -1, flags, item, type);
      walk.none();
      if (isOmitted) {
        pushOmitted(walk);
      } else {
        walk.push(item, Part.ArrowParams, Role.Plain);
        walk.child(type, ArrowExprField.Body, Role.Plain);
      }
      return true;
    }
    case Part.Omitted:
      walk.openPart(item, 0);
      return true;
    case Part.ArrowParams:
      walk.openPart(Kind.Params, 0);
      walk.list(reader.peek(item, T.ArrowExpr, ArrowExprField.Params), T.Pat, Role.Binding);
      return true;
    case Part.Params:
      walk.openPart(Kind.Params, 0);
      pushParams(walk, reader.peek(item, T.Function, FunctionField.Params), T.Param);
      return true;
    case Part.ConstructorParams:
      walk.openPart(Kind.Params, 0);
      pushParams(walk, reader.peek(item, T.Constructor, ConstructorField.Params), T.ParamOrTsParamProp);
      return true;
    case Part.MethodFunction:
      walk.openPart(Kind.Function, functionFlags(reader, item));
      walk.none();
      pushInside(walk, item, Part.Params, Role.Plain, bodyOf(reader, item));
      return true;
    case Part.ConstructorFunction: {
      walk.openPart(Kind.Function, 0);
      walk.none();
      const inside = reader.some(reader.peek(item, T.Constructor, ConstructorField.Body));
      pushInside(walk, item, Part.ConstructorParams, Role.Plain, inside);
      return true;
    }
    case Part.OldAccessorFunction: {
      const isSetter = role === Role.Target;
      const body = isSetter
        ? reader.peek(item, T.SetterProp, SetterPropField.Body)
        : reader.peek(item, T.GetterProp, GetterPropField.Body);
      walk.openPart(Kind.Function, 0);
      walk.none();
      pushInside(walk, item, Part.OldSetterParams, role, reader.some(body));
      return true;
    }
    case Part.OldSetterParams:
      walk.openPart(Kind.Params, 0);
      if (role === Role.Target) walk.push(reader.peek(item, T.SetterProp, SetterPropField.Param), T.Pat, Role.Binding);
      return true;
    default:
      return false;
  }
}

/** The body of a `Function`, or 0: an overload, or an abstract method. */
export function bodyOf(reader: Reader, fn: i32): i32 {
  return reader.some(reader.peek(fn, T.Function, FunctionField.Body));
}

/** Decorators of a function's parameters run with the class, outside the function: they join those of the method. */
export function pushParamDecorators(walk: Walk, list: i32, entry: i32): void {
  const reader = walk.reader;
  const count = reader.count(list);
  let at = walk.cbor.inside(list);
  for (let index: i32 = 0; index < count; index++) {
    const isPlain = entry === T.Param || reader.tag(at) === ParamOrTsParamPropTag.Param;
    const struct = entry === T.Param ? at : reader.payload(at);
    const decorators = isPlain
      ? reader.peek(struct, T.Param, ParamField.Decorators)
      : reader.peek(struct, T.TsParamProp, TsParamPropField.Decorators);
    walk.list(decorators, T.Decorator, Role.Plain);
    at = walk.cbor.next(at);
  }
}

function lowerFunction(walk: Walk, item: i32, type: i32, name: i32, fn: i32, isDeclared: bool, flags: i32): void {
  const reader = walk.reader;
  const body = bodyOf(reader, fn);
  if (isDeclared || body === 0) {
    // Core must give no variable the name of a type.
    if (name !== 0) walk.internText(reader.peek(name, T.Ident, IdentField.Sym));
    walk.typeOnly(item, type);
    return;
  }
  walk.open(Kind.Function, -1, flags | functionFlags(reader, fn), item, type);
  walk.optional(name, T.Ident, Role.Binding);
  pushInside(walk, fn, Part.Params, Role.Plain, body);
}

/** Parameters and body of a function. */
function pushInside(walk: Walk, fn: i32, params: i32, role: i32, body: i32): void {
  if (walk.omits(fn)) return pushOmitted(walk);
  walk.push(fn, params, role);
  walk.push(body, T.FunctionBody, Role.Plain);
}

function pushOmitted(walk: Walk): void {
  walk.push(Kind.Params, Part.Omitted, Role.Plain);
  walk.push(Kind.Block, Part.Omitted, Role.Plain);
}

function functionFlags(reader: Reader, fn: i32): i32 {
  let flags: i32 = 0;
  if (reader.flag(reader.peek(fn, T.Function, FunctionField.IsAsync))) flags |= Flag.Async;
  if (reader.flag(reader.peek(fn, T.Function, FunctionField.IsGenerator))) flags |= Flag.Generator;
  return flags;
}

function pushParams(walk: Walk, list: i32, entry: i32): void {
  const reader = walk.reader;
  const count = reader.count(list);
  let at = walk.cbor.inside(list);
  for (let index: i32 = 0; index < count; index++) {
    if (index > 0 || !isThisParameter(reader, at, entry)) walk.push(at, entry, Role.Binding);
    at = walk.cbor.next(at);
  }
}

/** TypeScript's `function f(this: T)` declares a type, not a parameter; 1.16 has a field of its own for it. */
function isThisParameter(reader: Reader, item: i32, entry: i32): bool {
  let param = item;
  if (entry === T.ParamOrTsParamProp) {
    if (reader.tag(item) !== ParamOrTsParamPropTag.Param) return false;
    param = reader.payload(item);
  }
  const pattern = reader.peek(param, T.Param, ParamField.Pat);
  if (reader.tag(pattern) !== PatTag.BindingIdent) return false;
  const ident = reader.peek(reader.payload(pattern), T.BindingIdent, BindingIdentField.Id);
  return reader.cbor.text(reader.peek(ident, T.Ident, IdentField.Sym)) === "this";
}
