/**
 * Code that runs inside a transaction, whatever it goes through.
 *
 *   inTransaction(async () => { await work(id); })                         the callback, and `work`, for nothing is handed to it
 *   @Transactional() async transfer(id) { … }                              the method
 *   await db.query("BEGIN"); … await db.query("COMMIT");                   all between the two, and the functions that are called there
 *
 * A transaction that is not handed on as an object is ambient: the library keeps it for whatever the callback calls, so functions of
 * the file that are called there run in it too. Where the callback is given the transaction, who is not handed it does not use it.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { Callers } from "./callers";
import { textOf } from "./text";
import { hasWord, wordsIn } from "./words";

/** Names of calls that run their callback in a transaction without saying `transaction`; compared in lower case. */
const SCOPES: string = "atomic intx runintx tx txif withtx";

/** What is called on something named after transactions to run a callback in one. */
const RUNNERS: string = "do execute perform run start wrap";

/** Methods that begin a transaction of their receiver, and those that end it; compared in lower case. */
const BEGINS: string = "begin begintransaction starttransaction";
const ENDS: string = `
aborttransaction commit commitandrelease committransaction endtransaction rollback rollbackandrelease rollbacktransaction
`;

/** Helpers by which compilers apply decorators: of TypeScript, and of SWC. */
const DECORATING: string = "__decorate _ts_decorate";

