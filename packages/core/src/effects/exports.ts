/**
 * Summarises what a module exports, for the files that import it.
 *
 *   export async function load(id) { return fetch("/u/" + id) }   →   load: reads net, known, always a promise
 *
 * Functions, object literals, classes and instances of classes of the file are described member by member; what is passed on from
 * another module is copied from that module's summary. Everything else is left out, and what is left out is unknown. Requires
 * effect analysis. A module that begins with `"use server"` exports remote calls, not these functions: it gives nothing.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { CalleeResolver } from "./callee";
import { CommonJsExports } from "./common-js";
import { Cause, Deferred, Effect, Evidence, RECEIVER, Resource, Throws } from "./effect";
import { ExportSummary, importedCause, ModuleSummaries, ModuleSummary } from "./external";
import { Changes } from "./changes";
import { KeptCallbacks } from "./kept";
import { Origin, printOrigin } from "./knowledge/origin";
import { isTarget } from "./mutations";
import { returnsPromise } from "./promises";
import { Summaries } from "./summaries";

/** How many objects deep exported objects are described. */
const MAX_DEPTH: i32 = 3;

export class ExportReader {
  private callees: CalleeResolver;
  private kept: KeptCallbacks;
  private module: ModuleSummary;
  /** Names that the module itself exports: what it passes on wholesale does not replace them. */
  private own: Map<string, boolean> = new Map<string, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
    private summaries: Summaries,
    private known: ModuleSummaries,
    private file: string,
  ) {
    this.callees = calls.callees;
    this.kept = new KeptCallbacks(tree, scopes, calls, new Changes(tree, scopes, calls));
    this.module = new ModuleSummary(file);
  }

  run(): ModuleSummary {
    const tree = this.tree;
    if (this.isRemote()) return this.module;
    let statement = tree.firstChild(0);
    while (statement >= 0) {
      switch (tree.kind[statement]) {
        case Kind.ExportDecl:
          this.declaration(tree.firstChild(statement));
          break;
        case Kind.ExportDefault:
          this.describe("default", tree.firstChild(statement), 0);
          break;
        case Kind.ExportNamed:
          this.specifiers(statement);
          break;
        default:
          break;
      }
      statement = tree.nextSibling(statement);
    }
    statement = tree.firstChild(0);
    while (statement >= 0) {
      if (tree.kind[statement] === Kind.ExportAll) this.passOnAll(tree.text(statement));
      statement = tree.nextSibling(statement);
    }
    if (!this.isModule()) this.commonJs();
    return this.module;
  }

  /** Whether the file has the syntax of an ECMAScript module. */
  private isModule(): boolean {
    let statement = this.tree.firstChild(0);
    while (statement >= 0) {
      switch (this.tree.kind[statement]) {
        case Kind.Import:
        case Kind.ExportDecl:
        case Kind.ExportDefault:
        case Kind.ExportNamed:
        case Kind.ExportAll:
          return true;
        default:
          statement = this.tree.nextSibling(statement);
      }
    }
    return false;
  }

  /** `module.exports` is the default export, and its members are exports by their names. */
  private commonJs(): void {
    if (this.tree.atomOf("exports") < 0) return;
    const found = new CommonJsExports(this.tree, this.scopes);
    if (!found.isClear) return;
    if (found.whole >= 0) {
      this.describe("default", found.whole, 0);
      this.describeMembersOf(found.whole);
    }
    for (let i: i32 = 0; i < found.names.length; i++) {
      this.describe(found.names[i], found.values[i], 0);
      this.describe("default." + found.names[i], found.values[i], 0);
    }
  }

  private describeMembersOf(node: i32): void {
    const tree = this.tree;
    let value = this.callees.unwrap(node);
    if (tree.kind[value] === Kind.Ident) {
      const binding = this.scopes.binding[value];
      value = this.callees.mutations.isReshaped(binding) ? -1 : this.callees.initializer(binding);
    }
    if (value >= 0 && tree.kind[value] === Kind.Object) this.describeObject("", value, 0);
  }

  private isRemote(): boolean {
    let statement = this.tree.firstChild(0);
    while (statement >= 0 && this.tree.kind[statement] === Kind.Directive) {
      if (this.tree.text(statement) === "use server") return true;
      statement = this.tree.nextSibling(statement);
    }
    return false;
  }

  private declaration(node: i32): void {
    const tree = this.tree;
    const kind = tree.kind[node];
    for (let name = node + 1; name < tree.end[node]; name++) {
      if (tree.kind[name] === Kind.Ident && (tree.flags[name] & Flag.Binding) !== 0)
        this.own.set(tree.text(name), true);
    }
    if (kind === Kind.Function || kind === Kind.Class) {
      const name = tree.firstChild(node);
      if (tree.kind[name] === Kind.Ident) this.describe(tree.text(name), name, 0);
      return;
    }
    if (kind !== Kind.VarDecl) return;
    let declarator = tree.firstChild(node);
    while (declarator >= 0) {
      const target = tree.firstChild(declarator);
      for (let name = target; name < tree.end[target]; name++) {
        if (tree.kind[name] === Kind.Ident && (tree.flags[name] & Flag.Binding) !== 0)
          this.describe(tree.text(name), name, 0);
      }
      declarator = tree.nextSibling(declarator);
    }
  }

  private specifiers(statement: i32): void {
    const tree = this.tree;
    let specifier = tree.firstChild(statement);
    while (specifier >= 0) {
      const local = tree.firstChild(specifier);
      this.own.set(tree.text(specifier), true);
      if (local >= 0) {
        if (tree.kind[local] === Kind.Ident) this.describe(tree.text(specifier), local, 0);
        else this.passOn(tree.text(statement), tree.text(local), tree.text(specifier));
      }
      specifier = tree.nextSibling(specifier);
    }
  }

  /** Describes the value of `node` under `name`. */
  private describe(name: string, node: i32, depth: i32): void {
    const tree = this.tree;
    const value = this.callees.unwrap(node);
    if (value < 0 || depth > MAX_DEPTH || this.addKnown(name, value)) return;
    if (tree.kind[value] === Kind.Ident) {
      this.describeName(name, value, depth);
      return;
    }
    const target = this.callees.functionOf(value, 0);
    if (target >= 0) this.addFunction(name, target);
    else if (tree.kind[value] === Kind.Class) this.describeClass(name, value);
    else if (tree.kind[value] === Kind.Object) this.describeObject(name + ".", value, depth);
    else if (tree.kind[value] === Kind.New) {
      const made = this.callees.classOf(this.callees.unwrap(tree.firstChild(value)));
      if (made >= 0) this.describeMembers(name + ".", made, false, 0);
    }
  }

  /** A client of a known module, or something of it: its table says what calls on it do, in other files too. */
  private addKnown(name: string, value: i32): boolean {
    const origins = this.calls.known.origins;
    const origin = origins.of(value);
    if (origin === null) return false;
    const root = this.tree.kind[value] === Kind.Ident ? this.scopes.binding[value] : -1;
    const isKnown = origins.isListed(origin as Origin) || origins.rowOf(value) !== null;
    // Importers cannot see what this file replaces.
    if (isKnown && (root < 0 || (this.scopes.isStable(root) && !this.isPatched(root))))
      this.addOrigin(name, origin as Origin);
    return true;
  }

  private addOrigin(name: string, origin: Origin): void {
    const summary = new ExportSummary(name);
    summary.origin = printOrigin(origin);
    this.module.add(summary);
  }

  /** Whether a member that a table knows is replaced: `client.query = traced`. */
  private isPatched(binding: i32): boolean {
    const tree = this.tree;
    if (this.callees.mutations.isReshaped(binding)) return true;
    let reference = this.scopes.firstReference[binding];
    for (; reference >= 0; reference = this.scopes.nextReference[reference]) {
      let at = tree.parent[reference];
      while (tree.kind[at] === Kind.Member || tree.kind[at] === Kind.TypeWrap) {
        if (isTarget(tree, at) && this.calls.known.origins.rowOf(at) !== null) return true;
        at = tree.parent[at];
      }
    }
    return false;
  }

  private describeName(name: string, ident: i32, depth: i32): void {
    const binding = this.scopes.binding[ident];
    if (this.scopes.kind[binding] === BindingKind.Import) {
      const specifier = this.tree.parent[this.scopes.declaration[binding]];
      if (this.tree.kind[specifier] === Kind.ImportSpec)
        this.passOn(this.tree.text(this.tree.parent[specifier]), this.tree.text(specifier), name);
      return;
    }
    const made = this.callees.classOf(ident);
    if (made >= 0) {
      this.describeClass(name, made);
      return;
    }
    const target = this.callees.functionOf(ident, 0);
    if (target >= 0) {
      this.addFunction(name, target);
      return;
    }
    const init = this.callees.initializer(binding);
    if (init >= 0 && init !== ident && !this.callees.mutations.isReshaped(binding))
      this.describe(name, init, depth + 1);
  }

  private describeObject(prefix: string, object: i32, depth: i32): void {
    const tree = this.tree;
    let isOpen = true;
    let member = tree.firstChild(object);
    while (member >= 0) {
      // What stands before a spread or a computed name may be replaced by it.
      if (tree.kind[member] === Kind.Spread || tree.atom[member] < 0) isOpen = false;
      member = tree.nextSibling(member);
    }
    member = isOpen ? tree.firstChild(object) : -1;
    while (member >= 0) {
      const isAccessor = (tree.flags[member] & (Flag.Getter | Flag.Setter)) !== 0;
      if (!isAccessor && !this.callees.mutations.isAssigned(tree.atom[member]))
        this.describe(prefix + tree.text(member), tree.child(member, 1), depth + 1);
      member = tree.nextSibling(member);
    }
  }

  /** Static members, members of instances, and construction. */
  private describeClass(name: string, home: i32): void {
    this.describeMembers(name + ".", home, true, 0);
    this.describeMembers(name + "#", home, false, 0);
    this.add("new " + name, this.summaries.ofConstruction(home), -1);
  }

  private describeMembers(prefix: string, home: i32, isStatic: boolean, depth: i32): void {
    const tree = this.tree;
    const base = this.callees.baseOf(home);
    if (base >= 0 && depth < MAX_DEPTH) this.describeMembers(prefix, base, isStatic, depth + 1);
    let member = tree.child(home, 2);
    while (member >= 0) {
      const flags = tree.flags[member];
      const kind = tree.kind[member];
      const isOurs = ((flags & Flag.Static) !== 0) === isStatic && (flags & Flag.Constructor) === 0;
      if (isOurs && tree.atom[member] >= 0 && (kind === Kind.Method || kind === Kind.Field)) {
        const name = prefix + tree.text(member);
        const value = this.callees.unwrap(tree.child(member, 1));
        const isCallable =
          value >= 0 && tree.kind[value] === Kind.Function && (flags & (Flag.Getter | Flag.Setter)) === 0;
        // What overrides a method of the base class and cannot be described makes the name unknown.
        if (!isCallable || this.callees.mutations.isAssigned(tree.atom[member])) {
          this.module.remove(name);
          const isClient = kind === Kind.Field && value >= 0 && !this.callees.mutations.isAssigned(tree.atom[member]);
          if (isClient) this.addKnown(name, value);
        } else this.addFunction(name, value);
      }
      member = tree.nextSibling(member);
    }
  }

  private addFunction(name: string, fn: i32): void {
    this.add(name, this.summaries.of(fn), fn);
  }

  private add(name: string, effect: Effect, fn: i32): void {
    const summary = new ExportSummary(name);
    summary.reads = effect.reads;
    summary.writes = effect.writes;
    summary.evidence = effect.evidence;
    summary.cause = importedCause(effect.cause);
    // A function that does nothing but tell the time is a clock to those who call it.
    if (summary.cause === Cause.None && (effect.reads & Resource.Clock) !== 0) summary.cause = Cause.Clock;
    summary.throws = effect.throws !== Throws.Never;
    if (fn >= 0) summary.promise = returnsPromise(this.tree, this.scopes, this.calls, fn);
    if (effect.deferred !== null) this.addDeferred(summary, effect.deferred as Deferred, fn);
    if (fn >= 0) this.addGiven(summary, fn);
    this.module.add(summary);
  }

  /** `export const getPool = () => pool`: a client whose table says what importers do with it. */
  private addGiven(summary: ExportSummary, fn: i32): void {
    const origins = this.calls.known.origins;
    if (this.tree.kind[fn] !== Kind.Function || !origins.importsKnown()) return;
    const origin = origins.givenBy(fn, 0);
    if (origin === null || !origins.isListed(origin as Origin)) return;
    for (let node = fn; node < this.tree.end[fn]; node++)
      if (this.tree.kind[node] === Kind.Ident && this.isPatched(this.scopes.binding[node])) return;
    summary.gives = printOrigin(origin as Origin);
  }

  private addDeferred(summary: ExportSummary, deferred: Deferred, fn: i32): void {
    let isOpen = deferred.variables.length > 0;
    for (let i: i32 = 0; i < deferred.objects.length; i++) {
      const index = this.parameterOf(deferred.objects[i], fn);
      if (deferred.objects[i] === RECEIVER) summary.writesReceiver = true;
      else if (index >= 0) insert(summary.writesArguments, index);
      else isOpen = true;
    }
    if (isOpen) {
      summary.writes |= Resource.Heap;
      if (summary.cause === Cause.None) summary.cause = Cause.WriteKnown;
    }
    for (let i: i32 = 0; i < deferred.callbacks.length; i++) {
      const index = this.parameterOf(deferred.callbacks[i], fn);
      if (index >= 0) insert(summary.callsArguments, index);
      else summary.evidence = Evidence.Assumed;
      if (index < 0 || !this.kept.onlyRuns(fn, index, true)) continue;
      insert(summary.runsArguments, index);
      if (this.kept.onlyRuns(fn, index, false)) insert(summary.awaitsArguments, index);
    }
    for (let i: i32 = 0; i < deferred.requests.length; i++) {
      const index = this.parameterOf(deferred.requests[i], fn);
      if (index >= 0) insert(summary.requestsArguments, index);
      else if (summary.evidence > Evidence.Inferred) summary.evidence = Evidence.Inferred;
    }
  }

  /** Position of a parameter that is a plain name, or -1. */
  private parameterOf(binding: i32, fn: i32): i32 {
    if (binding < 0 || fn < 0 || this.scopes.home[binding] !== fn || this.scopes.kind[binding] !== BindingKind.Param)
      return -1;
    const tree = this.tree;
    let parameter = tree.firstChild(tree.child(fn, 1));
    let index: i32 = 0;
    while (parameter >= 0 && !tree.contains(parameter, this.scopes.declaration[binding])) {
      index += 1;
      parameter = tree.nextSibling(parameter);
    }
    return index;
  }

  /** `export { load as get } from "./api"`: everything known about `load` holds for `get`. */
  private passOn(source: string, imported: string, exported: string): void {
    const origin = this.calls.known.origins.exported(source, imported);
    if (origin !== null) {
      this.addOrigin(exported, origin as Origin);
      return;
    }
    const found = this.known.module(this.file, source);
    if (found === null) return;
    const exports = (found as ModuleSummary).exports;
    for (let i: i32 = 0; i < exports.length; i++) {
      const rest = restOf(exports[i].name, imported);
      if (rest !== NOT_PART) this.module.add(renamed(exports[i], withName(exports[i].name, exported, rest)));
    }
  }

  private passOnAll(source: string): void {
    const found = this.known.module(this.file, source);
    if (found === null) return;
    const exports = (found as ModuleSummary).exports;
    for (let i: i32 = 0; i < exports.length; i++) {
      const root = rootOf(exports[i].name);
      if (root !== "default" && !this.own.has(root)) this.module.add(exports[i]);
    }
  }
}

