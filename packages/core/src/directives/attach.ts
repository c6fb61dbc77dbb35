/**
 * Finds out what a marker comment is about, from positions alone.
 *
 * ```
 * // @sequential                          the statement, member, block, function … that begins next
 * await audit(user);
 * await notify(user); // @sequential      every statement that ends on this line
 * for (const id of ids) { // @sequential  what the brace belongs to: the loop
 * each(ids, async () => { … });            a marker before `async`: this function
 * call(a, await b());                     a marker before `await`: the statement
 * ```
 *
 * Core has no source text, so "next" means the first node that starts behind the comment, inside the innermost node
 * around the comment; punctuation and keywords in between do not matter. Where a place is ambiguous, `@sequential` takes
 * the larger reading and `@parallel` the smaller. Guarantees that a sequential marker followed by code marks something.
 */
import { Flag, Kind, isLoop } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { DirectiveBit, Directives } from "./directives";

/** `comments[i]` is the index of a comment that carries the marker `bits[i]`; ascending. */
export function attachMarkers(tree: Tree, order: i32[], comments: i32[], bits: i32[], into: Directives): void {
  const sweep = new Sweep(tree, order);
  for (let i: i32 = 0; i < comments.length; i += 1) {
    const comment = comments[i];
    sweep.moveTo(tree.commentStart[comment]);
    const place = new Place(tree, sweep, comment);
    const before = into.marked.length;
    place.mark(bits[i], into);
    const found = into.marked.length > before || place.found;
    if (!found && bits[i] === DirectiveBit.Sequential) into.unattached.push(comment);
  }
}

/** Walks through the source from node to node and knows, at any place, which nodes are open and which ended last. */
class Sweep {
  /** Index in `order` of the first node that starts at or behind the current place. */
  next: i32 = 0;
  open: i32[] = [0];
  /** The statement or member that ended last, the outermost of several, or -1. */
  lastEnded: i32 = -1;
  /** Where the last node of any kind started or ended; -1 at first. */
  lastEdge: i32 = -1;

  constructor(
    readonly tree: Tree,
    readonly order: i32[],
  ) {}

  moveTo(position: i32): void {
    const tree = this.tree;
    while (this.next < this.order.length && tree.start[this.order[this.next]] < position) {
      const node = this.order[this.next];
      this.closeUntil(tree.start[node]);
      this.open.push(node);
      this.edge(tree.start[node]);
      this.next += 1;
    }
    this.closeUntil(position);
  }

  private closeUntil(position: i32): void {
    const tree = this.tree;
    while (this.open.length > 1 && tree.stop[this.open[this.open.length - 1]] <= position) {
      const node = this.open.pop() as i32;
      const stop = tree.stop[node];
      if (stop > tree.start[node]) this.edge(stop - 1);
      if (!isUnit(tree, node)) continue;
      const last = this.lastEnded;
      if (last < 0 || stop > tree.stop[last] || (stop === tree.stop[last] && tree.contains(node, last))) {
        this.lastEnded = node;
      }
    }
  }

  private edge(position: i32): void {
    if (position > this.lastEdge) this.lastEdge = position;
  }
}

/** The surroundings of one comment. */
class Place {
  /** Innermost node around the comment. */
  around: i32;
  /** Outermost of the nodes that begin next inside `around`, or -1. */
  following: i32 = -1;
  line: i32;
  lastLine: i32;
  /** Nothing but the comment, and comments behind it, to the end of its line; something before it. */
  endsLine: boolean;
  /** Whether the marker is about something, be it marked already. */
  found: boolean = false;

