/** Entries of objects and of object patterns. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  AssignPatPropField,
  AssignPropField,
  BindingIdentField,
  FunctionField,
  GetterPropField,
  IdentField,
  KeyValuePatPropField,
  KeyValuePropField,
  MethodPropField,
  SetterPropField,
  T,
} from "../../build/codec";
import { pushParamDecorators } from "./functions";
import { keyOf } from "./key";
import { Role } from "./role";
import { Part, Walk } from "./walk";

export function lowerProperty(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.KeyValueProp:
      lowerPair(walk, item, type, reader.field(KeyValuePropField.Key), KeyValuePropField.Value, Role.Plain);
      return true;
    case T.KeyValuePatProp:
      lowerPair(walk, item, type, reader.field(KeyValuePatPropField.Key), KeyValuePatPropField.Value, role);
      return true;
    case T.AssignPatProp: {
      const ident = reader.peek(reader.field(AssignPatPropField.Key), T.BindingIdent, BindingIdentField.Id);
      const name = walk.internText(reader.peek(ident, T.Ident, IdentField.Sym));
      const hasDefault = reader.some(reader.field(AssignPatPropField.Value)) !== 0;
      walk.open(Kind.Property, name, Flag.Shorthand, item, type);
      walk.none();
      if (hasDefault) walk.push(item, Part.ShorthandDefault, role);
      else walk.push(ident, T.Ident, role);
      return true;
    }
    case Part.ShorthandDefault: {
      const value = reader.some(reader.peek(item, T.AssignPatProp, AssignPatPropField.Value));
      walk.openPart(Kind.AssignPattern, 0);
      walk.push(reader.peek(item, T.AssignPatProp, AssignPatPropField.Key), T.BindingIdent, role);
      walk.push(value, T.Expr, Role.Plain);
      return true;
    }
    case T.AssignProp:
      // `{ a = 1 }` where only a pattern could have it.
      walk.opaque("AssignmentProperty", item, type);
      walk.child(type, AssignPropField.Key, Role.Plain);
      walk.child(type, AssignPropField.Value, Role.Plain);
      return true;
    case T.MethodProp:
      lowerMethod(walk, item, type, reader.field(MethodPropField.Key), 0, reader.field(MethodPropField.Function));
      return true;
    case T.GetterProp: {
      const fn = reader.field(GetterPropField.Function);
      const key = reader.field(GetterPropField.Key);
      if (fn !== 0) lowerMethod(walk, item, type, key, Flag.Getter, fn);
      else lowerOldAccessor(walk, item, type, key, Flag.Getter);
      return true;
    }
    case T.SetterProp: {
      const fn = reader.field(SetterPropField.Function);
      const key = reader.field(SetterPropField.Key);
      if (fn !== 0) lowerMethod(walk, item, type, key, Flag.Setter, fn);
      else lowerOldAccessor(walk, item, type, key, Flag.Setter);
      return true;
    }
    default:
      return false;
  }
}

/** `name` in an object, which SWC has as the identifier alone. */
export function lowerShorthand(walk: Walk, item: i32): void {
  const name = walk.internText(walk.reader.field(IdentField.Sym));
  walk.open(Kind.Property, name, Flag.Shorthand, item, T.Ident);
  walk.none();
  walk.push(item, T.Ident, Role.Plain);
}

/** `key: value`, whose value has the pattern's role in a pattern. */
function lowerPair(walk: Walk, item: i32, type: i32, name: i32, value: i32, role: i32): void {
  const key = keyOf(walk, name, T.PropName);
  walk.open(Kind.Property, key.atom, 0, item, type);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
  walk.child(type, value, role);
}

function lowerMethod(walk: Walk, item: i32, type: i32, name: i32, flags: i32, fn: i32): void {
  const reader = walk.reader;
  const key = keyOf(walk, name, T.PropName);
  walk.open(Kind.Method, key.atom, flags, item, type);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
  walk.push(fn, Part.MethodFunction, Role.Plain);
  walk.list(reader.peek(fn, T.Function, FunctionField.Decorators), T.Decorator, Role.Plain);
  pushParamDecorators(walk, reader.peek(fn, T.Function, FunctionField.Params), T.Param);
}

/** Before 1.16 an accessor of an object had no function of its own. */
function lowerOldAccessor(walk: Walk, item: i32, type: i32, name: i32, flag: i32): void {
  const key = keyOf(walk, name, T.PropName);
  walk.open(Kind.Method, key.atom, flag, item, type);
  walk.optional(key.computed, T.ComputedPropName, Role.Plain);
  walk.push(item, Part.OldAccessorFunction, flag === Flag.Setter ? Role.Target : Role.Plain);
}
