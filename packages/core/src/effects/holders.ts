/**
 * Objects that only functions of the file hold: who they are handed to is in sight, and so is all they are used for.
 *
 *   const page = { user: null };  await fill(page, id);  return page     held by `page` and, until it is over, by what `fill` calls it
 *   async function fill(target, id) { target.user = await getUser(id) }  `target`: one of the objects that the file hands to `fill`
 *
 * Variables that may hold one object are a set. A set is closed when each object in it is a plain literal (no accessor, no prototype of its own), and
 * each use of each variable reaches a property by its name, or hands the object to a parameter of a function that is only ever called by its
 * name. Then whatever is done to these objects stands in the file, and nobody else sees it. The function that makes an object may give it back at
 * its end if nothing that it handed the object to is still at work then: no closure holds it, and `async` functions were awaited.
 *
 * Requires scope analysis. Errs towards "held by others". Sets that grow too large are not closed.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { ANYBODY, mentionsArguments, NOBODY } from "./params";
import { isPlain } from "./slots";

/** Sets of more variables are given up. */
const MAX_MEMBERS: i32 = 16;

export class Holders {
  /** First variable of the closed set that a variable belongs to; -1 when others may hold its object. */
  private sets: Map<i32, i32> = new Map<i32, i32>();
  /** Names of functions in classes and literals: what is called by another name may keep the object that it is called on. */
  private methods: Map<i32, boolean> = new Map<i32, boolean>();
  private hasMethods: boolean = false;
  /** What the set at hand has met: an object is given back; something may still hold one then. */
  private isGivenBack: boolean = false;
  private mayBeHeld: boolean = false;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** Number of the closed set that a variable belongs to, or -1. Variables that may hold one object have the same. */
  setOf(binding: i32): i32 {
    if (!this.sets.has(binding)) this.collect(binding);
    return this.sets.get(binding) as i32;
  }

  /** Whether what a node gives is used to reach a property by its name, and for nothing else. */
  isOnlyReached(node: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[node];
    const kind = tree.kind[up];
    if (kind === Kind.Member)
      return tree.firstChild(up) === node && tree.atom[up] >= 0 && tree.text(up) !== "__proto__" && !this.isGivenTo(up);
    if (kind === Kind.TypeWrap || kind === Kind.Chain) return this.isOnlyReached(up);
    if (kind !== Kind.Declarator || tree.kind[tree.firstChild(up)] !== Kind.ObjectPattern) return false;
    const pattern = tree.firstChild(up);
    for (let part = tree.firstChild(pattern); part >= 0; part = tree.nextSibling(part))
      if (tree.kind[part] !== Kind.Property || tree.atom[part] < 0) return false;
    return true;
  }

  /** Whether a member is called and may be a function of another file, which is given the object as its `this`. */
  private isGivenTo(member: i32): boolean {
    const tree = this.tree;
    let node = member;
    while (tree.kind[tree.parent[node]] === Kind.TypeWrap || tree.kind[tree.parent[node]] === Kind.Chain)
      node = tree.parent[node];
    const use = tree.parent[node];
    const isCalled = tree.kind[use] === Kind.Call || tree.kind[use] === Kind.TaggedTemplate;
    return isCalled && tree.firstChild(use) === node && !this.isMethod(tree.atom[member]);
  }

  private isMethod(atom: i32): boolean {
    const tree = this.tree;
    if (!this.hasMethods) {
      this.hasMethods = true;
      for (let node: i32 = 0; node < tree.size; node++) {
        const kind = tree.kind[node];
        if (kind !== Kind.Method && kind !== Kind.Field && kind !== Kind.Property) continue;
        const value = tree.child(node, 1);
        if (tree.atom[node] >= 0 && value >= 0 && tree.kind[value] === Kind.Function)
          this.methods.set(tree.atom[node], true);
      }
    }
    return this.methods.has(atom);
  }

  // ---- sets -------------------------------------------------------------------------------------------------------

  private collect(first: i32): void {
    const members: i32[] = [first];
    this.isGivenBack = false;
    this.mayBeHeld = false;
    // Code in a text may use every name.
    let isClosed = this.tree.atomOf("eval") < 0;
    for (let i: i32 = 0; i < members.length && isClosed; i++)
      isClosed = members.length <= MAX_MEMBERS && this.follow(members[i], members);
    if (this.isGivenBack && this.mayBeHeld) isClosed = false;
    for (let i: i32 = 0; i < members.length; i++) this.sets.set(members[i], isClosed ? first : -1);
  }

  /** Adds the variables that may hold the same objects; false when others may. */
  private follow(binding: i32, members: i32[]): boolean {
    const scopes = this.scopes;
    if (!scopes.isStable(binding) || scopes.has(binding, BindingFlag.Exported)) return false;
    const declaration = scopes.declaration[binding];
    if (declaration < 0) return false;
    const isParam = scopes.kind[binding] === BindingKind.Param;
    if (isParam ? !this.followCalls(declaration, members) : !this.isPlainObject(this.callees.initializer(binding)))
      return false;
    if (scopes.has(binding, BindingFlag.Captured)) this.mayBeHeld = true;
    for (let at = scopes.firstReference[binding]; at >= 0; at = scopes.nextReference[at]) {
      if (at === declaration || this.isOnlyReached(at)) continue;
      if (!isParam && this.isReturned(at, scopes.home[binding])) this.isGivenBack = true;
      else if (!this.isHandedOn(at, members)) return false;
    }
    return true;
  }

  private isPlainObject(value: i32): boolean {
    return value >= 0 && this.tree.kind[value] === Kind.Object && isPlain(this.tree, value);
  }

