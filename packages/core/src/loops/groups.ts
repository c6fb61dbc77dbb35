/**
 * What has become of the operations of one iteration before its loop is split: where some of them start together already, the task takes
 * over what makes them.
 *
 *   const [user, posts] = await Promise.all([…]); rows.push({ user, posts });   →   the task begins with the declaration
 */
import { Region } from "../dependence/region";
import { Facts } from "../facts";
import { Edit, EditKind, keep, OutKind, OutNode } from "../rewrite/output";
import { Kind } from "../tree/kinds";
import { Loop } from "./loop";

export class LoopGroups {
  /** Groups of statements, or of the only one, of the loop looked at last. */
  private lists: Edit[] = [];
  /** The same of what stands in front of the `if` that is divided. */
  private before: Edit[] = [];
  /** What has become of a literal in which everything is awaited, or null. */
  literal: Edit | null = null;

  constructor(
    private facts: Facts,
    /** Edits of the file. */
    private edits: Edit[],
  ) {}

  /** Looks for what groups operations of the body itself; false if not all that it makes moves into the task, but for what stays. */
  find(loop: Loop, region: Region): boolean {
    const tree = this.facts.tree;
    this.lists = [];
    this.before = [];
    this.literal = null;
    for (let i: i32 = 0; i < this.edits.length; i++) {
      const edit = this.edits[i];
      if (!tree.contains(loop.list, edit.first)) continue;
      const isList =
        edit.kind === EditKind.Statements ? tree.parent[edit.first] === loop.list : edit.first === loop.list;
      if (isList) {
        if (!this.isTaken(edit, loop, region)) return false;
        this.lists.push(edit);
      } else if (edit.kind === EditKind.Node && tree.kind[edit.first] === Kind.Array) {
        // A literal of awaits as a whole.
        for (let j: i32 = 0; j < region.sites.length; j++)
          if (edit.first === tree.parent[region.sites[j].node]) this.literal = edit;
      }
    }
    return true;
  }

  /** Looks for what groups operations in front of the `if` of which some stays; false if that reaches into the `if`. */
  findBefore(loop: Loop): boolean {
    this.before = [];
    for (let i: i32 = 0; i < this.edits.length; i++) {
      const edit = this.edits[i];
      if (edit.kind !== EditKind.Statements || this.facts.tree.parent[edit.first] !== loop.body) continue;
      if (edit.last >= loop.guard || loop.before.indexOf(edit.first) < 0 || loop.before.indexOf(edit.last) < 0)
        return false;
      this.before.push(edit);
    }
    return true;
  }

  /** Adds what stands in front of that `if`, with its groups. */
  addBefore(loop: Loop, statements: OutNode[]): void {
    for (let i: i32 = 0; i < loop.before.length; i++) {
      const statement = loop.before[i];
      const edit = this.editAround(this.before, statement);
      if (edit === null) statements.push(keep(statement));
      else if (statement === edit.first) for (let j: i32 = 0; j < edit.out.length; j++) statements.push(edit.out[j]);
    }
  }

  get isEmpty(): boolean {
    return this.lists.length === 0 && this.literal === null;
  }

  /** The group that a statement of the body is part of, or null. */
  around(statement: i32): Edit | null {
    return this.editAround(this.lists, statement);
  }

  private editAround(edits: Edit[], statement: i32): Edit | null {
    for (let i: i32 = 0; i < edits.length; i++) {
      const edit = edits[i];
      if (statement >= edit.first && statement <= edit.last) return edit;
    }
    return null;
  }

  private isTaken(edit: Edit, loop: Loop, region: Region): boolean {
    const isList = edit.kind === EditKind.Statements;
    const made = groupOf(edit);
    let missing: i32 = 0;
    for (let i: i32 = 0; i < loop.delayed.length; i++)
      if (loop.delayed[i] >= edit.first && loop.delayed[i] <= edit.last) missing += 1;
    for (let i: i32 = 0; i < made.length; i++)
      if (made[i].node !== loop.split && this.stays(made[i], loop)) missing -= 1;
    if (missing !== 0) return false;
    if (isList && loop.isMoved(edit.last)) return loop.isMoved(edit.first);
    const last = made[made.length - 1];
    if (loop.split < 0 || last.kind !== OutKind.Keep || last.node !== loop.split || edit.last > loop.split)
      return false;
    for (let i: i32 = 0; i < loop.sites.length; i++) {
      const named = this.editOf(region.sites[loop.sites[i]].node);
      if (named !== null && named.out[0].kind !== OutKind.Name) return false;
    }
    return true;
  }

  /** The name that a group has given to what an await gives, or nothing. */
  nameOf(node: i32): string {
    if (this.lists.length === 0) return "";
    const edit = this.editOf(node);
    return edit !== null ? edit.out[0].text : "";
  }

  /** The edit of a node itself, or null. */
  editOf(node: i32): Edit | null {
    for (let i: i32 = 0; i < this.edits.length; i++)
      if (this.edits[i].kind === EditKind.Node && this.edits[i].first === node) return this.edits[i];
    return null;
  }

  /** The task has what the groups say. */
  drop(): void {
    for (let i: i32 = 0; i < this.lists.length; i++) this.edits.splice(this.edits.indexOf(this.lists[i]), 1);
    for (let i: i32 = 0; i < this.before.length; i++) this.edits.splice(this.edits.indexOf(this.before[i]), 1);
  }

  /** The task starts what statements of the body have been made to start. */
  dropStarts(loop: Loop): void {
    for (let i = this.edits.length - 1; i >= 0; i--) {
      const edit = this.edits[i];
      if (edit.kind === EditKind.Statements && this.facts.tree.parent[edit.first] === loop.body)
        this.edits.splice(i, 1);
    }
  }

  /** Whether what begins in front of several `try` statements is written as a promise for each, and nothing else has been moved. */
  isBegun(loop: Loop): boolean {
    const tree = this.facts.tree;
    for (let i: i32 = 0; i < loop.inner.length; i++) {
      const begun = this.editOf(loop.inner[i].sites[0].node);
      if (begun !== null && (begun.out[0].kind !== OutKind.Await || begun.out[0].children[0].kind !== OutKind.Name))
        return false;
    }
    for (let i: i32 = 0; i < this.edits.length; i++) {
      const edit = this.edits[i];
      if (edit.kind !== EditKind.Statements || tree.parent[edit.first] !== loop.body) continue;
      let kept: i32 = 0;
      for (let j: i32 = 0; j < edit.out.length; j++) if (edit.out[j].kind === OutKind.Keep) kept += 1;
      for (let each = edit.first; each <= edit.last; each = tree.end[each]) kept -= 1;
      if (kept !== 0) return false;
    }
    return true;
  }

  private stays(out: OutNode, loop: Loop): boolean {
    return out.kind === OutKind.Keep && (out.node === loop.split || loop.delayed.indexOf(out.node) >= 0);
  }

  /** What a group makes, without the statements that stay. */
  add(edit: Edit, loop: Loop, statements: OutNode[]): void {
    const made = groupOf(edit);
    for (let i: i32 = 0; i < made.length; i++) if (!this.stays(made[i], loop)) statements.push(made[i]);
  }
}

/** The statements that an edit makes. */
function groupOf(edit: Edit): OutNode[] {
  return edit.kind === EditKind.Statements ? edit.out : edit.out[0].children;
}
