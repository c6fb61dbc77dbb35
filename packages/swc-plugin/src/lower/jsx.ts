/** JSX elements, attributes and tag names. */
import { Kind } from "../../../core/src/tree/kinds";
import {
  IdentField,
  IdentNameField,
  JSXAttrField,
  JSXElementField,
  JSXMemberExprField,
  JSXNamespacedNameField,
  JSXOpeningElementField,
  T,
} from "../../build/codec";
import { Role } from "./role";
import { Walk } from "./walk";

const LOWER_A: i32 = 0x61;
const LOWER_Z: i32 = 0x7a;

export function lowerJsx(walk: Walk, item: i32, type: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.JSXElement: {
      const opening = reader.field(JSXElementField.Opening);
      walk.open(Kind.JSXElement, -1, 0, item, type);
      const name = reader.peek(opening, T.JSXOpeningElement, JSXOpeningElementField.Name);
      walk.push(name, T.JSXElementName, Role.Plain);
      walk.list(reader.peek(opening, T.JSXOpeningElement, JSXOpeningElementField.Attrs), T.JSXAttrOrSpread, Role.Plain);
      walk.child(type, JSXElementField.Children, Role.Plain);
      return true;
    }
    case T.JSXAttr: {
      const name = attributeName(walk, reader.field(JSXAttrField.Name));
      walk.open(Kind.JSXAttr, walk.tree.intern(name), 0, item, type);
      walk.child(type, JSXAttrField.Value, Role.Plain);
      return true;
    }
    case T.JSXMemberExpr:
      lowerMember(walk, item, type);
      return true;
    case T.JSXNamespacedName:
      walk.open(Kind.String, walk.tree.intern(namespacedName(walk, item)), 0, item, type);
      return true;
    default:
      return false;
  }
}

/** `<div>` is a text, `<Card>` a variable; `<my-element>` cannot be one. The same rule as JSX compilers use. */
export function lowerTagName(walk: Walk, item: i32, type: i32): void {
  const atom = walk.internText(walk.reader.field(IdentField.Sym));
  const name = walk.tree.atoms[atom];
  const first = name.length > 0 ? name.charCodeAt(0) : 0;
  if (name === "this") walk.open(Kind.This, -1, 0, item, type);
  else if ((first >= LOWER_A && first <= LOWER_Z) || name.indexOf("-") >= 0)
    walk.open(Kind.String, atom, 0, item, type);
  else walk.openName(Kind.Ident, atom, 0, item);
}

/** `<ui.Card>`: a member, and then even a lower-case `ui` is a variable. */
function lowerMember(walk: Walk, item: i32, type: i32): void {
  const reader = walk.reader;
  const name = reader.peek(reader.field(JSXMemberExprField.Prop), T.IdentName, IdentNameField.Sym);
  walk.open(Kind.Member, walk.internText(name), 0, item, type);
  walk.child(type, JSXMemberExprField.Obj, Role.TagObject);
  walk.none();
}

function attributeName(walk: Walk, name: i32): string {
  const reader = walk.reader;
  const item = reader.payload(name);
  if (reader.payloadType(name, T.JSXAttrName) === T.JSXNamespacedName) return namespacedName(walk, item);
  return reader.cbor.text(reader.peek(item, T.IdentName, IdentNameField.Sym));
}

function namespacedName(walk: Walk, item: i32): string {
  const reader = walk.reader;
  const space = reader.peek(item, T.JSXNamespacedName, JSXNamespacedNameField.Ns);
  const name = reader.peek(item, T.JSXNamespacedName, JSXNamespacedNameField.Name);
  const cbor = reader.cbor;
  return (
    cbor.text(reader.peek(space, T.IdentName, IdentNameField.Sym)) +
    ":" +
    cbor.text(reader.peek(name, T.IdentName, IdentNameField.Sym))
  );
}
