/**
 * Effect patterns: the user's own knowledge about calls, from the `effects` option.
 *
 * - `"db.*.findMany"`: the callee as written in the file. The root (`db`) is whatever the name means there: a global, a
 *   local or an import. `this.api.load` works too; private members (`this.#load`) cannot be named.
 * - `"~/lib/api#get*"`: what was imported, whatever its local name: import source, `#`, exported name, then optionally
 *   members (`"axios#default.get"`, `"~/db#prisma.*.findMany"`). A source that begins with `#` (a package's own
 *   `imports`) keeps its `#`: `"#lib/api#get*"`. For `import * as api` the exported name is the first member.
 *
 * `*` matches any run of characters without a dot, `**` any run at all; both match the empty run. Everything else
 * matches itself, upper and lower case being different. This holds on both sides of `#`: `"~/lib/*#get"` covers
 * `~/lib/api` and `~/lib/a/b` but not `~/lib/api.js`.
 */

/** What the user declared about a call. Ascending care: when several patterns match, the highest wins. */
export const enum Declared {
  None = 0,
  Pure,
  Read,
  Write,
  Sequential,
}

const DOT: i32 = 46;
const STAR: i32 = 42;

export class Pattern {
  constructor(
    readonly text: string,
    /** Import source; empty when the pattern is about the callee as written. */
    readonly source: string,
    readonly path: string,
    /** What is wrong with `text`, for a message; empty when it is well formed. */
    readonly error: string,
  ) {}
}

export class EffectPatterns {
  read: Pattern[] = [];
  write: Pattern[] = [];
  pure: Pattern[] = [];
  sequential: Pattern[] = [];
  /** Whether there is any pattern at all. */
  any: boolean = false;
}

/** Reads one pattern; a malformed one comes back with `error` set. */
export function parsePattern(text: string): Pattern {
  const hash = text.lastIndexOf("#");
  const source = hash < 0 ? "" : text.substring(0, hash);
  const path = text.substring(hash + 1);
  return new Pattern(text, source, path, patternError(text, source, path, hash));
}

/**
 * What the patterns say about a call. `path` is the callee's text with dots (`db.users.findMany`); `source` and
 * `exported` are the import source and `exportedName.member…` of its root, both empty when it is not imported.
 */
export function declaredEffect(patterns: EffectPatterns, path: string, source: string, exported: string): Declared {
  if (!patterns.any) return Declared.None;
  if (anyMatches(patterns.sequential, path, source, exported)) return Declared.Sequential;
  if (anyMatches(patterns.write, path, source, exported)) return Declared.Write;
  if (anyMatches(patterns.read, path, source, exported)) return Declared.Read;
  if (anyMatches(patterns.pure, path, source, exported)) return Declared.Pure;
  return Declared.None;
}

function anyMatches(patterns: Pattern[], path: string, source: string, exported: string): boolean {
  for (let i: i32 = 0; i < patterns.length; i += 1) {
    const pattern = patterns[i];
    if (pattern.source.length === 0) {
      if (path.length > 0 && globMatches(pattern.path, path)) return true;
    } else if (source.length > 0 && globMatches(pattern.path, exported) && globMatches(pattern.source, source)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether `glob` matches all of `text`, without allocating. On a mismatch the last `*` takes one character more; when that
 * would be a dot, the last `**` does. Remembering only the last of each is enough: a shorter run for an earlier star
 * leaves at least as much to the later ones.
 */
export function globMatches(glob: string, text: string): boolean {
  let g: i32 = 0;
  let t: i32 = 0;
  // Where to resume after the last star: place in the glob behind it, and in the text the end of the run it took.
  let starGlob: i32 = -1;
  let starText: i32 = -1;
  let deepGlob: i32 = -1;
  let deepText: i32 = -1;
  while (g < glob.length || t < text.length) {
    if (g < glob.length && glob.charCodeAt(g) === STAR) {
      const from = g;
      while (g < glob.length && glob.charCodeAt(g) === STAR) g += 1;
      starGlob = -1;
      if (g - from > 1) {
        deepGlob = g;
        deepText = t;
      } else {
        starGlob = g;
        starText = t;
      }
    } else if (g < glob.length && t < text.length && glob.charCodeAt(g) === text.charCodeAt(t)) {
      g += 1;
      t += 1;
    } else if (starGlob >= 0 && starText < text.length && text.charCodeAt(starText) !== DOT) {
      starText += 1;
      g = starGlob;
      t = starText;
    } else if (deepGlob >= 0 && deepText < text.length) {
      starGlob = -1;
      deepText += 1;
      g = deepGlob;
      t = deepText;
    } else {
      return false;
    }
  }
  return true;
}

function patternError(text: string, source: string, path: string, hash: i32): string {
  if (text.length === 0) return "is empty";
  for (let i: i32 = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) <= 32) return "contains a space";
  }
  if (hash < 0) return pathError(path);
  if (source.length === 0) return 'has no import source before "#"';
  if (path.length === 0) return 'has no exported name after "#"';
  if (source.lastIndexOf("#") > 0) return 'contains more than one "#"';
  if (source === "this." || source.endsWith(".this.")) return "names a private member, which patterns cannot do";
  return pathError(path);
}

function pathError(path: string): string {
  let last: i32 = DOT;
  for (let i: i32 = 0; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === DOT && last === DOT) return "has an empty name beside a dot";
    if (code !== DOT && code !== STAR && !isNamePart(code)) return 'contains "' + path.charAt(i) + '"';
    last = code;
  }
  return last === DOT ? "has an empty name beside a dot" : "";
}

function isNamePart(code: i32): boolean {
  if (code >= 128 || code === 36 || code === 95) return true;
  if (code >= 48 && code <= 57) return true;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
