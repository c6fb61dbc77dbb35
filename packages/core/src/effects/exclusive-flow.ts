/**
 * Where objects that take one operation at a time are handed on to.
 *
 *   const client = await pool.connect(); await load(client, id)      →   the parameter of `load`
 *   new Uow(client); class Uow { constructor(c) { this.c = c; } }    →   `c`, and the field `c`
 *   const options = { transaction: t }                               →   `options`
 *   const repository = new UserRepository(trx)                       →   `repository`
 *
 * Starts from the variables and fields of which `ExclusiveOrigins` says so, and follows each mention forwards until nothing is new: into second names,
 * objects, parameters of functions of the file, what these return, fields of `this` (one for all classes of the file), and what is made of them. It
 * is enough that one caller passes such an object. Followed no further are arrays, closures, and results of awaited calls.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { Callers } from "./callers";
import { ExclusiveOrigins } from "./exclusive";
import { KnownCalls } from "./knowledge/known-calls";
import { hasTransactionOption, isTransactionOption } from "./peers";
import { Transactions } from "./transactions";
import { hasWord, wordsIn } from "./words";

/** Parts of a connection or transaction, and calls on it, that go through it. */
const PARTS: string =
  "entityManager getCustomRepository getRepository getTreeRepository manager request withRepository";

/** Longer chains of functions that return what another one does (`return await open()`) are not followed. */
const MAX_RETURNS: i32 = 64;

/** What is known of a variable: nothing, that it holds an object which holds such an object, or that it may be one. */
const NOTHING: i32 = 0;
const CARRIER: i32 = 1;
const EXCLUSIVE: i32 = 2;

