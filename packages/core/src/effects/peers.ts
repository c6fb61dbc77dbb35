/**
 * Names of objects that take one operation at a time, wherever they are reached through or handed on.
 *
 *   this.transaction.select("id"), users.find(id, { transaction }), repository.get(options.tx)   →   exclusive
 *
 * Bindings are judged by `ExclusiveBindings`; this sees the fields and options that hold such an object, whose origin lies elsewhere. Drivers run the
 * statements of one connection or transaction one by one, reject the second, or mix up their results (`docs/hazards.md`).
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";
import { lastWord } from "./lexicon";
import { hasWord, wordsIn } from "./words";

/** Last words of names, in lower case: data bases, and protocols that have no way to tell which answer belongs to which question. */
const HOLDERS: string = "conn connection ftp modbus plc runner telnet transacting transaction trx tx txn";

/**
 * Last words of names of objects that everything done for one request or command is given. They may carry a transaction, a dialogue with the
 * user, a cache, or the variables of the environment, which the first file of a configuration may set, so of two operations that are given the same one the first may decide what the second does.
 */
const CONTEXTS: string = "context ctx env environment";

/** Options that data base libraries take a transaction by: Knex and Bookshelf, Sequelize, TypeORM. */
const OPTIONS: string = "queryRunner transacting transaction trx";

/** Methods that are given nothing but options. */
const SETTERS: string = "setOptions";

/** Whether an option of this name hands a transaction on. */
export function isTransactionOption(name: string): boolean {
  return hasWord(OPTIONS, name);
}

/** Whether a file mentions an option that hands a transaction on. */
export function hasTransactionOption(tree: Tree): boolean {
  const options = wordsIn(OPTIONS);
  for (let i: i32 = 0; i < options.length; i++) if (tree.atomOf(options[i]) >= 0) return true;
  return false;
}

/** Whether a name is one that single connections and transactions have. */
export function namesPeer(name: string): boolean {
  const word = lastWord(name);
  if (!hasWord(HOLDERS, word)) return false;
  // Test runners and task runners are none.
  return word !== "runner" || name.toLowerCase() === "queryrunner";
}

export class PeerNames {
  /** Per atom: 0 not asked, 1 neither, 2 takes one operation at a time, 3 a context. */
  private answers: Int8Array;
  /** Atoms of the names from which the file takes such an object: `options` where it says `options.transacting`. */
  private carriers: Map<i32, boolean> = new Map<i32, boolean>();
  private hasCarriers: boolean = false;

  constructor(
    private tree: Tree,
    private callees: CalleeResolver,
  ) {
    this.answers = new Int8Array(tree.atoms.length);
  }