export class Transactions {
  /** Functions that run in one although they do not stand in the call that opens it. */
  private bodies: Map<i32, boolean> = new Map<i32, boolean>();
  /** By function: from the call that begins a transaction to the last one that ends it. */
  private from: Map<i32, i32> = new Map<i32, i32>();
  private to: Map<i32, i32> = new Map<i32, i32>();
  private hasBodies: boolean = false;
  /** Paths and names asked about. */
  private named: Map<string, boolean> = new Map<string, boolean>();
  /** Pieces of code that run in an ambient transaction and have yet to be looked through: first and last node. */
  private open: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private callers: Callers,
  ) {}

  /**
   * Whether a function is the body of a transaction: whatever it does may go through one connection, named or ambient
   * (`runWithTransaction(db, async () => { … })`).
   */
  isBody(fn: i32): boolean {
    const call = this.tree.parent[fn];
    if (this.tree.kind[call] === Kind.Call && this.tree.firstChild(call) !== fn && this.opens(call)) return true;
    this.collect();
    return this.bodies.has(fn);
  }

  /** Whether a node stands between the calls that begin and end a transaction of one object in the same function. */
  isBetween(node: i32): boolean {
    this.collect();
    if (this.from.size === 0) return false;
    for (let fn = this.scopes.owner[node]; fn >= 0; fn = fn > 0 ? this.scopes.owner[fn] : -1) {
      if (this.from.has(fn) && node > (this.from.get(fn) as i32) && node < (this.to.get(fn) as i32)) return true;
    }
    return false;
  }

  /** Whether a call runs the functions that it is given in a transaction. */
  opens(call: i32): boolean {
    const callee = this.callees.spelled(this.callees.unwrap(this.tree.firstChild(call)));
    return this.isNamedAfterOne(callee.path) || this.isNamedAfterOne(callee.name);
  }

  /** Whether a path or name is one of a transaction, or of what opens one. */
  private isNamedAfterOne(text: string): boolean {
    if (this.named.has(text)) return this.named.get(text) as boolean;
    const isOne = namesTransaction(text) || hasWord(SCOPES, bareName(text));
    this.named.set(text, isOne);
    return isOne;
  }

  private collect(): void {
    if (this.hasBodies) return;
    this.hasBodies = true;
    const tree = this.tree;
    if (!mentionsAny(tree.atoms)) return;
    const begins: i32[] = [];
    const ends: i32[] = [];
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.kind[node] === Kind.Decorator) this.decorate(node);
      if (tree.kind[node] !== Kind.Call) continue;
      this.addDecorated(node);
      this.addBodies(node);
      if (this.says(node, BEGINS, "BEGIN", "START")) begins.push(node);
      else if (this.says(node, ENDS, "COMMIT", "ROLLBACK")) ends.push(node);
    }
    this.pair(begins, ends);
    while (this.open.length > 0) {
      const last = this.open.pop() as i32;
      this.addCalled(this.open.pop() as i32, last);
    }
  }

  /** The functions that a call which opens a transaction is given. */
  private addBodies(call: i32): void {
    const tree = this.tree;
    let isOpening = false;
    for (let part = tree.nextSibling(tree.firstChild(call)); part >= 0; part = tree.nextSibling(part)) {
      const fn = this.callees.functionOf(this.callees.unwrap(part), 0);
      if (fn < 0) continue;
      if (!isOpening && !this.opens(call)) return;
      isOpening = true;
      // A function that stands there itself is asked about by its place.
      if (fn !== this.callees.unwrap(part)) this.bodies.set(fn, true);
      if (tree.firstChild(tree.child(fn, 1)) < 0 && this.isAmbient(call)) this.push(fn, tree.end[fn]);
    }
  }

  /** `inTransaction(…)`, `transactions.run(…)`; but `transactions.map(…)` opens none. */
  private isAmbient(call: i32): boolean {
    const name = this.callees.resolve(call).name;
    return this.isNamedAfterOne(name) || hasWord(RUNNERS, name);
  }

  /** `@Transactional()` before a method or class. */
  private decorate(decorator: i32): void {
    const tree = this.tree;
    if (!this.isTransactional(tree.firstChild(decorator))) return;
    const owner = tree.parent[decorator];
    if (tree.kind[owner] === Kind.Method) this.add(tree.child(owner, 1));
    else if (tree.kind[owner] === Kind.Class) this.addMethods(owner, "");
  }

  /**
   * What compilers make of decorators: `__decorate([Transactional()], Shop.prototype, "order", null)` and
   * `Shop = __decorate([Transactional()], Shop)`.
   */
  private addDecorated(call: i32): void {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if ((tree.kind[callee] !== Kind.Ident && tree.kind[callee] !== Kind.Member) || tree.atom[callee] < 0) return;
    if (!hasWord(DECORATING, tree.text(callee))) return;
    const list = tree.child(call, 1);
    if (list < 0 || tree.kind[list] !== Kind.Array || tree.child(call, 2) < 0) return;
    let isOne = false;
    for (let each = tree.firstChild(list); each >= 0; each = tree.nextSibling(each))
      if (this.isTransactional(each)) isOne = true;
    if (!isOne) return;
    let target = this.callees.unwrap(tree.child(call, 2));
    const key = tree.child(call, 3);
    const isMember = key >= 0 && tree.kind[key] === Kind.String;
    if (isMember && tree.kind[target] === Kind.Member) target = this.callees.unwrap(tree.firstChild(target));
    if (tree.kind[target] !== Kind.Ident) return;
    const owner = this.classOf(this.scopes.declaration[this.scopes.binding[target]]);
    if (owner >= 0) this.addMethods(owner, isMember ? tree.text(key) : "");
  }

  private isTransactional(decorator: i32): boolean {
    const tree = this.tree;
    let named = this.callees.unwrap(decorator);
    if (tree.kind[named] === Kind.Call) named = this.callees.unwrap(tree.firstChild(named));
    if ((tree.kind[named] !== Kind.Ident && tree.kind[named] !== Kind.Member) || tree.atom[named] < 0) return false;
    const name = tree.text(named).toLowerCase();
    return name === "transaction" || name.indexOf("transactional") >= 0;
  }

  /** The class that an identifier declares, itself or as the value of a variable; -1 when it declares none. */
  private classOf(declaration: i32): i32 {
    if (declaration < 0) return -1;
    const up = this.tree.parent[declaration];
    if (this.tree.kind[up] === Kind.Class) return up;
    if (this.tree.kind[up] !== Kind.Declarator) return -1;
    const value = this.callees.unwrap(this.tree.child(up, 1));
    return this.tree.kind[value] === Kind.Class ? value : -1;
  }

  /** The methods of a class that have a name, or (empty) all that are called on its instances. */
  private addMethods(owner: i32, name: string): void {
    const tree = this.tree;
    for (let member = tree.firstChild(owner); member >= 0; member = tree.nextSibling(member)) {
      if (tree.kind[member] !== Kind.Method) continue;
      const isOther = (tree.flags[member] & (Flag.Constructor | Flag.Static)) !== 0;
      const isMeant = name.length === 0 ? !isOther : tree.atom[member] >= 0 && tree.text(member) === name;
      if (isMeant) this.add(tree.child(member, 1));
    }
  }

  private add(fn: i32): void {
    if (this.bodies.has(fn)) return;
    this.bodies.set(fn, true);
    this.push(fn, this.tree.end[fn]);
  }

  private push(first: i32, end: i32): void {
    this.open.push(first);
    this.open.push(end);
  }

  /** Functions of the file that are called in an ambient transaction. */
  private addCalled(first: i32, end: i32): void {
    for (let node = first; node < end; node++) {
      if (this.tree.kind[node] !== Kind.Call) continue;
      const target = this.callees.resolve(node).target;
      if (target >= 0) this.add(target);
      else this.addGiven(node);
    }
  }

  /** `await db.query("BEGIN"); await fn(); await db.query("COMMIT");`: what callers of the function have given for `fn`. */
  private addGiven(call: i32): void {
    const given = this.callers.givenFor(call);
    for (let i: i32 = 0; i < given.length; i++) this.add(given[i]);
  }

  /** Whether a call is a method of one of these names, or runs a statement that begins with one of two words. */
  private says(call: i32, names: string, word: string, other: string): boolean {
    const callee = this.callees.resolve(call);
    if (callee.receiver < 0 || callee.target >= 0) return false;
    if (hasWord(names, callee.name.toLowerCase())) return true;
    const argument = this.tree.child(call, 1);
    if (argument < 0) return false;
    const kind = this.tree.kind[this.callees.unwrap(argument)];
    if (kind !== Kind.String && kind !== Kind.Template) return false;
    const text = textOf(this.tree, this.scopes, this.callees, argument).trim().toUpperCase();
    return isStatement(text, word) || isStatement(text, other);
  }

  private pair(begins: i32[], ends: i32[]): void {
    for (let i: i32 = 0; i < begins.length; i++) {
      const fn = this.scopes.owner[begins[i]];
      // The first one of a function will do.
      if (this.from.has(fn)) continue;
      const receiver = this.callees.resolve(begins[i]).receiver;
      let last: i32 = -1;
      for (let j: i32 = 0; j < ends.length; j++) {
        if (this.scopes.owner[ends[j]] !== fn || ends[j] < begins[i]) continue;
        if (this.isSame(receiver, this.callees.resolve(ends[j]).receiver)) last = ends[j];
      }
      if (last < 0) continue;
      this.from.set(fn, begins[i]);
      this.to.set(fn, last);
      this.push(begins[i], last);
    }
  }

  /** Whether two expressions name one object: `db`, `this.em`. */
  private isSame(one: i32, other: i32): boolean {
    const tree = this.tree;
    const first = this.callees.unwrap(one);
    const second = this.callees.unwrap(other);
    const kind = tree.kind[first];
    if (kind !== tree.kind[second]) return false;
    if (kind === Kind.Ident) return this.scopes.binding[first] === this.scopes.binding[second];
    if (kind === Kind.Member)
      return (
        tree.atom[first] >= 0 &&
        tree.atom[first] === tree.atom[second] &&
        this.isSame(tree.firstChild(first), tree.firstChild(second))
      );
    return kind === Kind.This;
  }
}

