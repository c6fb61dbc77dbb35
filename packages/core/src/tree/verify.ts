/**
 * Checks that a host lowered its syntax tree into the form `kinds.ts` promises.
 *
 * `verifyTree(tree)` gives "" or one message such as `#7 If at 3:4: slot 1 (statement) holds Ident "x"`. Every later
 * phase relies on what is checked here: pre-order ids and nesting, atoms in range and present where the kind has one,
 * every fixed slot filled with a node of the right sort, flags only on the kinds that name them, ordered positions.
 * Not checked: that a child's positions lie inside its parent's (nodes made or moved by other tools break that
 * legitimately), and that the tree means what the source means.
 */
import { Flag, Kind } from "./kinds";
import { flagNames, kindName, nodeAt, printNode } from "./print";
import { Tree } from "./tree";

/**
 * Child layout of every kind, in the order of `Kind`: a letter a slot, `?` after a slot that may be `None`, `|` before
 * the letters of which the rest of the children may each be any, `!` when there is no child at all or exactly these.
 * A leading `@` means the kind has an atom, `%` that it may have one.
 *
 * s statement · e expression · p pattern or assignment target · b block · i Ident · f Function · a Params · c Case ·
 * d Declarator · h Catch · m class member · o Property or Method · q Property · r Rest · x Spread · t TemplateText ·
 * T Template · n ImportSpec · u ExportSpec · v Ident or String · j JSX child · A JSXAttr · k Decorator · 0 None · * anything
 * g function body · l value of a Property · w what is exported by default · y initialiser of a `for` ·
 * z what a `for…in` or `for…of` assigns
 *
 * `Opaque` may stand for a statement, expression, pattern or member.
 */
const LAYOUTS: string[] = [
  /* None */ "",
  /* Opaque */ "%|*",
  /* Program */ "|s",
  /* Block */ "|s",
  /* ExprStmt */ "e",
  /* Directive */ "@",
  /* VarDecl */ "|d",
  /* Declarator */ "pe?",
  /* Return */ "e?",
  /* Throw */ "e",
  /* If */ "ess?",
  /* For */ "y?e?e?s",
  /* ForIn */ "ezs",
  /* ForOf */ "ezs",
  /* While */ "es",
  /* DoWhile */ "se",
  /* Switch */ "e|c",
  /* Case */ "e?|s",
  /* Break */ "%",
  /* Continue */ "%",
  /* Labeled */ "@s",
  /* Try */ "bh?b?",
  /* Catch */ "p?b",
  /* Empty */ "",
  /* Debugger */ "",
  /* Import */ "@|n",
  /* ImportSpec */ "@i",
  /* ExportDecl */ "s",
  /* ExportNamed */ "%|u",
  /* ExportSpec */ "@!v",
  /* ExportDefault */ "w",
  /* ExportAll */ "%",
  /* TypeOnly */ "%",
  /* Enum */ "i|e",
  /* Namespace */ "ib",
  /* Function */ "i?ag",
  /* Params */ "|pr",
  /* Class */ "i?e?|mk",
  /* Method */ "%e?f|k",
  /* Field */ "%e?e?|k",
  /* StaticBlock */ "|s",
  /* Decorator */ "e",
  /* Ident */ "@",
  /* String */ "@",
  /* Number */ "@",
  /* Constant */ "@",
  /* RegExp */ "@",
  /* Template */ "t|et",
  /* TemplateText */ "@",
  /* TaggedTemplate */ "eT",
  /* This */ "",
  /* Super */ "",
  /* NewTarget */ "",
  /* ImportMeta */ "",
  /* PrivateName */ "@",
  /* Array */ "|ex0",
  /* Object */ "|ox",
  /* Property */ "%e?l",
  /* Unary */ "@e",
  /* Update */ "@p",
  /* Binary */ "@ee",
  /* Logical */ "@ee",
  /* Assign */ "@pe",
  /* Conditional */ "eee",
  /* Call */ "e|ex",
  /* New */ "e|ex",
  /* Member */ "%ee?",
  /* Chain */ "e",
  /* Sequence */ "|e",
  /* Spread */ "e",
  /* Await */ "e",
  /* Yield */ "e?",
  /* ImportCall */ "ee?",
  /* TypeWrap */ "e",
  /* JSXElement */ "e|Axj",
  /* JSXFragment */ "|j",
  /* JSXAttr */ "@e?",
  /* JSXText */ "@",
  /* ObjectPattern */ "|qr",
  /* ArrayPattern */ "|pr0",
  /* AssignPattern */ "pe",
  /* Rest */ "p",
];

