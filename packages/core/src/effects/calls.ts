/**
 * The effect of one call, and the evidence for it.
 *
 *   fetch(url) → known read of net · getUser(id) → inferred read · save(x) → inferred write · f(x) → assumed
 *
 * Evidence is looked for strongest first: the user's options and annotations, the body (handled by the caller through `target`), tables of
 * globals, SQL text, the verb of the name. Structure outranks names: a result that nobody uses was not worth asking for unless
 * the call does something. Requires scope analysis; guarantees that a call about which nothing is known writes everything.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { Declared, declaredEffect, EffectPatterns } from "../options/patterns";
import { CalleeResolver } from "./callee";
import { Cause, Evidence, Resource, Throws } from "./effect";
import { Known, knownCall, knownConstructor, resourceOf } from "./globals";
import { asksForMore, firstWord, isLogger, lastWord, Verb, verbOf } from "./lexicon";
import { PeerNames } from "./peers";
import { Prompts } from "./prompts";
import { CallEffect, READ_ANYTHING } from "./call-effect";
import { Deeds, fetchesRefs, limits } from "./deeds";
import { isDiscarded } from "./discarded";
import { ExclusiveBindings } from "./exclusive-flow";
import { ExportSummary, ModuleSummaries } from "./external";
import { Request } from "./fetch";
import { KnownCalls } from "./knowledge/known-calls";
import { loadsInto, Looks } from "./looks";
import { Receivers } from "./receivers";
import { RequestArguments } from "./request-arguments";
import { asksForDeed } from "./request-paths";
import { Callee } from "./spelling";
import { isSqlRead, looksLikeSql } from "./sql";
import { goesOn, goesOnInArgument, scrolls } from "./streams";
import { textOf } from "./text";
import { Vessels } from "./vessels";
import { hasWord, wordsIn } from "./words";

/** Names that nothing but a clock has. */
const CLOCK_NAMES: string = "hrtime now timestamp";

/** Names of functions that refuse what is not in order. */
const PARSERS: string = "parse parseAsync";

/** Methods that, without an argument, are about the object itself. */
const FILLERS: string = "fetch load";

/** What clients call a request that reads. */
const REQUESTS: string = "$get fetch get";

/** What drivers call the function that runs a statement. */
const RUNNERS: string =
  "$queryRaw all any exec execute first get many none one oneOrNone prepare query raw run sql unsafe values";

