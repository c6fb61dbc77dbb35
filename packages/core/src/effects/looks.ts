/**
 * Properties that are looked at behind a call on the same object, which may have filled them.
 *
 *   const info = await sheet.loadInfo(); … sheet.title                     →   `loadInfo` has filled `sheet`
 *   const ok = await store.fetchUser(id); … getPosts(store.user.id)        →   `fetchUser` has filled `store`
 *
 * What is loaded may be kept anywhere in the object, what is got or found in a property of its name. Calling a method is no look. Objects are known by their names, or as fields of `this`.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { firstWord, lastWord, Verb, verbOf } from "./lexicon";
import { isTarget } from "./mutations";
import { Callee } from "./spelling";
import { hasWord, wordsIn } from "./words";

/** Last words of names of what hands on all it loads: `users.loadPosts(id)` of a `userRepository` keeps nothing. */
const HANDING: string = `
adapter api assets backend client dao data database db fetcher gateway loader loaders manager model orm prisma provider queries query
repo repositories repository sdk server service services source storage store this utils
`;

/** `viewer.loadDocument(url)`: whether a call may keep what it loads in the object that it is made on. */
export function loadsInto(callee: Callee): boolean {
  if (callee.receiver < 0 || firstWord(callee.name) !== "load") return false;
  const names = callee.path.split(".");
  return names.length > 1 && !hasWord(HANDING, lastWord(names[names.length - 2]));
}

export class Looks {
  private isCollected: boolean = false;
  /** Objects that properties of are looked at, in the order of the source, and their keys. */
  private nodes: i32[] = [];
  private keys: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** Whether a property of an object is looked at behind a call, in the same function: one whose name ends in `word`, or any. */
  comesBehind(object: i32, call: i32, word: string): boolean {
    const key = this.keyOf(object);
    if (key === 0) return false;
    if (!this.isCollected) this.collect();
    const owner = this.scopes.owner[call];
    const end = this.tree.end[owner];
    for (let i = this.firstBehind(this.tree.end[call]); i < this.nodes.length && this.nodes[i] < end; i++)
      if (this.keys[i] === key && this.isCalled(this.tree.parent[this.nodes[i]], word)) return true;
    return false;
  }

  /** `user` and `users` for `user`. A method that is handed on (`api.getUser`) holds nothing. */
  private isCalled(member: i32, word: string): boolean {
    if (word.length === 0) return true;
    if (this.tree.atom[member] < 0) return false;
    const name = this.tree.text(member);
    const last = lastWord(name);
    if (last !== word && last + "s" !== word && last !== word + "s") return false;
    return verbOf(name) === Verb.None;
  }

  private firstBehind(node: i32): i32 {
    let low: i32 = 0;
    let high = this.nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.nodes[middle] < node) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private collect(): void {
    const tree = this.tree;
    this.isCollected = true;
    for (let node: i32 = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.Member || isTarget(tree, node)) continue;
      const up = tree.parent[node];
      if (tree.kind[up] === Kind.Call && tree.firstChild(up) === node) continue;
      const object = tree.firstChild(node);
      const key = this.keyOf(this.callees.unwrap(object));
      if (key === 0) continue;
      this.nodes.push(object);
      this.keys.push(key);
    }
  }

  /** The same number for the same variable, or the same field of `this`; 0 for anything else, and for a whole module. */
  private keyOf(object: i32): i32 {
    const tree = this.tree;
    if (tree.kind[object] === Kind.Ident) {
      const binding = this.scopes.binding[object];
      if (this.scopes.kind[binding] === BindingKind.Global) return 0;
      return this.isModule(binding) ? 0 : binding + 1;
    }
    if (tree.kind[object] !== Kind.Member || tree.atom[object] < 0) return 0;
    return tree.kind[this.callees.unwrap(tree.firstChild(object))] === Kind.This ? -1 - tree.atom[object] : 0;
  }

  /** `import * as api`: calling one of its functions fills none of its exports. */
  private isModule(binding: i32): boolean {
    if (this.scopes.kind[binding] !== BindingKind.Import) return false;
    const specifier = this.tree.parent[this.scopes.declaration[binding]];
    return this.tree.kind[specifier] === Kind.ImportSpec && this.tree.text(specifier) === "*";
  }
}

/** For the test that keeps the tables sorted. */
export function lookTables(): string[][] {
  return [wordsIn(HANDING)];
}
