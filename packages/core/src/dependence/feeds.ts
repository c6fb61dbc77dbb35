/**
 * Whether an operation needs what another one gives, as far as names tell.
 *
 *   const a = await f(); const n = a.id; await g(n)                   →   g needs f
 *   let user = await find(id); if (!user) user = await make(id);      →   the branch needs f
 *   if (!key) key = await makeKey(); await get(key)                   →   get needs the branch
 *
 * A yes is certain: the two can never start together. Closures do not count, since what they mention may be looked at later or never.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { isClosure } from "../precheck/regions";
import { Scopes } from "../scope/scopes";

export class Feeds {
  /** Variables that have what the first operation gives. */
  private given: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
  ) {}

  /**
   * Whether `use`, an expression or a statement, needs what `site` gives, an expression of the statement `from`, or that statement as a
   * whole. `to`: the statement that `use` stands in.
   */
  reach(site: i32, from: i32, use: i32, to: i32): boolean {
    this.given.clear();
    if (site === from) this.giveWritten(from);
    else this.giveResult(site, from);
    let between = this.tree.end[from];
    while (this.given.size > 0 && between < to) {
      this.passOn(between);
      between = this.tree.end[between];
    }
    return this.given.size > 0 && this.mentions(use, use === to);
  }

  /** What a statement that is an operation as a whole gives to variables around it. */
  private giveWritten(statement: i32): void {
    const tree = this.tree;
    for (let node = statement; node < tree.end[statement]; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Write) !== 0) {
        const binding = this.scopes.binding[node];
        if (binding >= 0 && !tree.contains(statement, this.scopes.declaration[binding])) this.given.set(binding, true);
      }
    }
  }

  /** The variables that a statement declares with, or sets to, what is made of an expression in it. */
  private giveResult(site: i32, statement: i32): void {
    const tree = this.tree;
    if (tree.kind[statement] === Kind.VarDecl) {
      let declarator = site;
      while (tree.parent[declarator] !== statement) declarator = tree.parent[declarator];
      this.give(tree.firstChild(declarator));
      for (let next = tree.nextSibling(declarator); next >= 0; next = tree.nextSibling(next)) this.passOnBy(next);
    } else if (tree.kind[statement] === Kind.ExprStmt) {
      const assignment = tree.firstChild(statement);
      if (tree.kind[assignment] === Kind.Assign && !tree.contains(tree.firstChild(assignment), site))
        this.give(tree.firstChild(assignment));
    }
  }

  /** A statement between the two may take what was given over into other variables, or set a variable that has it. */
  private passOn(statement: i32): void {
    const tree = this.tree;
    const assignment = tree.firstChild(statement);
    if (tree.kind[statement] === Kind.VarDecl) {
      for (let part = assignment; part >= 0; part = tree.nextSibling(part)) this.passOnBy(part);
    } else if (tree.kind[statement] === Kind.ExprStmt && tree.kind[assignment] === Kind.Assign) {
      this.passOnBy(assignment);
    } else this.forgetWritten(statement);
  }

  /** A declarator or an assignment. */
  private passOnBy(node: i32): void {
    const value = this.tree.child(node, 1);
    const isGiven = value >= 0 && this.mentions(value, false);
    this.forgetWritten(node);
    if (isGiven) this.give(this.tree.firstChild(node));
  }

  private forgetWritten(node: i32): void {
    for (let at = node; at < this.tree.end[node]; at++) {
      const isSet = this.tree.kind[at] === Kind.Ident && (this.tree.flags[at] & (Flag.Write | Flag.Binding)) !== 0;
      if (isSet) this.given.delete(this.scopes.binding[at]);
    }
  }

  /** The names in a target: not `a.b`, nor what is evaluated in a pattern. */
  private give(target: i32): void {
    const tree = this.tree;
    const kind = tree.kind[target];
    if (kind === Kind.Ident) {
      if (this.scopes.binding[target] >= 0) this.given.set(this.scopes.binding[target], true);
    } else if (kind === Kind.AssignPattern || kind === Kind.TypeWrap || kind === Kind.Rest) {
      this.give(tree.firstChild(target));
    } else if (kind === Kind.Property) this.give(tree.child(target, 1));
    else if (kind === Kind.ObjectPattern || kind === Kind.ArrayPattern) {
      for (let part = tree.firstChild(target); part >= 0; part = tree.nextSibling(part)) this.give(part);
    }
  }

  /** Whether a node mentions a variable that has it; what is only set counts for statements, which give what they may not set. */
  private mentions(node: i32, isStatement: boolean): boolean {
    const tree = this.tree;
    for (let at = node; at < tree.end[node]; at++) {
      if (isClosure(tree, at)) at = tree.end[at] - 1;
      else if (tree.kind[at] === Kind.Ident && this.given.has(this.scopes.binding[at])) {
        const flags = tree.flags[at];
        if (isStatement || (flags & Flag.Write) === 0 || (flags & Flag.Read) !== 0) return true;
      }
    }
    return false;
  }
}
