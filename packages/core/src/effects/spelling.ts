/**
 * What the text of a callee says, followed through imports, `require` and constants.
 *
 *   import { db } from "~/db"; db.users.find(id)   →   source "~/db", exported "db.users.find", name "find", root `db`
 *
 * A name counts for the binding it resolves to: a local `fetch` is not the global one.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { Mutations } from "./mutations";

/** Longest member path that is spelled out; deeper callees keep only their last name. */
const MAX_PATH: i32 = 12;

export class Callee {
  /** Function node whose body is in this file, or -1. */
  target: i32 = -1;
  /** Function in this file whose result is called (`const f = wrap(g); f()`), or -1. */
  maker: i32 = -1;
  /** Path as written, from its root name or `this`; empty when the root is not a name. */
  path: string = "";
  /** The same path when its root is an unshadowed global, without `globalThis.`; else empty. */
  global: string = "";
  /** Import source and exported path when the root is imported; else empty. */
  source: string = "";
  exported: string = "";
  /** Last name of the path: what the lexicon looks at. */
  name: string = "";
  /** What the same function is called where it comes from, if that is another name: `set` for `const { set: keep } = store`. */
  origin: string = "";
  /** Binding of the root name, or -1. */
  root: i32 = -1;
  /** Object of a method call, or -1. */
  receiver: i32 = -1;
  /** Class of the file that `new` makes an instance of, or -1. */
  made: i32 = -1;
}

export class CalleeSpeller {
  readonly mutations: Mutations;

  constructor(
    protected tree: Tree,
    protected scopes: Scopes,
  ) {
    this.mutations = new Mutations(tree, scopes);
  }

  /** What the text of an expression says: its path, and where its root is imported from. */
  spelled(node: i32): Callee {
    const callee = new Callee();
    this.spell(callee, node);
    return callee;
  }

  /** The last name of a callee, as `spelled` has it. */
  calledName(call: i32): string {
    const callee = this.unwrap(this.tree.firstChild(call));
    const kind = this.tree.kind[callee];
    const isPlain = (kind === Kind.Ident || kind === Kind.Member) && this.tree.atom[callee] >= 0;
    return isPlain ? this.tree.text(callee) : this.spelled(callee).name;
  }

  /** Path from the unshadowed global that an expression names; empty when it names none. */
  global(node: i32): string {
    const tree = this.tree;
    let at = node;
    while (tree.kind[at] === Kind.Member && tree.atom[at] >= 0) at = this.unwrap(tree.firstChild(at));
    // Most names are variables of the file: they need no spelling.
    if (tree.kind[at] !== Kind.Ident || this.scopes.kind[this.scopes.binding[at]] !== BindingKind.Global) return "";
    return this.spelled(node).global;
  }

  /** Fills in the textual side of a callee. */
  protected spell(callee: Callee, node: i32): void {
    const tree = this.tree;
    let names: string[] = [];
    let at = node;
    while (tree.kind[at] === Kind.Member && names.length < MAX_PATH) {
      const name = this.keyOf(at);
      if (name.length === 0) break;
      names.push(name);
      at = this.unwrap(tree.firstChild(at));
    }
    if (names.length > 0) callee.name = names[0];
    else if (tree.kind[at] === Kind.Member) callee.name = this.beginningOf(tree.child(at, 1), 0);
    if (tree.kind[at] === Kind.This || tree.kind[at] === Kind.Super) {
      callee.path = (tree.kind[at] === Kind.This ? "this" : "super") + joinReversed(names, names.length);
      return;
    }
    if (tree.kind[at] === Kind.Call) this.spellRequired(callee, at, "", names);
    if (tree.kind[at] !== Kind.Ident) return;
    const binding = this.scopes.binding[at];
    callee.root = binding;
    if (names.length === 0) callee.name = tree.text(at);
    callee.path = tree.text(at) + joinReversed(names, names.length);
    if (this.scopes.kind[binding] === BindingKind.Global) callee.global = withoutGlobalObject(callee.path);
    if (this.scopes.kind[binding] === BindingKind.Import) this.spellImport(callee, binding, names);
    else if (tree.atomOf("require") >= 0) this.spellConstant(callee, binding, names);
  }

  /** Name of the property that a member expression asks for: `api.load`, `api["load"]`, `api[LOAD]`; empty when it is computed. */
  private keyOf(member: i32): string {
    const tree = this.tree;
    if (tree.atom[member] >= 0) return tree.text(member);
    const key = this.valueOf(tree.child(member, 1));
    if (key < 0) return "";
    if (tree.kind[key] === Kind.String) return tree.text(key);
    return tree.kind[key] === Kind.Template && tree.child(key, 1) < 0 ? this.beginningOf(key, 0) : "";
  }

