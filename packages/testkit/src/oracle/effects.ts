import { remembered } from "./patterns";

/**
 * Which operations may be started early, in the oracle's own judgement. On purpose this shares nothing with the analysis it
 * judges: a word missing there must not be missing here too. The premise is that names promise truthfully what they do.
 */
export type Effect =
  /** May be started early and in any order among reads. */
  | "read"
  /** Happens in the original's order, never early, never twice, never when the original would not. */
  | "write"
  /** A line on the console or in a log: ordered, but no operation depends on it. */
  | "harmless";

export type EffectOf = (path: string, args: readonly unknown[], discarded: boolean) => Effect;

const writes = words(
  "create add insert update upsert set put patch post delete destroy remove save store write append push publish send emit dispatch " +
    "start stop open close connect disconnect begin commit rollback lock unlock acquire release login logout signin signout register " +
    "unregister init initialize setup teardown install uninstall run exec execute process apply migrate reset clear flush rename move copy " +
    "upload goto navigate click type press wait sleep delay next pop shift take receive consume checkout charge refund pay transfer " +
    "mkdir rm rmdir unlink touch truncate notify track log warm invalidate revalidate refresh sync trigger submit sign seed increment " +
    "decrement enqueue dequeue schedule cancel subscribe unsubscribe transaction dispose kill spawn tick poll retry " +
    // What follows a guard must not happen when it says no.
    "assert ensure validate verify require check authorize authenticate guard confirm",
);

const sqlWrite =
  /^\s*(insert|update|delete|merge|create|drop|alter|truncate|grant|begin|commit|rollback|call|lock|set)\b/i;
/** Through one transaction or session everything is ordered. */
const isExclusive = remembered((path) => /[tT]ransaction\(\)\.\$\d|(^|\.)(tx|trx)(\.|$)/.test(path));

export const defaultEffectOf: EffectOf = (path, args, discarded) => {
  if (isKnownWrite(path, args)) return "write";
  const effect = promisedBy(path);
  return effect === "read" && discarded && path !== "fetch" && path !== "import" ? "write" : effect;
};

/** A logger's line, which is a line on the console. */
export function isLine(path: string): boolean {
  return /\.(log|warn|error|info|debug|trace|fatal|verbose)$/.test(path);
}

/** What the names in a path promise. */
const promisedBy = remembered((path): Effect => {
  if (isLine(path)) return "harmless";
  const names = path.replace(/^new /, "").split(".");
  const verbs = names.map((name) => verbOf(name));
  // Only calls in the path act; `updates.list` reads, `db.insert().values` writes.
  return names.some((name, i) => (name.endsWith("()") || i === names.length - 1) && writes.has(verbs[i]))
    ? "write"
    : "read";
});

/** A write whatever anybody calls it: by HTTP method, by SQL, or through a transaction. */
export function isKnownWrite(path: string, args: readonly unknown[]): boolean {
  if (path === "fetch") return fetchEffect(args[1]) === "write";
  const sql = sqlOf(args[0]);
  return isExclusive(path) || (sql !== undefined && sqlWrite.test(sql));
}

const streams = words("read next pop shift take receive consume poll prompt ask dequeue random uuid nanoid id now");

/** Asking once more gives something else: lines of a file, answers of a person. */
export const isStream = remembered((path) => {
  const name = path.slice(path.lastIndexOf(".") + 1);
  // `readFile` gives the same file again; `read` and `readLine` go on.
  if (verbOf(name) === "read") return /^read$|^read_?(next|more|line|chunk|key|char|byte)/i.test(name);
  return streams.has(verbOf(name));
});

function words(text: string): Set<string> {
  return new Set(text.split(" "));
}

function verbOf(name: string): string {
  return (/^[_$#]*([a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*)/.exec(name)?.[1] ?? name).toLowerCase();
}

function fetchEffect(init: unknown): Effect {
  if (init === undefined) return "read";
  if (typeof init !== "object" || init === null) return "write";
  const method: unknown = (init as { method?: unknown }).method;
  return method === undefined || (typeof method === "string" && /^(get|head)$/i.test(method)) ? "read" : "write";
}

function sqlOf(first: unknown): string | undefined {
  if (typeof first === "string") return first;
  return Array.isArray(first) && "raw" in first ? String(first[0]) : undefined;
}