  constructor(
    readonly tree: Tree,
    readonly sweep: Sweep,
    readonly comment: i32,
  ) {
    const stop = tree.commentStop[comment];
    this.around = sweep.open[sweep.open.length - 1];
    this.line = tree.lineAt(tree.commentStart[comment]);
    this.lastLine = tree.lineAt(stop);
    let next = sweep.next;
    while (next < sweep.order.length && tree.start[sweep.order[next]] < stop) next += 1;
    let nextLine: i32 = 0;
    if (next < sweep.order.length) {
      const node = sweep.order[next];
      nextLine = tree.lineAt(tree.start[node]);
      if (this.around === 0 || tree.start[node] < tree.stop[this.around]) this.following = node;
    }
    const codeBefore = sweep.lastEdge >= 0 && tree.lineAt(sweep.lastEdge) === this.line;
    this.endsLine = codeBefore && nextLine !== this.lastLine;
  }

  mark(bit: i32, into: Directives): void {
    if (this.endsLine) this.markLine(bit, into);
    else if (this.following >= 0) this.add(this.targetOf(this.following), bit, into);
    else this.markDangling(bit, into);
  }

  private add(node: i32, bit: i32, into: Directives): void {
    if (node <= 0) return;
    this.found = true;
    const tree = this.tree;
    const target = wholeStatement(tree, node);
    into.mark(target, bit, this.line);
    if (bit !== DirectiveBit.Sequential) return;
    // A comment before an overload is about the implementation; one before a lone `;` about the statement behind it.
    let next = target;
    while (next >= 0 && isBlank(tree, next)) {
      next = tree.nextSibling(next);
      if (next >= 0) into.mark(next, bit, this.line);
    }
  }

  /** At the end of a line: the statements that end on it, or what its opening brace belongs to, or what is around. */
  private markLine(bit: i32, into: Directives): void {
    const tree = this.tree;
    const last = this.sweep.lastEnded;
    const inside = last >= 0 && tree.contains(this.around, last);
    if (inside && tree.parent[last] === this.around && tree.lineAt(tree.stop[last] - 1) === this.line) {
      if (isList(tree.kind[this.around])) {
        this.add(last, bit, into);
        if (bit === DirectiveBit.Sequential) this.markOthersOnLine(into);
        return;
      }
    } else if (!inside && isList(tree.kind[this.around]) && this.around > 0) {
      if (tree.lineAt(tree.start[this.around]) === this.line) {
        this.add(openedBy(tree, this.around, this.line), bit, into);
        return;
      }
    }
    this.add(enclosing(tree, this.around), bit, into);
  }

  private markOthersOnLine(into: Directives): void {
    const tree = this.tree;
    const lineStart = tree.lineStarts[this.line - 1];
    for (let i = this.sweep.next - 1; i >= 0; i -= 1) {
      const node = this.sweep.order[i];
      if (tree.start[node] < lineStart) return;
      if (tree.parent[node] === this.around && isUnit(tree, node)) this.add(node, DirectiveBit.Sequential, into);
    }
  }

  /** Nothing follows inside the innermost node: for example the last line of a block. */
  private markDangling(bit: i32, into: Directives): void {
    const tree = this.tree;
    const owner = enclosing(tree, this.around);
    if (owner <= 0) return;
    // Without semicolons at line ends, `;(await f())()` puts the end of one statement on the next one's line.
    const next = tree.nextSibling(owner);
    if (owner === this.around && next >= 0 && tree.start[next] >= 0) {
      const end = tree.lineAt(tree.stop[owner] - 1);
      const spills = end > this.lastLine && tree.lineAt(tree.start[next]) === end;
      if (spills) this.add(next, bit, into);
      if (spills && bit !== DirectiveBit.Sequential) return;
    }
    if (bit === DirectiveBit.Sequential) this.add(owner, bit, into);
  }

  /** What a marker directly before `node` is about. */
  private targetOf(node: i32): i32 {
    const tree = this.tree;
    const kind: i32 = tree.kind[node];
    if (kind === Kind.Decorator) return tree.parent[node];
    if (kind === Kind.Block) return openedBy(tree, node, 0);
    if (isUnit(tree, node) || kind === Kind.Case || kind === Kind.Catch) return node;
    const value = unwrap(tree, node);
    if (isCode(tree.kind[value])) return value;
    return enclosing(tree, this.around);
  }
}

