/**
 * Finds `@sequential`, `@parallel` and `@file` in the text of a comment.
 *
 * A marker is a word of its own: `@sequentially`, `x@sequential`, `@sequential-ish`, `@sequential/package` and a quoted
 * `"@sequential"` are not markers. `@sequential` counts anywhere in a comment, because a lost one is a miscompile and a
 * needless one costs a few milliseconds. `@parallel` asserts something, so it has to open a line of the comment
 * ("never call this @parallel" asserts nothing).
 */

export const enum Marker {
  None = 0,
  Sequential = 1,
  Parallel = 2,
  /** `@file`, also in JSDoc's spellings `@fileoverview` and `@overview`. */
  File = 4,
}

const AT: i32 = 64;
const DASH: i32 = 45;
const DOT: i32 = 46;
const SLASH: i32 = 47;

/** The markers in a comment's text, as bits; `File` only together with another one. */
export function markersIn(text: string): i32 {
  let found: i32 = Marker.None;
  if (hasWord(text, "@sequential", false)) found |= Marker.Sequential;
  if (hasWord(text, "@parallel", true)) found |= Marker.Parallel;
  if (found === Marker.None) return found;
  const file = hasWord(text, "@file", false) || hasWord(text, "@fileoverview", false);
  if (file || hasWord(text, "@overview", false)) found |= Marker.File;
  return found;
}

function hasWord(text: string, word: string, opensLine: boolean): boolean {
  let at: i32 = text.indexOf(word);
  while (at >= 0) {
    const free = opensLine ? isLineStart(text, at) : startsWord(text, at);
    if (free && endsWord(text, at + word.length)) return true;
    at = text.indexOf(word, at + word.length);
  }
  return false;
}

/** Only decoration (`*`, `/`, `!`, spaces) between the line's start and `at`. */
function isLineStart(text: string, at: i32): boolean {
  for (let i = at - 1; i >= 0; i -= 1) {
    const code = text.charCodeAt(i);
    if (isLineBreak(code)) return true;
    if (code !== 42 && code !== SLASH && code !== 33 && !isSpace(code)) return false;
  }
  return true;
}

function startsWord(text: string, at: i32): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  // `///` comments leave slashes before the text; elsewhere a slash joins words, as in the name of a package.
  if (before === SLASH) return isLineStart(text, at);
  const quote = before === 34 || before === 39 || before === 96;
  return !quote && before !== AT && !isWordPart(before);
}

function endsWord(text: string, end: i32): boolean {
  if (end >= text.length) return true;
  const after = text.charCodeAt(end);
  if (isWordPart(after) || after === AT) return false;
  if (after !== DASH && after !== DOT && after !== SLASH) return true;
  return end + 1 >= text.length || !isWordPart(text.charCodeAt(end + 1));
}

/** Letters, digits, `_`, `$`; of the characters beyond ASCII, everything but spaces and punctuation. */
export function isWordPart(code: i32): boolean {
  if (code < 128) {
    if (code === 36 || code === 95) return true;
    if (code >= 48 && code <= 57) return true;
    return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  }
  if (code < 0xc0 || code === 0xfeff) return false;
  if (code >= 0x2000 && code <= 0x206f) return false;
  if (code >= 0x2190 && code <= 0x2bff) return false;
  if (code >= 0x3000 && code <= 0x303f) return false;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  return !(code >= 0xff00 && code <= 0xff0f);
}

export function isSpace(code: i32): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}

function isLineBreak(code: i32): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}
