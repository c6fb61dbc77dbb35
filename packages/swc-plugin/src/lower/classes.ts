/** Classes and their members. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  AutoAccessorField,
  ClassDeclField,
  ClassExprField,
  ClassField,
  ClassMethodField,
  ClassPropField,
  ConstructorField,
  FunctionField,
  PrivateMethodField,
  PrivatePropField,
  T,
} from "../../build/codec";
import { bodyOf, pushParamDecorators } from "./functions";
import { Key, keyOf } from "./key";
import { Role } from "./role";
import { Part, Walk } from "./walk";

const GETTER: i32 = 2;
const SETTER: i32 = 3;

export function lowerClassPart(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.ClassDecl: {
      if (reader.flag(reader.field(ClassDeclField.Declare))) walk.typeOnly(item, type);
      else lowerClass(walk, reader.field(ClassDeclField.Ident), reader.field(ClassDeclField.Class), Flag.Declaration);
      return true;
    }
    case T.ClassExpr: {
      const flags = role === Role.DefaultExport ? Flag.Declaration : 0;
      lowerClass(walk, reader.some(reader.field(ClassExprField.Ident)), reader.field(ClassExprField.Class), flags);
      return true;
    }
    case T.ClassMethod: {
      const flags = methodFlags(
        reader.unit(reader.field(ClassMethodField.Kind)),
        reader.flag(reader.field(ClassMethodField.IsStatic)),
      );
      const key = keyOf(walk, reader.field(ClassMethodField.Key), T.PropName);
      lowerMethod(walk, item, type, key, flags, reader.field(ClassMethodField.Function));
      return true;
    }
    case T.PrivateMethod: {
      const flags = methodFlags(
        reader.unit(reader.field(PrivateMethodField.Kind)),
        reader.flag(reader.field(PrivateMethodField.IsStatic)),
      );
      const key = keyOf(walk, reader.field(PrivateMethodField.Key), T.PrivateName);
      lowerMethod(walk, item, type, key, flags, reader.field(PrivateMethodField.Function));
      return true;
    }
    case T.Constructor: {
      if (reader.some(reader.field(ConstructorField.Body)) === 0) {
        walk.typeOnly(item, type);
        return true;
      }
      const params = reader.field(ConstructorField.Params);
      const key = keyOf(walk, reader.field(ConstructorField.Key), T.PropName);
      walk.open(Kind.Method, key.atom, Flag.Constructor, item, type);
      walk.none();
      walk.push(item, Part.ConstructorFunction, Role.Plain);
      pushParamDecorators(walk, params, T.ParamOrTsParamProp);
      return true;
    }
    case T.ClassProp: {
      const isType =
        reader.flag(reader.field(ClassPropField.Declare)) || reader.flag(reader.field(ClassPropField.IsAbstract));
      const isStatic = reader.flag(reader.field(ClassPropField.IsStatic));
      const key = keyOf(walk, reader.field(ClassPropField.Key), T.PropName);
      lowerField(walk, item, type, key, isStatic, isType, ClassPropField.Value, ClassPropField.Decorators);
      return true;
    }
    case T.PrivateProp: {
      const isStatic = reader.flag(reader.field(PrivatePropField.IsStatic));
      const key = keyOf(walk, reader.field(PrivatePropField.Key), T.PrivateName);
      lowerField(walk, item, type, key, isStatic, false, PrivatePropField.Value, PrivatePropField.Decorators);
      return true;
    }
    case T.AutoAccessor: {
      const isType = reader.flag(reader.field(AutoAccessorField.IsAbstract));
      const isStatic = reader.flag(reader.field(AutoAccessorField.IsStatic));
      const key = keyOf(walk, reader.field(AutoAccessorField.Key), T.Key);
      lowerField(walk, item, type, key, isStatic, isType, AutoAccessorField.Value, AutoAccessorField.Decorators);
      return true;
    }
    default:
      return false;
  }
}

function methodFlags(kind: i32, isStatic: bool): i32 {
  const flags: i32 = kind === GETTER ? Flag.Getter : kind === SETTER ? Flag.Setter : 0;
  return isStatic ? flags | Flag.Static : flags;
}

function lowerClass(walk: Walk, name: i32, item: i32, flags: i32): void {
  const reader = walk.reader;
  if (!reader.enter(item, T.Class)) {
    reader.fail("a class of unknown shape", item);
    return;
  }
  walk.open(Kind.Class, -1, flags, item, T.Class);
  walk.optional(name, T.Ident, Role.Binding);
  walk.child(T.Class, ClassField.SuperClass, Role.Plain);
  walk.child(T.Class, ClassField.Decorators, Role.Plain);
  pushMembers(walk, reader.field(ClassField.Body));
}

/** A lone `;` is a member to SWC and nothing to core. */
function pushMembers(walk: Walk, list: i32): void {
  const reader = walk.reader;
  const count = reader.count(list);
  let at = walk.cbor.inside(list);
  for (let index: i32 = 0; index < count; index++) {
    if (reader.payloadType(at, T.ClassMember) !== T.EmptyStmt) walk.push(at, T.ClassMember, Role.Plain);
    at = walk.cbor.next(at);
  }
}

function lowerMethod(walk: Walk, item: i32, type: i32, key: Key, flags: i32, fn: i32): void {
  const reader = walk.reader;
  if (bodyOf(reader, fn) === 0) {
    walk.typeOnly(item, type);
    return;
  }
  walk.open(Kind.Method, key.atom, flags, item, type);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
  walk.push(fn, Part.MethodFunction, Role.Plain);
  walk.list(reader.peek(fn, T.Function, FunctionField.Decorators), T.Decorator, Role.Plain);
  pushParamDecorators(walk, reader.peek(fn, T.Function, FunctionField.Params), T.Param);
}

function lowerField(
  walk: Walk,
  item: i32,
  type: i32,
  key: Key,
  isStatic: bool,
  isType: bool,
  value: i32,
  decorators: i32,
): void {
  if (isType) {
    walk.typeOnly(item, type);
    return;
  }
  walk.open(Kind.Field, key.atom, isStatic ? Flag.Static : 0, item, type);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
  walk.child(type, value, Role.Plain);
  walk.child(type, decorators, Role.Plain);
}