const ATOM: i32 = 64;
const MAYBE_ATOM: i32 = 37;
const ALL_OR_NONE: i32 = 33;
const LIST: i32 = 124;
const OPTIONAL: i32 = 63;

const DECLARES: i32 = Flag.DeclVar | Flag.DeclLet | Flag.DeclConst | Flag.DeclUsing | Flag.DeclAwaitUsing;

export function verifyTree(tree: Tree): string {
  let problem = verifyColumns(tree);
  for (let node: i32 = 0; node < tree.size && problem.length === 0; node += 1) {
    problem = verifyNesting(tree, node);
    if (problem.length === 0) problem = verifyAtom(tree, node);
    if (problem.length === 0) problem = verifyFlags(tree, node);
    if (problem.length === 0) problem = verifyPositions(tree, node);
  }
  // Slots are looked at only when the nesting of the whole tree is known to be right.
  for (let node: i32 = 0; node < tree.size && problem.length === 0; node += 1) problem = verifySlots(tree, node);
  return problem.length > 0 ? problem : verifyLines(tree);
}

function verifyColumns(tree: Tree): string {
  const size = tree.size;
  if (size === 0) return "the tree is empty";
  const same =
    tree.kind.length >= size &&
    tree.parent.length === tree.kind.length &&
    tree.end.length === tree.kind.length &&
    tree.atom.length === tree.kind.length &&
    tree.flags.length === tree.kind.length &&
    tree.start.length === tree.kind.length &&
    tree.stop.length === tree.kind.length;
  if (!same) return "the columns differ in length";
  if (tree.kind[0] !== Kind.Program) return "the root is " + kindName(tree.kind[0]) + ", not Program";
  if (tree.parent[0] !== -1) return "the root has a parent";
  if (tree.end[0] !== size) return "the root ends at " + tree.end[0].toString() + ", not at " + size.toString();
  return "";
}

/** Kinds in range; a node's extent inside its parent's, and starting where the child before it ended. */
function verifyNesting(tree: Tree, node: i32): string {
  const kind = tree.kind[node];
  if (kind < 0 || kind >= Kind.Count) return "#" + node.toString() + " has no known kind (" + kind.toString() + ")";
  const end = tree.end[node];
  if (end <= node || end > tree.size) return at(tree, node) + "ends at " + end.toString();
  if (node === 0) return "";
  const up = tree.parent[node];
  if (up < 0 || up >= node) return at(tree, node) + "has parent " + up.toString();
  if (tree.kind[node] === Kind.Program) return at(tree, node) + "is a Program below the root";
  if (end > tree.end[up]) return at(tree, node) + "reaches beyond its parent " + nodeAt(tree, up);
  // The node before it in pre-order is its parent or ends, itself or through its ancestors, exactly here.
  if (up !== node - 1) {
    let before = node - 1;
    while (before > up && tree.parent[before] !== up) before = tree.parent[before];
    if (before <= up || tree.end[before] !== node) return at(tree, node) + "does not follow a sibling";
  }
  return "";
}

function verifyAtom(tree: Tree, node: i32): string {
  const atom = tree.atom[node];
  if (atom < -1 || atom >= tree.atoms.length) return at(tree, node) + "has atom " + atom.toString();
  const rule = letterAt(LAYOUTS[tree.kind[node]], 0);
  if (rule === ATOM && atom < 0) return at(tree, node) + "has no atom";
  if (rule !== ATOM && rule !== MAYBE_ATOM && atom >= 0) return at(tree, node) + "has an atom";
  return "";
}

function verifyFlags(tree: Tree, node: i32): string {
  const extra = tree.flags[node] & ~allowedFlags(tree.kind[node]);
  if (extra !== 0) return at(tree, node) + "has the flag " + flagNames(extra);
  if (tree.kind[node] === Kind.VarDecl) {
    const declares = tree.flags[node] & DECLARES;
    if (declares === 0 || (declares & (declares - 1)) !== 0) return at(tree, node) + "is not one sort of declaration";
  }
  return "";
}

