import { knowsModule } from "@parallel-await/core";

/** White space and comments, as they may stand between any two tokens. Matches in one way only, so that it never tries others. */
const GAP = String.raw`(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029])*`;
const MODULES = new RegExp(String.raw`\b(?:from|import|require)\b${GAP}\(?${GAP}(["'])(.*?)\1`, "g");
const NAME = String.raw`[^\s.,;:=(){}[\]<>"'+\-*/%!?&|^~]+`;
/** What begins like this is no value of a known module. */
const PLAIN = String.raw`["'\d{[]|(?:null|true|false|undefined)\b`;
const FIELDS = new RegExp(String.raw`\bthis${GAP}\.${GAP}${NAME}${GAP}=(?![=>])(?!${GAP}(?:${PLAIN}))`, "g");

/**
 * Where a field of `this` is given what core may know, in ascending order: `this.db = new Pool()`. Searches the text, so places
 * in comments and strings count too; none is missing. With summaries any other file may export such a value.
 */
export function knownFields(code: string, hasSummaries: boolean): number[] {
  const places = Array.from(code.matchAll(FIELDS), ({ index }) => index);
  return places.length === 0 || hasSummaries || mentionsKnownModule(code) ? places : [];
}

const answers = new Map<string, boolean>();

function mentionsKnownModule(code: string): boolean {
  for (const [, , source] of code.matchAll(MODULES)) {
    let isKnown = answers.get(source);
    // An escape may hide any name.
    if (isKnown === undefined) answers.set(source, (isKnown = source.includes("\\") || knowsModule(source)));
    if (isKnown) return true;
  }
  return false;
}
