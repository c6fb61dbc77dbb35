/**
 * Who could notice that an assignment did not happen.
 *
 *   let a; try { a = await f(); b = await g(); } catch { use(a) }   →   `a` is observable: it is set although `g` failed
 *
 * When a group fails, none of its results is assigned, while the sequential program had assigned the earlier ones. That is
 * the same program only if nobody can look at the variable after the failure: it lives in this function, no closure keeps
 * it, and every `try` that would catch the failure contains all its uses, none of which finds in the next round of a loop around the
 * `try` what the last one has left (`carried.ts`).
 */
import { Flag, Kind, isLoop } from "../tree/kinds";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { isDiscarded } from "../effects/discarded";
import { hasWord } from "../effects/words";
import { Facts } from "../facts";
import { Tree } from "../tree/tree";
import { endOfCarried } from "./carried";
import { Region } from "./region";

/** How far functions are followed that mention others. */
const MAX_DEPTH: i32 = 4;

export class Observability {
  /** Per binding asked about in this region: 1 hidden, 2 observable. */
  private answers: Map<i32, i32> = new Map<i32, i32>();
  /** Block of the innermost `try` that catches failures of this region, or -1. */
  private tryBlock: i32;

  constructor(
    private facts: Facts,
    private region: Region,
  ) {
    this.tryBlock = enclosingTryBlock(facts, region.node, region.owner);
  }

  /** Whether somebody can see `binding` after a unit of the region failed. */
  isObservable(binding: i32): boolean {
    if (this.answers.has(binding)) return (this.answers.get(binding) as i32) === 2;
    const observable = this.decide(binding);
    this.answers.set(binding, observable ? 2 : 1);
    return observable;
  }

  /**
   * Whether a closure made before a declaration captures what it declares: after a failure it finds the variable without its
   * value. Function declarations are made first of all, but nobody has them before they are mentioned.
   */
  isHeldEarlier(binding: i32): boolean {
    const scopes = this.facts.scopes;
    const declaration = scopes.declaration[binding];
    const home = scopes.home[binding];
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      let closure = scopes.owner[reference];
      while (closure > home && scopes.owner[closure] !== home) closure = scopes.owner[closure];
      if (closure > home && this.isMadeBefore(closure, declaration, home, 0)) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  /** Whether the function around a node may have been called before an outer declaration was reached. */
  mayRunBefore(node: i32, binding: i32): boolean {
    const scopes = this.facts.scopes;
    const home = scopes.home[binding];
    let closure = scopes.owner[node];
    while (closure > home && scopes.owner[closure] !== home) closure = scopes.owner[closure];
    if (closure <= home) return false;
    const declaration = scopes.declaration[binding];
    if (isDeclaredAround(this.facts.tree, declaration, closure)) return true;
    return this.isMadeBefore(closure, declaration, home, 0);
  }

  /**
   * Whether somebody may have a function of `home` before a variable has its value. A function declaration is had where it is mentioned:
   * in what comes before, in what the variable is made of (`const all = run()`), or in a function that is had there.
   */
  private isMadeBefore(closure: i32, declaration: i32, home: i32, depth: i32): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    if (!isDeclaredFunction(tree, closure)) return closure < declaration;
    if (depth > MAX_DEPTH) return true;
    const own = scopes.binding[tree.firstChild(closure)];
    for (let mention = scopes.firstReference[own]; mention >= 0; mention = scopes.nextReference[mention]) {
      if (tree.contains(closure, mention) || mention === scopes.declaration[own]) continue;
      let at = mention;
      for (let up = scopes.owner[mention]; up > home; up = scopes.owner[up]) at = up;
      // `exports.load = load`: what that calls in turn is called when the module has run ("Initialised names").
      const isExport = depth > 0 && home === 0 && tree.kind[tree.parent[at]] === Kind.Assign;
      if (at < declaration && !isDeclaredFunction(tree, at) && !isExport) return true;
      if (
        isDeclaredFunction(tree, at)
          ? this.isMadeBefore(at, declaration, home, depth + 1)
          : runsIn(tree, declaration, at)
      )
        return true;
    }
    return false;
  }

  /** Whether a method called on a private object leaves it private. */
  private keepsPrivate(binding: i32, member: i32): boolean {
    const facts = this.facts;
    if (!facts.calls.receivers.isCollection(facts.scopes.declaration[binding])) return false;
    const method = facts.tree.text(member);
    if (hasWord(CLOSED_METHODS, method)) return true;
    return hasWord(CLOSED_MUTATORS, method) && isDiscarded(facts.tree, facts.tree.parent[member]);
  }

  /**
   * Whether a variable belongs to the function of the region, or to a module that awaits by itself, and no function inside holds it; one
   * that is called there and nowhere else does not, unless a handler may call it.
   */
  isOwn(binding: i32): boolean {
    const scopes = this.facts.scopes;
    const kind = scopes.kind[binding];
    if (kind === BindingKind.Global || kind === BindingKind.Import || kind === BindingKind.Namespace) return false;
    if (scopes.home[binding] !== this.region.owner) return false;
    if (scopes.has(binding, BindingFlag.Exported)) return false;
    return this.tryBlock < 0 ? !this.facts.isHeld(binding) : !scopes.has(binding, BindingFlag.Captured);
  }

