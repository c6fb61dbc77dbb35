/**
 * Where a value comes from, as far as tables of known modules can say.
 *
 *   const { Pool } = require("pg"); const pool = new Pool(); pool.query   →   member `query` of type `Pool` in the table of "pg"
 *
 * Followed are imports (named, default, namespace, dynamic), `require`, constants, destructuring, members, calls and `new`, awaited values,
 * class fields of `this` that are set once, classes that extend a known one, a cached client (`globalThis.db ?? new Client()`), what functions of
 * the file return, variables that are only ever given the same (`pool ??= new Pool()`), and what the summary of another file says about its exports.
 * Anything else, a parameter above all, has no known origin. Requires scope analysis; answers are remembered.
 */
import { Flag, Kind } from "../../tree/kinds";
import { Tree } from "../../tree/tree";
import { BindingKind, Scopes } from "../../scope/scopes";
import { CalleeResolver } from "../callee";
import { ExportSummary, ModuleSummaries } from "../external";
import { isTarget } from "../mutations";
import { Letter, Row, Section } from "./table";
import { sourceOf, tableAt, tableFor } from "./tables";

/** Longer chains of calls, members and constants are not followed. */
const MAX_DEPTH: i32 = 200;

/** A variable that is mentioned more often may hold anything. */
const MAX_MENTIONS: i32 = 32;

/** Stands for an answer that is still to be found. */
const OPEN: i32 = -2;

/** A value of a type, or a member of such a value that has not been called yet. */
export class Origin {
  constructor(
    /** Index of a table; see `tableAt`. */
    readonly table: i32,
    /** Type in that table; empty for the module. */
    readonly type: string,
    /** Member of the type, or empty for the value itself. */
    readonly name: string,
  ) {}
}

/** As summaries have it: source, type and member, `pg#Pool.query`. */
export function printOrigin(origin: Origin): string {
  const member = origin.name.length > 0 ? "." + origin.name : "";
  return sourceOf(origin.table) + "#" + origin.type + member;
}

/** Null when no table describes it. */
export function readOrigin(text: string): Origin | null {
  const hash = text.lastIndexOf("#");
  const table = hash > 0 ? tableFor(text.substring(0, hash)) : -1;
  if (table < 0) return null;
  const dot = text.indexOf(".", hash);
  const type = text.substring(hash + 1, dot < 0 ? text.length : dot);
  return tableAt(table).section(type) === null ? null : new Origin(table, type, dot < 0 ? "" : text.substring(dot + 1));
}

