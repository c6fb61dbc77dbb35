/**
 * Which properties and objects of the file are changed after they were made.
 *
 *   const api = { load() { … } }; api.load = other;   →   `load` is assigned: no `load` is taken for the one in the literal
 *
 * Properties are told apart by name only, over the whole file: cheap, and wrong only on the safe side. Collected when first asked
 * for; linear in the tree.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";

export class Mutations {
  private assigned: Map<i32, boolean> = new Map<i32, boolean>();
  private isCollected: boolean = false;
  /** Per binding asked about: 1 no, 2 yes. */
  private reshaped: Map<i32, i32> = new Map<i32, i32>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
  ) {}

  /** Whether a property of this name is written anywhere in the file. */
  isAssigned(atom: i32): boolean {
    if (!this.isCollected) this.collect();
    return this.assigned.has(atom);
  }

  /** Whether properties of the object a constant holds are set by a computed name or by `Object.assign` and its kin. */
  isReshaped(binding: i32): boolean {
    if (this.reshaped.has(binding)) return (this.reshaped.get(binding) as i32) === 2;
    let found = false;
    let reference = this.scopes.firstReference[binding];
    while (reference >= 0 && !found) {
      found = this.isComputedTarget(reference) || this.isReflected(reference);
      reference = this.scopes.nextReference[reference];
    }
    this.reshaped.set(binding, found ? 2 : 1);
    return found;
  }

  private isComputedTarget(reference: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[reference];
    if (tree.kind[up] !== Kind.Member || tree.firstChild(up) !== reference) return false;
    return tree.atom[up] < 0 && isTarget(tree, up);
  }

  private isReflected(reference: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[reference];
    if (tree.kind[up] !== Kind.Call || tree.child(up, 1) !== reference) return false;
    const callee = tree.firstChild(up);
    if (tree.kind[callee] !== Kind.Member) return false;
    const object = tree.firstChild(callee);
    return tree.kind[object] === Kind.Ident && (tree.text(object) === "Object" || tree.text(object) === "Reflect");
  }

  private collect(): void {
    this.isCollected = true;
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.kind[node] === Kind.Member && tree.atom[node] >= 0 && isTarget(tree, node))
        this.assigned.set(tree.atom[node], true);
    }
  }
}

/** Whether a member expression is written: assigned, updated, deleted or filled by destructuring. */
export function isTarget(tree: Tree, member: i32): boolean {
  const up = tree.parent[member];
  const isFirst = tree.firstChild(up) === member;
  switch (tree.kind[up]) {
    case Kind.Assign:
    case Kind.AssignPattern:
      return isFirst;
    case Kind.Update:
    case Kind.ArrayPattern:
    case Kind.Rest:
      return true;
    case Kind.Unary:
      return tree.text(up) === "delete";
    case Kind.Property:
      return tree.kind[tree.parent[up]] === Kind.ObjectPattern;
    case Kind.ForIn:
    case Kind.ForOf:
      return tree.child(up, 1) === member;
    default:
      return false;
  }
}
