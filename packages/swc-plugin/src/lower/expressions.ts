/** Expressions, literals and names. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  AssignExprField,
  BinExprField,
  BoolField,
  CallExprField,
  ExprOrSpreadField,
  IdentField,
  IdentNameField,
  MemberExprField,
  MetaPropExprField,
  OptCallField,
  OptChainExprField,
  PrivateNameField,
  RegexField,
  SuperPropExprField,
  T,
  TplField,
  YieldExprField,
} from "../../build/codec";
import { bigIntText, keyOf, literalText } from "./key";
import { Role } from "./role";
import { Walk } from "./walk";

const NEW_TARGET: i32 = 1;

export function lowerExpression(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  const tree = walk.tree;
  switch (type) {
    case T.Ident:
      walk.openName(Kind.Ident, walk.internText(reader.field(IdentField.Sym)), walk.flagsOf(role), item);
      return true;
    case T.IdentName:
      walk.open(Kind.Ident, walk.internText(reader.field(IdentNameField.Sym)), 0, item, type);
      return true;
    case T.PrivateName: {
      const name = "#" + reader.cbor.text(reader.field(PrivateNameField.Name));
      walk.open(Kind.PrivateName, tree.intern(name), 0, item, type);
      return true;
    }
    case T.Import:
      walk.opaque("Import", item, type);
      return true;
    case T.Invalid:
      walk.opaque("Invalid", item, type);
      return true;
    case T.ExprOrSpread:
      if (reader.some(reader.field(ExprOrSpreadField.Spread)) === 0) {
        walk.lower(reader.field(ExprOrSpreadField.Expr), T.Expr, role);
      } else {
        const low = reader.bound(reader.some(reader.field(ExprOrSpreadField.Spread)), true);
        walk.openAt(Kind.Spread, -1, 0, low, reader.high(reader.field(ExprOrSpreadField.Expr), T.Expr));
        walk.child(type, ExprOrSpreadField.Expr, Role.Plain);
      }
      return true;
    case T.BinExpr: {
      const operator = walk.operator(T.BinaryOp, reader.field(BinExprField.Op));
      const isLogical = operator === "&&" || operator === "||" || operator === "??";
      walk.open(isLogical ? Kind.Logical : Kind.Binary, tree.intern(operator), 0, item, type);
      walk.child(type, BinExprField.Left, Role.Plain);
      walk.child(type, BinExprField.Right, Role.Plain);
      return true;
    }
    case T.AssignExpr: {
      const operator = walk.operator(T.AssignOp, reader.field(AssignExprField.Op));
      walk.open(Kind.Assign, tree.intern(operator), 0, item, type);
      walk.child(type, AssignExprField.Left, operator === "=" ? Role.Target : Role.Updated);
      walk.child(type, AssignExprField.Right, Role.Plain);
      return true;
    }
    case T.MemberExpr:
      lowerMember(walk, item, type, 0, role === Role.ChainLink ? role : Role.Plain);
      return true;
    case T.SuperPropExpr: {
      const key = keyOf(walk, reader.field(SuperPropExprField.Prop), T.SuperProp);
      walk.open(Kind.Member, key.atom, 0, item, type);
      walk.child(type, SuperPropExprField.Obj, Role.Plain);
      walk.optional(key.computed, T.ComputedPropName, Role.Plain);
      return true;
    }
    case T.CallExpr:
      lowerCall(walk, item, type);
      return true;
    case T.OptChainExpr:
      lowerChain(walk, item, type, role);
      return true;
    case T.Tpl:
      lowerTemplate(walk, item, type);
      return true;
    case T.YieldExpr:
      walk.open(Kind.Yield, -1, reader.flag(reader.field(YieldExprField.Delegate)) ? Flag.Delegate : 0, item, type);
      walk.child(type, YieldExprField.Arg, Role.Plain);
      return true;
    case T.MetaPropExpr: {
      const isNewTarget = reader.unit(reader.field(MetaPropExprField.Kind)) === NEW_TARGET;
      walk.open(isNewTarget ? Kind.NewTarget : Kind.ImportMeta, -1, 0, item, type);
      return true;
    }
    case T.Bool: {
      const text = reader.flag(reader.field(BoolField.Value)) ? "true" : "false";
      walk.open(Kind.Constant, tree.intern(text), 0, item, type);
      return true;
    }
    case T.Null:
      walk.open(Kind.Constant, tree.intern("null"), 0, item, type);
      return true;
    case T.Number:
      walk.open(Kind.Number, tree.intern(literalText(reader, item)), 0, item, type);
      return true;
    case T.BigInt:
      walk.open(Kind.Constant, tree.intern(bigIntText(reader, item) + "n"), 0, item, type);
      return true;
    case T.Regex: {
      const cbor = reader.cbor;
      const pattern = cbor.text(reader.field(RegexField.Exp));
      const text = "/" + pattern + "/" + cbor.text(reader.field(RegexField.Flags));
      walk.open(Kind.RegExp, tree.intern(text), 0, item, type);
      return true;
    }
    default:
      return false;
  }
}

function lowerMember(walk: Walk, item: i32, type: i32, flags: i32, objectRole: i32): void {
  const key = keyOf(walk, walk.reader.field(MemberExprField.Prop), T.MemberProp);
  walk.open(Kind.Member, key.atom, flags, item, type);
  walk.child(type, MemberExprField.Obj, objectRole);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
}

function lowerCall(walk: Walk, item: i32, type: i32): void {
  const reader = walk.reader;
  const callee = reader.field(CallExprField.Callee);
  if (reader.payloadType(callee, T.Callee) !== T.Import) {
    walk.open(Kind.Call, -1, 0, item, type);
    walk.child(type, CallExprField.Callee, Role.Plain);
    walk.child(type, CallExprField.Args, Role.Plain);
    return;
  }
  const args = reader.field(CallExprField.Args);
  const count = reader.count(args);
  const first = count > 0 ? reader.cbor.inside(args) : 0;
  walk.open(Kind.ImportCall, -1, 0, item, type);
  walk.optional(first, T.ExprOrSpread, Role.Plain);
  walk.optional(count > 1 ? reader.cbor.next(first) : 0, T.ExprOrSpread, Role.Plain);
}

/**
 * SWC nests the links of a chain in each other and leaves its extent to be seen from the parents; core wants a `Chain` around it.
 * The outermost link opens it and is lowered again as a link.
 */