export class Origins {
  /** Index of a table by import source, or -1. */
  private bySource: Map<string, i32> = new Map<string, i32>();
  /** Answers given: place in `found` by declaration, or by call; -1 for none. */
  private answers: Map<i32, i32> = new Map<i32, i32>();
  private found: Origin[] = [];
  /** Whether the question at hand has met `MAX_DEPTH`. */
  private isCut: boolean = false;
  /** Values of assigned properties by their names; see `assignedValue`. */
  private ofFields: Map<i32, i32> = new Map<i32, i32>();
  private hasFields: boolean = false;
  /** 0 not asked, 1 no, 2 yes. */
  private knowsModule: i32 = 0;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private summaries: ModuleSummaries,
    /** Name of the file, from the project's root. */
    private file: string,
  ) {}

  /** Origin of the value of an expression, or null. */
  of(node: i32): Origin | null {
    this.isCut = false;
    return this.importsKnown() ? this.follow(node, 0) : null;
  }

  /** What the table says about calling the value of an expression, or null. */
  rowOf(callee: i32): Row | null {
    const origin = this.of(callee);
    return origin === null ? null : this.calledRow(origin as Origin);
  }

  /** Whether values of this origin take one operation at a time. */
  isExclusive(origin: Origin): boolean {
    const section = tableAt(origin.table).section(origin.type);
    return origin.name.length === 0 && section !== null && section.isExclusive;
  }

  /** Origin of what a module that has a table exports, or null. */
  exported(source: string, name: string): Origin | null {
    const table = this.tableOf(source);
    if (table < 0) return null;
    const whole = new Origin(table, "", "");
    if (name === "*") return whole;
    const origin = this.member(whole, name);
    return name !== "default" || this.row(origin) !== null ? origin : whole;
  }

  /** Whether a method is called on a value that had a name before: a variable or a property, not what a call has just given. */
  isKept(call: i32): boolean {
    return !isCall(this.tree.kind[this.receiverOf(call)]);
  }

  /** Whether a call gives a builder of queries that nobody else holds: `db("users").where(…)`, but not `query.where(…)`. */
  isFreshBuilder(call: i32): boolean {
    const origin = this.of(call);
    if (origin === null || !this.isBuilder(origin as Origin)) return false;
    let at = call;
    while (isCall(this.tree.kind[at])) {
      const row = this.rowOf(this.tree.firstChild(at));
      if (row === null) return false;
      // What another row than that of a builder gives is new, be it a copy of one.
      if ((row as Row).letter !== Letter.Build) return true;
      at = this.receiverOf(at);
    }
    return false;
  }

  /** Whether methods of a value of this origin change it. */
  private isBuilder(origin: Origin): boolean {
    const section = tableAt(origin.table).section(origin.type);
    if (section === null || origin.name.length > 0) return false;
    const rows = (section as Section).rows;
    for (let i: i32 = 0; i < rows.length; i++) if (rows[i].letter === Letter.Build) return true;
    return false;
  }

  /** What a method is called on; a function that is no method stands for itself. */
  private receiverOf(call: i32): i32 {
    const callee = this.callees.unwrap(this.tree.firstChild(call));
    return this.tree.kind[callee] === Kind.Member ? this.callees.unwrap(this.tree.firstChild(callee)) : callee;
  }

  /** Whether a table describes values of this origin. */
  isListed(origin: Origin): boolean {
    return origin.name.length === 0 && tableAt(origin.table).section(origin.type) !== null;
  }

  private follow(node: i32, depth: i32): Origin | null {
    if (node < 0) return null;
    if (depth > MAX_DEPTH) {
      this.isCut = true;
      return null;
    }
    const tree = this.tree;
    const value = this.callees.unwrap(node);
    switch (tree.kind[value]) {
      case Kind.Ident:
        return this.ofBinding(this.scopes.binding[value], depth + 1);
      case Kind.Member:
        return this.ofMember(value, depth);
      case Kind.Call:
      case Kind.New:
      case Kind.TaggedTemplate:
        return this.ofCall(value, depth);
      case Kind.ImportCall:
        return this.ofModule(tree.firstChild(value));
      case Kind.Await:
        return this.settled(this.follow(tree.firstChild(value), depth + 1));
      case Kind.Assign: {
        const isPlain = tree.text(value) === "=";
        return isPlain || isGiving(tree.text(value))
          ? this.follow(tree.child(value, isPlain ? 1 : 0), depth + 1)
          : null;
      }
      case Kind.Logical: {
        // `globalThis.prisma ?? new PrismaClient()`: what was kept is what is made otherwise (ASSUMPTIONS.md, "Cached clients").
        const left = this.callees.unwrap(tree.firstChild(value));
        return tree.text(value) !== "&&" && tree.kind[left] === Kind.Member
          ? this.follow(tree.child(value, 1), depth + 1)
          : null;
      }
      default:
        return null;
    }
  }

  /** What awaiting a value gives: `await User.findById(id)` is no query any more, `await pool.connect()` is a client. */
  private settled(origin: Origin | null): Origin | null {
    if (origin === null || (origin as Origin).name.length > 0) return origin;
    const section = tableAt((origin as Origin).table).section((origin as Origin).type);
    return section !== null && section.isLazy ? null : origin;
  }

  private tableOf(source: string): i32 {
    if (source.startsWith(".") || source.startsWith("/")) return -1;
    if (this.bySource.has(source)) return this.bySource.get(source) as i32;
    const table = tableFor(source);
    this.bySource.set(source, table);
    return table;
  }

  private ofModule(source: i32): Origin | null {
    if (source < 0 || this.tree.kind[source] !== Kind.String) return null;
    const table = this.tableOf(this.tree.text(source));
    return table < 0 ? null : new Origin(table, "", "");
  }

  /** Origin of what a constant or import holds, or null. */
  ofBinding(binding: i32, depth: i32): Origin | null {
    if (binding < 0 || !this.importsKnown()) return null;
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return null;
    if (this.isAnswered(declaration)) return this.answered(declaration);
    // A constant that is defined by itself has no origin.
    this.answers.set(declaration, -1);
    const origin = this.scopes.isStable(binding) ? this.declared(binding, depth) : this.assigned(binding, depth);
    return this.remember(declaration, origin === null ? this.summarised(declaration) : origin);
  }

  private isAnswered(node: i32): boolean {
    return this.answers.has(node) && (this.answers.get(node) as i32) !== OPEN;
  }

  private answered(node: i32): Origin | null {
    const index = this.answers.get(node) as i32;
    return index < 0 ? null : this.found[index];
  }

  private remember(node: i32, origin: Origin | null): Origin | null {
    if (origin === null) {
      // Asked from nearer by, there may be an answer.
      if (this.isCut) this.answers.set(node, OPEN);
      return null;
    }
    this.answers.set(node, this.found.length);
    this.found.push(origin as Origin);
    return origin;
  }

  private declared(binding: i32, depth: i32): Origin | null {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Import) return this.imported(tree.parent[declaration]);
    if (kind === BindingKind.Class) return this.extended(tree.parent[declaration], depth);
    if (
      kind !== BindingKind.Const &&
      kind !== BindingKind.Let &&
      kind !== BindingKind.Var &&
      kind !== BindingKind.Using
    )
      return null;
    return this.ofPattern(declaration, depth);
  }

  /** `let pool; … pool ??= new Pool()`: what a variable is given wherever it is given anything. */
  private assigned(binding: i32, depth: i32): Origin | null {
    const tree = this.tree;
    const scopes = this.scopes;
    const kind = scopes.kind[binding];
    if (kind !== BindingKind.Let && kind !== BindingKind.Var) return null;
    let found: Origin | null = null;
    let mentions: i32 = 0;
    for (let at = scopes.firstReference[binding]; at >= 0; at = scopes.nextReference[at]) {
      mentions += 1;
      if (mentions > MAX_MENTIONS) return null;
      if ((tree.flags[at] & (Flag.Binding | Flag.Write)) === 0) continue;
      const up = tree.parent[at];
      const isGiven = tree.kind[up] === Kind.Declarator || (tree.kind[up] === Kind.Assign && isGiving(tree.text(up)));
      if (!isGiven || tree.firstChild(up) !== at) return null;
      const value = this.callees.unwrap(tree.child(up, 1));
      if (tree.kind[value] === Kind.None || tree.kind[value] === Kind.Constant) continue;
      const origin = this.follow(value, depth + 1);
      if (origin === null || (found !== null && !isSame(found as Origin, origin as Origin))) return null;
      found = origin;
    }
    return found;
  }

  /**
   * Whether a variable is given nothing but a known client, at once, and only where it holds none: whoever comes first makes it, and nobody can
   * tell who that was.
   */
  isFilledOnce(binding: i32): boolean {
    const tree = this.tree;
    if (this.scopes.isStable(binding) || this.ofBinding(binding, 0) === null) return false;
    let at = this.scopes.firstReference[binding];
    for (; at >= 0; at = this.scopes.nextReference[at]) {
      if ((tree.flags[at] & Flag.Write) === 0) continue;
      const given = tree.parent[at];
      for (let node = given; node < tree.end[given]; node++) if (tree.kind[node] === Kind.Await) return false;
      if (tree.kind[given] === Kind.Assign && tree.text(given) === "=" && !this.isWhereEmpty(given, binding))
        return false;
    }
    return true;
  }

  /** `if (!pool) pool = …` */
  private isWhereEmpty(assignment: i32, binding: i32): boolean {
    const tree = this.tree;
    let branch = tree.parent[assignment];
    if (tree.kind[tree.parent[branch]] === Kind.Block) branch = tree.parent[branch];
    const choice = tree.parent[branch];
    if (tree.kind[choice] !== Kind.If || tree.child(choice, 1) !== branch) return false;
    const test = this.callees.unwrap(tree.firstChild(choice));
    if (tree.kind[test] !== Kind.Unary || tree.text(test) !== "!") return false;
    return this.scopes.binding[this.callees.unwrap(tree.firstChild(test))] === binding;
  }

  /** Origin of what a function of the file gives, when it awaits it if it is `async`; null when what it returns may differ. */
  givenBy(fn: i32, depth: i32): Origin | null {
    if (this.isAnswered(fn)) return this.answered(fn);
    this.answers.set(fn, -1);
    const flags = this.tree.flags[fn];
    if ((flags & Flag.Generator) !== 0) return null;
    const origin = this.returned(this.tree.child(fn, 2), (flags & Flag.ExprBody) !== 0, depth);
    return this.remember(fn, (flags & Flag.Async) !== 0 ? this.settled(origin) : origin);
  }

  private returned(body: i32, isValue: boolean, depth: i32): Origin | null {
    if (isValue) return this.follow(body, depth + 1);
    const tree = this.tree;
    let found: Origin | null = null;
    for (let node = body; node < tree.end[body]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      if (tree.kind[node] !== Kind.Return) continue;
      const origin = this.follow(tree.firstChild(node), depth + 1);
      if (origin === null || (found !== null && !isSame(found as Origin, origin as Origin))) return null;
      found = origin;
    }
    return found;
  }

  /** A class that extends a known one and has no methods of its own, which might replace some. */
  private extended(node: i32, depth: i32): Origin | null {
    const tree = this.tree;
    for (let member = tree.child(node, 2); member >= 0; member = tree.nextSibling(member)) {
      if (tree.kind[member] === Kind.Method && (tree.flags[member] & Flag.Constructor) === 0) return null;
    }
    return this.follow(tree.child(node, 1), depth);
  }

  private imported(specifier: i32): Origin | null {
    const tree = this.tree;
    if (tree.kind[specifier] !== Kind.ImportSpec) return null;
    return this.exported(tree.text(tree.parent[specifier]), tree.text(specifier));
  }

  /** Origin of what another file of the project exports: an import, something required, or a member of one. */
  private summarised(node: i32): Origin | null {
    if (this.summaries.isEmpty) return null;
    const callee = this.callees.spelled(node);
    if (callee.source.length === 0) return null;
    const found = this.summaries.find(this.file, callee.source, callee.exported);
    return found === null ? null : readOrigin((found as ExportSummary).origin);
  }

  /** Origin of what a pattern, or a name in one, is filled with. */
  private ofPattern(target: i32, depth: i32): Origin | null {
    const tree = this.tree;
    const up = tree.parent[target];
    const kind = tree.kind[up];
    if (kind === Kind.Declarator) {
      if (tree.firstChild(up) !== target) return null;
      const list = tree.kind[tree.parent[tree.parent[up]]];
      // The declaration in the head of a loop is filled from what is iterated.
      if ((list === Kind.ForOf || list === Kind.ForIn) && tree.kind[tree.child(up, 1)] === Kind.None) return null;
      return this.follow(tree.nextSibling(target), depth + 1);
    }
    if (kind !== Kind.Property || tree.atom[up] < 0 || depth > MAX_DEPTH) return null;
    const object = this.ofPattern(tree.parent[up], depth + 1);
    return object === null ? null : this.member(object as Origin, tree.text(up));
  }

  private ofMember(node: i32, depth: i32): Origin | null {
    const tree = this.tree;
    if (tree.atom[node] < 0) return null;
    const object = this.callees.unwrap(tree.firstChild(node));
    if (tree.kind[object] === Kind.This) return this.follow(this.fieldValue(node, object), depth + 1);
    const origin = this.follow(object, depth + 1);
    return origin === null ? this.summarised(node) : this.member(origin as Origin, tree.text(node));
  }

  /** A member of a value: properties have types of their own, functions wait to be called. */
  private member(object: Origin, name: string): Origin {
    let type = object.type;
    if (object.name.length > 0) {
      // `Redis.fromEnv`: static members stand with the type that the class makes.
      const made = this.row(object);
      if (made === null || !(made as Row).hasResult) return new Origin(object.table, "?", name);
      type = (made as Row).result;
    }
    const member = this.valueOf(new Origin(object.table, type, name));
    if (type.length > 0 || name === "default" || this.row(member) !== null || member.name.length === 0) return member;
    // `require("got").post`: what is no export may be a member of the default export.
    const fallback = this.valueOf(new Origin(object.table, "", "default"));
    if (fallback.name.length > 0 || fallback.type.length === 0) return member;
    return this.valueOf(new Origin(object.table, fallback.type, name));
  }

  /** A member that is a property becomes a value of that property's type. */
  private valueOf(member: Origin): Origin {
    const row = this.row(member);
    if (row === null || (row as Row).letter !== Letter.Property) return member;
    return new Origin(member.table, (row as Row).result, "");
  }

  private ofCall(call: i32, depth: i32): Origin | null {
    if (this.isAnswered(call)) return this.answered(call);
    this.answers.set(call, -1);
    return this.remember(call, this.called(call, depth));
  }

  private called(call: i32, depth: i32): Origin | null {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] === Kind.Ident && this.scopes.kind[this.scopes.binding[callee]] === BindingKind.Global) {
      if (tree.text(callee) !== "require") return null;
      const loaded = this.ofModule(tree.child(call, 1));
      return loaded === null ? this.summarised(call) : loaded;
    }
    const target = tree.kind[call] === Kind.Call ? this.callees.functionOf(callee, 0) : -1;
    if (target >= 0) return this.givenBy(target, depth + 1);
    const origin = this.follow(callee, depth + 1);
    if (origin === null) return this.givenElsewhere(callee);
    const row = this.calledRow(origin as Origin);
    if (row === null) return null;
    if ((row as Row).letter === Letter.Wrapper) return this.follow(tree.child(call, 1), depth + 1);
    return (row as Row).hasResult ? new Origin((origin as Origin).table, (row as Row).result, "") : null;
  }

  /** What a function of another file gives. */
  private givenElsewhere(called: i32): Origin | null {
    if (this.summaries.isEmpty) return null;
    const callee = this.callees.spelled(called);
    if (callee.source.length === 0) return null;
    const found = this.summaries.find(this.file, callee.source, callee.exported);
    return found === null ? null : readOrigin((found as ExportSummary).gives);
  }

  private calledRow(origin: Origin): Row | null {
    if (origin.name.length > 0) {
      const row = this.row(origin);
      return row !== null && (row as Row).letter === Letter.Property ? null : row;
    }
    const own = this.row(new Origin(origin.table, origin.type, "()"));
    if (own !== null || origin.type.length > 0) return own;
    // `require("knex")(…)` calls the default export.
    const fallback = this.valueOf(new Origin(origin.table, "", "default"));
    return fallback.name.length > 0 ? this.row(fallback) : fallback.type.length > 0 ? this.calledRow(fallback) : null;
  }

  private row(origin: Origin): Row | null {
    const section = tableAt(origin.table).section(origin.type);
    return section === null ? null : section.find(origin.name);
  }

  /** The only value that a field of `this` is ever given in its class, or -1. */
  private fieldValue(member: i32, receiver: i32): i32 {
    const tree = this.tree;
    const home = this.callees.homeObject(receiver);
    if (home < 0 || tree.kind[home] !== Kind.Class) return -1;
    const atom = tree.atom[member];
    const assigned = this.assignedValue(atom);
    let field = tree.child(home, 2);
    while (field >= 0) {
      if (tree.kind[field] === Kind.Field && tree.atom[field] === atom && (tree.flags[field] & Flag.Static) === 0) {
        const value = tree.child(field, 1);
        if (value >= 0 && tree.kind[value] !== Kind.None && tree.kind[value] !== Kind.Decorator)
          return assigned === -1 ? value : -1;
      }
      field = tree.nextSibling(field);
    }
    if (assigned < 0) return -1;
    const setter = tree.firstChild(tree.firstChild(tree.parent[assigned]));
    return this.callees.homeObject(setter) === home ? assigned : -1;
  }

  /** The only value that properties of a name are given in the file: -1 for none, -2 for several or unknown ones. */
  private assignedValue(atom: i32): i32 {
    if (!this.hasFields) this.collectFields();
    return this.ofFields.has(atom) ? (this.ofFields.get(atom) as i32) : -1;
  }

  private collectFields(): void {
    this.hasFields = true;
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.Member || tree.atom[node] < 0 || !isTarget(tree, node)) continue;
      const up = tree.parent[node];
      const isPlain =
        tree.kind[up] === Kind.Assign && tree.text(up) === "=" && tree.kind[tree.firstChild(node)] === Kind.This;
      const isFirst = !this.ofFields.has(tree.atom[node]);
      this.ofFields.set(tree.atom[node], isFirst && isPlain ? tree.nextSibling(node) : -2);
    }
  }

  /** Whether the file imports a module that has a table, or loads any in another way: most do not, and nothing is followed. */
  importsKnown(): boolean {
    if (this.knowsModule === 0) this.knowsModule = this.findKnown() ? 2 : 1;
    return this.knowsModule === 2;
  }

  private findKnown(): boolean {
    const tree = this.tree;
    if (!this.summaries.isEmpty) return true;
    for (let node = tree.firstChild(0); node >= 0; node = tree.nextSibling(node)) {
      if (tree.kind[node] === Kind.Import && this.tableOf(tree.text(node)) >= 0) return true;
    }
    return tree.atomOf("require") >= 0 || tree.kind.subarray(0, tree.size).indexOf(Kind.ImportCall) >= 0;
  }
}

function isSame(one: Origin, other: Origin): boolean {
  return one.table === other.table && one.type === other.type && one.name === other.name;
}

/** Whether an assignment gives a variable a value that does not depend on the one it has. */
function isGiving(operator: string): boolean {
  return operator === "=" || operator === "??=" || operator === "||=";
}

function isCall(kind: Kind): boolean {
  return kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate;
}