/** Whether a method of this name, in lower case, begins a transaction of what it is called on. */
export function beginsTransaction(name: string): boolean {
  return hasWord(BEGINS, name);
}

function bareName(name: string): string {
  return (name.startsWith("$") ? name.substring(1) : name).toLowerCase();
}

function namesTransaction(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.indexOf("transaction") >= 0 || lower.indexOf("unitofwork") >= 0;
}

/** `BEGIN`, `BEGIN;`, `BEGIN ISOLATION LEVEL SERIALIZABLE`; not `BEGINNING`. */
function isStatement(text: string, word: string): boolean {
  if (!text.startsWith(word)) return false;
  return text.length === word.length || text.charCodeAt(word.length) === 32 || text.charCodeAt(word.length) === 59;
}

/** Whether any of a file's names and texts could be about a transaction: most files have none, and are not looked through. */
function mentionsAny(atoms: string[]): boolean {
  for (let i: i32 = 0; i < atoms.length; i++) {
    const atom = atoms[i];
    if (atom.indexOf("ransaction") >= 0 || atom.indexOf("OfWork") >= 0 || atom.indexOf("Tx") >= 0) return true;
    if (atom.startsWith("tx") || atom === "atomic" || atom.startsWith("begin") || atom.startsWith("BEGIN")) return true;
    if (atom.startsWith("START TRAN") || atom.startsWith("start tran")) return true;
  }
  return false;
}

/** For the test that keeps the tables sorted. */
export function transactionTables(): string[][] {
  return [wordsIn(DECORATING), wordsIn(SCOPES), wordsIn(RUNNERS), wordsIn(BEGINS), wordsIn(ENDS)];
}
