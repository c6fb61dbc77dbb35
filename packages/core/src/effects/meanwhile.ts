/**
 * Variables of an outer function that change while an inner one is waiting, by what the outer function itself does, or by other functions
 * that it waits for together with that one.
 *
 *   let tok = null; const load = async () => { await f(); await g(tok); }; const p = load(); tok = await h();   →   `tok` is set meanwhile
 *   const seen = []; await Promise.all(ids.map(async (id) => { seen.push(id); await f(); await g(seen); }));    →   by its own siblings
 *   for (const id of ids) await load(id);   →   the outer function stands still until `load` is over
 *
 * What comes before the inner function can have been called is over, and so is what an awaited function does that was begun before. What
 * functions do that may run at any time is `kept.ts`'s business. Of the objects of a module only those count that are changed by
 * functions which are awaited together (ASSUMPTIONS.md, "Interference").
 *
 * Errs towards "changes".
 */
import { Flag, isLoop, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { Changes } from "./changes";
import { KeptCallbacks } from "./kept";

/** How far functions are followed that mention others. */
const MAX_DEPTH: i32 = 4;

/** What is changed in more places, or would take more looks at mentions, is taken to change at any time. */
const MAX_CHANGES: i32 = 32;
const MAX_LOOKS: i32 = 1000;

export class Meanwhile {
  /** Per variable: where it, or the object in it, is changed. */
  private changed: Map<i32, i32[]> = new Map<i32, i32[]>();
  /** How many looks the present question has taken. */
  private looks: i32 = 0;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private changes: Changes,
    private kept: KeptCallbacks,
  ) {}

  /** Whether a variable, or the object in it, may change while code of `owner`, a function inside that of the variable, is waiting. */
  mayChange(binding: i32, owner: i32): boolean {
    const home = this.scopes.home[binding];
    if (home < 0 || owner <= home || this.scopes.has(binding, BindingFlag.Field)) return false;
    if (!this.tree.contains(home, owner)) return false;
    const changes = this.changesOf(binding, home);
    if (changes.length === 0) return false;
    if (changes.length > MAX_CHANGES) return true;
    this.looks = 0;
    if (home > 0 && this.isAwaitedAlone(owner, home, 0)) return false;
    for (let i: i32 = 0; i < changes.length; i++) if (this.mayMeet(changes[i], owner, binding, home)) return true;
    return false;
  }

  // ---- changes ----------------------------------------------------------------------------------------------------

  private changesOf(binding: i32, home: i32): i32[] {
    if (this.changed.has(binding)) return this.changed.get(binding) as i32[];
    const changes: i32[] = [];
    this.changed.set(binding, changes);
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Import || kind === BindingKind.Namespace) return changes;
    // A constant may have its object under other names, too.
    const names: i32[] = [binding];
    for (let i: i32 = 0; i < names.length; i++) {
      let reference = this.scopes.firstReference[names[i]];
      for (; reference >= 0 && changes.length <= MAX_CHANGES; reference = this.scopes.nextReference[reference]) {
        const isHome = this.scopes.owner[reference] === home;
        // Variables that others set are `kept.ts`'s business.
        if (i === 0 && isHome && this.isSet(reference, binding)) changes.push(reference);
        else if ((home > 0 || !isHome) && this.changesObject(reference)) changes.push(reference);
        this.changes.addNames(reference, names);
      }
    }
    return changes;
  }

  /** `state.ready = true`, `state.load()`, or `mark(state)` with a function of the file that does that. */
  private changesObject(mention: i32): boolean {
    return this.changes.isChange(mention, true) || this.changes.isChangedByCall(mention);
  }

  /** Whether a mention in a variable's own function gives it a value, unless that is the first it can be seen with. */
  private isSet(mention: i32, binding: i32): boolean {
    const tree = this.tree;
    const flags = tree.flags[mention];
    if ((flags & Flag.Write) !== 0) return !this.isNextRound(mention, binding);
    // `var` is declared before it is set.
    return (flags & Flag.Binding) !== 0 && this.scopes.kind[binding] === BindingKind.Var && this.hasValue(mention);
  }

  private hasValue(declaration: i32): boolean {
    const tree = this.tree;
    const declarator = tree.parent[declaration];
    if (tree.kind[declarator] !== Kind.Declarator || tree.kind[tree.child(declarator, 1)] !== Kind.None) return true;
    return isLoop(tree.kind[tree.parent[tree.parent[declarator]]]);
  }

  /** `for (let i = 0; i < n; i++)`: each round has a variable of its own, and this is the next one's. */
  private isNextRound(mention: i32, binding: i32): boolean {
    const tree = this.tree;
    const loop = this.scopes.scope[binding];
    return (
      this.scopes.kind[binding] === BindingKind.Let &&
      tree.kind[loop] === Kind.For &&
      tree.contains(tree.child(loop, 2), mention)
    );
  }

  // ---- when -------------------------------------------------------------------------------------------------------

  private mayMeet(change: i32, owner: i32, binding: i32, home: i32): boolean {
    const scopes = this.scopes;
    const closure = this.outermost(owner, home);
    const changing = this.outermost(change, home);
    if (home === 0 && changing > 0) return this.areAwaitedTogether(change, owner);
    const scope = scopes.scope[binding];
    if (changing <= home) {
      // What is awaited is over when the outer function goes on.
      const goesOn = home === 0 || !this.kept.isOver(owner, home) || this.shareAwait(closure, change, home);
      return goesOn && this.mayRunBefore(closure, change, scope, home, 0);
    }
    // A function that runs once does what it does in its own order.
    if (changing === closure) return !this.tree.contains(owner, change) || !this.runsOnce(owner, home, scope);
    // It has run when what it is given to is over; if it has a name, when that is called.
    const name = this.nameOf(changing);
    if (name < 0) return this.mayRunBefore(closure, changing, scope, home, 0);
    let mention = scopes.firstReference[name];
    for (; mention >= 0; mention = scopes.nextReference[mention]) {
      this.looks += 1;
      if (this.looks > MAX_LOOKS) return true;
      if (this.tree.contains(changing, mention) || mention === scopes.declaration[name]) continue;
      if (scopes.owner[mention] !== home || this.mayRunBefore(closure, mention, scope, home, 0)) return true;
    }
    return false;
  }

  /** The outermost function around a node inside `home`, the node itself included; -1 when there is none. */
  private outermost(node: i32, home: i32): i32 {
    let found: i32 = -1;
    let at = this.tree.kind[node] === Kind.Function ? node : this.scopes.owner[node];
    for (; at > home; at = this.scopes.owner[at]) found = at;
    return found;
  }

  /** Whether a function of `home` may have been called before a node of that is evaluated, since the variables of `scope` were made. */
  private mayRunBefore(closure: i32, node: i32, scope: i32, home: i32, depth: i32): boolean {
    if (depth > MAX_DEPTH) return true;
    const scopes = this.scopes;
    const name = this.nameOf(closure);
    if (name < 0) return (home > 0 || this.isUsed(closure, node)) && this.comesBefore(closure, node, scope, home);
    let mention = scopes.firstReference[name];
    for (; mention >= 0; mention = scopes.nextReference[mention]) {
      this.looks += 1;
      if (this.looks > MAX_LOOKS) return true;
      if (mention === scopes.declaration[name] || this.tree.contains(closure, mention)) continue;
      const other = this.outermost(mention, home);
      if (other > home) {
        if (this.mayRunBefore(other, node, scope, home, depth + 1)) return true;
      } else if ((home > 0 || this.isUsed(mention, node)) && this.comesBefore(mention, node, scope, home)) return true;
    }
    return false;
  }

  /** Whether one node may be evaluated before a change is over: it stands before that, or both are in a loop that finds the variables of `scope` again. */
  private comesBefore(first: i32, second: i32, scope: i32, home: i32): boolean {
    if (first < this.endOf(second, home)) return true;
    const tree = this.tree;
    for (let at = tree.parent[second]; at > home; at = tree.parent[at])
      if (isLoop(tree.kind[at]) && tree.contains(at, first) && !tree.contains(at, scope)) return true;
    return false;
  }

  /** Where a change is over: `x = f()`, `list.push(f())` and `await each(fn)` are when `f`, or `fn`, has been called. */
  private endOf(change: i32, home: i32): i32 {
    const tree = this.tree;
    let node = change;
    for (let at = tree.parent[change]; at > home; at = tree.parent[at]) {
      const kind = tree.kind[at];
      if (kind < Kind.Ident && kind !== Kind.Declarator) break;
      const isTaken = kind === Kind.Property || kind >= Kind.ObjectPattern;
      if (kind === Kind.Await || isTaken || tree.firstChild(at) === node) node = at;
    }
    return tree.end[node];
  }

  /**
   * Whether a function, or what is reached through a name, is called where it stands, or given to a call. What a module only exports, or
   * keeps, is called when it has run, and what it gives to a call when its variables have their first values ("Initialised names").
   */
  private isUsed(node: i32, change: i32): boolean {
    const tree = this.tree;
    let at = node;
    let up = tree.parent[at];
    while (
      tree.kind[up] === Kind.TypeWrap ||
      tree.kind[up] === Kind.Chain ||
      tree.kind[up] === Kind.Member ||
      tree.kind[up] === Kind.Property ||
      tree.kind[up] === Kind.Method ||
      tree.kind[up] === Kind.Object ||
      tree.kind[up] === Kind.Array
    ) {
      at = up;
      up = tree.parent[at];
    }
    if (tree.kind[up] !== Kind.Call && tree.kind[up] !== Kind.New) return false;
    return tree.firstChild(up) === at || (tree.flags[change] & Flag.Binding) === 0;
  }

  /** Variable that a function, or the class or literal that it is a part of, is reached by and by nothing else; or -1. */
  private nameOf(fn: i32): i32 {
    const tree = this.tree;
    let at = fn;
    while (true) {
      if (
        (tree.flags[at] & Flag.Declaration) !== 0 &&
        (tree.kind[at] === Kind.Function || tree.kind[at] === Kind.Class)
      ) {
        const name = tree.firstChild(at);
        return tree.kind[name] === Kind.Ident ? this.scopes.binding[name] : -1;
      }
      const up = tree.parent[at];
      if (tree.kind[up] === Kind.Declarator) {
        const name = tree.firstChild(up);
        if (tree.kind[name] !== Kind.Ident || !this.scopes.isStable(this.scopes.binding[name])) return -1;
        return this.scopes.binding[name];
      }
      const isPart =
        tree.kind[up] === Kind.TypeWrap ||
        tree.kind[up] === Kind.Property ||
        tree.kind[up] === Kind.Method ||
        tree.kind[up] === Kind.Object ||
        tree.kind[up] === Kind.Class;
      if (!isPart) return -1;
      at = up;
    }
  }

  // ---- functions that are awaited ---------------------------------------------------------------------------------

  /**
   * Whether a function and those around it, up to `home`, are called nowhere but as all that an await of the next one waits for: then that
   * one stands still.
   */
  private isAwaitedAlone(fn: i32, home: i32, depth: i32): boolean {
    if (depth > MAX_DEPTH) return false;
    for (let at = fn; at > home; at = this.scopes.owner[at]) if (!this.isCalledAlone(at, home, depth)) return false;
    return true;
  }

  private isCalledAlone(fn: i32, home: i32, depth: i32): boolean {
    const tree = this.tree;
    const scopes = this.scopes;
    if (tree.kind[fn] !== Kind.Function) return false;
    if (this.isAwaitedCall(fn)) return true;
    const up = tree.parent[fn];
    const isNamed = (tree.flags[fn] & Flag.Declaration) !== 0 || tree.kind[up] === Kind.Declarator;
    const name = isNamed ? this.nameOf(fn) : -1;
    if (name < 0 || !scopes.isStable(name) || scopes.has(name, BindingFlag.Exported)) return false;
    for (let mention = scopes.firstReference[name]; mention >= 0; mention = scopes.nextReference[mention]) {
      if (mention === scopes.declaration[name]) continue;
      this.looks += 1;
      if (this.looks > MAX_LOOKS) return false;
      if (!this.isAwaitedCall(mention)) return false;
      const caller = scopes.owner[mention];
      // Its own calls of itself are awaited where it is.
      if (!tree.contains(fn, mention) && !this.isAwaitedAlone(caller, home, depth + 1)) return false;
      if (tree.contains(fn, mention) && caller !== fn) return false;
    }
    return true;
  }

  /** `await fn()` */
  private isAwaitedCall(callee: i32): boolean {
    const tree = this.tree;
    let node = callee;
    while (tree.kind[tree.parent[node]] === Kind.TypeWrap) node = tree.parent[node];
    let call = tree.parent[node];
    if (tree.kind[call] !== Kind.Call || tree.firstChild(call) !== node) return false;
    while (tree.kind[tree.parent[call]] === Kind.TypeWrap) call = tree.parent[call];
    return tree.kind[tree.parent[call]] === Kind.Await;
  }

  /** Whether a function and those around it are called once, where they stand, for each of the variables of `scope`. */
  private runsOnce(fn: i32, home: i32, scope: i32): boolean {
    const tree = this.tree;
    for (let at = fn; at > home; at = this.scopes.owner[at]) {
      let node = at;
      while (tree.kind[tree.parent[node]] === Kind.TypeWrap) node = tree.parent[node];
      const call = tree.parent[node];
      if (tree.kind[call] !== Kind.Call || tree.firstChild(call) !== node) return false;
      for (let up = call; up > this.scopes.owner[at]; up = tree.parent[up])
        if (isLoop(tree.kind[up]) && !tree.contains(up, scope)) return false;
    }
    return true;
  }

  /** Whether two nodes of a function stand in the operand of one await of it. */
  private shareAwait(one: i32, other: i32, home: i32): boolean {
    for (let at = this.tree.parent[one]; at > home; at = this.tree.parent[at])
      if (this.tree.kind[at] === Kind.Await && this.tree.contains(at, other)) return true;
    return false;
  }

  /** Whether a change stands in an `async` function that an await waits for together with code of `owner`, which may be that function again. */
  areAwaitedTogether(change: i32, owner: i32): boolean {
    const tree = this.tree;
    for (let fn = this.scopes.owner[change]; fn > 0; fn = this.scopes.owner[fn]) {
      if (tree.kind[fn] !== Kind.Function || this.isAwaitedCall(fn)) continue;
      const around = this.scopes.owner[fn];
      const isOwn = tree.contains(owner, change) && this.runsOnce(owner, around, around);
      if (!isOwn && this.shareAwait(fn, owner, around)) return true;
    }
    return false;
  }
}
