/**
 * Recognises comments that silence a linter's rule against awaiting in loops: whoever wrote one has decided that the
 * loop is sequential.
 *
 * - ESLint and oxlint: `eslint-disable-next-line no-await-in-loop`, `eslint-disable-line`, `eslint-disable` until
 *   `eslint-enable`, `oxlint-…` likewise, and `eslint no-await-in-loop: "off"`.
 * - Biome: `biome-ignore lint/performance/noAwaitInLoops: why`, `biome-ignore-all`, `biome-ignore-start` and `-end`.
 * - Deno: `deno-lint-ignore no-await-in-loop`, `deno-lint-ignore-file`.
 *
 * Only a comment that names the rule counts. A bare `eslint-disable` silences everything, mostly because a file is
 * generated or foreign, and says nothing about its loops.
 */
import { isSpace } from "./marker";

export const enum Scope {
  None = 0,
  /** The comment's own line. */
  Line,
  NextLine,
  /** The line of the next code. */
  NextCode,
  /** From here until `End` of the same tool, or the end of the file. */
  Begin,
  End,
  File,
}

export const enum Tool {
  ESLint = 0,
  Oxlint,
  Biome,
  Count,
}

const RULE = "no-await-in-loop";

/** What a comment silences. `tool` tells the begin and end of different linters apart. */
export class Suppression {
  constructor(
    readonly scope: Scope,
    readonly tool: Tool,
  ) {}
}

export function readSuppression(text: string): Suppression {
  if (text.includes("lint-disable") || text.includes("lint-enable")) {
    const from = skipDecoration(text);
    if (text.startsWith("eslint-", from)) return readEslint(text, from + 7, Tool.ESLint);
    if (text.startsWith("oxlint-", from)) return readEslint(text, from + 7, Tool.Oxlint);
  } else if (text.includes("biome-ignore")) {
    return readBiome(text, skipDecoration(text));
  } else if (text.includes(RULE)) {
    return readOther(text, skipDecoration(text));
  }
  return none();
}

function none(): Suppression {
  return new Suppression(Scope.None, Tool.ESLint);
}

function readEslint(text: string, from: i32, tool: Tool): Suppression {
  const verbEnd = wordEnd(text, from);
  const verb = text.substring(from, verbEnd);
  const reason = text.indexOf(" --", verbEnd);
  const rules = text.substring(verbEnd, reason < 0 ? text.length : reason);
  const named = namesRule(rules);
  if (verb === "enable") return named || isBlank(rules) ? new Suppression(Scope.End, tool) : none();
  if (!named) return none();
  if (verb === "disable-next-line") return new Suppression(Scope.NextLine, tool);
  if (verb === "disable-line") return new Suppression(Scope.Line, tool);
  return verb === "disable" ? new Suppression(Scope.Begin, tool) : none();
}

function readBiome(text: string, from: i32): Suppression {
  const verbEnd = wordEnd(text, from);
  const verb = text.substring(from, verbEnd);
  const reason = text.indexOf(":", verbEnd);
  if (!namesRule(text.substring(verbEnd, reason < 0 ? text.length : reason))) return none();
  if (verb === "biome-ignore") return new Suppression(Scope.NextCode, Tool.Biome);
  if (verb === "biome-ignore-all") return new Suppression(Scope.File, Tool.Biome);
  if (verb === "biome-ignore-start") return new Suppression(Scope.Begin, Tool.Biome);
  return verb === "biome-ignore-end" ? new Suppression(Scope.End, Tool.Biome) : none();
}

/** Deno's comments, and ESLint's configuration comment. */
function readOther(text: string, from: i32): Suppression {
  const verbEnd = wordEnd(text, from);
  const verb = text.substring(from, verbEnd);
  const rest = text.substring(verbEnd);
  if (verb === "deno-lint-ignore" && namesRule(rest)) return new Suppression(Scope.NextLine, Tool.ESLint);
  if (verb === "deno-lint-ignore-file" && namesRule(rest)) return new Suppression(Scope.File, Tool.ESLint);
  return verb === "eslint" && turnsRuleOff(rest) ? new Suppression(Scope.File, Tool.ESLint) : none();
}

/** Whether a list of rules, separated by commas or spaces, names the rule, with or without its plugin. */
function namesRule(list: string): boolean {
  let from: i32 = 0;
  while (from < list.length) {
    const end = wordEnd(list, from);
    const name = list.substring(from, end);
    if (name === RULE || name.endsWith("/" + RULE) || name.endsWith("(" + RULE + ")")) return true;
    if (name.endsWith("/noAwaitInLoops") || name.endsWith("/noAwaitInLoop")) return true;
    from = end + 1;
  }
  return false;
}

/** `no-await-in-loop: "off"`, also as `0`, with quotes around the rule, or in an array. */
function turnsRuleOff(config: string): boolean {
  let at: i32 = config.indexOf(RULE);
  if (at < 0) return false;
  at += RULE.length;
  let colon = false;
  while (at < config.length) {
    const code = config.charCodeAt(at);
    if (code === 58) colon = true;
    else if (code !== 34 && code !== 39 && code !== 91 && !isSpace(code)) break;
    at += 1;
  }
  return colon && (config.startsWith("off", at) || config.startsWith("0", at));
}

/** Place behind the spaces and stars that open a comment's text. */
function skipDecoration(text: string): i32 {
  let at: i32 = 0;
  while (at < text.length && (text.charCodeAt(at) === 42 || isSpace(text.charCodeAt(at)))) at += 1;
  return at;
}

/** End of the run of characters without space or comma that starts at `from`. */
function wordEnd(text: string, from: i32): i32 {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 44 && !isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(text: string): boolean {
  for (let i: i32 = 0; i < text.length; i += 1) {
    if (!isSpace(text.charCodeAt(i))) return false;
  }
  return true;
}
