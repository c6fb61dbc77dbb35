/**
 * Summaries of functions in other files, looked up by what an importing file says.
 *
 *   src/page.ts: import { load } from "./api"; load(id)   →   module "src/api.ts", export "load"
 *
 * Modules are named by their path from the project's root, with `/`, or by a bare source as it is written in imports
 * (`"~/lib/api"`). A relative source is resolved against the name of the importing file; extensions and `/index` may be left
 * out. A name that could mean two modules means none. Members of exported objects and static members are `name.member`, those of
 * an exported class's instances `name#member`, its construction `new name`.
 */
import { Cause, Evidence, Resource, EVIDENCE_NAMES, RESOURCE_NAMES } from "./effect";

/** Whether calling a function gives a promise. */
export const enum Promises {
  Never = 0,
  Sometimes,
  Always,
}

/** What calling an exported function does. */
export class ExportSummary {
  reads: i32 = 0;
  writes: i32 = 0;
  evidence: Evidence = Evidence.Proven;
  cause: Cause = Cause.None;
  /** May throw before anything is suspended. */
  throws: boolean = false;
  promise: Promises = Promises.Sometimes;
  writesReceiver: boolean = false;
  /** Positions of the arguments whose objects are written, and of those that are called; ascending. */
  writesArguments: i32[] = [];
  callsArguments: i32[] = [];
  /** Of those that are called: the ones it is done with when the call is over, and those among them whose promises it waits for. */
  runsArguments: i32[] = [];
  awaitsArguments: i32[] = [];
  /** Positions of the arguments that are requested as URLs: what is proven holds unless one is a `Request`. */
  requestsArguments: i32[] = [];
  /** What a table of a known module says about the export, as `pg#Pool` or `pg#Pool.query`; then the rest says nothing. */
  origin: string = "";
  /** The same about what calling it gives, once that is awaited if it is a promise. */
  gives: string = "";

  constructor(readonly name: string) {}
}

export class ModuleSummary {
  /** In the order of their names. */
  exports: ExportSummary[] = [];

  constructor(readonly id: string) {}

  add(summary: ExportSummary): void {
    const at = this.placeOf(summary.name);
    if (at === this.exports.length || this.exports[at].name !== summary.name) {
      this.exports.push(summary);
      for (let i = this.exports.length - 1; i > at; i--) this.exports[i] = this.exports[i - 1];
    }
    this.exports[at] = summary;
  }

  remove(name: string): void {
    const at = this.placeOf(name);
    if (at < this.exports.length && this.exports[at].name === name) this.exports.splice(at, 1);
  }

  find(name: string): ExportSummary | null {
    const at = this.placeOf(name);
    return at < this.exports.length && this.exports[at].name === name ? this.exports[at] : null;
  }

