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
import { firstWord, isListed } from "./lexicon";

/** Calls whose callback parameters are exclusive; compared in lower case without `$`. */
const SCOPES: string[] = [
  "begin",
  "transaction",
  "usetransaction",
  "withconnection",
  "withlock",
  "withpage",
  "withsession",
  "withtransaction",
];

/** Calls whose results are exclusive; compared in lower case. */
const MAKERS: string[] = [
  "acquire",
  "begin",
  "begintransaction",
  "checkout",
  "connect",
  "createqueryrunner",
  "createreader",
  "getconnection",
  "getreader",
  "lock",
  "newpage",
  "opencursor",
  "startsession",
  "starttransaction",
  "transaction",
];

export class ExclusiveBindings {
  /** Per binding: 0 not asked, 1 no, 2 yes. */
  private answers: Int8Array;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {
    this.answers = new Int8Array(scopes.count);
  }

  has(binding: i32): boolean {
    if (this.answers[binding] === 0) this.answers[binding] = this.decide(binding) ? 2 : 1;
    return this.answers[binding] === 2;
  }

  /**
   * Whether a function is the body of a transaction: whatever it does may go through one connection, named or ambient
   * (`runWithTransaction(db, async () => { … })`).
   */
  isTransactionBody(fn: i32): boolean {
    const call = this.tree.parent[fn];
    return this.tree.kind[call] === Kind.Call && this.calledName(call).endsWith("transaction");
  }

  private decide(binding: i32): boolean {
    const tree = this.tree;
    const name = tree.atoms[this.scopes.atom[binding]];
    if (name === "tx" || name === "trx") return true;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return false;
    const up = tree.parent[declaration];
    if (tree.kind[up] === Kind.Params) return this.isScopeCallback(tree.parent[up]);
    if (tree.kind[up] !== Kind.Declarator) return false;
    let init = this.callees.unwrap(tree.nextSibling(declaration));
    if (init >= 0 && tree.kind[init] === Kind.Await) init = this.callees.unwrap(tree.firstChild(init));
    return init >= 0 && tree.kind[init] === Kind.Call && isListed(MAKERS, this.calledName(init));
  }

  private isScopeCallback(callback: i32): boolean {
    const call = this.tree.parent[callback];
    return this.tree.kind[call] === Kind.Call && isListed(SCOPES, this.calledName(call));
  }

  private calledName(call: i32): string {
    const name = this.callees.resolve(call).name;
    const bare = name.startsWith("$") ? name.substring(1) : name;
    return firstWord(bare).length === 0 ? "" : bare.toLowerCase();
  }
}

/** For the test that keeps the tables sorted. */
export function exclusiveTables(): string[][] {
  return [SCOPES, MAKERS];
}
