/**
 * Objects that a function changes which is kept for later.
 *
 *   const seen = []; bus.on("data", (d) => seen.push(d));   →   `seen` may change during any await that follows
 *   const ids = []; users.forEach((u) => ids.push(u.id));   →   `ids` is complete when `forEach` returns
 *
 * A function runs _now_ when it is called where it stands, handed to a method of arrays that calls it at once, to a function of the
 * file that does nothing but call it, or awaited together with what it is handed to. Everything else may be kept: stored,
 * registered, returned, handed to somebody unknown. Asynchronous functions go on later, unless they are awaited. Of the objects of a
 * module only those count that a function changes which is handed to a call: what its other functions do is the business of
 * their callers (ASSUMPTIONS.md, "Interference").
 *
 * A variable is its function's own although others mention it, if all of these run now and do not suspend: then it changes, and is
 * looked at, where they are called and nowhere else.
 *
 *   let sum = 0; const add = (n) => { sum += n; }; add(await f()); add(await g());   →   `sum` changes where `add` is called
 *
 * Errs towards "kept".
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Changes } from "./changes";
import { ExportSummary, Promises } from "./external";
import { Known, knownCall } from "./globals";
import { ANYBODY, NOBODY, parameterAt } from "./params";
import { CALLING } from "./receivers";
import { hasWord, wordsIn } from "./words";

/** Methods of promises: they call what they are given before the promise that they return settles. */
const CHAINING: string = "catch finally then";

/** Functions that settle when the first promise does: what the others wait for goes on. */
const RACING: string = "Promise.any Promise.race";

/** What a question about functions that may be asynchronous, wherever they are mentioned, has in place of a node. */
const ANY: i32 = -1;

/** How far functions are followed that are called by others of the file. */
const MAX_DEPTH: i32 = 4;

/** What would take more looks at functions and their mentions than this is taken to be kept. */
const MAX_LOOKS: i32 = 1000;

/** Whether a function of another file is done with an argument when the call is over. */
function isOver(called: ExportSummary, position: i32, isPlain: boolean, isAwaited: boolean): boolean {
  if (!isAwaited && (!isPlain || called.promise !== Promises.Never)) return false;
  return (isPlain ? called.runsArguments : called.awaitsArguments).includes(position);
}