  private isReturned(reference: i32, home: i32): boolean {
    return this.tree.kind[this.tree.parent[reference]] === Kind.Return && this.scopes.owner[reference] === home;
  }

  /** The arguments that a parameter stands for. */
  private followCalls(declaration: i32, members: i32[]): boolean {
    const tree = this.tree;
    const list = tree.parent[declaration];
    if (tree.kind[list] !== Kind.Params) return false;
    const fn = tree.parent[list];
    const name = this.nameOf(fn);
    if (name < 0 || !this.isOnlyCalled(fn, name)) return false;
    const index = this.indexIn(list, declaration);
    for (let at = this.scopes.firstReference[name]; at >= 0; at = this.scopes.nextReference[at]) {
      const call = tree.parent[at];
      if (at === this.scopes.declaration[name] || tree.kind[call] !== Kind.Call) continue;
      const argument = this.argumentAt(call, index);
      if (argument < 0) return false;
      if (tree.kind[argument] === Kind.Ident) add(members, this.scopes.binding[argument]);
      else if (!this.isPlainObject(argument)) return false;
    }
    return true;
  }

  /** Whether a variable is handed to a function of which all calls are in sight. */
  private isHandedOn(reference: i32, members: i32[]): boolean {
    const tree = this.tree;
    const call = tree.parent[reference];
    if (tree.kind[call] !== Kind.Call) return false;
    const callee = tree.firstChild(call);
    if (callee === reference || tree.kind[callee] !== Kind.Ident) return false;
    const fn = this.callees.functionOf(callee, 0);
    const name = fn < 0 ? -1 : this.nameOf(fn);
    if (name < 0 || name !== this.scopes.binding[callee] || !this.isOnlyCalled(fn, name)) return false;
    const parameter = this.parameterFor(tree.child(fn, 1), call, reference);
    if (parameter === ANYBODY) return false;
    if (parameter >= 0) add(members, parameter);
    const isOver = (tree.flags[fn] & Flag.Async) === 0 || tree.kind[tree.parent[call]] === Kind.Await;
    if (!isOver) this.mayBeHeld = true;
    return true;
  }

  /** The variable of the parameter that an argument becomes, or who else gets it. */
  private parameterFor(params: i32, call: i32, argument: i32): i32 {
    const tree = this.tree;
    let parameter = tree.firstChild(params);
    for (let at = tree.child(call, 1); at !== argument; at = tree.nextSibling(at)) {
      if (at < 0 || tree.kind[at] === Kind.Spread) return ANYBODY;
      if (parameter >= 0 && tree.kind[parameter] === Kind.Rest) return ANYBODY;
      if (parameter >= 0) parameter = tree.nextSibling(parameter);
    }
    if (parameter < 0) return NOBODY;
    return tree.kind[parameter] === Kind.Ident ? this.scopes.binding[parameter] : ANYBODY;
  }

  private argumentAt(call: i32, index: i32): i32 {
    const tree = this.tree;
    let argument = tree.child(call, 1);
    for (let left = index; argument >= 0; left--) {
      if (tree.kind[argument] === Kind.Spread) return -1;
      if (left === 0) return this.callees.unwrap(argument);
      argument = tree.nextSibling(argument);
    }
    return -1;
  }

  private indexIn(params: i32, declaration: i32): i32 {
    let index: i32 = 0;
    for (let at = this.tree.firstChild(params); at !== declaration; at = this.tree.nextSibling(at)) index += 1;
    return index;
  }

  // ---- functions --------------------------------------------------------------------------------------------------

  /** Variable that a function is declared with, or -1. */
  private nameOf(fn: i32): i32 {
    const tree = this.tree;
    const up = tree.parent[fn];
    let name: i32 = -1;
    if ((tree.flags[fn] & Flag.Declaration) !== 0) name = tree.firstChild(fn);
    else if (tree.kind[up] === Kind.Declarator) name = tree.firstChild(up);
    return name >= 0 && tree.kind[name] === Kind.Ident ? this.scopes.binding[name] : -1;
  }

  /** Whether a function is used for nothing but to be called by its name, and names all it is given. */
  private isOnlyCalled(fn: i32, name: i32): boolean {
    const tree = this.tree;
    const scopes = this.scopes;
    if (scopes.has(name, BindingFlag.Exported) || (scopes.home[name] === 0 && this.isScript())) return false;
    // A function expression may call itself by a name of its own.
    const own = tree.firstChild(fn);
    if ((tree.flags[fn] & Flag.Declaration) === 0 && tree.kind[own] === Kind.Ident) return false;
    for (let at = scopes.firstReference[name]; at >= 0; at = scopes.nextReference[at]) {
      if (at === scopes.declaration[name]) continue;
      const use = tree.parent[at];
      if (tree.kind[use] !== Kind.Call || tree.firstChild(use) !== at) return false;
    }
    return !mentionsArguments(this.tree, fn);
  }

  /** Whether what the file declares may be a global that other scripts use: it is neither a module by its own word nor a file of Node. */
  private isScript(): boolean {
    const tree = this.tree;
    for (let at = tree.firstChild(0); at >= 0; at = tree.nextSibling(at))
      if (tree.kind[at] >= Kind.Import && tree.kind[at] <= Kind.ExportAll) return false;
    for (let node: i32 = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.Ident || this.scopes.kind[this.scopes.binding[node]] !== BindingKind.Global)
        continue;
      const name = tree.text(node);
      if (name === "require" || name === "exports" || name === "module") return false;
    }
    return true;
  }
}

function add(members: i32[], binding: i32): void {
  if (members.indexOf(binding) < 0) members.push(binding);
}