  /** Whether a call goes through such an object, or is given one. */
  isExclusive(call: i32): boolean {
    const tree = this.tree;
    if (this.isReachedThrough(tree.firstChild(call)) || this.isInSession(call)) return true;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      if (tree.kind[value] === Kind.Ident || tree.kind[value] === Kind.Member) {
        if (this.holds(tree.atom[value]) || this.carries(value)) return true;
      } else if (tree.kind[value] === Kind.Object) {
        for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property)) {
          if (tree.kind[property] === Kind.Property && this.isHandle(tree.atom[property])) return true;
          if (tree.kind[property] === Kind.Spread && this.carries(this.callees.unwrap(tree.firstChild(property))))
            return true;
        }
      }
    }
    return false;
  }

  /** Whether a call is given the options of a data base with a transaction or session in it: `find({ id }, { session })`. */
  hasHandle(call: i32): boolean {
    const tree = this.tree;
    if (this.isInSession(call)) return true;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      if (tree.kind[value] !== Kind.Object) continue;
      for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property)) {
        const isNamed = tree.kind[property] === Kind.Property && tree.atom[property] >= 0;
        if (isNamed && isTransactionOption(tree.text(property)) && this.isGiven(tree.child(property, 1))) return true;
      }
    }
    return false;
  }

  /**
   * Whether a call runs in a session of MongoDB: `find({ id }, { session })`, `setOptions({ session })`, `find({ id }).session(session)`. Others
   * have sessions, too, that take many requests: `render({ session })`, `request.session(id)`, `getSession(session)`.
   */
  private isInSession(call: i32): boolean {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] !== Kind.Member || tree.atom[callee] < 0) return false;
    const name = tree.text(callee);
    const first = tree.child(call, 1);
    if (first < 0) return false;
    if (name === "session")
      return tree.kind[this.callees.unwrap(tree.firstChild(callee))] === Kind.Call && this.isGiven(first);
    let node = hasWord(SETTERS, name) ? first : tree.nextSibling(first);
    for (; node >= 0; node = tree.nextSibling(node)) {
      const options = this.callees.unwrap(node);
      if (tree.kind[options] !== Kind.Object) continue;
      for (let property = tree.firstChild(options); property >= 0; property = tree.nextSibling(property)) {
        const isNamed = tree.kind[property] === Kind.Property && tree.atom[property] >= 0;
        if (isNamed && tree.text(property) === "session" && this.isGiven(tree.child(property, 1))) return true;
      }
    }
    return false;
  }

  /** Not `null` or `undefined`. */
  private isGiven(node: i32): boolean {
    const value = this.callees.unwrap(node);
    return (
      this.tree.kind[value] !== Kind.Constant &&
      (this.tree.kind[value] !== Kind.Ident || this.tree.text(value) !== "undefined")
    );
  }

  /** Adds the contexts that a call is given: `find(ctx, id)`, `load(this.ctx)`, `check({ ctx })`. */
  addContexts(call: i32, into: i32[]): void {
    const tree = this.tree;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      this.addContext(value, into);
      if (tree.kind[value] !== Kind.Object) continue;
      for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property)) {
        if (tree.kind[property] === Kind.Property) this.addContext(this.callees.unwrap(tree.child(property, 1)), into);
      }
    }
  }

  private addContext(value: i32, into: i32[]): void {
    const kind = value < 0 ? Kind.None : this.tree.kind[value];
    if ((kind === Kind.Ident || kind === Kind.Member) && this.answer(this.tree.atom[value]) === 3) into.push(value);
  }

  /** Whether what stands before the last name of a callee names such an object. */
  private isReachedThrough(callee: i32): boolean {
    const tree = this.tree;
    let node = this.callees.unwrap(callee);
    if (tree.kind[node] === Kind.Member) node = this.callees.unwrap(tree.firstChild(node));
    else return false;
    while (node >= 0) {
      const kind = tree.kind[node];
      if (kind === Kind.Ident) return this.holds(tree.atom[node]);
      if (kind === Kind.Member) {
        if (this.holds(tree.atom[node])) return true;
      } else if (kind !== Kind.Call) return false;
      node = this.callees.unwrap(tree.firstChild(node));
    }
    return false;
  }

  /** Whether a name is one from which the file takes such an object elsewhere. */
  private carries(node: i32): boolean {
    const tree = this.tree;
    if (tree.kind[node] !== Kind.Ident) return false;
    if (!this.hasCarriers) this.collectCarriers();
    return this.carriers.has(tree.atom[node]);
  }

  private collectCarriers(): void {
    this.hasCarriers = true;
    const tree = this.tree;
    if (!hasTransactionOption(tree)) return;
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.Member || tree.atom[node] < 0 || !hasWord(OPTIONS, tree.text(node))) continue;
      const object = this.callees.unwrap(tree.firstChild(node));
      if (tree.kind[object] === Kind.Ident) this.carriers.set(tree.atom[object], true);
    }
  }

  /** An option of this name hands a transaction on, or a `knex` that may be one. */
  private isHandle(atom: i32): boolean {
    return this.holds(atom) || (atom >= 0 && this.tree.atoms[atom] === "knex");
  }

  private holds(atom: i32): boolean {
    return this.answer(atom) === 2;
  }

  private answer(atom: i32): i32 {
    if (atom < 0) return 1;
    if (this.answers[atom] === 0) {
      const name = this.tree.atoms[atom];
      this.answers[atom] = namesPeer(name) ? 2 : hasWord(CONTEXTS, lastWord(name)) ? 3 : 1;
    }
    return this.answers[atom];
  }
}

/** For the test that keeps the tables sorted. */
export function peerTables(): string[][] {
  return [wordsIn(CONTEXTS), wordsIn(HOLDERS), wordsIn(OPTIONS), wordsIn(SETTERS)];
}
