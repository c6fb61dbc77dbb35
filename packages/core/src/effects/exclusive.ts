/**
 * Objects that take one operation at a time.
 *
 *   db.transaction(async (tx) => { await tx.a(); await tx.b(); })   →   `tx` is exclusive
 *
 * Recognised by origin: the parameter of a callback passed to a call named like `transaction`, the result of a call that
 * opens a session, connection, page, lock or reader. The names `tx` and `trx` count too: nothing else is called that.
 * Why it matters: concurrent statements on one connection or transaction are reordered, rejected or corrupted by the drivers.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { KnownCalls } from "./knowledge/known-calls";
import { Origin } from "./knowledge/origin";
import { firstWord } from "./lexicon";
import { isTransactionOption, transactionOptions } from "./peers";
import { hasWord, wordsIn } from "./words";

/** Calls whose callback parameters are exclusive; compared in lower case without `$`. */
const SCOPES: string = `
begin
`;

/** Beginnings of the names of such calls, and what makes any path one (`transactions.run`). */
const SCOPE_STARTS: string = "withclient withconnection withcursor withlock withpage withsession";
const SCOPE_PART: string = "transaction";

/** Functions that migrate a data base, in one transaction unless they are told otherwise. */
const MIGRATIONS: string = "down up";

/** Calls whose results are exclusive; compared in lower case. */
const MAKERS: string = `
acquire acquirelock begin begintransaction checkout connect createconnection createqueryrunner createreader
getconnection getlock getreader lock newpage opencursor opensession startsession starttransaction
transaction
`;

