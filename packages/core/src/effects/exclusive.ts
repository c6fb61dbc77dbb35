/**
 * Objects that take one operation at a time.
 *
 *   db.transaction(async (tx) => { await tx.a(); await tx.b(); })   →   `tx` is exclusive
 *
 * Recognised by origin: the parameter of a callback passed to a call named like `transaction`, the result of a call that
 * opens a session, connection, page, lock or reader, what is released later, and a parameter that stands for a pool unless it is given something
 * else. The names `tx` and `trx` count too: nothing else is called that. From there on they are followed (`exclusive-flow.ts`).
 * Why it matters: concurrent statements on one connection or transaction are reordered, rejected or corrupted by the drivers. So it is
 * enough that an object *may* be one: `let client = pool; if (id) client = await pool.connect()` counts.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { KnownCalls } from "./knowledge/known-calls";
import { Origin } from "./knowledge/origin";
import { firstWord, lastWord } from "./lexicon";
import { beginsTransaction, Transactions } from "./transactions";
import { hasWord, wordsIn } from "./words";

/** Calls whose callback parameters are exclusive; compared in lower case without `$`. */
const SCOPES: string = `
begin
`;

/** Methods of which that is true when the callback is `async` and has one parameter; other things have methods of these names. */
const METHOD_SCOPES: string = "connect task taskif";

/** Beginnings of the names of such calls. */
const SCOPE_STARTS: string = "withclient withconnection withcursor withlock withpage withsession";

/** Functions that migrate a data base, in one transaction unless they are told otherwise. */
const MIGRATIONS: string = "down up";

/** Calls whose results are exclusive; compared in lower case. */
const MAKERS: string = `
acquire acquirelock begin begintransaction borrow checkout connect createconnection createqueryrunner createreader
getconnection getlock getreader lock newpage opencursor opensession reserve startsession starttransaction
transaction
`;

/** What is called on something that was lent, or given it, when it is done with; compared in lower case. */
const RETURNS: string = "giveback release releaseclient releaseconnection";

/** Last words of what a parameter stands for unless it is given one connection. */
const POOLS: string = "database db knex pool prisma sequelize";

