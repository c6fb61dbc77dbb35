/**
 * Printer and verifier of edits.
 */
import { Kind } from "../tree/kinds";
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
  "promise-resolve",
  "for-of",
  "number",
  "runtime-import",
  "global",
  "text",
  "function",
  "yield-all",
  "while",
  "less",
  "loop-head",
  "if",
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

/** Whether a new pattern declares a variable whose own declaration is kept beside it. */
function isKeptToo(tree: Tree, edit: Edit, pattern: OutNode): boolean {
  for (let i: i32 = 0; i < pattern.children.length; i++) if (isKeptToo(tree, edit, pattern.children[i])) return true;
  if (pattern.kind !== OutKind.Name || pattern.node < 0) return false;
  for (let i: i32 = 0; i < edit.out.length; i++) {
    const other = edit.out[i];
    const isDeclaration = other.kind === OutKind.Keep && tree.kind[other.node] === Kind.VarDecl;
    if (isDeclaration && tree.contains(other.node, pattern.node)) return true;
  }
  return false;
}

/** S-expression of an output node. */
export function printOut(out: OutNode): string {
  if (out.kind === OutKind.Keep) return "#" + out.node.toString();
  if (out.kind === OutKind.Name) return out.text;
  if (out.kind === OutKind.Hole) return "_";
  const parts: string[] = ["(" + OUT_NAMES[out.kind]];
  if (out.kind === OutKind.LoopHead) parts.push("#" + out.node.toString());
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
  const list: i32[] = [];
  let previous: i32 = tree.size;
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    const at = "edit of node " + edit.first.toString() + ": ";
    if (edit.first > previous) return at + "comes after an edit it contains";
    previous = edit.first;
    if (edit.kind === EditKind.Statements && tree.parent[edit.first] !== tree.parent[edit.last])
      return at + "statements of different lists";
    for (let j: i32 = 0; j < edit.out.length; j++)
      if (edit.out[j].kind === OutKind.VarDecl && isKeptToo(tree, edit, edit.out[j].children[0]))
        return at + "declares a variable twice";
    for (let j: i32 = 0; j < edit.out.length; j++) {
      const problem = verifyOut(tree, edit, edit.out[j], kept, list);
      if (problem.length > 0) return at + problem;
    }
  }
  return verifyCalls(tree, edits, kept, list);
}

/** What is called in the source is called in the output: each call that an edit replaces is kept, or what it consists of. */
function verifyCalls(tree: Tree, edits: Edit[], kept: Map<i32, boolean>, list: i32[]): string {
  if (edits.length === 0) return "";
  const holdsKept = new Int32Array(tree.size);
  for (let i: i32 = 0; i < list.length; i++) {
    let up = tree.parent[list[i]];
    while (up > 0 && holdsKept[up] === 0) {
      holdsKept[up] = 1;
      up = tree.parent[up];
    }
  }
  for (let i: i32 = 0; i < edits.length; i++) {
    for (let node = edits[i].first; node < tree.end[edits[i].last]; node++) {
      if (kept.has(node)) {
        node = tree.end[node] - 1;
        continue;
      }
      const kind = tree.kind[node];
      const isCall = kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate || kind === Kind.Await;
      if (isCall && holdsKept[node] === 0)
        return "edit of node " + edits[i].first.toString() + ": node " + node.toString() + " is lost";
    }
  }
  return "";
}

function verifyOut(tree: Tree, edit: Edit, out: OutNode, kept: Map<i32, boolean>, list: i32[]): string {
  if (out.kind === OutKind.Keep) {
    const problem = addKept(tree, edit, out.node, kept, list);
    if (problem.length > 0) return problem;
  }
  if (out.kind === OutKind.LoopHead) {
    let part = tree.firstChild(out.node);
    while (tree.nextSibling(part) >= 0) {
      const problem = addKept(tree, edit, part, kept, list);
      if (problem.length > 0) return problem;
      part = tree.nextSibling(part);
    }
  }
  for (let i: i32 = 0; i < out.children.length; i++) {
    const problem = verifyOut(tree, edit, out.children[i], kept, list);
    if (problem.length > 0) return problem;
  }
  return "";
}

function addKept(tree: Tree, edit: Edit, node: i32, kept: Map<i32, boolean>, list: i32[]): string {
  if (kept.has(node)) return "node " + node.toString() + " is kept twice";
  kept.set(node, true);
  list.push(node);
  return node < edit.first || node >= tree.end[edit.last] ? "keeps a node from elsewhere" : "";
}
