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

/** Whether a new declaration among `list`, or in a block somewhere in it, declares a variable whose own declaration is kept beside it. */
function declaresTwice(tree: Tree, list: OutNode[], isList: boolean): boolean {
  for (let i: i32 = 0; i < list.length; i++) {
    const out = list[i];
    if (isList && out.kind === OutKind.VarDecl && isKeptToo(tree, list, out.children[0])) return true;
    if (declaresTwice(tree, out.children, out.kind === OutKind.Block)) return true;
  }
  return false;
}

/** Whether one of the statements `list` is the source's declaration of a variable that `pattern` declares. */
function isKeptToo(tree: Tree, list: OutNode[], pattern: OutNode): boolean {
  for (let i: i32 = 0; i < pattern.children.length; i++) if (isKeptToo(tree, list, pattern.children[i])) return true;
  if (pattern.kind !== OutKind.Name || pattern.node < 0) return false;
  for (let i: i32 = 0; i < list.length; i++) {
    const other = list[i];
    const isDeclaration = other.kind === OutKind.Keep && tree.kind[other.node] === Kind.VarDecl;
    if (isDeclaration && tree.contains(other.node, pattern.node)) return true;
  }
  return false;
}

/** S-expression of an output node. */
export function printOut(out: OutNode): string {
  if (out.kind === OutKind.Keep) return (out.isReplaced ? "old #" : "#") + out.node.toString();
  if (out.kind === OutKind.Name) return out.text;
  if (out.kind === OutKind.Hole) return "_";
  const parts: string[] = ["(" + OUT_NAMES[out.kind]];
  if (out.kind === OutKind.LoopHead) parts.push("#" + out.node.toString());
  if (out.text.length > 0) parts.push(out.text);
  for (let i: i32 = 0; i < out.children.length; i++) parts.push(printOut(out.children[i]));
  return parts.join(" ") + ")";
}

/** The source nodes that edits keep. */
class Kept {
  nodes: i32[] = [];
  /** Which edit keeps a node, by its place in the list of edits. */
  owner: Map<i32, i32> = new Map<i32, i32>();
}

/**
 * Empty when the edits can be applied in order and lose nothing: every statement that is replaced is kept, or all of it that
 * has a value is (its operands and patterns); no subtree is kept twice, and no variable is declared twice.
 */
export function verifyEdits(tree: Tree, edits: Edit[]): string {
  const kept = new Kept();
  let previous: i32 = tree.size;
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    const at = "edit of node " + edit.first.toString() + ": ";
    if (edit.first > previous) return at + "comes after an edit it contains";
    previous = edit.first;
    if (edit.kind === EditKind.Statements && tree.parent[edit.first] !== tree.parent[edit.last])
      return at + "statements of different lists";
    if (declaresTwice(tree, edit.out, true)) return at + "declares a variable twice";
    for (let j: i32 = 0; j < edit.out.length; j++) {
      const problem = verifyOut(tree, edits, i, edit.out[j], kept);
      if (problem.length > 0) return at + problem;
    }
  }
  const problem = verifyOverlaps(tree, edits, kept);
  return problem.length > 0 ? problem : verifyCalls(tree, edits, kept);
}

/** Nothing is kept inside of something kept, unless another edit puts other things in the place of that. */
function verifyOverlaps(tree: Tree, edits: Edit[], kept: Kept): string {
  // By the innermost edit of each: that is the first one.
  const replacedBy = new Map<i32, i32>();
  for (let i: i32 = 0; i < edits.length; i++) {
    for (let node = edits[i].first; node >= 0 && node <= edits[i].last; node = tree.nextSibling(node))
      if (!replacedBy.has(node)) replacedBy.set(node, i);
  }
  for (let i: i32 = 0; i < kept.nodes.length; i++) {
    // What an edit keeps stands in what it replaces.
    let node = kept.nodes[i];
    while (!replacedBy.has(node)) {
      node = tree.parent[node];
      if (!kept.owner.has(node)) continue;
      // `let a = await f(), b = …`: the await is kept as the value of its declarator, where an edit inside names a promise.
      const isOwn = replacedBy.has(node) && (replacedBy.get(node) as i32) === (kept.owner.get(node) as i32);
      if (isOwn || !replacedBy.has(node)) return "node " + kept.nodes[i].toString() + " is kept twice";
    }
  }
  return "";
}

/** What is called in the source is called in the output: each call that an edit replaces is kept, or what it consists of. */
function verifyCalls(tree: Tree, edits: Edit[], kept: Kept): string {
  if (edits.length === 0) return "";
  const holdsKept = new Int32Array(tree.size);
  for (let i: i32 = 0; i < kept.nodes.length; i++) {
    let up = tree.parent[kept.nodes[i]];
    while (up > 0 && holdsKept[up] === 0) {
      holdsKept[up] = 1;
      up = tree.parent[up];
    }
  }
  for (let i: i32 = 0; i < edits.length; i++) {
    for (let node = edits[i].first; node < tree.end[edits[i].last]; node++) {
      if (kept.owner.has(node)) {
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

function verifyOut(tree: Tree, edits: Edit[], at: i32, out: OutNode, kept: Kept): string {
  if (out.kind === OutKind.Keep) {
    const problem = addKept(tree, edits, at, out.node, kept);
    if (problem.length > 0) return problem;
  }
  if (out.kind === OutKind.LoopHead) {
    let part = tree.firstChild(out.node);
    while (tree.nextSibling(part) >= 0) {
      const problem = addKept(tree, edits, at, part, kept);
      if (problem.length > 0) return problem;
      part = tree.nextSibling(part);
    }
  }
  for (let i: i32 = 0; i < out.children.length; i++) {
    const problem = verifyOut(tree, edits, at, out.children[i], kept);
    if (problem.length > 0) return problem;
  }
  return "";
}

function addKept(tree: Tree, edits: Edit[], at: i32, node: i32, kept: Kept): string {
  if (kept.owner.has(node)) return "node " + node.toString() + " is kept twice";
  kept.owner.set(node, at);
  kept.nodes.push(node);
  const edit = edits[at];
  return node < edit.first || node >= tree.end[edit.last] ? "keeps a node from elsewhere" : "";
}
