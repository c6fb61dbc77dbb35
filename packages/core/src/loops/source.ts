/**
 * Whether what a loop iterates may change while iterations wait.
 *
 *   for (const job of queue) results.push(await load(job))   with `queue.push(…)` in another function   →   `queue` may change
 *
 * A sequential loop sees what is added to an array before it comes to its end; a pool may have come there long before. Changes inside
 * the loop are writes like any other. Looked for here: changes elsewhere in the file of variables that other functions see, and of
 * properties by their name (ASSUMPTIONS.md, "Iterated collections" for those that cannot be seen).
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { isTarget } from "../effects/mutations";
import { hasWord } from "../effects/words";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";

/** Methods that change an array, a set or a map. */
const CHANGING: string = "add clear copyWithin delete fill pop push reverse set shift sort splice unshift";

export class Sources {
  private isCollected: boolean = false;
  private bindings: Map<i32, boolean> = new Map<i32, boolean>();
  private properties: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
  ) {}

  /** The part of an iterated expression, or of a head, that other code may change, or -1. `owner`: the function that iterates. */
  changing(from: i32, to: i32, owner: i32): i32 {
    const tree = this.tree;
    for (let node = from; node < to; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
      else if (kind === Kind.Ident && this.mayChange(node, owner)) return node;
      else if (kind === Kind.Member && this.isChangedProperty(node)) return node;
    }
    return -1;
  }

  private mayChange(node: i32, owner: i32): boolean {
    const binding = this.scopes.binding[node];
    const isOwn = this.scopes.home[binding] === owner && !this.scopes.has(binding, BindingFlag.Captured);
    if (isOwn || this.scopes.kind[binding] === BindingKind.Function) return false;
    if (!this.isCollected) this.collect();
    return this.bindings.has(binding);
  }

  private isChangedProperty(member: i32): boolean {
    if (this.tree.atom[member] < 0) return false;
    if (!this.isCollected) this.collect();
    return this.properties.has(this.tree.atom[member]);
  }

  private collect(): void {
    const tree = this.tree;
    this.isCollected = true;
    for (let node: i32 = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.Member || !this.changesObject(node)) continue;
      let object = tree.firstChild(node);
      while (tree.kind[object] === Kind.TypeWrap || tree.kind[object] === Kind.Chain) object = tree.firstChild(object);
      if (tree.kind[object] === Kind.Ident) this.bindings.set(this.scopes.binding[object], true);
      else if (tree.kind[object] === Kind.Member && tree.atom[object] >= 0)
        this.properties.set(tree.atom[object], true);
    }
  }

  /** Whether a member is a changing method that is called, or a property that is written. */
  private changesObject(member: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[member];
    const isFirst = up + 1 === member;
    switch (tree.kind[up]) {
      case Kind.Call:
        return isFirst && tree.atom[member] >= 0 && hasWord(CHANGING, tree.text(member));
      case Kind.Assign:
        // `box.items = []` gives the box another array; `items[0] = x` and `items.length = 0` change the one there is.
        return isFirst && (tree.atom[member] < 0 || tree.text(member) === "length");
      case Kind.Update:
        return true;
      case Kind.Unary:
        return tree.text(up) === "delete";
      default:
        // `[items[0], items[1]] = [items[1], items[0]]`
        return isTarget(tree, member) && (tree.atom[member] < 0 || tree.text(member) === "length");
    }
  }
}

/** For the test that keeps the tables sorted. */
export function sourceTables(): string[] {
  return CHANGING.split(" ");
}
