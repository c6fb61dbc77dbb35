/**
 * Printer and verifier of edits.
 */
import { Tree } from "../tree/tree";
import { Edit, EditKind, OutKind, OutNode } from "./output";

const OUT_NAMES: string[] = [
  "keep",
  "name",
  "var",
  "array-pattern",
  "hole",
  "assign",
  "await",
  "async-arrow",
  "call",
  "member",
  "array",
  "return",
  "statement",
  "promise-all",
  "block",
  "for-of",
  "number",
  "runtime-import",
  "global",
  "text",
  "function",
  "yield-all",
  "while",
  "less",
];

export function printEdits(edits: Edit[]): string {
  const lines: string[] = [];
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    lines.push("  replace " + edit.first.toString());
    if (edit.kind === EditKind.Statements) lines.push(".." + edit.last.toString());
    lines.push(" by");
    for (let j: i32 = 0; j < edit.out.length; j++) lines.push(" " + printOut(edit.out[j]));
    lines.push("\n");
  }
  return lines.join("");
}

/** S-expression of an output node. */
export function printOut(out: OutNode): string {
  if (out.kind === OutKind.Keep) return "#" + out.node.toString();
  if (out.kind === OutKind.Name) return out.text;
  if (out.kind === OutKind.Hole) return "_";
  const parts: string[] = ["(" + OUT_NAMES[out.kind]];
  if (out.text.length > 0) parts.push(out.text);
  for (let i: i32 = 0; i < out.children.length; i++) parts.push(printOut(out.children[i]));
  return parts.join(" ") + ")";
}

/**
 * Empty when the edits can be applied in order and lose nothing: every statement that is replaced is kept, or all of it that
 * has a value is (its operands and patterns); no subtree is kept twice.
 */
export function verifyEdits(tree: Tree, edits: Edit[]): string {
  const kept = new Map<i32, boolean>();
  let previous: i32 = tree.size;
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    const at = "edit of node " + edit.first.toString() + ": ";
    if (edit.first > previous) return at + "comes after an edit it contains";
    previous = edit.first;
    if (edit.kind === EditKind.Statements && tree.parent[edit.first] !== tree.parent[edit.last])
      return at + "statements of different lists";
    for (let j: i32 = 0; j < edit.out.length; j++) {
      const problem = verifyOut(tree, edit, edit.out[j], kept);
      if (problem.length > 0) return at + problem;
    }
  }
  return "";
}

function verifyOut(tree: Tree, edit: Edit, out: OutNode, kept: Map<i32, boolean>): string {
  if (out.kind === OutKind.Keep) {
    if (kept.has(out.node)) return "node " + out.node.toString() + " is kept twice";
    kept.set(out.node, true);
    if (out.node < edit.first || out.node >= tree.end[edit.last]) return "keeps a node from elsewhere";
  }
  for (let i: i32 = 0; i < out.children.length; i++) {
    const problem = verifyOut(tree, edit, out.children[i], kept);
    if (problem.length > 0) return problem;
  }
  return "";
}