  private decide(binding: i32): boolean {
    const scopes = this.facts.scopes;
    if (!this.isOwn(binding)) return true;
    if (this.tryBlock < 0) return false;
    const carried = endOfCarried(this.facts, this.tryBlock, this.region.owner, binding);
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const flags = this.facts.tree.flags[reference];
      const looks = (flags & (Flag.Binding | Flag.Write)) === 0 || (flags & Flag.Read) !== 0;
      if (looks && (reference < carried || !this.facts.tree.contains(this.tryBlock, reference))) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  /**
   * Whether a private object made in this very region is still private up to `limit`: until then only its properties have
   * been used.
   */
  isPrivateUntil(binding: i32, limit: i32): boolean {
    const tree = this.facts.tree;
    const declarator = tree.parent[this.facts.scopes.declaration[binding]];
    if (!this.region.isList || tree.parent[tree.parent[declarator]] !== this.region.node) return false;
    return this.isUnshared(binding, limit);
  }

  /** Whether nobody else can have got hold of a private object while the region runs up to `limit`. */
  isPrivateDuring(binding: i32, limit: i32): boolean {
    let end = limit;
    for (let at = this.region.node; at > this.region.owner; at = this.facts.tree.parent[at])
      if (isLoop(this.facts.tree.kind[at])) end = this.facts.tree.end[at];
    return this.isUnshared(binding, end);
  }

  /** Whether, up to `limit`, only properties of a private object are used. */
  private isUnshared(binding: i32, limit: i32): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    let reference = scopes.firstReference[binding];
    while (reference >= 0 && reference < limit) {
      const up = tree.parent[reference];
      const isBase = tree.kind[up] === Kind.Member && up + 1 === reference;
      if (!isBase && reference !== scopes.declaration[binding]) return false;
      if (isBase && tree.kind[tree.parent[up]] === Kind.Call && tree.parent[up] + 1 === up) {
        if (!this.keepsPrivate(binding, up)) return false;
      }
      reference = scopes.nextReference[reference];
    }
    return true;
  }
}

/** Collection methods that hand nothing of the collection itself to anybody. */
const CLOSED_METHODS: string = "at get has includes indexOf join pop shift slice";
/** The same when nobody uses what they return. */
const CLOSED_MUTATORS: string = "add clear delete push set unshift";

/** Block of the innermost `try` with a `catch` or `finally` around a node, within its function; -1 when there is none. */
export function enclosingTryBlock(facts: Facts, node: i32, owner: i32): i32 {
  const tree = facts.tree;
  let at = node;
  while (at > owner) {
    const up = tree.parent[at];
    if (up < 0) return -1;
    if (tree.kind[up] === Kind.Try) {
      const block = tree.firstChild(up);
      if (block === at) return block;
      // A failing `catch` still runs `finally`: everything the statement contains is inside it.
      const finalizer = tree.child(up, 2);
      if (at !== finalizer && tree.kind[finalizer] !== Kind.None) return up;
    }
    at = up;
  }
  return -1;
}

function isDeclaredFunction(tree: Tree, node: i32): boolean {
  if (tree.kind[node] !== Kind.Function || (tree.flags[node] & Flag.Declaration) === 0) return false;
  return tree.kind[tree.firstChild(node)] === Kind.Ident;
}

/**
 * Whether a function, or a mention of one, may be run by what makes the value of a variable or class. What is only put into it is not:
 * `const api = { run }`, `class A { go() { run(); } }`.
 */
function runsIn(tree: Tree, declaration: i32, node: i32): boolean {
  let whole = tree.parent[declaration];
  while (whole > 0 && tree.kind[whole] !== Kind.Declarator && tree.kind[whole] !== Kind.Class)
    whole = tree.parent[whole];
  if (whole <= 0 || !tree.contains(whole, node)) return false;
  for (let at = node; at !== whole; at = tree.parent[at]) {
    const kind = tree.kind[tree.parent[at]];
    const isStatic = (tree.flags[at] & Flag.Static) !== 0 && tree.kind[at] === Kind.Field;
    const isPut =
      kind === Kind.Property ||
      kind === Kind.Object ||
      kind === Kind.Array ||
      kind === Kind.Method ||
      kind === Kind.Field ||
      kind === Kind.Class ||
      kind === Kind.TypeWrap ||
      kind === Kind.Declarator;
    if (!isPut || isStatic || tree.kind[at] === Kind.StaticBlock) return true;
  }
  return false;
}

/** Whether `node` is a part of what a variable is initialised with, but not the whole: `const all = ids.map(() => all)`. */
export function isDeclaredAround(tree: Tree, declaration: i32, node: i32): boolean {
  let at = declaration;
  while (at > 0 && tree.kind[at] !== Kind.Declarator) {
    if (tree.kind[at] === Kind.Class || tree.kind[at] === Kind.Function) return false;
    at = tree.parent[at];
  }
  return at > 0 && tree.contains(at, node) && tree.child(at, 1) !== node;
}
