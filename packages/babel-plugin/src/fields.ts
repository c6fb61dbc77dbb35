import { knowsModule } from "@parallel-await/core";
import type { SyntaxNode } from "./lower/syntax";

/** White space and comments, as they may stand between any two tokens. Matches in one way only, so that it never tries others. */
const GAP = String.raw`(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029])*`;
/** What stands behind the word in `require("pg")` and `import("pg")`. */
const LOADED = new RegExp(String.raw`${GAP}\(${GAP}(["'])(.*?)\1`, "y");
const NAME = String.raw`[^\s.,;:=(){}[\]<>"'+\-*/%!?&|^~]+`;
/** What begins like this is no value of a known module. */
const PLAIN = String.raw`["'\d{[]|(?:null|true|false|undefined)\b`;
const FIELDS = new RegExp(String.raw`\bthis${GAP}\.${GAP}${NAME}${GAP}=(?![=>])(?!${GAP}(?:${PLAIN}))`, "g");

/**
 * Where a field of `this` is given what core may know, in ascending order: `this.db = new Pool()`. Searches the text, so places
 * in comments and strings count too; none is missing. With summaries any other file may export such a value. Few files mention a
 * known module, so that is asked first.
 */
export function knownFields(program: SyntaxNode, code: string, hasSummaries: boolean): number[] {
  if (!hasSummaries && !mentionsKnownModule(program, code)) return [];
  return Array.from(code.matchAll(FIELDS), ({ index }) => index);
}

/** Declarations that import or export stand in the module itself; what is loaded by a call is searched for in the text. */
function mentionsKnownModule(program: SyntaxNode, code: string): boolean {
  for (const { source } of program.body) if (typeof source?.value === "string" && isKnown(source.value)) return true;
  return loadsKnownModule(code, "require") || loadsKnownModule(code, "import");
}

function loadsKnownModule(code: string, word: string): boolean {
  for (let at = code.indexOf(word); at >= 0; at = code.indexOf(word, at + word.length)) {
    if (!mayCall(code, at + word.length)) continue;
    LOADED.lastIndex = at + word.length;
    const source = LOADED.exec(code)?.[2];
    // An escape may hide any name.
    if (source !== undefined && (source.includes("\\") || isKnown(source))) return true;
  }
  return false;
}

/** Whether a parenthesis or a comment comes next: most of what is imported is imported by declarations. */
function mayCall(code: string, from: number): boolean {
  let at = from;
  while (code.charCodeAt(at) <= 32) at += 1;
  const next = code.charAt(at);
  return next === "(" || next === "/" || next > "~";
}

const answers = new Map<string, boolean>();

function isKnown(source: string): boolean {
  let answer = answers.get(source);
  if (answer === undefined) answers.set(source, (answer = knowsModule(source)));
  return answer;
}
