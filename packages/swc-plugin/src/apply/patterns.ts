/** Writes patterns that core made, and targets of assignments and type annotations where they become part of one. */
import { OutKind, OutNode } from "../../../core/src/rewrite/output";
import {
  AssignTargetPatTag,
  AssignTargetTag,
  ExprTag,
  PatTag,
  SimpleAssignTargetTag,
  T,
  TsTypeTag,
} from "../../build/codec";
import { Splicer } from "./apply";

const UNKNOWN_KEYWORD: i32 = 2;

export function writePattern(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  if (out.kind === OutKind.ArrayPattern) {
    writer.tag(PatTag.ArrayPat);
    arrayPattern(splicer, out);
    return;
  }
  writer.tag(PatTag.BindingIdent);
  bindingIdent(splicer, out);
}

export function writeAssignTarget(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  if (out.kind === OutKind.Name) {
    writer.tag(AssignTargetTag.SimpleAssignTarget);
    writer.tag(SimpleAssignTargetTag.BindingIdent);
    bindingIdent(splicer, out);
    return;
  }
  writer.tag(AssignTargetTag.AssignTargetPat);
  writer.tag(AssignTargetPatTag.ArrayPat);
  arrayPattern(splicer, out);
}

/** A name without an annotation. */
function bindingIdent(splicer: Splicer, out: OutNode): void {
  splicer.writer.array(2);
  splicer.writer.identifier(out);
  splicer.writer.none();
}

function arrayPattern(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  writer.struct(4);
  writer.array(out.children.length);
  for (let index: i32 = 0; index < out.children.length; index++) {
    const element = out.children[index];
    if (element.kind === OutKind.Hole) {
      writer.none();
    } else {
      writer.array(1);
      if (out.typed && element.kind === OutKind.Keep) withoutAnnotation(splicer, element.node);
      else splicer.node(element, T.Pat);
    }
  }
  writer.boolean(false);
  if (out.typed) tupleAnnotation(splicer, out);
  else writer.none();
}

/** The left side of an assignment of the source as an element of an array pattern. */
export function writeTargetAsPattern(splicer: Splicer, item: i32): void {
  const cbor = splicer.cbor;
  const writer = splicer.writer;
  const inner = cbor.inside(item);
  const content = cbor.inside(inner);
  const end = cbor.next(inner);
  const tag = cbor.value(inner);
  if (cbor.value(item) === AssignTargetTag.AssignTargetPat) {
    writer.tag(tag === AssignTargetPatTag.ArrayPat ? PatTag.ArrayPat : PatTag.ObjectPat);
  } else if (tag === SimpleAssignTargetTag.BindingIdent) {
    writer.tag(PatTag.BindingIdent);
  } else {
    writer.tag(PatTag.Expr);
    writer.tag(expressionTag(tag));
  }
  splicer.range(content, end);
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

/** A pattern as an element of another one, where it cannot carry an annotation: the last field of all that can. */
function withoutAnnotation(splicer: Splicer, node: i32): void {
  const annotation = annotationOf(splicer, node);
  if (annotation === 0) return splicer.keep(node, T.Pat);
  splicer.range(splicer.walk.slotItems[node], annotation);
  splicer.writer.none();
}

/** `: [A, B]` from the annotations of the elements. */
function tupleAnnotation(splicer: Splicer, out: OutNode): void {
  const writer = splicer.writer;
  writer.array(1);
  writer.struct(2);
  writer.tag(TsTypeTag.TsTupleType);
  writer.struct(2);
  writer.array(out.children.length);
  for (let index: i32 = 0; index < out.children.length; index++) {
    const element = out.children[index];
    const annotation = element.kind === OutKind.Keep ? annotationOf(splicer, element.node) : 0;
    writer.struct(3);
    writer.none();
    if (annotation > 0) {
      const cbor = splicer.cbor;
      const type = cbor.next(cbor.inside(cbor.inside(annotation)));
      splicer.range(type, cbor.next(type));
    } else {
      // A hole takes whatever comes.
      writer.tag(TsTypeTag.TsKeywordType);
      writer.struct(2);
      writer.unsigned(UNKNOWN_KEYWORD);
    }
  }
}

/** The optional annotation of a pattern that has one, or 0. */
function annotationOf(splicer: Splicer, node: i32): i32 {
  const cbor = splicer.cbor;
  if (splicer.walk.slotTypes[node] !== T.Pat) return 0;
  const item = splicer.walk.slotItems[node];
  const tag = cbor.value(item);
  if (tag !== PatTag.BindingIdent && tag !== PatTag.ArrayPat && tag !== PatTag.ObjectPat) return 0;
  const struct = cbor.inside(item);
  let last = cbor.inside(struct);
  for (let left = cbor.value(struct); left > 1; left--) last = cbor.next(last);
  return cbor.value(last) > 0 ? last : 0;
}
