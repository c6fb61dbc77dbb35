import { Flag, Kind } from "@parallel-await/core/kinds";
import { Role, type RoleId } from "./role";
import { computedKey, operatorOf, type Row, row, special, staticKey, transparent } from "./row";
import type { SyntaxNode } from "./syntax";
import { lowerOpaque, type Walk } from "./walk";

// Operators are listed, not passed through: the pipeline proposal's `|>` is a BinaryExpression that calls its right side
// and `throw` expressions are a UnaryExpression that never completes.
const UNARY = new Set(["!", "-", "+", "~", "typeof", "void", "delete"]);
const BINARY = new Set("== != === !== < <= > >= + - * / % ** << >> >>> & | ^ in instanceof".split(" "));
const LOGICAL = new Set(["&&", "||", "??"]);
const ASSIGNMENT = new Set("= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??=".split(" "));

/** Expressions and patterns, named alike by Babel and ESTree. */
export const EXPRESSIONS: Row[] = [
  special("Identifier", "", lowerIdentifier),
  row("ThisExpression", Kind.This, ""),
  row("Super", Kind.Super, ""),
  special("MetaProperty", "meta property", lowerMetaProperty),
  special("TemplateLiteral", "quasis expressions", lowerTemplate),
  row("TemplateElement", Kind.TemplateText, "", { atom: (node) => node.value.raw }),
  row("TaggedTemplateExpression", Kind.TaggedTemplate, "tag quasi"),
  row("ArrayExpression", Kind.Array, "elements*"),
  special("ObjectExpression", "properties", (walk, node) => {
    walk.open(Kind.Object, -1, 0, node);
    walk.pushAll(node.properties, Role.Plain);
  }),
  row("SpreadElement", Kind.Spread, "argument"),
  row("UnaryExpression", Kind.Unary, "argument", { atom: operatorOf, known: (node) => UNARY.has(node.operator) }),
  row("UpdateExpression", Kind.Update, "argument:updated", { atom: operatorOf }),
  special("BinaryExpression", "left right", lowerBinary),
  row("LogicalExpression", Kind.Logical, "left right", {
    atom: operatorOf,
    known: (node) => LOGICAL.has(node.operator),
  }),
  special("AssignmentExpression", "left right", lowerAssignment),
  row("ConditionalExpression", Kind.Conditional, "test consequent alternate"),
  row("NewExpression", Kind.New, "callee arguments*"),
  row("SequenceExpression", Kind.Sequence, "expressions*"),
  special("AwaitExpression", "argument", (walk, node) => {
    walk.open(Kind.Await, -1, 0, node);
    walk.push(node.argument, Role.Plain);
  }),
  row("YieldExpression", Kind.Yield, "argument", { flags: (node) => (node.delegate ? Flag.Delegate : 0) }),
  row("ImportExpression", Kind.ImportCall, "source options"),
  transparent("ParenthesizedExpression", "expression"),
  row("ObjectPattern", Kind.ObjectPattern, "properties*:inherit"),
  row("ArrayPattern", Kind.ArrayPattern, "elements*:inherit"),
  row("AssignmentPattern", Kind.AssignPattern, "left:inherit right"),
  row("RestElement", Kind.Rest, "argument:inherit"),
];

/** Flags of an identifier in a position. */
export function identifierFlags(role: RoleId): number {
  switch (role) {
    case Role.Binding:
      return Flag.Binding;
    case Role.Target:
      return Flag.Write;
    case Role.Updated:
      return Flag.Write | Flag.Read;
    default:
      return 0;
  }
}

export function lowerIdentifier(walk: Walk, node: SyntaxNode, role: RoleId): void {
  walk.leaf(Kind.Ident, walk.intern(node.name), identifierFlags(role), node);
}

function lowerMetaProperty(walk: Walk, node: SyntaxNode): void {
  const name = `${node.meta.name}.${node.property.name}`;
  if (name === "import.meta") walk.open(Kind.ImportMeta, -1, 0, node);
  else if (name === "new.target") walk.open(Kind.NewTarget, -1, 0, node);
  // `function.sent` and what else may come.
  else lowerOpaque(walk, node);
}

/** Texts and expressions take turns; there is one text more. */
function lowerTemplate(walk: Walk, node: SyntaxNode): void {
  walk.open(Kind.Template, -1, 0, node);
  const { quasis, expressions } = node;
  for (let index = 0; index < quasis.length; index += 1) {
    walk.push(quasis[index], Role.Plain);
    if (index < expressions.length) walk.push(expressions[index], Role.Plain);
  }
}

function lowerBinary(walk: Walk, node: SyntaxNode): void {
  if (!BINARY.has(node.operator)) return lowerOpaque(walk, node);
  walk.open(Kind.Binary, walk.intern(node.operator), 0, node);
  walk.push(node.left, Role.Plain);
  walk.push(node.right, Role.Plain);
}

function lowerAssignment(walk: Walk, node: SyntaxNode): void {
  if (!ASSIGNMENT.has(node.operator)) return lowerOpaque(walk, node);
  walk.open(Kind.Assign, walk.intern(node.operator), 0, node);
  walk.push(node.left, node.operator === "=" ? Role.Target : Role.Updated);
  walk.push(node.right, Role.Plain);
}

/** `a.b`, `a[b]`, `a.#b`. The links of an optional chain pass `ChainLink` on to their object. */
export function openMember(walk: Walk, node: SyntaxNode, flags: number, objectRole: RoleId): void {
  const property: SyntaxNode = node.property;
  let name: string | null = null;
  if (property.type === "PrivateName") name = `#${property.id.name}`;
  else if (property.type === "PrivateIdentifier") name = `#${property.name}`;
  else if (!node.computed && property.type === "Identifier") name = property.name;
  const object: SyntaxNode = node.object;
  if (name !== null && object.type === "Identifier") {
    walk.begin(Kind.Member, walk.intern(name), flags, node, node);
    lowerIdentifier(walk, object, Role.Plain);
    walk.none();
    walk.end();
    return;
  }
  walk.open(Kind.Member, name === null ? -1 : walk.intern(name), flags, node);
  walk.push(object, objectRole);
  walk.push(name === null ? property : null, Role.Plain);
}

/** `key: value` of an object or of an object pattern, whose value has the pattern's role. */
export function lowerProperty(walk: Walk, node: SyntaxNode, role: RoleId): void {
  const name = staticKey(node);
  walk.open(Kind.Property, name === null ? -1 : walk.intern(name), node.shorthand ? Flag.Shorthand : 0, node);
  computedKey(walk, node, name);
  walk.push(node.value, role);
}
