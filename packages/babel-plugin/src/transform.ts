import { relative, sep } from "node:path";
import { analyze, isTestFile, mayHoist } from "@parallel-await/core";
import { applyEdits } from "./apply/apply";
import type { Builders } from "./apply/builders";
import { changedFunctions } from "./changed";
import { lowerFile, lowerOutline, type SourceFile } from "./lower/lower";
import { type Lowered, release } from "./lower/walk";
import type { Settings } from "./options";
import { type FileReport, fileReport } from "./report";
import { outlineOf } from "./precheck";
import { recrawl, type ScopedFile } from "./recrawl";

/** What the plugin uses of Babel's `File`. */
export interface HostFile extends SourceFile, ScopedFile {
  readonly opts: {
    readonly filename?: string | null;
    readonly root?: string | null;
    readonly cwd?: string | null;
  };
}

/** Comes before the first await of every loop that may be split, and hardly ever does without a loop. */
const FOR = /\bfor\b/;

/** Runs the whole of parallel-await on one file: lower, analyse, apply. Null when there was nothing to look at. */
export function transformFile(types: Builders, file: HostFile, settings: Settings): FileReport | null {
  const wantsEverySite = settings.report === "all" || typeof settings.report === "function";
  // Two awaits make a group, one in a loop makes many; a report of every site also wants the lonely ones.
  const hasFor = !file.code || FOR.test(file.code);
  const mayLoop = settings.core.loops && hasFor;
  // A `for await` is another one.
  const needed = wantsEverySite || hasFor ? 1 : 2;
  if (!mentionsAwait(file.code, needed)) return null;
  const name = nameFromRoot(file);
  if (!settings.core.includeTests && isTestFile(name || (file.opts.filename ?? ""))) return null;
  settings.core.file = name;
  if (settings.report === "off" && file.code && !hasProspects(types, file, file.code, settings, mayLoop)) return null;

  const lowered = lowerFile(file);
  try {
    return lowered.awaits < needed ? null : analyzeAndApply(types, file, lowered, settings);
  } finally {
    release(lowered.tree, lowered.nodes);
  }
}

/**
 * Whether the file is worth lowering as a whole. Few of those with many awaits are: most of their awaits keep their places for
 * reasons that the functions around them tell.
 */
function hasProspects(types: Builders, file: HostFile, code: string, settings: Settings, loops: boolean): boolean {
  const outline = outlineOf(file.ast.program, code, loops, !settings.core.summaries.isEmpty, types.VISITOR_KEYS);
  if (outline === null || outline === "whole") return outline !== null;
  const tree = lowerOutline(file, outline);
  try {
    return mayHoist(tree, settings.core);
  } finally {
    release(tree);
  }
}

function analyzeAndApply(types: Builders, file: HostFile, lowered: Lowered, settings: Settings): FileReport | null {
  const { edits, remarks, assertions, problem } = analyze(lowered.tree, settings.core);
  if (problem) throw new Error(problem);
  if (edits.length > 0) {
    const changed = changedFunctions(lowered, edits);
    const journal = applyEdits(types, lowered, edits);
    try {
      recrawl(file, changed);
    } catch (error) {
      journal.rollBack();
      recrawl(file, null);
      throw error;
    }
  }
  return settings.report === "off" ? null : fileReport(file.opts.filename ?? null, remarks, assertions);
}

/**
 * Whether the text `await` occurs often enough, in code or not. Nearly every file ends here, so this must cost nothing.
 * Without a source text only the tree can tell.
 */
function mentionsAwait(code: string | null | undefined, needed: number): boolean {
  if (!code) return true;
  let from = 0;
  for (let found = 0; found < needed; found += 1) {
    const at = code.indexOf("await", from);
    if (at < 0) return false;
    from = at + "await".length;
  }
  return true;
}

/**
 * Path from the project's root, as summaries of modules name files; empty for a text without a name. A path outside the project keeps
 * its folders: `../` never makes a file a test.
 */
function nameFromRoot({ opts: { filename, root, cwd } }: HostFile): string {
  const base = root ?? cwd;
  return filename && base ? relative(base, filename).split(sep).join("/") : "";
}