export class ExclusiveBindings {
  readonly transactions: Transactions;
  private origins: ExclusiveOrigins;
  private callers: Callers;
  private held: Int32Array;
  /** Variables that hold what a field of `this` holds. */
  private taken: Map<i32, boolean> = new Map<i32, boolean>();
  /** Atoms of the fields of `this` that may hold one. */
  private fields: Map<i32, boolean> = new Map<i32, boolean>();
  /** Mentions of fields of `this` by their atoms: members, and properties of patterns. */
  private mentions: Map<i32, i32[]> = new Map<i32, i32[]>();
  private hasMentions: boolean = false;
  /** Atoms of the properties that such objects are put under in literals. */
  private properties: Map<i32, boolean> = new Map<i32, boolean>();
  /** How much is known of what functions return. */
  private returned: Map<i32, i32> = new Map<i32, i32>();
  private depth: i32 = 0;
  private isSpread: boolean = false;
  /** Variables, and fields as `-1 - atom`, whose mentions have yet to be followed. */
  private open: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    known: KnownCalls,
  ) {
    this.held = new Int32Array(scopes.count);
    const callers = new Callers(tree, scopes, callees);
    const transactions = new Transactions(tree, scopes, callees, callers);
    this.callers = callers;
    this.transactions = transactions;
    this.origins = new ExclusiveOrigins(tree, scopes, callees, known, transactions);
  }

  has(binding: i32): boolean {
    // A slot of a private object.
    if (binding >= this.held.length) return false;
    this.spread();
    return this.held[binding] !== NOTHING;
  }

  /** Whether a call goes through a field of `this` that holds one, or is given it: `this.client.query(…)`, `find(this.trx, id)`. */
  usesField(call: i32): boolean {
    this.spread();
    if (this.fields.size === 0) return false;
    const tree = this.tree;
    for (let node = tree.firstChild(call); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      if (node === tree.firstChild(call) ? this.isBelowField(value) : this.isField(value)) return true;
      if (tree.kind[value] !== Kind.Object) continue;
      for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property)) {
        if (tree.kind[property] === Kind.Property && this.isField(this.callees.unwrap(tree.child(property, 1))))
          return true;
      }
    }
    return false;
  }

  /** Whether a callee is such a field, a member of it, or of what it gives: `this.client.query`, `this.trx.from("users").where`. */
  private isBelowField(callee: i32): boolean {
    const tree = this.tree;
    let node = callee;
    while (tree.kind[node] === Kind.Member || tree.kind[node] === Kind.Call) {
      if (this.isField(node)) return true;
      node = this.callees.unwrap(tree.firstChild(node));
    }
    return this.isField(node);
  }

  private isField(node: i32): boolean {
    const tree = this.tree;
    if (node < 0) return false;
    if (tree.kind[node] === Kind.Ident) return this.taken.has(this.scopes.binding[node]);
    if (tree.kind[node] !== Kind.Member || tree.atom[node] < 0 || !this.fields.has(tree.atom[node])) return false;
    return tree.kind[this.callees.unwrap(tree.firstChild(node))] === Kind.This;
  }

  // ---- spreading --------------------------------------------------------------------------------------------------

  private spread(): void {
    if (this.isSpread) return;
    this.isSpread = true;
    for (let binding: i32 = 0; binding < this.held.length; binding++)
      if (this.origins.isBorn(binding)) this.hold(binding, EXCLUSIVE);
    this.collectMade();
    this.collectOptions();
    while (this.open.length > 0) {
      const next = this.open.pop() as i32;
      if (next >= 0) this.followBinding(next);
      else this.followField(-1 - next);
    }
  }

  private hold(binding: i32, level: i32): void {
    if (binding < 0 || this.held[binding] >= level) return;
    this.held[binding] = level;
    this.open.push(binding);
  }

  private holdField(atom: i32): void {
    if (atom < 0 || this.fields.has(atom)) return;
    this.fields.set(atom, true);
    this.open.push(-1 - atom);
  }

  /**
   * Fields that are given such an object where it is made, and what is handed on where it is made: `this.client = await pool.connect()`,
   * `load(await pool.connect(), id)`.
   */
  private collectMade(): void {
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Assign) {
        const field = tree.firstChild(node);
        if (isFieldOfThis(tree, field) && this.origins.isMade(tree.child(node, 1))) this.holdField(tree.atom[field]);
      } else if (kind === Kind.Field) {
        const value = tree.child(node, 1);
        if (tree.atom[node] >= 0 && value >= 0 && this.origins.isMade(value)) this.holdField(tree.atom[node]);
      } else if (kind === Kind.Call || kind === Kind.New) {
        const made = tree.kind[tree.parent[node]] === Kind.Await ? tree.parent[node] : node;
        const up = tree.parent[made];
        const isHanded = tree.kind[up] === Kind.Call || tree.kind[up] === Kind.New || tree.kind[up] === Kind.Property;
        if (isHanded && tree.firstChild(up) !== made && this.origins.isMade(made)) this.handOn(made, EXCLUSIVE, false);
      }
    }
  }

  /** Files the mentions of fields of `this` under their names: `this.client`, `const { client } = this`. */
  private collectMentions(): void {
    this.hasMentions = true;
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      if (isFieldOfThis(tree, node)) this.mention(node);
      if (tree.kind[node] !== Kind.This || tree.kind[tree.parent[node]] !== Kind.Declarator) continue;
      const pattern = tree.firstChild(tree.parent[node]);
      if (tree.kind[pattern] !== Kind.ObjectPattern) continue;
      for (let part = tree.firstChild(pattern); part >= 0; part = tree.nextSibling(part))
        if (tree.kind[part] === Kind.Property && tree.atom[part] >= 0) this.mention(part);
    }
  }

  private mention(node: i32): void {
    const atom = this.tree.atom[node];
    if (!this.mentions.has(atom)) this.mentions.set(atom, []);
    (this.mentions.get(atom) as i32[]).push(node);
  }

  /** Parameters that a call in the file gives an object with a transaction: `this.fill({ transacting })`. */
  private collectOptions(): void {
    const tree = this.tree;
    if (!hasTransactionOption(tree)) return;
    for (let property: i32 = 0; property < tree.size; property++) {
      if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) continue;
      const object = tree.parent[property];
      const call = tree.parent[object];
      if (tree.kind[object] !== Kind.Object || tree.kind[call] !== Kind.Call) continue;
      if (isTransactionOption(tree.text(property))) this.give(call, object, CARRIER);
    }
  }

  private followBinding(binding: i32): void {
    const tree = this.tree;
    const level = this.held[binding];
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      const flags = tree.flags[at];
      if ((flags & Flag.Binding) === 0 && ((flags & Flag.Write) === 0 || (flags & Flag.Read) !== 0))
        this.handOn(at, level, this.taken.has(binding));
    }
  }

  private followField(atom: i32): void {
    if (!this.hasMentions) this.collectMentions();
    if (!this.mentions.has(atom)) return;
    const mentions = this.mentions.get(atom) as i32[];
    for (let i: i32 = 0; i < mentions.length; i++) {
      if (this.tree.kind[mentions[i]] === Kind.Property) this.fill(this.tree.child(mentions[i], 1), EXCLUSIVE, true);
      else this.handOn(mentions[i], EXCLUSIVE, true);
    }
  }

  /** Follows the value of an expression to where it goes. `isTaken`: it comes from a field. */
  private handOn(node: i32, level: i32, isTaken: boolean): void {
    const tree = this.tree;
    let value = node;
    while (isPassing(tree, value)) value = tree.parent[value];
    const up = tree.parent[value];
    const isFirst = tree.firstChild(up) === value;
    switch (tree.kind[up]) {
      case Kind.Declarator:
        if (!isFirst) this.fill(tree.firstChild(up), level, isTaken);
        break;
      case Kind.Assign:
        if (!isFirst) this.fill(this.callees.unwrap(tree.firstChild(up)), level, isTaken);
        break;
      case Kind.Property:
        if (isFirst || tree.kind[tree.parent[up]] !== Kind.Object) break;
        if (tree.atom[up] >= 0) this.properties.set(tree.atom[up], true);
        this.handOn(tree.parent[up], CARRIER, isTaken);
        break;
      case Kind.Spread:
        if (tree.kind[tree.parent[up]] === Kind.Object) this.handOn(tree.parent[up], CARRIER, isTaken);
        break;
      case Kind.Member:
        if (isFirst) this.handOnPart(up, level, isTaken);
        break;
      case Kind.Call:
      case Kind.New:
        if (isFirst) break;
        this.give(up, value, level);
        this.handOn(up, EXCLUSIVE, isTaken);
        break;
      case Kind.Return:
        this.giveBack(node, this.scopes.owner[up], level);
        break;
      case Kind.Function:
        if ((tree.flags[up] & Flag.ExprBody) !== 0 && !isFirst) this.giveBack(node, up, level);
        break;
      default:
        break;
    }
  }

  /** What a function returns is what its callers get; but `return load(client)` gives what was loaded. */
  private giveBack(value: i32, fn: i32, level: i32): void {
    const tree = this.tree;
    if (tree.kind[value] === Kind.Call || tree.kind[value] === Kind.New) return;
    if (this.returned.has(fn) && (this.returned.get(fn) as i32) >= level) return;
    this.returned.set(fn, level);
    if (this.depth >= MAX_RETURNS) return;
    this.depth += 1;
    const calls = this.callers.of(fn);
    for (let i: i32 = 0; i < calls.length; i++) {
      const up = tree.parent[calls[i]];
      this.handOn(tree.kind[up] === Kind.Await ? up : calls[i], level, false);
    }
    this.depth -= 1;
  }

  /** `options.transaction`, `queryRunner.manager`, `trx.getRepository(User)` */
  private handOnPart(member: i32, level: i32, isTaken: boolean): void {
    const tree = this.tree;
    if (tree.atom[member] < 0) return;
    if (level === CARRIER) {
      if (this.isHandle(member)) this.handOn(member, EXCLUSIVE, isTaken);
    } else if (hasWord(PARTS, tree.text(member))) {
      const call = tree.parent[member];
      const isCalled = tree.kind[call] === Kind.Call && tree.firstChild(call) === member;
      this.handOn(isCalled ? call : member, EXCLUSIVE, isTaken);
    }
  }

  /** Whether a member or property is one that such objects are found under. */
  private isHandle(node: i32): boolean {
    const atom = this.tree.atom[node];
    return atom >= 0 && (this.properties.has(atom) || isTransactionOption(this.tree.atoms[atom]));
  }

  /** What a target is given: a variable, a field, or the names in a pattern. */
  private fill(target: i32, level: i32, isTaken: boolean): void {
    const tree = this.tree;
    switch (tree.kind[target]) {
      case Kind.Ident: {
        const binding = this.scopes.binding[target];
        // What a table says of the value outranks what it was made of.
        if (binding < 0 || this.origins.isShared(binding)) return;
        if (isTaken) this.taken.set(binding, true);
        this.hold(binding, level);
        break;
      }
      case Kind.Member:
        if (tree.kind[tree.firstChild(target)] === Kind.This) this.holdField(tree.atom[target]);
        break;
      case Kind.AssignPattern:
        this.fill(tree.firstChild(target), level, isTaken);
        break;
      case Kind.ArrayPattern:
        for (let part = tree.firstChild(target); part >= 0; part = tree.nextSibling(part))
          this.fill(part, level, isTaken);
        break;
      case Kind.ObjectPattern:
        for (let part = tree.firstChild(target); part >= 0; part = tree.nextSibling(part)) {
          if (tree.kind[part] !== Kind.Property) continue;
          if (level === EXCLUSIVE || this.isHandle(part)) this.fill(tree.child(part, 1), EXCLUSIVE, isTaken);
        }
        break;
      default:
        break;
    }
  }

  /** Hands an argument to the functions of the file that a call runs. */
  private give(call: i32, argument: i32, level: i32): void {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] === Kind.Super) {
      const home = this.callees.homeObject(callee);
      const base = home < 0 || tree.kind[home] !== Kind.Class ? -1 : this.callees.baseOf(home);
      if (base >= 0) this.giveTo(this.callees.constructorOf(base, 0), call, argument, level, true);
      return;
    }
    const resolved = this.callees.resolve(call);
    if (resolved.made >= 0) {
      this.giveTo(this.callees.constructorOf(resolved.made, 0), call, argument, level, true);
      return;
    }
    if (resolved.target >= 0) {
      this.giveTo(resolved.target, call, argument, level, false);
      return;
    }
    const given = this.callers.givenFor(call);
    for (let i: i32 = 0; i < given.length; i++) this.giveTo(given[i], call, argument, level, false);
  }

  /** The parameter of a function that an argument is for. */
  private giveTo(fn: i32, call: i32, argument: i32, level: i32, isConstructor: boolean): void {
    const tree = this.tree;
    if (fn < 0 || tree.kind[fn] !== Kind.Function) return;
    let param = tree.firstChild(tree.child(fn, 1));
    for (let at = tree.child(call, 1); at !== argument && at >= 0 && param >= 0; at = tree.nextSibling(at))
      param = tree.nextSibling(param);
    while (param >= 0 && (tree.kind[param] === Kind.TypeWrap || tree.kind[param] === Kind.AssignPattern))
      param = tree.firstChild(param);
    if (param < 0) return;
    this.fill(param, level, false);
    // `constructor(private client)` of TypeScript sets the field of that name.
    if (isConstructor && tree.kind[param] === Kind.Ident) this.holdField(tree.atom[param]);
  }
}

function isFieldOfThis(tree: Tree, node: i32): boolean {
  return tree.kind[node] === Kind.Member && tree.atom[node] >= 0 && tree.kind[tree.firstChild(node)] === Kind.This;
}

/** Whether the node around an expression gives the same value, or may: `client!`, `trx ?? db`, `id ? trx : db`. */
function isPassing(tree: Tree, node: i32): boolean {
  const up = tree.parent[node];
  switch (tree.kind[up]) {
    case Kind.TypeWrap:
    case Kind.Chain:
    case Kind.Logical:
      return true;
    case Kind.Conditional:
      return tree.firstChild(up) !== node;
    default:
      return false;
  }
}

/** For the test that keeps the tables sorted. */
export function exclusiveFlowTables(): string[][] {
  return [wordsIn(PARTS)];
}
