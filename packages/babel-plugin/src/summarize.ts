import { readFileSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { parseSync } from "@babel/core";
import {
  ExportSummary,
  Kind,
  ModuleSummaries,
  ModuleSummary,
  type Options,
  printSummariesJson,
  readOptions,
  summarize,
  type Tree,
} from "@parallel-await/core";
import { lowerFile, type SourceFile } from "./lower/lower";
import type { PluginOptions } from "./options";

/** What an exported function does, as `effects.summaries` has it. Fields that are left out: nothing, proven, sometimes. */
export interface ExportSummaryJson {
  /** A client of a known module, or something of it: source, type and member (`pg#Pool`). Then there are no other fields. */
  origin?: string;
  reads?: string[];
  writes?: string[];
  /** Why it is more than a read. */
  because?: "write" | "guard" | "timer" | "clock" | "event" | "stream" | "prompt" | "order";
  evidence?: "assumed" | "inferred" | "known" | "declared" | "proven";
  /** Whether calling it may throw, rather than reject. */
  throws?: boolean;
  /** Whether calling it gives a promise. */
  promise?: "never" | "sometimes" | "always";
  writesReceiver?: boolean;
  /** Positions of arguments whose objects it writes, of functions it calls, and of URLs it requests. */
  writesArguments?: number[];
  callsArguments?: number[];
  /** Of those it calls: the ones it is done with when the call is over, and those among them whose promises it waits for. */
  runsArguments?: number[];
  awaitsArguments?: number[];
  requestsArguments?: number[];
}

/** The value of `effects.summaries`: plain JSON, the same text for the same files on every machine. */
export interface ProjectSummaries {
  version: 1;
  /** By path from the root, with `/`; then by exported name (`load`, `api.load`, `Api#load`, `new Api`). */
  modules: Record<string, Record<string, ExportSummaryJson>>;
}

export interface SummarizeOptions {
  /** The folder that paths are relative to, and that Babel has as `root`. Default: the current folder. */
  root?: string;
  /** As for the plugin: what is declared here is believed in every file. */
  effects?: PluginOptions["effects"];
  /** Told about each file that is left out because it cannot be parsed. What is left out is unknown, not harmless. */
  onSkipped?: (path: string, error: unknown) => void;
}

/** A file whose text is at hand. */
export interface ProjectFile {
  path: string;
  code: string;
}

/** One file, ready to be summarised as often as its imports change. */
interface Module {
  readonly id: string;
  readonly tree: Tree;
  readonly imports: readonly string[];
}

/** More rounds than this over files that import each other, and they are summarised without each other. */
const MAX_ROUNDS = 24;

/**
 * Says what the functions that a set of files export do, following relative imports between them, for the plugin's option
 * `effects.summaries`.
 *
 * Files that import each other in a circle are worked out together: beginning with "does nothing", each is summarised with what
 * is believed of the others until nothing changes, which is then true by induction over how deep calls go.
 *
 * Throws what `effects` has wrong, as the plugin does, and what reading a path gives.
 */
export function summarizeProject(
  files: readonly (string | ProjectFile)[],
  { root = process.cwd(), effects, onSkipped }: SummarizeOptions = {},
): ProjectSummaries {
  const { options, error } = readOptions(JSON.stringify(effects ? { effects } : {}));
  if (error !== "") throw new Error(error);
  const modules = readModules(files, root, onSkipped);
  // Every file of the set counts where sources are resolved, also before it is summarised.
  for (const id of modules.keys()) options.summaries.set(new ModuleSummary(id));
  for (const circle of circlesOf(modules, options.summaries)) summarizeCircle(circle, modules, options);
  return JSON.parse(printSummariesJson(options.summaries)) as ProjectSummaries;
}

function readModules(
  files: readonly (string | ProjectFile)[],
  root: string,
  onSkipped: SummarizeOptions["onSkipped"],
): Map<string, Module> {
  const modules: Module[] = [];
  for (const file of files) {
    const path = typeof file === "string" ? file : file.path;
    if (/\.d\.[cm]?ts$/.test(path)) continue;
    const absolute = isAbsolute(path) ? path : join(root, path);
    const code = typeof file === "string" ? readFileSync(absolute, "utf8") : file.code;
    const id = relative(root, absolute).split(sep).join("/");
    try {
      const { tree } = lowerFile({ code, ast: parse(code, absolute) });
      modules.push({ id, tree, imports: sourcesOf(tree) });
    } catch (error) {
      onSkipped?.(path, error);
    }
  }
  modules.sort((a, b) => (a.id < b.id ? -1 : 1));
  return new Map(modules.map((module) => [module.id, module]));
}

function parse(code: string, filename: string): SourceFile["ast"] {
  const plugins: ("typescript" | "jsx" | "decorators" | "explicitResourceManagement")[] = [
    "decorators",
    "explicitResourceManagement",
  ];
  if (/\.[cm]?tsx?$/.test(filename)) plugins.push("typescript");
  if (!/\.[cm]?ts$/.test(filename)) plugins.push("jsx");
  const quiet = { babelrc: false, configFile: false, browserslistConfigFile: false } as const;
  const ast = parseSync(code, { ...quiet, filename, sourceType: "unambiguous", parserOpts: { plugins } });
  if (!ast) throw new Error(`${filename} is ignored by Babel`);
  return ast as unknown as SourceFile["ast"];
}

/** Sources of the imports, exports and calls of `require` of a file. */
function sourcesOf(tree: Tree): string[] {
  const sources: string[] = [];
  for (let node = tree.firstChild(0); node >= 0; node = tree.nextSibling(node)) {
    const kind = tree.kind[node];
    const passesOn = kind === Kind.ExportAll || (kind === Kind.ExportNamed && tree.atom[node] >= 0);
    if (kind === Kind.Import || passesOn) sources.push(tree.text(node));
  }
  for (let node = 0; node < tree.size; node++) {
    const source = tree.kind[node] === Kind.Call ? tree.child(node, 1) : -1;
    const isString = source >= 0 && tree.kind[source] === Kind.String;
    if (isString && tree.text(tree.firstChild(node)) === "require") sources.push(tree.text(source));
  }
  return sources;
}

/** Groups of files that import each other, those that others need first (Tarjan's algorithm, without recursion). */
function circlesOf(modules: Map<string, Module>, known: ModuleSummaries): string[][] {
  const needs = new Map<string, string[]>();
  for (const { id, imports } of modules.values()) {
    const ids = imports.flatMap((source) => known.module(id, source)?.id ?? []);
    needs.set(id, [...new Set(ids)].sort());
  }
  const circles: string[][] = [];
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const start of modules.keys()) {
    if (number.has(start)) continue;
    const work: { id: string; next: number }[] = [{ id: start, next: 0 }];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { id } = frame;
      if (!number.has(id)) {
        number.set(id, number.size);
        lowest.set(id, number.get(id)!);
        open.push(id);
        isOpen.add(id);
      }
      const need = needs.get(id)![frame.next];
      frame.next += 1;
      if (need !== undefined) {
        if (!number.has(need)) work.push({ id: need, next: 0 });
        else if (isOpen.has(need)) lowest.set(id, Math.min(lowest.get(id)!, number.get(need)!));
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above) lowest.set(above.id, Math.min(lowest.get(above.id)!, lowest.get(id)!));
      if (lowest.get(id) === number.get(id)) circles.push(close(id, open, isOpen).sort());
    }
  }
  return circles;
}