export class ExclusiveBindings {
  /** Per binding: 0 not asked, 1 no, 2 yes. */
  private answers: Int8Array;
  /** Functions that are handed to a call named like a transaction by their name: `export const publish = inTransaction(publishEntry)`. */
  private wrapped: Map<i32, boolean> = new Map<i32, boolean>();
  private hasWrapped: boolean = false;
  /** Parameter nodes that a call in the file gives an object with a transaction: `this.fill({ transacting })`. */
  private given: Map<i32, boolean> = new Map<i32, boolean>();
  private hasGiven: boolean = false;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private known: KnownCalls,
  ) {
    this.answers = new Int8Array(scopes.count);
  }

  has(binding: i32): boolean {
    // A slot of a private object.
    if (binding >= this.answers.length) return false;
    if (this.answers[binding] === 0) {
      // A name that is made of itself is none.
      this.answers[binding] = 1;
      if (this.decide(binding)) this.answers[binding] = 2;
    }
    return this.answers[binding] === 2;
  }

  /**
   * Whether a function is the body of a transaction: whatever it does may go through one connection, named or ambient
   * (`runWithTransaction(db, async () => { … })`).
   */
  isTransactionBody(fn: i32): boolean {
    const call = this.tree.parent[fn];
    if (this.tree.kind[call] === Kind.Call && this.isTransaction(call)) return true;
    if (!this.hasWrapped) this.collectWrapped();
    return this.wrapped.has(fn);
  }

  private isTransaction(call: i32): boolean {
    return (
      this.callees.resolve(call).path.toLowerCase().indexOf(SCOPE_PART) >= 0 ||
      this.calledName(call).indexOf(SCOPE_PART) >= 0
    );
  }

  private collectWrapped(): void {
    this.hasWrapped = true;
    const tree = this.tree;
    if (!namesAny(tree.atoms, SCOPE_PART.substring(1))) return;
    for (let call: i32 = 0; call < tree.size; call++) {
      if (tree.kind[call] !== Kind.Call) continue;
      for (let part = tree.nextSibling(tree.firstChild(call)); part >= 0; part = tree.nextSibling(part)) {
        const argument = this.callees.unwrap(part);
        // A function that stands there itself is asked about by its place.
        if (tree.kind[argument] === Kind.Function) continue;
        const fn = this.callees.functionOf(argument, 0);
        if (fn >= 0 && this.isTransaction(call)) this.wrapped.set(fn, true);
      }
    }
  }

  private decide(binding: i32): boolean {
    const tree = this.tree;
    const name = tree.atoms[this.scopes.atom[binding]];
    if (name === "tx" || name === "trx") return true;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return false;
    const up = tree.parent[declaration];
    const params = this.paramsAround(declaration);
    if (params >= 0) {
      const fn = tree.parent[params];
      if (!this.hasGiven) this.collectGiven();
      if (this.given.has(declaration)) return true;
      return name === "queryRunner" || this.isMigration(fn) || this.isScopeCallback(fn, params === up);
    }
    // What a table says outranks a name: `await createClient().connect()` of "redis" is one connection for many commands.
    const origin = this.known.origins.ofBinding(binding, 0);
    if (origin !== null && this.known.origins.isListed(origin as Origin))
      return this.known.origins.isExclusive(origin as Origin);
    if (this.isMadeOf(declaration)) return true;
    if (tree.kind[up] !== Kind.Declarator) return false;
    let init = this.callees.unwrap(tree.nextSibling(declaration));
    if (init >= 0 && tree.kind[init] === Kind.Await) init = this.callees.unwrap(tree.firstChild(init));
    return init >= 0 && tree.kind[init] === Kind.Call && hasWord(MAKERS, this.calledName(init));
  }

  /** `const em = trx ?? manager`, `const [rows, count] = queriesOf(id, trx)`: a second name, or what a call makes of such an object. */
  private isMadeOf(declaration: i32): boolean {
    const tree = this.tree;
    let target = declaration;
    while (isPatternPart(tree.kind[tree.parent[target]])) target = tree.parent[target];
    const declarator = tree.parent[target];
    if (tree.kind[declarator] !== Kind.Declarator || tree.firstChild(declarator) !== target) return false;
    const init = this.callees.unwrap(tree.nextSibling(target));
    if (init < 0) return false;
    const kind = tree.kind[init];
    if (kind === Kind.Ident) return this.isExclusiveName(init);
    if (kind !== Kind.Logical && kind !== Kind.Conditional && kind !== Kind.Call) return false;
    let part = kind === Kind.Logical ? tree.firstChild(init) : tree.nextSibling(tree.firstChild(init));
    while (part >= 0) {
      if (this.isExclusiveName(this.callees.unwrap(part))) return true;
      part = tree.nextSibling(part);
    }
    return false;
  }

  private isExclusiveName(node: i32): boolean {
    return this.tree.kind[node] === Kind.Ident && this.scopes.binding[node] >= 0 && this.has(this.scopes.binding[node]);
  }

  private collectGiven(): void {
    this.hasGiven = true;
    const tree = this.tree;
    const options = transactionOptions();
    let isAny = false;
    for (let i: i32 = 0; i < options.length; i++) if (tree.atomOf(options[i]) >= 0) isAny = true;
    if (!isAny) return;
    for (let property: i32 = 0; property < tree.size; property++) {
      if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) continue;
      const object = tree.parent[property];
      const call = tree.parent[object];
      if (tree.kind[object] !== Kind.Object || tree.kind[call] !== Kind.Call) continue;
      if (isTransactionOption(tree.text(property))) this.give(call, object);
    }
  }

  /** Notes the parameter of a function of the file that an argument is for. */
  private give(call: i32, argument: i32): void {
    const tree = this.tree;
    const fn = this.callees.resolve(call).target;
    if (fn < 0) return;
    let params = tree.firstChild(fn);
    while (params >= 0 && tree.kind[params] !== Kind.Params) params = tree.nextSibling(params);
    let param = params < 0 ? -1 : tree.firstChild(params);
    for (let at = tree.nextSibling(tree.firstChild(call)); at !== argument && param >= 0; at = tree.nextSibling(at))
      param = tree.nextSibling(param);
    if (param >= 0 && tree.kind[param] === Kind.AssignPattern) param = tree.firstChild(param);
    if (param >= 0 && tree.kind[param] === Kind.Ident) this.given.set(param, true);
  }

  /** The parameter list that a name, perhaps in a pattern, is declared in; or -1. */
  private paramsAround(declaration: i32): i32 {
    const tree = this.tree;
    let at = tree.parent[declaration];
    while (
      at >= 0 &&
      (tree.kind[at] === Kind.Property || tree.kind[at] === Kind.ObjectPattern || tree.kind[at] === Kind.AssignPattern)
    )
      at = tree.parent[at];
    return at >= 0 && tree.kind[at] === Kind.Params ? at : -1;
  }

  /** `byName`: whether a name that says so is enough. */
  private isScopeCallback(callback: i32, byName: boolean): boolean {
    const call = this.tree.parent[callback];
    if (this.tree.kind[call] !== Kind.Call || this.tree.firstChild(call) === callback) return false;
    return (byName && (this.isTransaction(call) || opensScope(this.calledName(call)))) || this.known.opensScope(call);
  }

  /** `exports.up = async function (knex) { … }`, `async up(queryRunner) { … }` */
  private isMigration(fn: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[fn];
    const kind = tree.kind[up];
    const own = tree.firstChild(fn);
    let name = own >= 0 && tree.kind[own] === Kind.Ident ? tree.text(own) : "";
    if (name.length > 0) return hasWord(MIGRATIONS, name);
    if ((kind === Kind.Method || kind === Kind.Property || kind === Kind.Field) && tree.atom[up] >= 0)
      name = tree.text(up);
    if (kind === Kind.Assign || kind === Kind.Declarator) {
      const target = tree.firstChild(up);
      if ((tree.kind[target] === Kind.Member || tree.kind[target] === Kind.Ident) && tree.atom[target] >= 0)
        name = tree.text(target);
    }
    return hasWord(MIGRATIONS, name);
  }

  private calledName(call: i32): string {
    const name = this.callees.resolve(call).name;
    const bare = name.startsWith("$") ? name.substring(1) : name;
    return firstWord(bare).length === 0 ? "" : bare.toLowerCase();
  }
}

function isPatternPart(kind: Kind): boolean {
  return (
    kind === Kind.ArrayPattern || kind === Kind.ObjectPattern || kind === Kind.Property || kind === Kind.AssignPattern
  );
}

/** Whether a call of this name hands its callback something that takes one operation at a time. */
function opensScope(name: string): boolean {
  if (hasWord(SCOPES, name)) return true;
  const starts = wordsIn(SCOPE_STARTS);
  for (let i: i32 = 0; i < starts.length; i++) if (name.startsWith(starts[i])) return true;
  return false;
}

/** Whether any of a file's names contains a part. */
function namesAny(names: string[], part: string): boolean {
  for (let i: i32 = 0; i < names.length; i++) if (names[i].indexOf(part) >= 0) return true;
  return false;
}

/** For the test that keeps the tables sorted. */
export function exclusiveTables(): string[][] {
  return [wordsIn(SCOPES), wordsIn(SCOPE_STARTS), wordsIn(MIGRATIONS), wordsIn(MAKERS)];
}