function allowedFlags(kind: Kind): i32 {
  switch (kind) {
    case Kind.Program:
      return Flag.Module | Flag.Strict;
    case Kind.VarDecl:
      return DECLARES;
    case Kind.Declarator:
      return Flag.Typed;
    case Kind.ForOf:
      return Flag.ForAwait;
    case Kind.Import:
    case Kind.ImportSpec:
      return Flag.TypeOnly;
    case Kind.Function:
      return Flag.Async | Flag.Generator | Flag.Arrow | Flag.Declaration | Flag.ExprBody;
    case Kind.Class:
      return Flag.Declaration;
    case Kind.Method:
      return Flag.Static | Flag.Getter | Flag.Setter | Flag.Constructor;
    case Kind.Field:
      return Flag.Static;
    case Kind.Ident:
      return Flag.Binding | Flag.Write | Flag.Read;
    case Kind.Property:
      return Flag.Shorthand;
    case Kind.Call:
    case Kind.Member:
      return Flag.Optional;
    case Kind.Yield:
      return Flag.Delegate;
    default:
      return 0;
  }
}

function verifyPositions(tree: Tree, node: i32): string {
  const start = tree.start[node];
  const stop = tree.stop[node];
  if (start < -1 || stop < start || (start < 0 && stop >= 0)) {
    return at(tree, node) + "spans " + start.toString() + " to " + stop.toString();
  }
  return "";
}

/** Walks the children of `node` beside the layout of its kind. */
function verifySlots(tree: Tree, node: i32): string {
  const layout = LAYOUTS[tree.kind[node]];
  let next: i32 = letterAt(layout, 0) === ATOM || letterAt(layout, 0) === MAYBE_ATOM ? 1 : 0;
  let child = tree.firstChild(node);
  if (letterAt(layout, next) === ALL_OR_NONE) {
    if (child < 0) return "";
    next += 1;
  }
  let slot: i32 = 0;
  while (next < layout.length && letterAt(layout, next) !== LIST) {
    const optional = letterAt(layout, next + 1) === OPTIONAL;
    if (child < 0) return wrong(tree, node, slot, "is missing");
    const empty = tree.kind[child] === Kind.None;
    if (empty ? !optional : !fits(tree, child, letterAt(layout, next))) return holds(tree, node, slot, child);
    child = tree.nextSibling(child);
    next += optional ? 2 : 1;
    slot += 1;
  }
  while (child >= 0) {
    if (next >= layout.length) return wrong(tree, node, slot, "should not be there");
    if (!fitsAny(tree, child, layout, next + 1)) return holds(tree, node, slot, child);
    child = tree.nextSibling(child);
    slot += 1;
  }
  return "";
}

/** Code of a layout's letter, or 0 behind its end. */
function letterAt(layout: string, index: i32): i32 {
  return index < layout.length ? layout.charCodeAt(index) : 0;
}

function fitsAny(tree: Tree, child: i32, layout: string, from: i32): boolean {
  for (let i = from; i < layout.length; i += 1) {
    if (fits(tree, child, letterAt(layout, i))) return true;
  }
  return false;
}

/** Whether a node is of the sort that a letter of a layout stands for. */
function fits(tree: Tree, node: i32, letter: i32): boolean {
  const kind: i32 = tree.kind[node];
  switch (letter) {
    case 42: // *
      return true;
    case 48: // 0
      return kind === Kind.None;
    case 115: // s
      return isStatement(tree, node);
    case 101: // e
      return isExpression(tree, node);
    case 112: // p
      return isPattern(kind);
    case 98: // b
      return kind === Kind.Block;
    case 105: // i
      return kind === Kind.Ident;
    case 102: // f
      return kind === Kind.Function;
    case 97: // a
      return kind === Kind.Params;
    case 99: // c
      return kind === Kind.Case;
    case 100: // d
      return kind === Kind.Declarator;
    case 103: // g: a function's body
      return kind === Kind.Block || isExpression(tree, node);
    case 104: // h
      return kind === Kind.Catch;
    case 106: // j
      return kind === Kind.JSXText || kind === Kind.Spread || isExpression(tree, node);
    case 107: // k
      return kind === Kind.Decorator;
    case 108: // l: a property's value, expression or pattern
      return isPattern(kind) || isExpression(tree, node);
    case 109: // m
      return isMember(kind);
    case 110: // n
      return kind === Kind.ImportSpec;
    case 111: // o
      return kind === Kind.Property || kind === Kind.Method || kind === Kind.Opaque;
    case 113: // q
      return kind === Kind.Property || kind === Kind.Opaque;
    case 114: // r
      return kind === Kind.Rest;
    case 116: // t
      return kind === Kind.TemplateText;
    case 117: // u
      return kind === Kind.ExportSpec;
    case 118: // v: what an export specifier names
      return kind === Kind.Ident || kind === Kind.String;
    case 119: // w: what a module exports by default
      return isStatement(tree, node) || isExpression(tree, node);
    case 120: // x
      return kind === Kind.Spread;
    case 121: // y: a for loop's initialiser
      return kind === Kind.VarDecl || isExpression(tree, node);
    case 122: // z: what a for-in or for-of loop assigns
      return kind === Kind.VarDecl || isPattern(kind);
    case 65: // A
      return kind === Kind.JSXAttr;
    case 84: // T
      return kind === Kind.Template;
    default:
      return false;
  }
}