function lowerChain(walk: Walk, item: i32, type: i32, role: i32): void {
  const reader = walk.reader;
  if (role === Role.Target || role === Role.Updated) {
    // `a?.b = c`: a target that may not be there.
    walk.opaque("OptionalMemberExpression", item, type);
    walk.push(item, type, Role.ChainLink);
    return;
  }
  if (role !== Role.ChainLink) {
    walk.open(Kind.Chain, -1, 0, item, type);
    walk.push(item, type, Role.ChainLink);
    return;
  }
  const flags: i32 = reader.flag(reader.field(OptChainExprField.Optional)) ? Flag.Optional : 0;
  const base = reader.field(OptChainExprField.Base);
  const inner = reader.payload(base);
  const innerType = reader.payloadType(base, T.OptChainBase);
  if (!reader.enter(inner, innerType)) {
    reader.fail("a link of a chain of unknown shape", inner);
    return;
  }
  if (innerType === T.MemberExpr) return lowerMember(walk, inner, innerType, flags, Role.ChainLink);
  walk.open(Kind.Call, -1, flags, inner, innerType);
  walk.child(T.OptCall, OptCallField.Callee, Role.ChainLink);
  walk.child(T.OptCall, OptCallField.Args, Role.Plain);
}

/** Texts and expressions take turns; there is one text more. */
function lowerTemplate(walk: Walk, item: i32, type: i32): void {
  const reader = walk.reader;
  const cbor = walk.cbor;
  const texts = reader.field(TplField.Quasis);
  const expressions = reader.field(TplField.Exprs);
  const count = reader.count(texts);
  if (count !== reader.count(expressions) + 1) {
    reader.fail("a template with too many or too few texts", item);
    return;
  }
  walk.open(Kind.Template, -1, 0, item, type);
  let text = cbor.inside(texts);
  let expression = cbor.inside(expressions);
  for (let index: i32 = 0; index < count; index++) {
    walk.push(text, T.TplElement, Role.Plain);
    text = cbor.next(text);
    if (index + 1 === count) return;
    walk.push(expression, T.Expr, Role.Plain);
    expression = cbor.next(expression);
  }
}