export class ExclusiveOrigins {
  /** Names asked about: whether what a call of that name gives is exclusive. */
  private makers: Map<string, boolean> = new Map<string, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private known: KnownCalls,
    private transactions: Transactions,
  ) {}

  /** Whether a variable may hold such an object because of where it comes from. */
  isBorn(binding: i32): boolean {
    const tree = this.tree;
    const name = tree.atoms[this.scopes.atom[binding]];
    const declaration = this.scopes.declaration[binding];
    if (name === "tx" || name === "trx") return true;
    if (declaration < 0) return false;
    const params = this.paramsAround(declaration);
    if (params >= 0) {
      const fn = tree.parent[params];
      if (name === "queryRunner" || this.isMigration(fn)) return true;
      return this.isScopeCallback(fn, params === tree.parent[declaration]) || this.standsForPool(binding);
    }
    // What a table says outranks a name: `await createClient().connect()` of "redis" is one connection for many commands.
    const origin = this.known.origins.ofBinding(binding, 0);
    if (origin !== null && this.known.origins.isListed(origin as Origin))
      return this.known.origins.isExclusive(origin as Origin);
    return this.isGivenOne(binding) || this.isLent(binding) || this.isBegun(binding);
  }

  /** Whether a table knows what a variable holds, and that it takes several operations at a time. */
  isShared(binding: i32): boolean {
    const origin = this.known.origins.ofBinding(binding, 0);
    return (
      origin !== null &&
      this.known.origins.isListed(origin as Origin) &&
      !this.known.origins.isExclusive(origin as Origin)
    );
  }

  /** Whether an expression may give such an object: `await pool.connect()`, `id ? new Client() : pool`. */
  isMade(node: i32): boolean {
    const tree = this.tree;
    let value = this.callees.unwrap(node);
    if (value >= 0 && tree.kind[value] === Kind.Await) value = this.callees.unwrap(tree.firstChild(value));
    if (value < 0) return false;
    const kind = tree.kind[value];
    if (kind === Kind.Conditional)
      return this.isMade(tree.child(value, 1)) || this.isMade(tree.nextSibling(tree.child(value, 1)));
    if (kind === Kind.Logical) return this.isMade(tree.firstChild(value)) || this.isMade(tree.child(value, 1));
    if (kind !== Kind.Call && kind !== Kind.New) return false;
    const origin = this.known.origins.of(value);
    if (origin !== null && this.known.origins.isListed(origin as Origin))
      return this.known.origins.isExclusive(origin as Origin);
    return kind === Kind.Call && this.isMaker(this.callees.calledName(value));
  }

  private isMaker(name: string): boolean {
    if (this.makers.has(name)) return this.makers.get(name) as boolean;
    const isOne = hasWord(MAKERS, comparable(name));
    this.makers.set(name, isOne);
    return isOne;
  }

  /** Whether a variable is ever given one: `let client = null; … client = await pool.connect()`. */
  private isGivenOne(binding: i32): boolean {
    const tree = this.tree;
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      if ((tree.flags[at] & (Flag.Binding | Flag.Write)) === 0) continue;
      const up = tree.parent[at];
      if ((tree.kind[up] !== Kind.Declarator && tree.kind[up] !== Kind.Assign) || tree.firstChild(up) !== at) continue;
      const value = tree.child(up, 1);
      if (tree.kind[value] !== Kind.None && this.isMade(value)) return true;
    }
    return false;
  }

  /** `const h = await pool.getClient(); … h.release()`: what is given back was lent to one user. */
  private isLent(binding: i32): boolean {
    const tree = this.tree;
    const init = this.callees.initializer(binding);
    if (init < 0 || tree.kind[init] !== Kind.Await) return false;
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      const up = tree.parent[at];
      const call = tree.kind[up] === Kind.Member ? tree.parent[up] : up;
      if (tree.kind[call] !== Kind.Call) continue;
      // `h.release()` or `pool.release(h)`; not `h.query("release")` or `release.now(h)`.
      const isOwn = up !== call && tree.firstChild(call) === up && tree.child(call, 1) < 0;
      const isGivenBack = up === call && tree.firstChild(call) !== at;
      if ((isOwn || isGivenBack) && hasWord(RETURNS, this.calledName(call))) return true;
    }
    return false;
  }

  /** `const work = new sql.Transaction(pool); await work.begin();`, in the function that makes it. */
  private isBegun(binding: i32): boolean {
    const tree = this.tree;
    const init = this.callees.initializer(binding);
    if (init < 0 || tree.kind[init] !== Kind.New || this.scopes.home[binding] === 0) return false;
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      const member = tree.parent[at];
      const call = tree.parent[member];
      if (tree.kind[member] !== Kind.Member || tree.kind[call] !== Kind.Call || tree.firstChild(call) !== member)
        continue;
      if (beginsTransaction(this.calledName(call))) return true;
    }
    return false;
  }

  /** `load(id, client = pool)`, `(client ?? pool).query(…)`: who passes something passes one connection, or a transaction. */
  private standsForPool(binding: i32): boolean {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    const up = tree.parent[declaration];
    if (tree.kind[up] === Kind.AssignPattern && tree.firstChild(up) === declaration && this.isPool(tree.child(up, 1)))
      return true;
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      const choice = tree.parent[at];
      if (tree.kind[choice] !== Kind.Logical || tree.text(choice) === "&&" || tree.firstChild(choice) !== at) continue;
      if (this.isPool(tree.child(choice, 1))) return true;
    }
    return false;
  }

  private isPool(node: i32): boolean {
    const value = this.callees.unwrap(node);
    const kind = this.tree.kind[value];
    if ((kind !== Kind.Ident && kind !== Kind.Member) || this.tree.atom[value] < 0) return false;
    return hasWord(POOLS, lastWord(this.tree.text(value)));
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
    if (byName && (this.transactions.opens(call) || opensScope(this.calledName(call)))) return true;
    return (byName && this.isScopeOfMethod(callback, call)) || this.known.opensScope(call);
  }

  /** `pool.connect(async (client) => …)`, `db.task(async (t) => …)` */
  private isScopeOfMethod(callback: i32, call: i32): boolean {
    const tree = this.tree;
    if ((tree.flags[callback] & Flag.Async) === 0 || tree.child(tree.child(callback, 1), 1) >= 0) return false;
    return this.callees.resolve(call).receiver >= 0 && hasWord(METHOD_SCOPES, this.calledName(call));
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
    return comparable(this.callees.calledName(call));
  }
}

/** A name as the lists have it. */
function comparable(name: string): string {
  const bare = name.startsWith("$") ? name.substring(1) : name;
  return firstWord(bare).length === 0 ? "" : bare.toLowerCase();
}

/** Whether a call of this name hands its callback something that takes one operation at a time. */
function opensScope(name: string): boolean {
  if (hasWord(SCOPES, name)) return true;
  if (!name.startsWith("with")) return false;
  const starts = wordsIn(SCOPE_STARTS);
  for (let i: i32 = 0; i < starts.length; i++) if (name.startsWith(starts[i])) return true;
  return false;
}

/** For the test that keeps the tables sorted. */
export function exclusiveTables(): string[][] {
  return [
    wordsIn(SCOPES),
    wordsIn(METHOD_SCOPES),
    wordsIn(SCOPE_STARTS),
    wordsIn(MIGRATIONS),
    wordsIn(MAKERS),
    wordsIn(RETURNS),
    wordsIn(POOLS),
  ];
}
