import { Flag, Kind } from "@parallel-await/core/kinds";
import { EXPRESSIONS, lowerProperty, openMember } from "./expressions";
import { BABEL_MEMBERS, FUNCTIONS } from "./functions";
import { JSX } from "./jsx";
import { MODULES } from "./modules";
import { Role, type RoleId } from "./role";
import { row, type Row, special } from "./row";
import { STATEMENTS } from "./statements";
import type { SyntaxNode } from "./syntax";
import { FLOW, TYPESCRIPT } from "./types";
import { type Lower, lowerOpaque, type Table, type Walk } from "./walk";

/** What Babel spells differently from ESTree: literals, properties, optional chains, `import()`. */
const BABEL: Row[] = [
  special("StringLiteral", "", (walk, node) => walk.leaf(Kind.String, walk.intern(node.value), 0, node)),
  row("NumericLiteral", Kind.Number, "", { atom: (node) => node.extra?.raw ?? String(node.value) }),
  row("BooleanLiteral", Kind.Constant, "", { atom: (node) => String(node.value) }),
  row("NullLiteral", Kind.Constant, "", { atom: () => "null" }),
  row("BigIntLiteral", Kind.Constant, "", { atom: (node) => `${node.value}n` }),
  row("RegExpLiteral", Kind.RegExp, "", { atom: (node) => `/${node.pattern}/${node.flags}` }),
  row("PrivateName", Kind.PrivateName, "", { atom: (node) => `#${node.id.name}` }),
  special("ObjectProperty", "key value", lowerProperty),
  special("MemberExpression", "object property", (walk, node) => openMember(walk, node, 0, Role.Plain)),
  special("CallExpression", "callee arguments", lowerCall),
  special("OptionalMemberExpression", "object property", lowerChain),
  special("OptionalCallExpression", "callee arguments", lowerChain),
];

/** Every row for Babel's syntax tree. */
export const BABEL_ROWS: readonly Row[] = [
  ...STATEMENTS,
  ...MODULES,
  ...FUNCTIONS,
  ...BABEL_MEMBERS,
  ...EXPRESSIONS,
  ...BABEL,
  ...JSX,
  ...TYPESCRIPT,
  ...FLOW,
];

export const BABEL_TABLE: Table = new Map<string, Lower>(BABEL_ROWS.map(({ type, lower }) => [type, lower]));

function lowerCall(walk: Walk, node: SyntaxNode): void {
  // Babel 7 spells `import(x)` as a call of `Import` unless `createImportExpressions` is set.
  if (node.callee.type === "Import") {
    walk.open(Kind.ImportCall, -1, 0, node);
    walk.push(node.arguments[0], Role.Plain);
    walk.push(node.arguments[1], Role.Plain);
    return;
  }
  walk.open(Kind.Call, -1, 0, node);
  walk.push(node.callee, Role.Plain);
  walk.pushAll(node.arguments, Role.Plain);
}

/**
 * Babel marks the links of a chain and leaves its extent to be seen from the parents; core wants a `Chain` around it.
 * The outermost link opens it, with itself as its host node, and is lowered again as a link.
 */
function lowerChain(walk: Walk, node: SyntaxNode, role: RoleId): void {
  if (role === Role.ChainLink) {
    lowerLink(walk, node);
  } else if (role === Role.Plain) {
    walk.open(Kind.Chain, -1, 0, node);
    walk.push(node, Role.ChainLink);
  } else {
    // `a?.b = c`, a proposal: a target that may not be there.
    lowerOpaque(walk, node);
  }
}

function lowerLink(walk: Walk, node: SyntaxNode): void {
  const flags = node.optional ? Flag.Optional : 0;
  if (node.type === "OptionalMemberExpression") return openMember(walk, node, flags, Role.ChainLink);
  walk.open(Kind.Call, -1, flags, node);
  walk.push(node.callee, Role.ChainLink);
  walk.pushAll(node.arguments, Role.Plain);
}