function isStatement(tree: Tree, node: i32): boolean {
  const kind: i32 = tree.kind[node];
  if (kind === Kind.Function || kind === Kind.Class) return (tree.flags[node] & Flag.Declaration) !== 0;
  if (kind === Kind.Opaque) return true;
  if (kind === Kind.Declarator || kind === Kind.Case || kind === Kind.Catch) return false;
  if (kind === Kind.ImportSpec || kind === Kind.ExportSpec) return false;
  return kind >= Kind.Block && kind <= Kind.Namespace;
}

function isExpression(tree: Tree, node: i32): boolean {
  const kind: i32 = tree.kind[node];
  if (kind === Kind.Function || kind === Kind.Class) return (tree.flags[node] & Flag.Declaration) === 0;
  if (kind === Kind.Opaque) return true;
  if (kind === Kind.TemplateText || kind === Kind.Property || kind === Kind.Spread) return false;
  if (kind === Kind.JSXAttr || kind === Kind.JSXText) return false;
  return kind >= Kind.Ident && kind <= Kind.JSXText;
}

function isPattern(kind: i32): boolean {
  if (kind >= Kind.ObjectPattern && kind <= Kind.AssignPattern) return true;
  // A target may be wrapped in TypeScript syntax (`x! = 1`), and web reality lets `f() = 1` parse.
  if (kind === Kind.Ident || kind === Kind.Member || kind === Kind.TypeWrap) return true;
  return kind === Kind.Opaque || kind === Kind.Call;
}

function isMember(kind: i32): boolean {
  if (kind === Kind.Method || kind === Kind.Field || kind === Kind.StaticBlock) return true;
  return kind === Kind.TypeOnly || kind === Kind.Opaque;
}

/** Lines and comments in ascending order; comments made by other tools have no place. */
function verifyLines(tree: Tree): string {
  if (tree.lineStarts.length === 0 || tree.lineStarts[0] !== 0) return "the first line does not start at 0";
  for (let i: i32 = 1; i < tree.lineStarts.length; i += 1) {
    // Equal starts are fine: a host without source text does not know where lines without nodes begin.
    if (tree.lineStarts[i] < tree.lineStarts[i - 1]) return "line " + (i + 1).toString() + " is out of order";
  }
  const comments = tree.commentText.length;
  if (tree.commentStart.length !== comments || tree.commentStop.length !== comments) {
    return "the comment columns differ in length";
  }
  let last: i32 = 0;
  for (let i: i32 = 0; i < comments; i += 1) {
    if (tree.commentStart[i] === -1) continue;
    if (tree.commentStart[i] < last || tree.commentStop[i] < tree.commentStart[i]) {
      return "comment " + i.toString() + " is out of order";
    }
    last = tree.commentStop[i];
  }
  return "";
}

function at(tree: Tree, node: i32): string {
  return nodeAt(tree, node) + ": ";
}

function wrong(tree: Tree, node: i32, slot: i32, what: string): string {
  return at(tree, node) + "slot " + slot.toString() + " " + what;
}

function holds(tree: Tree, node: i32, slot: i32, child: i32): string {
  return wrong(tree, node, slot, "holds " + printNode(tree, child));
}
