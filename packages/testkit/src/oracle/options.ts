import { type EffectOf, defaultEffectOf, isKnownWrite } from "./effects";
import { matcher } from "./patterns";
import type { Bounds } from "./scenarios/enumerate";

/** What a fixture's `oracle.json` may say. All lists hold path patterns such as `db.*.findMany`. */
export interface OracleFile {
  /** Why nothing happens when the program runs. Without this, a case in which no operation runs fails. */
  idle?: string;
  /** Operations that may be started early, and ones that may not, whatever their names say. */
  reads?: string[];
  writes?: string[];
  /** Functions that give promises, or plain values, whatever the source looks like. */
  async?: string[];
  sync?: string[];
  /** Operations that report every failure by a rejection and never throw: async functions of the platform. */
  rejects?: string[];
  /** Plain functions that cannot fail and touch nothing. */
  pure?: string[];
  /** Operations are allowed to be in flight while effects happen, and so on: categories not to be reported, with the reason. */
  allow?: Record<string, string>;
  /** Why the output does not reach the critical path that the oracle sees: it knows of no branches, loops and directives. */
  bound?: string;
  /** `Date` and `performance` show virtual time since the first look at them, instead of the number of looks. */
  virtualTime?: boolean;
  /** Only these entries are run. */
  entries?: string[];
}

export interface OracleOptions extends OracleFile {
  /** Name of the source: its extension decides how it is read. */
  filename?: string;
  /** Options the output was made with; `effects`, `errors` and `mode` change what is allowed. */
  plugin?: PluginOptions;
  effectOf?: EffectOf;
  /** False when nobody looks at the makespans: the critical path takes a while to find. */
  measure?: boolean;
  bounds?: Partial<Bounds>;
}

/** The part of the plugin's options that the oracle has to respect. */
export interface PluginOptions {
  mode?: string;
  errors?: string;
  loops?: false | { concurrency: number | "unbounded" };
  effects?: { read?: string[]; write?: string[]; pure?: string[]; sequential?: string[] };
  [name: string]: unknown;
}

/** The classification for one check: the fixture's word, then the user's options, then names. */
export function effectsFor(options: OracleOptions): EffectOf {
  const declared = options.plugin?.effects ?? {};
  const isWrite = matcher([...(options.writes ?? []), ...(declared.write ?? []), ...(declared.sequential ?? [])]);
  const isRead = matcher([...(options.reads ?? []), ...(declared.read ?? []), ...(declared.pure ?? [])]);
  const fallback = options.effectOf ?? (options.plugin?.mode === "aggressive" ? aggressive : defaultEffectOf);
  return (path, args, discarded) => {
    if (isWrite(path)) return "write";
    return isRead(path) ? "read" : fallback(path, args, discarded);
  };
}

/** In `aggressive` mode names are no evidence, nor is a result that is thrown away: only what is known keeps its place. */
const aggressive: EffectOf = (path, args) => (isKnownWrite(path, args) ? "write" : "read");