/** Whether `node` is one entry of a list or a body: a statement, class member, or object member that is a function. */
function isUnit(tree: Tree, node: i32): boolean {
  const kind: i32 = tree.kind[node];
  if (kind === Kind.Method || kind === Kind.Field || kind === Kind.StaticBlock) return true;
  if (kind === Kind.Function || kind === Kind.Class) return (tree.flags[node] & Flag.Declaration) !== 0;
  if (kind === Kind.Property) {
    const value = tree.child(node, 1);
    return value >= 0 && isCode(tree.kind[unwrap(tree, value)]);
  }
  const up = tree.parent[node];
  if (kind === Kind.Opaque) return isList(tree.kind[up]);
  // The declaration in a loop's head is not a statement of its own.
  if (kind === Kind.VarDecl) return tree.kind[up] < Kind.For || tree.kind[up] > Kind.ForOf;
  if (kind === Kind.Declarator || kind === Kind.Case || kind === Kind.Catch) return false;
  if (kind === Kind.ImportSpec || kind === Kind.ExportSpec) return false;
  return kind >= Kind.Block && kind <= Kind.Namespace;
}

/** Kinds whose children are the entries of a list between braces. */
function isList(kind: i32): boolean {
  if (kind === Kind.Program || kind === Kind.Block || kind === Kind.Case || kind === Kind.StaticBlock) return true;
  return kind === Kind.Class || kind === Kind.Object;
}

function isCode(kind: i32): boolean {
  return kind === Kind.Function || kind === Kind.Class;
}

function unwrap(tree: Tree, node: i32): i32 {
  let inner = node;
  while (tree.kind[inner] === Kind.TypeWrap && tree.firstChild(inner) >= 0) inner = tree.firstChild(inner);
  return inner;
}

/** The innermost statement, member, function or class around a place, itself included; 0 at the top of the file. */
function enclosing(tree: Tree, from: i32): i32 {
  let node = from;
  while (node > 0) {
    const kind: i32 = tree.kind[node];
    if (kind === Kind.Case || kind === Kind.Catch || isCode(kind) || isUnit(tree, node)) return node;
    node = tree.parent[node];
  }
  return 0;
}

/**
 * What the brace of a block belongs to: its function, loop or catch clause; an `if` or `try` only when it begins on
 * `line`, so that a marker behind `else {` is about that branch alone. `line` 0 is no line.
 */
function openedBy(tree: Tree, block: i32, line: i32): i32 {
  const up = tree.parent[block];
  if (tree.kind[block] === Kind.Object) return enclosing(tree, up);
  if (tree.kind[block] !== Kind.Block || up <= 0) return block;
  const kind: i32 = tree.kind[up];
  if (kind === Kind.Function || kind === Kind.Catch || kind === Kind.Namespace || isLoop(kind)) return up;
  const branches = kind === Kind.If || kind === Kind.Try || kind === Kind.Labeled;
  return branches && line > 0 && tree.lineAt(tree.start[up]) === line ? up : block;
}

/** With a declaration, its `export`; with a loop, its label; with a method's function, the method. */
function wholeStatement(tree: Tree, node: i32): i32 {
  let whole = node;
  while (tree.parent[whole] > 0) {
    const kind: i32 = tree.kind[tree.parent[whole]];
    const exported = kind === Kind.ExportDecl || kind === Kind.ExportDefault;
    if (!exported && kind !== Kind.Labeled && kind !== Kind.Method) break;
    whole = tree.parent[whole];
  }
  return whole;
}

/** Without an effect of its own: a type, an overload, an empty statement, a directive. */
function isBlank(tree: Tree, node: i32): boolean {
  const kind: i32 = tree.kind[node];
  if (kind === Kind.TypeOnly || kind === Kind.Empty || kind === Kind.Directive) return true;
  if (kind !== Kind.ExportDecl && kind !== Kind.ExportDefault) return false;
  return tree.firstChild(node) >= 0 && tree.kind[tree.firstChild(node)] === Kind.TypeOnly;
}