const NOT_PART: string = "-";

/** What follows `base` in the name of a summary: empty, `.member` or `#member`; `NOT_PART` when it is about something else. */
function restOf(name: string, base: string): string {
  const bare = name.startsWith("new ") ? name.substring(4) : name;
  // Of a namespace, every export is a member.
  if (base === "*") return name.startsWith("new ") || bare === "default" ? NOT_PART : "." + bare;
  if (bare === base) return "";
  if (!bare.startsWith(base)) return NOT_PART;
  const next = bare.charCodeAt(base.length);
  return next === 46 || next === 35 ? bare.substring(base.length) : NOT_PART;
}

/** `new Api` and `Api#load` are about `Api`. */
function rootOf(name: string): string {
  const from: i32 = name.startsWith("new ") ? 4 : 0;
  let to = from;
  while (to < name.length && name.charCodeAt(to) !== 46 && name.charCodeAt(to) !== 35) to++;
  return name.substring(from, to);
}

function withName(name: string, exported: string, rest: string): string {
  return (name.startsWith("new ") ? "new " : "") + exported + rest;
}

function renamed(summary: ExportSummary, name: string): ExportSummary {
  const copy = new ExportSummary(name);
  copy.reads = summary.reads;
  copy.writes = summary.writes;
  copy.evidence = summary.evidence;
  copy.cause = summary.cause;
  copy.throws = summary.throws;
  copy.promise = summary.promise;
  copy.writesReceiver = summary.writesReceiver;
  copy.writesArguments = summary.writesArguments;
  copy.callsArguments = summary.callsArguments;
  copy.runsArguments = summary.runsArguments;
  copy.awaitsArguments = summary.awaitsArguments;
  copy.requestsArguments = summary.requestsArguments;
  copy.origin = summary.origin;
  copy.gives = summary.gives;
  return copy;
}

/** Keeps a list ascending and without repetitions. */
function insert(list: i32[], value: i32): void {
  let at: i32 = 0;
  while (at < list.length && list[at] < value) at++;
  if (at < list.length && list[at] === value) return;
  list.push(value);
  for (let i = list.length - 1; i > at; i--) list[i] = list[i - 1];
  list[at] = value;
}