export class KeptCallbacks {
  private changing: Map<i32, boolean> = new Map<i32, boolean>();
  private held: Map<i32, boolean> = new Map<i32, boolean>();
  /** How many looks the present question has taken. */
  private looks: i32 = 0;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
    private changes: Changes,
  ) {}

  /** Whether a function that may run later changes the contents of the object that a variable holds. */
  mayChange(binding: i32): boolean {
    if (this.changing.has(binding)) return this.changing.get(binding) as boolean;
    // Objects that go round in a circle of functions are asked about once.
    this.changing.set(binding, false);
    const found = this.scopes.kind[binding] !== BindingKind.Global && this.findChange(binding);
    this.changing.set(binding, found);
    return found;
  }

  /**
   * Whether a function that may run later, or before the variable has its value, mentions a variable of another function; of those of a
   * module nothing is claimed.
   */
  isHeld(binding: i32): boolean {
    const home = this.scopes.home[binding];
    if (home <= 0 || this.scopes.has(binding, BindingFlag.Field)) return true;
    if (this.held.has(binding)) return this.held.get(binding) as boolean;
    const found = this.findHolder(binding, home);
    this.held.set(binding, found);
    return found;
  }

  /** Whether a function, and those around it up to `home`, are over when `home` goes on. */
  isOver(fn: i32, home: i32): boolean {
    this.looks = 0;
    return !this.runsLater(fn + 1, home, 0, ANY);
  }

  private findHolder(binding: i32, home: i32): boolean {
    const scopes = this.scopes;
    this.looks = 0;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      if (this.runsLater(reference, home, 0, scopes.declaration[binding])) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  private findChange(binding: i32): boolean {
    const scopes = this.scopes;
    const home = scopes.home[binding];
    this.looks = 0;
    if (home > 0 && this.isMadeWithTimer(binding)) return true;
    const names: i32[] = [binding];
    for (let i: i32 = 0; i < names.length; i++) {
      let reference = scopes.firstReference[names[i]];
      for (; reference >= 0; reference = scopes.nextReference[reference]) {
        if (this.changesLater(reference, home)) return true;
        this.changes.addNames(reference, names);
      }
    }
    return false;
  }

  /**
   * Whether an `async` function of the file that a mention hands the object to, or calls on it, goes on when the function around has:
   * it is not awaited where it is called.
   */
  goesOn(mention: i32, home: i32): boolean {
    const tree = this.tree;
    const target = this.changes.targetAt(mention);
    if (target < 0 || (tree.flags[target] & (Flag.Async | Flag.Generator)) !== Flag.Async) return false;
    const call = this.changes.callAt(mention);
    const up = tree.parent[call];
    if (this.isAwaited(call)) return false;
    if (tree.kind[up] !== Kind.Return && tree.kind[up] !== Kind.Function) return true;
    // `await Promise.all(ids.map((id) => queue.run(id)))`
    const owner = this.scopes.owner[call];
    return owner !== home && !this.isAwaited(owner);
  }

  /** Whether a function of the file that a mention hands the object to, or calls on it, has a function inside it change that later. */
  private isKeptByCall(mention: i32): boolean {
    const target = this.changes.targetAt(mention);
    if (target < 0) return false;
    const parameter = this.changes.parameterOf(mention, target);
    return parameter >= 0 ? this.mayChange(parameter) : this.changesThisLater(target);
  }

  /** `const poller = new Poller()`, where the constructor leaves a function that changes the object. */
  private isMadeWithTimer(binding: i32): boolean {
    const callees = this.calls.callees;
    const init = callees.initializer(binding);
    if (init < 0 || this.tree.kind[init] !== Kind.New) return false;
    const made = callees.resolve(init).made;
    const constructor = made < 0 ? -1 : callees.constructorOf(made, 0);
    return constructor >= 0 && this.changesThisLater(constructor);
  }

  /** Whether a function inside another changes the object that the other is called on, or makes, when that has gone on. */
  private changesThisLater(target: i32): boolean {
    const tree = this.tree;
    for (let node = target + 1; node < tree.end[target]; node++) {
      if (tree.kind[node] !== Kind.This || this.scopes.owner[node] === target) continue;
      if (this.changes.ownerOfThis(node) !== target || !this.changes.isChange(node, false)) continue;
      if (this.runsLater(node, target, 0, ANY)) return true;
    }
    return false;
  }

  /** Whether one of the functions around a node, up to `home`, may run when `home` has gone on. */
  isLate(node: i32, home: i32): boolean {
    this.looks = 0;
    return this.runsLater(node, home, 0, ANY);
  }

  /** Whether a mention changes the contents of the object when `home`, the function it belongs to, has gone on. */
  private changesLater(mention: i32, home: i32): boolean {
    const byCall = this.changes.isChangedByCall(mention);
    if (byCall && home > 0 && (this.goesOn(mention, home) || this.isKeptByCall(mention))) return true;
    const late = byCall && home > 0 ? this.changes.lateCall(mention) : -1;
    if (late >= 0 && !this.isAwaited(late)) return true;
    if (this.scopes.owner[mention] === home || (!byCall && !this.changes.isChange(mention, true))) return false;
    return this.runsLater(mention, home, 0, ANY);
  }

  /**
   * Whether one of the functions around a node, up to `home`, may run when `home` has gone on. With a node `since`, also whether it may
   * suspend, or run before that.
   */
  private runsLater(node: i32, home: i32, depth: i32, since: i32): boolean {
    let owner = this.scopes.owner[node];
    while (owner > home) {
      this.looks += 1;
      if (this.looks > MAX_LOOKS) return true;
      const mayBeKept = home > 0 || this.isHandedOver(owner);
      if (mayBeKept && !this.runsNow(owner, home, depth, since)) return true;
      owner = this.scopes.owner[owner];
    }
    return false;
  }

  /** Whether a function is written where it is given to a call, or in an object that is. */
  private isHandedOver(fn: i32): boolean {
    const tree = this.tree;
    let node = fn;
    let up = tree.parent[node];
    while (
      tree.kind[up] === Kind.Property ||
      tree.kind[up] === Kind.Method ||
      tree.kind[up] === Kind.Object ||
      tree.kind[up] === Kind.Array
    ) {
      node = up;
      up = tree.parent[node];
    }
    return (tree.kind[up] === Kind.Call || tree.kind[up] === Kind.New) && tree.firstChild(up) !== node;
  }

  private runsNow(fn: i32, home: i32, depth: i32, since: i32): boolean {
    const tree = this.tree;
    if (tree.kind[fn] !== Kind.Function || depth > MAX_DEPTH) return false;
    let node = fn;
    let up = tree.parent[node];
    while (tree.kind[up] === Kind.TypeWrap) {
      node = up;
      up = tree.parent[node];
    }
    const isAwaited = since === ANY && this.isAwaited(fn);
    const isPlain = (tree.flags[fn] & (Flag.Async | Flag.Generator)) === 0;
    if (!isPlain && !isAwaited) return false;
    if (tree.kind[up] === Kind.New && tree.firstChild(up) !== node)
      return fn > since && isPlain && this.calls.callees.global(tree.firstChild(up)) === "Promise";
    if (tree.kind[up] === Kind.Call)
      return fn > since && (tree.firstChild(up) === node || this.isCalledBy(up, node, isPlain, isAwaited));
    return this.isOnlyCalled(fn, home, depth, since);
  }

  /** Whether a function stands in the operand of an await of the function around it, and that waits for all that is in it. */
  private isAwaited(fn: i32): boolean {
    const tree = this.tree;
    const owner = this.scopes.owner[fn];
    let at = tree.parent[fn];
    while (at > owner && tree.kind[at] > Kind.Namespace) {
      if (tree.kind[at] === Kind.Await) return true;
      if (tree.kind[at] === Kind.Call && hasWord(RACING, this.calls.callees.resolve(at).global)) return false;
      at = tree.parent[at];
    }
    return false;
  }

  /** Whether a call has run the function it is given when it returns, or when what it returns has been awaited. */
  private isCalledBy(call: i32, fn: i32, isPlain: boolean, isAwaited: boolean): boolean {
    const tree = this.tree;
    const callee = this.calls.callees.resolve(call);
    const external = this.calls.classify(call).external;
    if (callee.target >= 0 || external !== null) {
      const position = this.positionOf(call, fn);
      if (position < 0) return false;
      if (callee.target < 0) return isOver(external as ExportSummary, position, isPlain, isAwaited);
      if ((tree.flags[callee.target] & (Flag.Async | Flag.Generator)) !== 0 && !isAwaited) return false;
      return this.onlyRuns(callee.target, position, isPlain);
    }
    if (!isPlain) return isAwaited;
    if (callee.global.length > 0) return knownCall(callee.global) === Known.Throws;
    if (callee.receiver < 0) return false;
    return (
      hasWord(CALLING, tree.text(this.calls.callees.unwrap(tree.firstChild(call)))) ||
      (isAwaited && hasWord(CHAINING, callee.name))
    );
  }

  /** Which argument of a call it is, or -1 when a spread hides that. */
  private positionOf(call: i32, argument: i32): i32 {
    const tree = this.tree;
    let position: i32 = 0;
    for (let at = tree.child(call, 1); at !== argument; at = tree.nextSibling(at)) {
      if (at < 0 || tree.kind[at] === Kind.Spread) return -1;
      position += 1;
    }
    return position;
  }

  /**
   * Whether all that a function of the file does with an argument is to call it, and, unless the argument is `isPlain`, to wait for what it
   * gives: then it is done with it when it returns, or when the promise that it returns settles.
   */
  onlyRuns(target: i32, position: i32, isPlain: boolean): boolean {
    const tree = this.tree;
    const parameter = parameterAt(tree, target, position);
    if (parameter === NOBODY) return true;
    if (parameter === ANYBODY || tree.kind[parameter] !== Kind.Ident) return false;
    let reference = this.scopes.firstReference[this.scopes.binding[parameter]];
    while (reference >= 0) {
      if (reference !== parameter && !this.isRunHere(reference, target, isPlain)) return false;
      reference = this.scopes.nextReference[reference];
    }
    return true;
  }

  /** `fn(x)` or `list.forEach(fn)` in the function's own code; `await fn(x)` or `return fn(x)`. */
  private isRunHere(reference: i32, owner: i32, isPlain: boolean): boolean {
    const tree = this.tree;
    const up = tree.parent[reference];
    if (this.scopes.owner[reference] !== owner || tree.kind[up] !== Kind.Call) return false;
    if (!isPlain) {
      const use = tree.parent[up];
      const isGiven = tree.kind[use] === Kind.Return || (use === owner && tree.kind[use] === Kind.Function);
      return tree.firstChild(up) === reference && (isGiven || tree.kind[use] === Kind.Await);
    }
    if (tree.firstChild(up) === reference) return true;
    const callee = this.calls.callees.unwrap(tree.firstChild(up));
    return tree.kind[callee] === Kind.Member && hasWord(CALLING, tree.text(callee));
  }

  /** Whether a function has a name of its own that is only ever called, never by what runs later, nor before `since`. */
  private isOnlyCalled(fn: i32, home: i32, depth: i32, since: i32): boolean {
    const tree = this.tree;
    const scopes = this.scopes;
    const up = tree.parent[fn];
    let name: i32 = -1;
    if ((tree.flags[fn] & Flag.Declaration) !== 0) name = tree.firstChild(fn);
    else if (tree.kind[up] === Kind.Declarator) name = tree.firstChild(up);
    if (name < 0 || tree.kind[name] !== Kind.Ident || !scopes.isStable(scopes.binding[name])) return false;
    let reference = scopes.firstReference[scopes.binding[name]];
    while (reference >= 0) {
      this.looks += 1;
      if (this.looks > MAX_LOOKS) return false;
      const call = tree.parent[reference];
      const isCalled = tree.kind[call] === Kind.Call && tree.firstChild(call) === reference;
      if (reference !== name && !isCalled && !this.isPassedOn(reference, since)) return false;
      if (reference !== name) {
        // Its own calls of itself are as late as the functions inside it that they stand in.
        const isOwn = tree.contains(fn, reference);
        if (!isOwn && reference < since) return false;
        if (this.runsLater(reference, isOwn ? fn : home, depth + 1, since)) return false;
      }
      reference = scopes.nextReference[reference];
    }
    return true;
  }

  /** `list.forEach(fn)` */
  private isPassedOn(reference: i32, since: i32): boolean {
    const call = this.tree.parent[reference];
    const isAwaited = since === ANY && this.isAwaited(reference);
    return this.tree.kind[call] === Kind.Call && this.isCalledBy(call, reference, true, isAwaited);
  }
}

/** For the test that keeps the tables sorted. */
export function keptTables(): string[][] {
  return [wordsIn(CALLING), wordsIn(CHAINING), wordsIn(RACING)];
}
