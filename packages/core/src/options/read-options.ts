/**
 * Reads and checks the options, one JSON object for every host.
 *
 * `readOptions('{"mode": "fast"}')` gives the defaults and an error text that names the option, what was found, what is
 * allowed and what to do. A wrong option is the one thing that may stop a user's build, so the text has to be enough to
 * repair it. An empty text means no options.
 */
import { JsonKind, JsonValue, readJson } from "./json";
import { nearest } from "./nearest";
import { Mode, Options } from "./options";
import { parsePattern, Pattern } from "./patterns";
import { readSummaries } from "./read-summaries";

const NAMES: string[] = ["mode", "loops", "runtime", "expressions", "errors", "effects", "includeTests", "report"];
const MODES: string[] = ["strict", "balanced", "aggressive"];
const LOOPS: string[] = ["concurrency"];
const MAX_CONCURRENCY: i32 = 10000;
const RUNTIMES: string[] = ["inline", "import"];
const ERRORS: string[] = ["first", "source-order"];
const EFFECTS: string[] = ["read", "write", "pure", "sequential", "summaries"];
const REPORTS: string[] = ["off", "summary", "all"];

export class OptionsResult {
  options: Options = new Options();
  /** Empty when the options are fine; else one message for the user. */
  error: string = "";
}

export function readOptions(json: string): OptionsResult {
  const result = new OptionsResult();
  if (json.length === 0) return result;
  const parsed = readJson(json);
  if (parsed.error.length > 0) {
    result.error = message(`the options are not valid JSON: ${parsed.error} at offset ${parsed.offset.toString()}.`);
    return result;
  }
  const root = parsed.value;
  if (root.kind !== JsonKind.Object) {
    result.error = message(`the options must be an object, but are ${describe(root)}. ${listed("Options", NAMES)}`);
    return result;
  }
  for (let i: i32 = 0; i < root.keys.length && result.error.length === 0; i += 1) {
    // Of equal keys only the last counts, as with JSON.parse.
    if (root.indexOf(root.keys[i]) !== i) continue;
    const problem = readOption(result.options, root.keys[i], root.items[i]);
    if (problem.length > 0) result.error = message(problem);
  }
  return result;
}

/** Stores one option; returns what is wrong with it, or an empty text. */
function readOption(options: Options, name: string, value: JsonValue): string {
  if (name === "mode") {
    const problem = wrongChoice(name, value, MODES, "balanced");
    if (problem.length > 0) return problem;
    options.mode =
      value.text === "strict" ? Mode.Strict : value.text === "aggressive" ? Mode.Aggressive : Mode.Balanced;
    return "";
  }
  if (name === "loops") return readLoops(options, value);
  if (name === "runtime") {
    const problem = wrongChoice(name, value, RUNTIMES, "inline");
    if (problem.length === 0) options.inlineRuntime = value.text === "inline";
    return problem;
  }
  if (name === "expressions") {
    options.expressions = isTrue(value);
    return wrongBoolean(name, value, "true");
  }
  if (name === "errors") return readErrors(options, value);
  if (name === "effects") return readEffects(options, value);
  if (name === "includeTests") {
    options.includeTests = isTrue(value);
    return wrongBoolean(name, value, "false");
  }
  if (name === "report") {
    const problem = wrongChoice(name, value, REPORTS, "off");
    if (problem.length === 0) options.report = value.text;
    return problem;
  }
  return `unknown option ${quote(name)}.${suggestion(name, NAMES)} ${listed("Options", NAMES)}`;
}

function readLoops(options: Options, value: JsonValue): string {
  options.loops = false;
  if (value.kind === JsonKind.Boolean && !isTrue(value)) return "";
  if (value.kind !== JsonKind.Object) {
    return (
      `option "loops" must be false or an object such as {"concurrency": 8}, but is ${describe(value)}. ` +
      `Without the option it is {"concurrency": 6}.`
    );
  }
  for (let i: i32 = 0; i < value.keys.length; i += 1) {
    if (value.keys[i] === "concurrency") continue;
    const path = "loops." + value.keys[i];
    return `unknown option ${quote(path)}.${suggestion(value.keys[i], LOOPS)} ${listed('Keys of "loops"', LOOPS)}`;
  }
  const at = value.indexOf("concurrency");
  if (at < 0) return `option "loops" needs "concurrency": how many iterations may be under way at a time.`;
  const concurrency = value.items[at];
  options.concurrency = concurrency.kind === JsonKind.Number ? wholeNumber(concurrency.text) : 0;
  options.loops = options.concurrency > 0 || (concurrency.kind === JsonKind.String && concurrency.text === "unbounded");
  if (options.loops) return "";
  return (
    `option "loops.concurrency" must be a whole number from 1 to ${MAX_CONCURRENCY.toString()} or "unbounded", ` +
    `but is ${describe(concurrency)}.`
  );
}

