/**
 * Who calls a function of the file, and which functions of the file a parameter is given.
 *
 *   const run = (fn) => fn(client); run(work)   →   `fn` may be `work`
 *
 * Only calls that certainly reach the function are found. Built when first asked, in one pass.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";

export class Callers {
  private calls: Map<i32, i32[]> = new Map<i32, i32[]>();
  private isBuilt: boolean = false;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** Calls of a function, in the order of the source. */
  of(fn: i32): i32[] {
    if (!this.isBuilt) this.build();
    return this.calls.has(fn) ? (this.calls.get(fn) as i32[]) : [];
  }

  /** Functions of the file that a call of a parameter runs: `fn` is called where callers have given `work`. */
  givenFor(call: i32): i32[] {
    const tree = this.tree;
    const found: i32[] = [];
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] !== Kind.Ident || this.scopes.binding[callee] < 0) return found;
    const declaration = this.scopes.declaration[this.scopes.binding[callee]];
    const list = declaration < 0 ? -1 : tree.parent[declaration];
    if (list < 0 || tree.kind[list] !== Kind.Params) return found;
    const calls = this.of(tree.parent[list]);
    for (let i: i32 = 0; i < calls.length; i++) {
      let argument = tree.child(calls[i], 1);
      for (let at = tree.firstChild(list); at !== declaration && argument >= 0; at = tree.nextSibling(at))
        argument = tree.nextSibling(argument);
      const fn = argument < 0 ? -1 : this.callees.functionOf(this.callees.unwrap(argument), 0);
      if (fn >= 0) found.push(fn);
    }
    return found;
  }

  private build(): void {
    this.isBuilt = true;
    for (let call: i32 = 0; call < this.tree.size; call++) {
      if (this.tree.kind[call] !== Kind.Call) continue;
      const target = this.callees.resolve(call).target;
      if (target < 0) continue;
      if (!this.calls.has(target)) this.calls.set(target, []);
      (this.calls.get(target) as i32[]).push(call);
    }
  }
}
