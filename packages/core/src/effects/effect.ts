/**
 * The effect lattice: what evaluating something may read, write and throw, and how well we know it.
 *
 * Bottom is "pure, proven"; joining two effects unites what they touch and keeps the weaker evidence. An unknown call joins
 * in everything. Reading and writing are kept apart because two reads commute and nothing else does.
 */

/** Things outside a function's own variables that effects touch; a bit set. */
export const enum Resource {
  None = 0,
  Fs = 1,
  Net = 2,
  Db = 4,
  Dom = 8,
  Console = 16,
  Clock = 32,
  Timer = 64,
  Random = 128,
  Process = 256,
  /** Objects that other code may hold, module variables, captured variables. */
  Heap = 512,
  /** Anything else. */
  Unknown = 1024,
  /** A property of which the name tells what may notice, in statements of regions only: see `effects/fields.ts`. */
  Field = 2048,
  All = 2047,
}

/** Why an effect is believed, weakest first, so that joining takes the minimum. */
export const enum Evidence {
  Assumed = 0,
  Inferred,
  Known,
  Declared,
  Proven,
}

/** What makes an effect more than a read. Each has a remark code of its own. */
export const enum Cause {
  None = 0,
  /** A verb in the callee's name says that it writes. */
  WriteByName,
  /** A table row or the user's options say that it writes. */
  WriteKnown,
  /** Its body, in this file, writes. */
  WriteProven,
  /** The result is thrown away, so it is called for its effect. */
  Discarded,
  /** A verb says that what follows depends on it (`assert`, `ensure`, `check`). */
  Guard,
  /** Sleeps, ticks, polls, retries. */
  Timer,
  Clock,
  /** Transactions, sessions and other receivers that take one operation at a time. */
  Exclusive,
  /** An assignment, update or `delete` that other code can see. */
  Assignment,
  /** The user asked for order. */
  Declared,
  /** SQL text that writes or cannot be read. */
  Sql,
  /** An option or method that makes a request write (`method: "POST"`). */
  Method,
  /** Syntax that core does not follow. */
  Opaque,
  /** A hand-made promise that settles when something core cannot see happens. */
  Event,
  /** Moves a stream on that others may hold. */
  Stream,
  /** A method of a known client that its table does not list, and whose name says nothing. */
  Unlisted,
  /** Asks the user: two questions at once cannot be answered. */
  Prompt,
}

/** May evaluating throw before anything is suspended? Bits. */
export const enum Throws {
  Never = 0,
  /** Only if a property is read from `null` or `undefined`, or an implicit conversion fails. */
  Soft = 1,
  /** A call may throw. */
  Hard = 2,
}

export class Effect {
  reads: i32 = 0;
  writes: i32 = 0;
  throws: i32 = Throws.Never;
  evidence: Evidence = Evidence.Proven;
  /** Node with the weakest evidence, or -1. */
  weakest: i32 = -1;
  /** First reason why this is more than a read, and the node it comes from. */
  cause: Cause = Cause.None;
  culprit: i32 = -1;
  /** Bindings read and written directly (closures made here included); unsorted, may repeat. */
  bindingReads: i32[] = [];
  bindingWrites: i32[] = [];
  /** Bindings of private objects whose properties are written. */
  privateWrites: i32[] = [];
  /** Receivers that are used up (`response` in `response.json()`). */
  consumed: i32[] = [];
  /** Receivers that are moved on (`reader` in `reader.read()`). */
  advanced: i32[] = [];
  /** Receivers of all method calls. */
  receivers: i32[] = [];
  /** Receivers of calls about which nothing is known: they may change the object they are called on. */
  suspected: i32[] = [];
  /** Objects that may keep what they load. */
  filled: i32[] = [];
  /** Contexts that calls are given: what is not known to read may change them. */
  contexts: i32[] = [];
  /** First call that may throw, or -1. */
  thrower: i32 = -1;
  /** Set when more bindings are read than is worth listing. */
  readsAnyBinding: boolean = false;
  /** What only a function's callers can judge; summaries alone have these. See `effects/transfer.ts`. */
  deferred: Deferred | null = null;

  /** Adds a resource-level effect found at `node`. */
  touch(reads: i32, writes: i32, evidence: Evidence, cause: Cause, node: i32): void {
    this.reads |= reads;
    this.writes |= writes;
    this.weaken(evidence, node);
    this.blame(cause, node);
  }

  weaken(evidence: Evidence, node: i32): void {
    // Of equals the first in the source, so that the answer does not depend on the order in which functions are looked at.
    if (evidence < this.evidence || (evidence === this.evidence && node >= 0 && node < this.weakest)) {
      this.evidence = evidence;
      this.weakest = node;
    }
  }

  blame(cause: Cause, node: i32): void {
    if (cause === Cause.None || (this.cause !== Cause.None && node >= this.culprit)) return;
    this.cause = cause;
    this.culprit = node;
  }