/** The value of a text of digits, or 0 when it is something else or too large. */
function wholeNumber(text: string): i32 {
  let value: i32 = 0;
  for (let i: i32 = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
    if (value > MAX_CONCURRENCY) return 0;
  }
  return value;
}

function readErrors(options: Options, value: JsonValue): string {
  options.sourceOrderErrors = value.text === "source-order";
  return wrongChoice("errors", value, ERRORS, "first");
}

function readEffects(options: Options, value: JsonValue): string {
  if (value.kind !== JsonKind.Object) {
    return (
      `option "effects" must be an object such as {"read": ["db.*.findMany"]}, but is ${describe(value)}. ` +
      listed("Its keys", EFFECTS)
    );
  }
  for (let i: i32 = 0; i < value.keys.length; i += 1) {
    const key = value.keys[i];
    if (value.indexOf(key) !== i) continue;
    const path = "effects." + key;
    if (!EFFECTS.includes(key)) {
      return `unknown option ${quote(path)}.${suggestion(key, EFFECTS)} ${listed('Keys of "effects"', EFFECTS)}`;
    }
    if (key === "summaries") {
      const wrong = readSummaries(value.items[i], options.summaries);
      if (wrong.length > 0) return wrong;
      continue;
    }
    const list = patternList(options, key);
    const problem = readPatterns(path, value.items[i], list);
    if (problem.length > 0) return problem;
    if (list.length > 0) options.effects.any = true;
  }
  return "";
}

function patternList(options: Options, key: string): Pattern[] {
  if (key === "read") return options.effects.read;
  if (key === "write") return options.effects.write;
  if (key === "pure") return options.effects.pure;
  return options.effects.sequential;
}

function readPatterns(path: string, value: JsonValue, into: Pattern[]): string {
  if (value.kind !== JsonKind.Array) {
    const remedy = value.kind === JsonKind.String ? ` Write [${quote(value.text)}].` : "";
    return `option ${quote(path)} must be an array of patterns, but is ${describe(value)}.${remedy}`;
  }
  for (let i: i32 = 0; i < value.items.length; i += 1) {
    const item = value.items[i];
    const at = quote(path + "[" + i.toString() + "]");
    if (item.kind !== JsonKind.String) {
      return `option ${at} must be a string with a pattern such as "db.*.findMany", but is ${describe(item)}.`;
    }
    const pattern = parsePattern(item.text);
    if (pattern.error.length > 0) {
      return (
        `option ${at} is ${quote(item.text)}, which ${pattern.error}. Write a callee such as "db.*.findMany", or an ` +
        `import source, "#" and a name such as "~/lib/api#get*".`
      );
    }
    into.push(pattern);
  }
  return "";
}

function wrongChoice(name: string, value: JsonValue, allowed: string[], fallback: string): string {
  if (value.kind === JsonKind.String && allowed.includes(value.text)) return "";
  const hint = value.kind === JsonKind.String ? suggestion(value.text, allowed) : "";
  return (
    `option ${quote(name)} must be ${choice(allowed)}, but is ${describe(value)}.${hint} ` +
    `Without the option it is ${quote(fallback)}.`
  );
}

function wrongBoolean(name: string, value: JsonValue, fallback: string): string {
  if (value.kind === JsonKind.Boolean) return "";
  const quoted = value.kind === JsonKind.String && (value.text === "true" || value.text === "false");
  const hint = quoted ? ` Write ${value.text} without quotes.` : ` Without the option it is ${fallback}.`;
  return `option ${quote(name)} must be true or false, but is ${describe(value)}.${hint}`;
}

function isTrue(value: JsonValue): boolean {
  return value.kind === JsonKind.Boolean && value.text === "true";
}

function message(text: string): string {
  return "parallel-await: " + text;
}

function suggestion(given: string, names: string[]): string {
  const name = nearest(given, names);
  return name.length > 0 ? ` Did you mean ${quote(name)}?` : "";
}

function listed(what: string, names: string[]): string {
  return `${what} are ${names.join(", ")}.`;
}

/** `"a", "b" or "c"` */
function choice(names: string[]): string {
  const parts: string[] = [];
  for (let i: i32 = 0; i < names.length; i += 1) {
    if (i > 0) parts.push(i === names.length - 1 ? " or " : ", ");
    parts.push(quote(names[i]));
  }
  return parts.join("");
}

/** What was found, in words, cut to a length that fits a message. */
function describe(value: JsonValue): string {
  switch (value.kind) {
    case JsonKind.Null:
      return "null";
    case JsonKind.Boolean:
      return value.text;
    case JsonKind.Number:
      return "the number " + value.text;
    case JsonKind.String:
      return quote(value.text);
    case JsonKind.Array:
      return "an array";
    default:
      return "an object";
  }
}

function quote(text: string): string {
  return '"' + (text.length > 60 ? text.substring(0, 57) + "..." : text) + '"';
}
