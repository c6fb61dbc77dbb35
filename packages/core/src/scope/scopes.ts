import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/** How a name came to be bound. */
export const enum BindingKind {
  /** Not declared in the file: a global or a host name. */
  Global = 0,
  Var,
  Let,
  Const,
  /** `using`, `await using` */
  Using,
  Function,
  Class,
  Param,
  Catch,
  Import,
  /** TypeScript enum or namespace. */
  Namespace,
  /** A function or class expression's own name. */
  Self,
}

/** Facts about a binding, gathered over the whole file. */
export const enum BindingFlag {
  None = 0,
  /** Referenced from a function other than the one that owns it. */
  Captured = 1,
  /** Assigned after its declaration. */
  Reassigned = 2,
  /** Assigned from a function other than the one that owns it: whoever has that function may change it. */
  ClosureWritten = 4,
  /** Declared more than once (`var x; var x`, overloading function declarations). */
  Redeclared = 8,
  /** Part of the module's interface. */
  Exported = 16,
  /** No variable but a property that others may look at; see `effects/fields.ts`. */
  Field = 32,
  /** Assigned, and an element of `arguments` as well: it may change without being named. */
  Aliased = 64,
}

/**
 * Result of scope analysis: which binding every identifier names, which function every node belongs to, and what is known
 * about each binding. Bindings are numbered; columns are indexed by binding id, node columns by node id.
 */
export class Scopes {
  /** Node column: the binding of an `Ident`, -1 on other nodes. */
  binding: Int32Array;
  /** Node column: next reference to the same binding in source order, or -1. */
  nextReference: Int32Array;
  /** Node column: innermost function-like node around (and excluding) the node; `Program` is 0. */
  owner: Int32Array;

  atom: i32[] = [];
  kind: BindingKind[] = [];
  flags: i32[] = [];
  /** Node that opens the binding's scope; -1 for globals. */
  scope: i32[] = [];
  /** Function-like node the binding lives in; -1 for globals. */
  home: i32[] = [];
  /** Declaring `Ident`; -1 for globals. */
  declaration: i32[] = [];
  /** First and last reference (declarations included) in source order. */
  firstReference: i32[] = [];
  lastReference: i32[] = [];

  constructor(tree: Tree) {
    this.binding = tree.column(tree.size, -1);
    this.nextReference = tree.column(tree.size, -1);
    this.owner = tree.column(tree.size, 0);
  }

  get count(): i32 {
    return this.atom.length;
  }

  add(atom: i32, kind: BindingKind, scope: i32, home: i32, declaration: i32): i32 {
    const id = this.atom.length;
    this.atom.push(atom);
    this.kind.push(kind);
    this.flags.push(0);
    this.scope.push(scope);
    this.home.push(home);
    this.declaration.push(declaration);
    this.firstReference.push(-1);
    this.lastReference.push(-1);
    return id;
  }

  /** A binding that stands for a part of the object in another one, with which it shares all but its number and name; see `effects/slots.ts`. */
  addSlot(whole: i32, atom: i32): i32 {
    const slot = this.add(atom, this.kind[whole], this.scope[whole], this.home[whole], this.declaration[whole]);
    this.flags[slot] = this.flags[whole];
    this.firstReference[slot] = this.firstReference[whole];
    this.lastReference[slot] = this.lastReference[whole];
    return slot;
  }

  has(binding: i32, flag: BindingFlag): boolean {
    return (this.flags[binding] & flag) !== 0;
  }

  /** Whether an assignment to a binding throws (https://tc39.es/ecma262/#sec-declarative-environment-records-setmutablebinding-n-v-s). */
  isFixed(binding: i32): boolean {
    const kind = this.kind[binding];
    return kind === BindingKind.Const || kind === BindingKind.Using || kind === BindingKind.Import;
  }

  /**
   * Whether a name is read where its variable has no value yet, in the function that declares it: `let a = a.b`, `use(b); const b = 1`, `new C(); class C {}`. That throws
   * (https://tc39.es/ecma262/#sec-declarative-environment-records-getbindingvalue-n-s).
   */
  isDead(tree: Tree, node: i32): boolean {
    const binding = this.binding[node];
    const kind = this.kind[binding];
    const isLexical = kind === BindingKind.Let || kind === BindingKind.Const || kind === BindingKind.Using;
    if (!isLexical && kind !== BindingKind.Class) return false;
    const declaration = this.declaration[binding];
    if (declaration < 0 || this.owner[declaration] !== this.owner[node]) return false;
    const up = tree.parent[node];
    if (node < declaration) return tree.kind[up] !== Kind.ExportSpec;
    let at = tree.parent[declaration];
    // `class A extends wrap(A) {}`; the rest of a class is run when its name has a value.
    if (kind === BindingKind.Class) return tree.contains(tree.child(at, 1), node);
    while (at > 0 && tree.end[at] <= node && tree.kind[at] !== Kind.Declarator) at = tree.parent[at];
    return tree.kind[at] === Kind.Declarator && tree.contains(tree.child(at, 1), node);
  }

  /** Whether the binding always holds the value it was declared with. */
  isStable(binding: i32): boolean {
    return (this.flags[binding] & (BindingFlag.Reassigned | BindingFlag.Redeclared)) === 0;
  }
}

/**
 * Whether code below `kind` runs on its own activation rather than inline. A field initialiser counts: it runs when an
 * instance is made, not where it stands.
 */
export function isFunctionLike(kind: Kind): boolean {
  return (
    kind === Kind.Function ||
    kind === Kind.Field ||
    kind === Kind.StaticBlock ||
    kind === Kind.Namespace ||
    kind === Kind.Program
  );
}

/** Whether the node opens a scope of its own. A function's body block shares the scope of its parameters. */
export function opensScope(tree: Tree, node: i32): boolean {
  const kind = tree.kind[node];
  if (kind === Kind.Block) {
    const up = tree.kind[tree.parent[node]];
    return up !== Kind.Function && up !== Kind.Namespace;
  }
  return (
    isFunctionLike(kind) ||
    kind === Kind.For ||
    kind === Kind.ForIn ||
    kind === Kind.ForOf ||
    kind === Kind.Switch ||
    kind === Kind.Catch ||
    kind === Kind.Class
  );
}

/** A variable that may change without being named in the function it belongs to, or in one inside that. */
export function isVolatile(scopes: Scopes, binding: i32): boolean {
  if (scopes.has(binding, BindingFlag.Aliased)) return true;
  return scopes.kind[binding] === BindingKind.Global && scopes.has(binding, BindingFlag.Reassigned);
}