  private placeOf(name: string): i32 {
    let low: i32 = 0;
    let high: i32 = this.exports.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.exports[middle].name < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const EXTENSIONS: string[] = [".ts", ".tsx", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs"];

/** Modules by name; a module that is added again replaces the one before. */
export class ModuleSummaries {
  modules: ModuleSummary[] = [];
  private byId: Map<string, i32> = new Map<string, i32>();
  /** Modules by name without extension or `/index`; -1 when two share it. */
  private byStem: Map<string, i32> = new Map<string, i32>();

  get isEmpty(): boolean {
    return this.modules.length === 0;
  }

  set(summary: ModuleSummary): void {
    if (this.byId.has(summary.id)) {
      this.modules[this.byId.get(summary.id) as i32] = summary;
      return;
    }
    const index = this.modules.length;
    this.modules.push(summary);
    this.byId.set(summary.id, index);
    const stem = stemOf(summary.id);
    this.claim(stem, index);
    if (stem.endsWith("/index")) this.claim(stem.substring(0, stem.length - 6), index);
  }

  private claim(stem: string, index: i32): void {
    this.byStem.set(stem, this.byStem.has(stem) ? -1 : index);
  }

  /** The module that `source` means in the file called `file`, or null. */
  module(file: string, source: string): ModuleSummary | null {
    const path = isRelative(source) ? resolvePath(file, source) : source;
    if (path.length === 0) return null;
    if (this.byId.has(path)) return this.modules[this.byId.get(path) as i32];
    if (!isRelative(source)) return null;
    let index = this.byStem.has(path) ? (this.byStem.get(path) as i32) : -1;
    // TypeScript's `./api.js` means `api.ts`.
    const stem = stemOf(path);
    if (index < 0 && stem !== path && this.byStem.has(stem)) index = this.byStem.get(stem) as i32;
    return index < 0 ? null : this.modules[index];
  }

  find(file: string, source: string, name: string): ExportSummary | null {
    const found = this.module(file, source);
    return found === null ? null : (found as ModuleSummary).find(name);
  }
}

export function isRelative(source: string): boolean {
  return source === "." || source === ".." || source.startsWith("./") || source.startsWith("../");
}

function stemOf(path: string): string {
  for (let i: i32 = 0; i < EXTENSIONS.length; i++) {
    if (path.endsWith(EXTENSIONS[i])) return path.substring(0, path.length - EXTENSIONS[i].length);
  }
  return path;
}

/** `src/pages/home.ts` and `../api` give `src/api`; empty when the path leaves the root or the file has no name. */
function resolvePath(file: string, source: string): string {
  if (file.length === 0) return "";
  const parts = file.split("/");
  parts.pop();
  const steps = source.split("/");
  for (let i: i32 = 0; i < steps.length; i++) {
    if (steps[i] === "." || steps[i].length === 0) continue;
    if (steps[i] !== "..") parts.push(steps[i]);
    else if (parts.length === 0) return "";
    else parts.pop();
  }
  return parts.join("/");
}

/** Names in the JSON form, by `Promises`; sorted by what they stand for, not by text. */
export const PROMISES: string[] = ["never", "sometimes", "always"];
/** What makes a call more than a read. */
export const CAUSES: string[] = ["write", "guard", "timer", "clock", "event", "stream", "prompt", "order"];

export function causeOf(name: string): Cause {
  switch (CAUSES.indexOf(name)) {
    case 0:
      return Cause.WriteKnown;
    case 1:
      return Cause.Guard;
    case 2:
      return Cause.Timer;
    case 3:
      return Cause.Clock;
    case 4:
      return Cause.Event;
    case 5:
      return Cause.Stream;
    case 6:
      return Cause.Prompt;
    default:
      return Cause.Declared;
  }
}

/** The cause as an importer has to see it: how the other file knows that it writes is its own affair. */
export function importedCause(cause: Cause): Cause {
  switch (cause) {
    case Cause.None:
    case Cause.Guard:
    case Cause.Timer:
    case Cause.Clock:
    case Cause.Event:
    case Cause.Stream:
    case Cause.Prompt:
    case Cause.Declared:
      return cause;
    default:
      return Cause.WriteKnown;
  }
}

function causeName(cause: Cause): string {
  switch (importedCause(cause)) {
    case Cause.Guard:
      return "guard";
    case Cause.Timer:
      return "timer";
    case Cause.Clock:
      return "clock";
    case Cause.Event:
      return "event";
    case Cause.Stream:
      return "stream";
    case Cause.Prompt:
      return "prompt";
    case Cause.Declared:
      return "order";
    default:
      return "write";
  }
}

/** Version of the JSON form. Another one is refused: a summary that is misread is worse than none. */
export const SUMMARY_VERSION: i32 = 1;

/**
 * The JSON form: modules and exports sorted by name, fields in one order, defaults left out (`reads` and `writes` none, `evidence`
 * proven, `promise` sometimes). The same summaries give the same text on every host.
 */
export function printSummariesJson(summaries: ModuleSummaries): string {
  const order: ModuleSummary[] = summaries.modules.slice(0);
  order.sort((a: ModuleSummary, b: ModuleSummary): i32 => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const lines: string[] = ['{\n  "version": ' + SUMMARY_VERSION.toString() + ',\n  "modules": {'];
  for (let i: i32 = 0; i < order.length; i++) {
    lines.push((i > 0 ? ",\n    " : "\n    ") + quoted(order[i].id) + ": {");
    const exports = order[i].exports;
    for (let j: i32 = 0; j < exports.length; j++)
      lines.push((j > 0 ? ",\n      " : "\n      ") + quoted(exports[j].name) + ": " + printExport(exports[j]));
    lines.push(exports.length > 0 ? "\n    }" : "}");
  }
  lines.push(order.length > 0 ? "\n  }\n}\n" : "}\n}\n");
  return lines.join("");
}

function printExport(summary: ExportSummary): string {
  const fields: string[] = [];
  if (summary.origin.length > 0) fields.push('"origin": ' + quoted(summary.origin));
  if (summary.gives.length > 0) fields.push('"gives": ' + quoted(summary.gives));
  if (summary.reads !== 0) fields.push('"reads": ' + printMask(summary.reads));
  if (summary.writes !== 0) fields.push('"writes": ' + printMask(summary.writes));
  if (summary.cause !== Cause.None) fields.push('"because": "' + causeName(summary.cause) + '"');
  if (summary.evidence !== Evidence.Proven) fields.push('"evidence": "' + EVIDENCE_NAMES[summary.evidence] + '"');
  if (summary.throws) fields.push('"throws": true');
  if (summary.promise !== Promises.Sometimes) fields.push('"promise": "' + PROMISES[summary.promise] + '"');
  if (summary.writesReceiver) fields.push('"writesReceiver": true');
  if (summary.writesArguments.length > 0) fields.push('"writesArguments": ' + printList(summary.writesArguments));
  if (summary.callsArguments.length > 0) fields.push('"callsArguments": ' + printList(summary.callsArguments));
  if (summary.runsArguments.length > 0) fields.push('"runsArguments": ' + printList(summary.runsArguments));
  if (summary.awaitsArguments.length > 0) fields.push('"awaitsArguments": ' + printList(summary.awaitsArguments));
  if (summary.requestsArguments.length > 0) fields.push('"requestsArguments": ' + printList(summary.requestsArguments));
  return fields.length > 0 ? "{ " + fields.join(", ") + " }" : "{}";
}

function printMask(mask: i32): string {
  if (mask === Resource.All) return '["all"]';
  const names: string[] = [];
  for (let bit: i32 = 0; bit < RESOURCE_NAMES.length; bit++) {
    if ((mask & (1 << bit)) !== 0) names.push('"' + RESOURCE_NAMES[bit] + '"');
  }
  return "[" + names.join(", ") + "]";
}

function printList(items: i32[]): string {
  const texts: string[] = [];
  for (let i: i32 = 0; i < items.length; i++) texts.push(items[i].toString());
  return "[" + texts.join(", ") + "]";
}

/** Names hold no control characters; everything else needs no escape but quotes and backslashes. */
function quoted(text: string): string {
  const parts: string[] = ['"'];
  let from: i32 = 0;
  for (let i: i32 = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 34 && code !== 92) continue;
    parts.push(text.substring(from, i) + "\\");
    from = i;
  }
  parts.push(text.substring(from) + '"');
  return parts.join("");
}
