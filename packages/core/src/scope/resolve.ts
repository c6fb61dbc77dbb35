/**
 * Gives every identifier its binding.
 *
 *   const a = 1; { const a = 2; use(a); }   →   `use(a)` names the inner `a`
 *
 * One walk with a table "atom → binding in force": a scope's names are entered when the walk reaches it and taken back when
 * the walk leaves it, so a look-up is a single array read. Requires `declare`. Guarantees that every `Ident` has a binding
 * (undeclared names share one `Global` binding per name) and that the facts in `BindingFlag` are complete for the file.
 * Does not model `with` or direct `eval`; hosts lower `with` to an opaque node and effect analysis stops at both.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Declarations, declare } from "./declare";
import { BindingFlag, BindingKind, isFunctionLike, opensScope, Scopes } from "./scopes";

export function analyzeScopes(tree: Tree): Scopes {
  const resolver = new Resolver(tree, declare(tree));
  resolver.run();
  return resolver.scopes;
}

class Resolver {
  scopes: Scopes;
  /** Binding in force for each atom, or -1. */
  private current: Int32Array;
  private globals: Int32Array;
  /** Open scopes and functions, as parallel stacks. */
  private open: i32[] = [];
  private undoMark: i32[] = [];
  private owners: i32[] = [];
  private undoAtom: i32[] = [];
  private undoBinding: i32[] = [];

  constructor(
    private tree: Tree,
    private declarations: Declarations,
  ) {
    this.scopes = new Scopes(tree);
    this.current = tree.column(tree.atoms.length, -1);
    this.globals = tree.column(tree.atoms.length, -1);
  }

  run(): void {
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      while (this.open.length > 0 && tree.end[this.open[this.open.length - 1]] <= node) this.leave();
      while (this.owners.length > 0 && tree.end[this.owners[this.owners.length - 1]] <= node) this.owners.pop();
      this.scopes.owner[node] = this.owners.length > 0 ? this.owners[this.owners.length - 1] : 0;
      const kind = tree.kind[node];
      if (isFunctionLike(kind)) this.owners.push(node);
      if (opensScope(tree, node)) this.enter(node);
      if (kind === Kind.Ident) this.reference(node);
    }
    this.shareArguments();
  }

  private enter(scope: i32): void {
    this.open.push(scope);
    this.undoMark.push(this.undoAtom.length);
    const home = isFunctionLike(this.tree.kind[scope]) ? scope : this.scopes.owner[scope];
    let entry = this.declarations.first[scope];
    while (entry >= 0) {
      this.enterOne(scope, home, entry);
      entry = this.declarations.next[entry];
    }
  }

  private enterOne(scope: i32, home: i32, entry: i32): void {
    const scopes = this.scopes;
    const identifier = this.declarations.identifier[entry];
    const kind = this.declarations.kind[entry];
    const atom = this.tree.atom[identifier];
    const known = this.current[atom];
    if (known >= 0 && scopes.scope[known] === scope && scopes.kind[known] !== BindingKind.Self) {
      scopes.flags[known] |= BindingFlag.Redeclared;
      if (kind === BindingKind.Function && scopes.kind[known] === BindingKind.Var) scopes.kind[known] = kind;
      return;
    }
    this.undoAtom.push(atom);
    this.undoBinding.push(known);
    this.current[atom] = scopes.add(atom, kind, scope, home, identifier);
  }

  private leave(): void {
    this.open.pop();
    const mark = this.undoMark[this.undoMark.length - 1];
    this.undoMark.pop();
    while (this.undoAtom.length > mark) {
      const last = this.undoAtom.length - 1;
      this.current[this.undoAtom[last]] = this.undoBinding[last];
      this.undoAtom.pop();
      this.undoBinding.pop();
    }
  }

  private reference(node: i32): void {
    const tree = this.tree;
    const scopes = this.scopes;
    const atom = tree.atom[node];
    let binding = this.isDeclaredName(node) ? this.aroundOpenScope(atom) : this.current[atom];
    if (binding < 0) {
      binding = this.globals[atom];
      if (binding < 0) {
        binding = scopes.add(atom, BindingKind.Global, -1, -1, -1);
        this.globals[atom] = binding;
      }
    }
    scopes.binding[node] = binding;
    if (scopes.firstReference[binding] < 0) scopes.firstReference[binding] = node;
    else scopes.nextReference[scopes.lastReference[binding]] = node;
    scopes.lastReference[binding] = node;
    this.note(node, binding);
  }

  /** The name of a function or class declaration is a child of what it names, and belongs to the scope around it. */
  private isDeclaredName(node: i32): boolean {
    const up = this.tree.parent[node];
    if (node !== up + 1 || (this.tree.flags[up] & Flag.Declaration) === 0) return false;
    return this.tree.kind[up] === Kind.Function || this.tree.kind[up] === Kind.Class;
  }

  /** Binding that was in force before the innermost scope was entered. */
  private aroundOpenScope(atom: i32): i32 {
    for (let i = this.undoMark[this.undoMark.length - 1]; i < this.undoAtom.length; i++) {
      if (this.undoAtom[i] === atom) return this.undoBinding[i];
    }
    return this.current[atom];
  }

  /** Records what this reference tells about its binding. */
  private note(node: i32, binding: i32): void {
    const tree = this.tree;
    const scopes = this.scopes;
    const flags = tree.flags[node];
    const home = scopes.home[binding];
    const outside = home >= 0 && this.ownerOf(node) !== home;
    if (outside && (flags & Flag.Binding) === 0) scopes.flags[binding] |= BindingFlag.Captured;
    if ((flags & Flag.Write) !== 0) {
      scopes.flags[binding] |= BindingFlag.Reassigned;
      if (outside) scopes.flags[binding] |= BindingFlag.ClosureWritten;
    }
    const up = tree.kind[tree.parent[node]];
    // `export default x` gives away what `x` is then, not the variable.
    if (up === Kind.ExportSpec || (home === 0 && (flags & Flag.Binding) !== 0 && this.isExportDeclared(node)))
      scopes.flags[binding] |= BindingFlag.Exported;
    if ((flags & Flag.Binding) !== 0 && this.isLoopVar(node)) scopes.flags[binding] |= BindingFlag.Reassigned;
  }

  /** Whether what declares a variable of the module stands behind `export`. */
  private isExportDeclared(node: i32): boolean {
    const tree = this.tree;
    let at = tree.parent[node];
    while (at > 0 && tree.kind[at] !== Kind.Block) {
      if (tree.kind[at] === Kind.ExportDecl) return true;
      at = tree.parent[at];
    }
    return false;
  }

  /** In sloppy code `arguments` and the parameters are the same variables: writing one writes the other. */
  private shareArguments(): void {
    const tree = this.tree;
    const scopes = this.scopes;
    const atom = tree.atomOf("arguments");
    if (atom < 0 || this.globals[atom] < 0 || (tree.flags[0] & (Flag.Module | Flag.Strict)) !== 0) return;
    const users = new Map<i32, boolean>();
    let reference = scopes.firstReference[this.globals[atom]];
    while (reference >= 0) {
      let owner = scopes.owner[reference];
      while (owner > 0 && (tree.flags[owner] & Flag.Arrow) !== 0) owner = scopes.owner[owner];
      users.set(owner, true);
      reference = scopes.nextReference[reference];
    }
    for (let binding: i32 = 0; binding < scopes.count; binding++) {
      if (scopes.kind[binding] === BindingKind.Param && users.has(scopes.home[binding]))
        scopes.flags[binding] |= scopes.has(binding, BindingFlag.Reassigned) ? BindingFlag.Aliased : 0;
    }
  }

  /** A function's own name and parameters belong to the function itself, whose node is still their parent. */
  private ownerOf(node: i32): i32 {
    return this.scopes.owner[node];
  }

  /** `for (var x of xs)`: the one `x` is written on every turn. */
  private isLoopVar(node: i32): boolean {
    const tree = this.tree;
    const declarator = tree.parent[node];
    if (tree.kind[declarator] !== Kind.Declarator) return false;
    const declaration = tree.parent[declarator];
    if ((tree.flags[declaration] & Flag.DeclVar) === 0) return false;
    const up = tree.kind[tree.parent[declaration]];
    return up === Kind.ForOf || up === Kind.ForIn;
  }
}