function close(last: string, open: string[], isOpen: Set<string>): string[] {
  const circle: string[] = [];
  for (let id = open.pop()!; ; id = open.pop()!) {
    isOpen.delete(id);
    circle.push(id);
    if (id === last) return circle;
  }
}

function summarizeCircle(circle: string[], modules: Map<string, Module>, options: Options): void {
  const once = (): ModuleSummary[] => circle.map((id) => summarizeOne(modules.get(id)!, options));
  const alone = once();
  if (circle.length === 1) return options.summaries.set(alone[0]);
  for (const { id, exports } of alone) {
    const hopeful = new ModuleSummary(id);
    for (const { name, origin } of exports) {
      const nothing = new ExportSummary(name);
      nothing.origin = origin;
      hopeful.add(nothing);
    }
    options.summaries.set(hopeful);
  }
  let before = "";
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = once();
    for (const module of found) options.summaries.set(module);
    const after = textOf(found);
    if (after === before) return;
    before = after;
  }
  for (const module of alone) options.summaries.set(module);
}

function summarizeOne({ id, tree }: Module, options: Options): ModuleSummary {
  options.file = id;
  return summarize(tree, options);
}

function textOf(modules: readonly ModuleSummary[]): string {
  const summaries = new ModuleSummaries();
  for (const module of modules) summaries.set(module);
  return printSummariesJson(summaries);
}
