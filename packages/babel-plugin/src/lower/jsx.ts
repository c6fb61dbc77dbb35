import { Kind } from "@parallel-await/core/kinds";
import { Role } from "./role";
import { row, type Row, special, transparent } from "./row";
import type { SyntaxNode } from "./syntax";
import { part, type Walk } from "./walk";

/** JSX, named alike by Babel and ESTree. */
export const JSX: Row[] = [
  special("JSXElement", "openingElement children closingElement", lowerElement),
  row("JSXFragment", Kind.JSXFragment, "children*"),
  row("JSXAttribute", Kind.JSXAttr, "value", { atom: (node) => tagText(node.name) }),
  row("JSXText", Kind.JSXText, "", { atom: (node) => node.value }),
  row("JSXEmptyExpression", Kind.JSXText, "", { atom: () => "" }),
  row("JSXSpreadAttribute", Kind.Spread, "argument"),
  row("JSXSpreadChild", Kind.Spread, "expression"),
  transparent("JSXExpressionContainer", "expression"),
  special("JSXIdentifier", "", lowerTagName),
  special("JSXMemberExpression", "object property", lowerTagMember),
  row("JSXNamespacedName", Kind.String, "", { atom: tagText }),
];

function tagText(name: SyntaxNode): string {
  return name.type === "JSXNamespacedName" ? `${name.namespace.name}:${name.name.name}` : name.name;
}

function lowerElement(walk: Walk, node: SyntaxNode): void {
  const { name, attributes } = node.openingElement;
  walk.open(Kind.JSXElement, -1, 0, node);
  walk.push(name, Role.Plain);
  walk.pushAll(attributes, Role.Plain);
  walk.pushAll(node.children, Role.Plain);
}

/** `<div>` is a text, `<Card>` a variable; `<my-element>` cannot be one. The same rule as JSX compilers use. */
function lowerTagName(walk: Walk, node: SyntaxNode): void {
  const name: string = node.name;
  if (name === "this") walk.open(Kind.This, -1, 0, node);
  else walk.open(/^[a-z]|-/.test(name) ? Kind.String : Kind.Ident, walk.intern(name), 0, node);
}

const TAG_OBJECT = part((walk, node) => walk.open(Kind.Ident, walk.intern(node.name), 0, node));

/** `<ui.Card>`: a member, and then even a lower-case `ui` is a variable. */
function lowerTagMember(walk: Walk, node: SyntaxNode): void {
  walk.open(Kind.Member, walk.intern(node.property.name), 0, node);
  if (node.object.type === "JSXIdentifier" && node.object.name !== "this") walk.push(node.object, TAG_OBJECT);
  else walk.push(node.object, Role.Plain);
  walk.push(null, Role.Plain);
}
