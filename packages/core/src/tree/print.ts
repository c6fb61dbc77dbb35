/**
 * Prints a `Tree` for people, tests and invariant messages: one node a line, children indented.
 *
 * ```
 * Program Module|Strict
 *   VarDecl DeclConst
 *     Declarator
 *       Ident "user" Binding
 *       Await
 *         ...
 * ```
 *
 * The text depends on kinds, atoms and flags only, not on ids or positions, so hosts that lower the same program print
 * the same text. Requires a tree that `verifyTree` accepts.
 */
import { Kind } from "./kinds";
import { Tree } from "./tree";

/** Names of the kinds, in the order of `Kind`. */
// prettier-ignore
const KIND_NAMES: string[] = [
  "None", "Opaque",
  "Program", "Block", "ExprStmt", "Directive", "VarDecl", "Declarator", "Return", "Throw", "If", "For", "ForIn",
  "ForOf", "While", "DoWhile", "Switch", "Case", "Break", "Continue", "Labeled", "Try", "Catch", "Empty", "Debugger",
  "Import", "ImportSpec", "ExportDecl", "ExportNamed", "ExportSpec", "ExportDefault", "ExportAll", "TypeOnly", "Enum",
  "Namespace",
  "Function", "Params", "Class", "Method", "Field", "StaticBlock", "Decorator",
  "Ident", "String", "Number", "Constant", "RegExp", "Template", "TemplateText", "TaggedTemplate", "This", "Super",
  "NewTarget", "ImportMeta", "PrivateName", "Array", "Object", "Property", "Unary", "Update", "Binary", "Logical",
  "Assign", "Conditional", "Call", "New", "Member", "Chain", "Sequence", "Spread", "Await", "Yield", "ImportCall",
  "TypeWrap", "JSXElement", "JSXFragment", "JSXAttr", "JSXText",
  "ObjectPattern", "ArrayPattern", "AssignPattern", "Rest",
];

/** Names of the flag bits, lowest first. */
// prettier-ignore
const FLAG_NAMES: string[] = [
  "DeclVar", "DeclLet", "DeclConst", "DeclUsing", "DeclAwaitUsing", "Async", "Generator", "Arrow", "Declaration",
  "ExprBody", "Static", "Getter", "Setter", "Constructor", "Binding", "Write", "Read", "Shorthand", "Optional",
  "Delegate", "ForAwait", "TypeOnly", "Typed", "Module", "Strict",
];

/** Deeper nodes are not indented further, or a chain of 10,000 nodes would print 100 MB of spaces. */
const MAX_INDENT: i32 = 40;

/** Number of kinds that have a name; a test compares it with `Kind.Count`. */
export function namedKinds(): i32 {
  return KIND_NAMES.length;
}

export function kindName(kind: Kind): string {
  return kind >= 0 && kind < KIND_NAMES.length ? KIND_NAMES[kind] : "Kind" + (kind as i32).toString();
}

/** `Async|Arrow`; bits without a name print as one number. */
export function flagNames(flags: i32): string {
  const parts: string[] = [];
  let rest = flags;
  for (let bit: i32 = 0; bit < FLAG_NAMES.length; bit += 1) {
    if ((rest & (1 << bit)) !== 0) {
      parts.push(FLAG_NAMES[bit]);
      rest &= ~(1 << bit);
    }
  }
  if (rest !== 0) parts.push(rest.toString());
  return parts.join("|");
}

export function printTree(tree: Tree): string {
  const lines: string[] = [];
  const depth: i32[] = [];
  for (let node: i32 = 0; node < tree.size; node += 1) {
    const up = tree.parent[node];
    const level = up < 0 ? 0 : depth[up] + 1;
    depth.push(level);
    const indent = level <= MAX_INDENT ? "  ".repeat(level) : "  ".repeat(MAX_INDENT) + "(" + level.toString() + ") ";
    lines.push(indent + printNode(tree, node));
  }
  for (let i: i32 = 0; i < tree.commentText.length; i += 1) lines.push("comment " + quoted(tree.commentText[i]));
  if (!tree.commentsKnown) lines.push("comments unknown");
  lines.push("");
  return lines.join("\n");
}

/** One node without its children: kind, atom, flags. */
export function printNode(tree: Tree, node: i32): string {
  let text = kindName(tree.kind[node]);
  if (tree.atom[node] >= 0 && tree.atom[node] < tree.atoms.length) text = text + " " + quoted(tree.text(node));
  if (tree.flags[node] !== 0) text = text + " " + flagNames(tree.flags[node]);
  return text;
}

/** `#12 Call at 3:4`: a node for messages; the place is left out when it is unknown. */
export function nodeAt(tree: Tree, node: i32): string {
  const text = "#" + node.toString() + " " + kindName(tree.kind[node]);
  const start = tree.start[node];
  if (start < 0) return text;
  return text + " at " + tree.lineAt(start).toString() + ":" + tree.columnAt(start).toString();
}

/** `text` in double quotes on one line. */
export function quoted(text: string): string {
  const parts: string[] = ['"'];
  let from: i32 = 0;
  for (let i: i32 = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const escape = code === 34 || code === 92 || code < 32 || code === 127 || code === 0x2028 || code === 0x2029;
    if (!escape) continue;
    parts.push(text.substring(from, i));
    if (code === 34) parts.push('\\"');
    else if (code === 92) parts.push("\\\\");
    else if (code === 10) parts.push("\\n");
    else parts.push("\\u" + code.toString(16).padStart(4, "0"));
    from = i + 1;
  }
  parts.push(text.substring(from));
  parts.push('"');
  return parts.join("");
}