  /** What a text certainly begins with: `create` for `"create" + kind`, which is as much of a name as can be known. */
  private beginningOf(node: i32, depth: i32): string {
    const tree = this.tree;
    const value = this.valueOf(node);
    if (value < 0 || depth > MAX_PATH) return "";
    const kind = tree.kind[value];
    if (kind === Kind.String) return tree.text(value);
    if (kind !== Kind.Template && kind !== Kind.Binary) return "";
    const first = tree.firstChild(value);
    if (kind === Kind.Binary) return tree.text(value) === "+" ? this.beginningOf(first, depth + 1) : "";
    return first >= 0 && tree.kind[first] === Kind.TemplateText ? tree.text(first) : "";
  }

  /** `const api = require("./api"); api.load` and `const { load } = require("./api"); load` */
  private spellConstant(callee: Callee, binding: i32, names: string[]): void {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0 || !this.scopes.isStable(binding)) return;
    const init = this.initializer(binding);
    if (init >= 0) {
      if (tree.kind[init] === Kind.Call && !this.mutations.isReshaped(binding))
        this.spellRequired(callee, init, "", names);
      return;
    }
    const property = tree.parent[declaration];
    const declarator = tree.parent[tree.parent[property]];
    const isTaken = tree.kind[property] === Kind.Property && tree.atom[property] >= 0;
    if (!isTaken || tree.kind[declarator] !== Kind.Declarator) return;
    const value = this.unwrap(tree.child(declarator, 1));
    if (tree.kind[value] === Kind.Call) this.spellRequired(callee, value, tree.text(property), names);
  }

  /** A member of what `require` gives; unlike a namespace that is an object that may be given other members. */
  private spellRequired(callee: Callee, call: i32, first: string, names: string[]): void {
    const tree = this.tree;
    const required = this.unwrap(tree.firstChild(call));
    const source = tree.child(call, 1);
    if (tree.kind[required] !== Kind.Ident || tree.text(required) !== "require") return;
    if (this.scopes.kind[this.scopes.binding[required]] !== BindingKind.Global) return;
    if (source < 0 || tree.kind[source] !== Kind.String) return;
    for (let i: i32 = 0; i < names.length; i++) {
      const atom = tree.atomOf(names[i]);
      if (atom >= 0 && this.mutations.isAssigned(atom)) return;
    }
    const members =
      first.length > 0 ? "." + first + joinReversed(names, names.length) : joinReversed(names, names.length);
    callee.source = tree.text(source);
    callee.exported = members.length > 0 ? members.substring(1) : "default";
  }

  private spellImport(callee: Callee, binding: i32, names: string[]): void {
    const tree = this.tree;
    const specifier = tree.parent[this.scopes.declaration[binding]];
    if (tree.kind[specifier] !== Kind.ImportSpec) return;
    callee.source = tree.text(tree.parent[specifier]);
    const imported = tree.text(specifier);
    const members = joinReversed(names, names.length);
    callee.exported = imported === "*" ? (members.length > 0 ? members.substring(1) : "*") : imported + members;
  }

  /** The expression a stable constant was declared with, or -1. */
  initializer(binding: i32): i32 {
    if (binding < 0 || !this.scopes.isStable(binding)) return -1;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return -1;
    const tree = this.tree;
    const declarator = tree.parent[declaration];
    if (tree.kind[declarator] !== Kind.Declarator) return -1;
    if (tree.firstChild(declarator) !== declaration) return -1;
    const init = tree.nextSibling(declaration);
    return init < 0 || tree.kind[init] === Kind.None ? -1 : this.unwrap(init);
  }

  /** The expression itself, or the one that the constant it names was declared with; -1 when that is not known. */
  valueOf(node: i32): i32 {
    const value = this.unwrap(node);
    return this.tree.kind[value] === Kind.Ident ? this.initializer(this.scopes.binding[value]) : value;
  }

  /** The node without type wrappers, optional-chain extents, and the `0,` that compilers put before a callee: `(0, fs.readFile)(path)`. */
  unwrap(node: i32): i32 {
    const kind = this.tree.kind;
    let inner = node;
    while (inner >= 0) {
      if (kind[inner] === Kind.TypeWrap || kind[inner] === Kind.Chain) inner = this.tree.firstChild(inner);
      else if (kind[inner] === Kind.Sequence && this.isIndirection(inner)) inner = this.tree.child(inner, 1);
      else break;
    }
    return inner;
  }

  /** `(0, callee)`: the value is that of `callee`; only `this` is lost. */
  private isIndirection(sequence: i32): boolean {
    const first = this.tree.firstChild(sequence);
    return this.tree.kind[first] === Kind.Number && this.tree.child(sequence, 2) < 0;
  }
}

/** `["c", "b"]` → `.b.c` */
function joinReversed(names: string[], count: i32): string {
  let text = "";
  for (let index: i32 = count - 1; index >= 0; index--) text += "." + names[index];
  return text;
}

function withoutGlobalObject(path: string): string {
  if (path.startsWith("globalThis.")) return path.substring(11);
  if (path.startsWith("window.")) return path.substring(7);
  if (path.startsWith("self.")) return path.substring(5);
  return path;
}