export class CallClassifier {
  private memo: Map<i32, CallEffect> = new Map<i32, CallEffect>();
  private verbs: Map<string, Verb> = new Map<string, Verb>();
  private prompts: Prompts;
  private requests: RequestArguments;
  private peers: PeerNames;
  private vessels: Vessels;
  private deeds: Deeds;
  private looks: Looks;
  readonly receivers: Receivers;
  /**
   * Whether nobody asks more than whether a call keeps its place for certain. Then why it does may be wrong, and the fields that hold
   * connections, which take long to find, are left to those who ask `exclusive`.
   */
  isRough: boolean = false;
  /** Whether any call classified so far moves an object on; all calls are classified before units are scheduled. */
  hasAdvances: boolean = false;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    readonly callees: CalleeResolver,
    private patterns: EffectPatterns,
    /** Calls that a comment calls pure. */
    private pure: Map<i32, boolean>,
    readonly known: KnownCalls,
    readonly exclusive: ExclusiveBindings,
    private summaries: ModuleSummaries,
    /** Name of the file, from the project's root; relative imports are resolved against it. */
    private file: string,
  ) {
    this.prompts = new Prompts(tree, scopes, callees);
    this.requests = new RequestArguments(tree, scopes, callees);
    this.peers = new PeerNames(tree, callees);
    this.deeds = new Deeds(tree, callees);
    this.looks = new Looks(tree, scopes, callees);
    const receivers = new Receivers(tree, scopes, callees);
    this.receivers = receivers;
    this.vessels = new Vessels(tree, scopes, callees, receivers);
  }

  /** Effect of a `Call`, `New`, `TaggedTemplate` or `ImportCall`, without its arguments and callbacks. */
  classify(call: i32): CallEffect {
    if (this.memo.has(call)) return this.memo.get(call) as CallEffect;
    const effect = new CallEffect();
    this.memo.set(call, effect);
    if (this.tree.kind[call] === Kind.ImportCall) {
      effect.reads = Resource.Fs | Resource.Net | Resource.Unknown;
      effect.evidence = Evidence.Known;
      effect.throws = Throws.Never;
      effect.path = "import";
      // `await import("./polyfills");` is there for what the module does, and what is loaded next may need that.
      if (isDiscarded(this.tree, call)) {
        effect.writes = Resource.All;
        effect.cause = Cause.Discarded;
      }
      return effect;
    }
    // What `super(…)` runs counts as run by the `new` that led here.
    if (this.tree.kind[this.tree.firstChild(call)] === Kind.Super) {
      effect.evidence = Evidence.Proven;
      effect.throws = Throws.Never;
      effect.path = "super";
      return effect;
    }
    const callee = this.callees.resolve(call);
    effect.path = callee.path.length > 0 ? callee.path : callee.name;
    effect.name = callee.name;
    effect.hasReceiver = callee.receiver >= 0;
    if (this.byDeclaration(effect, callee) || this.byAnnotation(effect, call) || this.byBody(effect, callee, call))
      return effect;
    if (!this.isRough && this.tree.kind[call] !== Kind.New && this.byHandle(effect, call)) return effect;
    if (!this.summaries.isEmpty && this.byExternal(effect, callee, call)) return effect;
    if (this.known.describe(effect, call)) {
      if (effect.advances) this.hasAdvances = true;
    } else if (!this.byTable(effect, callee, call)) this.byName(effect, callee, call);
    this.byPath(effect, callee, call);
    return effect;
  }

  /** Adds the contexts that a call is given, and what it may fill; see `PeerNames` and `Vessels`. */
  addContexts(call: i32, into: i32[]): void {
    this.peers.addContexts(call, into);
    this.vessels.add(call, into);
  }

  private byDeclaration(effect: CallEffect, callee: Callee): boolean {
    const declared = declaredEffect(this.patterns, callee.path, callee.source, callee.exported);
    if (declared === Declared.None) return false;
    effect.evidence = Evidence.Declared;
    if (declared === Declared.Pure) effect.throws = Throws.Never;
    else if (declared === Declared.Read) effect.reads = READ_ANYTHING;
    else if (declared === Declared.Write) {
      effect.reads = Resource.All;
      effect.writes = Resource.All;
      effect.cause = Cause.WriteKnown;
    } else if (declared === Declared.Sequential) {
      effect.reads = Resource.All;
      effect.writes = Resource.All;
      effect.cause = Cause.Declared;
    }
    return true;
  }

  /** A call without side effects may still fail, and look at what others write. */
  private byAnnotation(effect: CallEffect, call: i32): boolean {
    if (!this.pure.has(call)) return false;
    effect.evidence = Evidence.Declared;
    effect.reads = READ_ANYTHING;
    return true;
  }

  /** What goes through a field that holds a connection, or is given a session as an option, is one operation after another, whatever else is known. */
  private byHandle(effect: CallEffect, call: i32): boolean {
    const isListed = this.known.origins.of(this.tree.firstChild(call)) !== null;
    if (!this.exclusive.usesField(call) && !(isListed && this.peers.hasHandle(call))) return false;
    effect.write(Resource.All, Cause.Exclusive);
    return true;
  }

  private byBody(effect: CallEffect, callee: Callee, call: i32): boolean {
    const isPlain = callee.target < 0 && callee.maker < 0;
    const target = isPlain ? this.known.wrapped(call) : callee.target;
    if (target < 0 && callee.made < 0) return false;
    // What a function of the file does with the connection that a field holds is not told by its summary.
    if (!this.isRough && callee.made < 0 && this.exclusive.usesField(call)) return false;
    effect.target = target;
    effect.made = callee.made;
    effect.evidence = Evidence.Proven;
    effect.throws = Throws.Never;
    // A guard's failure gates what follows, however harmless its body is.
    if (this.verbOfNames(callee.name, callee.origin) === Verb.Guard) effect.cause = Cause.Guard;
    return true;
  }

  /** By the summary of the module that the callee is imported from. */
  private byExternal(effect: CallEffect, callee: Callee, call: i32): boolean {
    const isNew = this.tree.kind[call] === Kind.New;
    let found: ExportSummary | null = null;
    if (callee.source.length > 0)
      found = this.summaries.find(this.file, callee.source, isNew ? "new " + callee.exported : callee.exported);
    else if (callee.receiver >= 0 && !isNew) found = this.methodOfImported(callee);
    if (found === null || (found as ExportSummary).origin.length > 0) return false;
    const summary = found as ExportSummary;
    effect.external = summary;
    effect.evidence = summary.evidence;
    effect.reads = summary.reads;
    effect.writes = summary.writes;
    effect.cause = summary.cause;
    effect.throws = summary.throws ? Throws.Hard : Throws.Never;
    // As for functions of the file, the body outranks the name, except that a guard stays one.
    if (effect.cause === Cause.None && this.verbOfNames(callee.name, callee.origin) === Verb.Guard)
      effect.cause = Cause.Guard;
    return true;
  }

  /** `const api = new Api(); api.load()` with an imported `Api`. */
  private methodOfImported(callee: Callee): ExportSummary | null {
    const atom = this.tree.atomOf(callee.name);
    if (atom < 0 || this.callees.mutations.isAssigned(atom)) return null;
    const made = this.callees.valueBehind(callee.receiver, 0);
    if (made < 0 || this.tree.kind[made] !== Kind.New) return null;
    const type = this.callees.resolve(made);
    if (type.source.length === 0) return null;
    return this.summaries.find(this.file, type.source, type.exported + "#" + callee.name);
  }

  private byTable(effect: CallEffect, callee: Callee, call: i32): boolean {
    if (callee.global.length === 0) return this.byReceiver(effect, callee, call);
    if (callee.global === "fetch" && !this.isReplaced("fetch")) return this.byRequest(effect, call);
    const isNew = this.tree.kind[call] === Kind.New;
    if (isNew && callee.global === "Date") {
      effect.evidence = Evidence.Known;
      effect.throws = Throws.Never;
      if (this.tree.child(call, 1) < 0) {
        effect.reads = Resource.Clock;
        effect.cause = Cause.Clock;
      }
      return true;
    }
    const known = isNew ? knownConstructor(callee.global) : knownCall(callee.global);
    if (known === Known.Nothing) return this.byReceiver(effect, callee, call);
    const resource = resourceOf(known);
    effect.evidence = Evidence.Known;
    effect.reads = resource;
    effect.writes = known === Known.Clock ? 0 : resource;
    effect.throws = known === Known.Throws || known === Known.Mutates ? Throws.Hard : Throws.Never;
    effect.mutatesArgument = known === Known.Mutates;
    if (known === Known.Clock) effect.cause = Cause.Clock;
    else if (known === Known.Event) {
      effect.writes = Resource.Unknown;
      effect.cause = Cause.Event;
    } else if (known === Known.Timer) effect.cause = Cause.Timer;
    else if (resource !== 0) effect.cause = Cause.WriteKnown;
    return true;
  }

  private byReceiver(effect: CallEffect, callee: Callee, call: i32): boolean {
    if (!this.receivers.describe(effect, callee, call)) return false;
    if (effect.advances) this.hasAdvances = true;
    return true;
  }

  /** Whether the file sets a property of this name: `globalThis.fetch = traced`. */
  private isReplaced(name: string): boolean {
    const atom = this.tree.atomOf(name);
    return atom >= 0 && this.callees.mutations.isAssigned(atom);
  }

  private byRequest(effect: CallEffect, call: i32): boolean {
    const request = this.known.requestOf(call);
    effect.reads = Resource.Net;
    // A promise-returning Web IDL operation turns every exception into a rejection.
    effect.throws = Throws.Never;
    effect.isLikelyRequest = request === Request.LikelyRead;
    effect.evidence = effect.isLikelyRequest ? Evidence.Inferred : Evidence.Known;
    if (request === Request.Write) {
      effect.writes = Resource.Net | Resource.Unknown;
      effect.cause = Cause.Method;
    }
    return true;
  }

  /** A request that reads, by its method, from a path that says what is done there. */
  private byPath(effect: CallEffect, callee: Callee, call: i32): void {
    if (effect.cause !== Cause.None) return;
    const isRequest = effect.evidence === Evidence.Known && effect.reads === Resource.Net;
    if (!isRequest && !hasWord(REQUESTS, callee.name)) return;
    if (!asksForDeed(textOf(this.tree, this.scopes, this.callees, this.tree.child(call, 1)))) return;
    effect.writes = Resource.Net | Resource.Unknown;
    effect.cause = Cause.Method;
  }

  /** The verb of a name; the same few names are called again and again. */
  private verb(name: string): Verb {
    if (this.verbs.has(name)) return this.verbs.get(name) as Verb;
    const verb = verbOf(name);
    this.verbs.set(name, verb);
    return verb;
  }

  /** The verb of both names of a function; the one that acts outranks the one that reads. */
  private verbOfNames(name: string, original: string): Verb {
    const verb = this.verb(name);
    const isReading = verb === Verb.None || verb === Verb.Read;
    if (original.length === 0 || !isReading) return verb;
    const origin = this.verb(original);
    return origin === Verb.None ? verb : origin;
  }

  private advance(effect: CallEffect): void {
    effect.advances = true;
    this.hasAdvances = true;
  }

  private advanceArgument(effect: CallEffect): void {
    effect.advancesArgument = true;
    this.hasAdvances = true;
  }

  /** For who does not ask why. */
  private hold(effect: CallEffect): void {
    effect.cause = Cause.WriteByName;
  }

  private byName(effect: CallEffect, callee: Callee, call: i32): void {
    let name = spokenName(callee);
    // `load.apply(this, all)` loads, but what `importer.apply(changes)` does is said by `apply`.
    if (this.verb(name) === Verb.None) name = callee.name;
    const verb = this.verbOfNames(name, callee.origin);
    effect.reads = READ_ANYTHING;
    effect.evidence = verb === Verb.None ? Evidence.Assumed : Evidence.Inferred;
    effect.maker = callee.maker;
    if (this.isStatement(effect, callee, call)) return;
    if (isLogger(callee.path) && isDiscarded(this.tree, call)) {
      effect.writes = Resource.Console;
      effect.cause = Cause.Discarded;
      effect.throws = Throws.Never;
      return;
    }
    if (hasWord(CLOCK_NAMES, name) || hasWord(CLOCK_NAMES, callee.origin)) effect.cause = Cause.Clock;
    else if (this.isRough && isTelling(verb)) this.hold(effect);
    else if (
      verb === Verb.Guard ||
      (hasWord(PARSERS, name) && this.isAwaited(call)) ||
      signsIn(callee) ||
      limits(callee)
    )
      effect.cause = Cause.Guard;
    else if (verb === Verb.Ask || this.prompts.asks(callee, call, verb)) effect.cause = Cause.Prompt;
    else if (this.peers.isExclusive(call) || this.deeds.asksDevice(callee, call)) effect.cause = Cause.Exclusive;
    else if (this.requests.writes(callee, call)) effect.cause = Cause.Method;
    else if (this.deeds.byArguments(callee, call)) effect.cause = Cause.Method;
    else if (goesOn(this.tree, this.callees, callee, call)) this.advance(effect);
    else if (goesOnInArgument(this.tree, this.callees, callee, call)) this.advanceArgument(effect);
    else if (verb === Verb.Read && (asksForMore(name) || asksForMore(callee.origin))) {
      if (callee.receiver >= 0) this.advance(effect);
      else if (this.tree.child(call, 1) < 0 || scrolls(this.tree, this.callees, name, call))
        effect.cause = Cause.Stream;
    } else if (verb === Verb.Timer) effect.cause = Cause.Timer;
    else if (
      verb === Verb.Write ||
      this.deeds.runsShell(callee, call) ||
      fetchesRefs(callee) ||
      this.fills(callee, call) ||
      this.deeds.opens(callee, call) ||
      this.picks(callee, call)
    )
      effect.cause = Cause.WriteByName;
    else if (verb === Verb.None && this.callsAny(callee, call)) {
      effect.cause = Cause.Unlisted;
      effect.path = this.callees.spelled(callee.receiver).path + "[]";
    } else if (verb === Verb.None && effect.isUnlisted) effect.cause = Cause.Unlisted;
    else if (isDiscarded(this.tree, call)) effect.cause = Cause.Discarded;
    if (effect.cause !== Cause.None) effect.writes = Resource.All;
    else if (verb === Verb.Read && loadsInto(callee)) effect.fills = true;
  }

  private isAwaited(call: i32): boolean {
    let up = this.tree.parent[call];
    while (this.tree.kind[up] === Kind.TypeWrap || this.tree.kind[up] === Kind.Chain) up = this.tree.parent[up];
    return this.tree.kind[up] === Kind.Await;
  }

  /** `api[name](id)`: any method of something about which nothing is known. */
  private callsAny(callee: Callee, call: i32): boolean {
    const tree = this.tree;
    if (callee.name.length > 0 || callee.receiver < 0 || tree.kind[call] !== Kind.Call) return false;
    const value = this.callees.valueOf(callee.receiver);
    if (value >= 0 && (tree.kind[value] === Kind.Object || tree.kind[value] === Kind.Array)) return false;
    return this.callees.homeOf(callee.receiver, 0) < 0;
  }

  /** Calls that run SQL: their text decides, and text that cannot be seen may write. */
  private isStatement(effect: CallEffect, callee: Callee, call: i32): boolean {
    const tree = this.tree;
    const tagged = tree.kind[call] === Kind.TaggedTemplate;
    const text = textOf(tree, this.scopes, this.callees, tree.child(call, 1));
    if (text.length > 0 && looksLikeSql(text)) {
      const reads = isSqlRead(text);
      // `notify("Select one from the list")` runs nothing: its name decides.
      if (reads && !tagged && !hasWord(RUNNERS, callee.name)) return false;
      effect.evidence = Evidence.Known;
      effect.reads = Resource.Db;
      if (reads) return true;
      effect.writes = Resource.Db | Resource.Unknown;
      effect.cause = Cause.Sql;
      return true;
    }
    // `query(text)` with a text from elsewhere says nothing about what it runs; `query({ … })` is a document API.
    const argument = tree.child(call, 1);
    if (callee.name !== "query" || tagged || argument < 0 || callee.receiver < 0) return false;
    const value = this.callees.unwrap(argument);
    if (tree.kind[value] === Kind.Object || tree.kind[value] === Kind.Array) return false;
    effect.writes = Resource.All;
    effect.cause = Cause.Sql;
    return true;
  }

  /** `settings.load()`: what is asked to load, and not what, has that afterwards. */
  private fills(callee: Callee, call: i32): boolean {
    if (callee.receiver < 0) return false;
    if (hasWord(FILLERS, callee.name) && this.tree.child(call, 1) < 0) return true;
    return this.leavesBehind(callee, call);
  }

  /** `store.fetchUser(id)`, where `store.user` is looked at afterwards; `sheet.loadInfo()`, where anything of the sheet is. */
  private leavesBehind(callee: Callee, call: i32): boolean {
    // Takes a look at the whole file.
    if (this.isRough || this.verb(callee.name) !== Verb.Read) return false;
    const loads = firstWord(callee.name) === "load";
    return this.looks.comesBehind(callee.receiver, call, loads ? "" : lastWord(callee.name));
  }

  /** `await kube.useContext("prod")`: what follows is about that. Hooks are not awaited, and composables (`useFetch`) no methods. */
  private picks(callee: Callee, call: i32): boolean {
    return callee.receiver >= 0 && firstWord(callee.name) === "use" && this.isAwaited(call);
  }

  /** Whether summaries of other files are at hand. */
  get hasSummaries(): boolean {
    return !this.summaries.isEmpty;
  }
}

/** Whether a verb keeps a call in its place, whatever else is known. */
function isTelling(verb: Verb): boolean {
  return verb === Verb.Write || verb === Verb.Guard || verb === Verb.Timer || verb === Verb.Ask;
}

/** `identities.resolve(claims)`: who resolves an identity may refuse it, or make the account that it lacks. */
function signsIn(callee: Callee): boolean {
  return firstWord(callee.name) === "resolve" && callee.path.toLowerCase().indexOf("identit") >= 0;
}

/** The name that tells what a call does: `loadUsers.call(this)` loads users. */
function spokenName(callee: Callee): string {
  if (callee.name !== "call" && callee.name !== "apply") return callee.name;
  const names = callee.path.split(".");
  return names.length > 1 ? names[names.length - 2] : callee.name;
}

/** For the test that keeps the tables sorted. */
export function methodTables(): string[][] {
  return [wordsIn(PARSERS), wordsIn(CLOCK_NAMES), wordsIn(RUNNERS), wordsIn(REQUESTS)];
}