  /** Objects that it may change for all that is known. */
  get suspects(): i32[] {
    return this.evidence < Evidence.Known ? this.suspected.concat(this.contexts) : this.suspected;
  }

  /** Whether this changes nothing anybody else can see. Private objects are judged by the caller. */
  get isRead(): boolean {
    return this.writes === 0 && this.cause === Cause.None;
  }
}

/** Stands for `this` among the bindings of `Deferred.objects`. */
export const RECEIVER: i32 = -2;

/** A list longer than this is given up: what it would say then counts for everybody. */
const MAX_DEFERRED: i32 = 24;

/**
 * Effects of a function that concern nobody if its caller owns what is touched: variables of enclosing functions, objects it was
 * given, functions it was given. Parallel lists: what, and the first node that does it.
 */
export class Deferred {
  /** Variables of enclosing functions that are assigned. */
  variables: i32[] = [];
  variableNodes: i32[] = [];
  /** Parameters, constants of enclosing functions and `RECEIVER` whose objects are written. */
  objects: i32[] = [];
  objectNodes: i32[] = [];
  /** Parameters that are called. */
  callbacks: i32[] = [];
  /** The calls, or the arguments that pass the parameter on. */
  callbackNodes: i32[] = [];
  /** Whether what they give back is thrown away. */
  callbackDiscarded: boolean[] = [];
  /** Parameters that are requested as a URL and had better not be a `Request` with a method of its own. */
  requests: i32[] = [];
  requestNodes: i32[] = [];

  /** False when there is no room; the caller then assumes the worst. */
  addVariable(binding: i32, node: i32): boolean {
    return addTo(this.variables, this.variableNodes, binding, node);
  }

  addObject(binding: i32, node: i32): boolean {
    return addTo(this.objects, this.objectNodes, binding, node);
  }

  addCallback(binding: i32, node: i32, isDiscarded: boolean): boolean {
    const at = this.callbacks.indexOf(binding);
    if (at >= 0) {
      if (isDiscarded) this.callbackDiscarded[at] = true;
    } else this.callbackDiscarded.push(isDiscarded);
    if (addTo(this.callbacks, this.callbackNodes, binding, node)) return true;
    this.callbackDiscarded.pop();
    return false;
  }

  addRequest(binding: i32, node: i32): boolean {
    return addTo(this.requests, this.requestNodes, binding, node);
  }

  /** Grows whenever something is added. */
  get size(): i32 {
    let discarded: i32 = 0;
    for (let i: i32 = 0; i < this.callbackDiscarded.length; i++) if (this.callbackDiscarded[i]) discarded += 1;
    return this.variables.length + this.objects.length + this.callbacks.length + this.requests.length + discarded;
  }
}

/** What `effect` leaves to callers; made when there is none yet. */
export function deferredOf(effect: Effect): Deferred {
  if (effect.deferred === null) effect.deferred = new Deferred();
  return effect.deferred as Deferred;
}

function addTo(list: i32[], nodes: i32[], binding: i32, node: i32): boolean {
  const at = list.indexOf(binding);
  if (at >= 0) {
    if (node < nodes[at]) nodes[at] = node;
    return true;
  }
  if (list.length >= MAX_DEFERRED) return false;
  list.push(binding);
  nodes.push(node);
  return true;
}

/** Names by bit, in prints and summaries. */
export const RESOURCE_NAMES: string[] = [
  "fs",
  "net",
  "db",
  "dom",
  "console",
  "clock",
  "timer",
  "random",
  "process",
  "heap",
  "unknown",
];
export const EVIDENCE_NAMES: string[] = ["assumed", "inferred", "known", "declared", "proven"];

/** `fs+net`, `all` or `-`. */
export function printResources(mask: i32): string {
  if (mask === 0) return "-";
  if (mask === Resource.All) return "all";
  let text = "";
  for (let bit: i32 = 0; bit < RESOURCE_NAMES.length; bit++) {
    if ((mask & (1 << bit)) === 0) continue;
    text += text.length === 0 ? RESOURCE_NAMES[bit] : "+" + RESOURCE_NAMES[bit];
  }
  if ((mask & Resource.Field) !== 0) text += text.length === 0 ? "field" : "+field";
  return text;
}

export function evidenceName(evidence: Evidence): string {
  return EVIDENCE_NAMES[evidence];
}

/** One line, the same in both builds: `reads net writes - known may-throw`. */
export function printEffect(effect: Effect): string {
  let text = "reads " + printResources(effect.reads) + " writes " + printResources(effect.writes);
  text += " " + evidenceName(effect.evidence);
  if ((effect.throws & Throws.Hard) !== 0) text += " may-throw";
  else if ((effect.throws & Throws.Soft) !== 0) text += " may-throw-softly";
  return text;
}
