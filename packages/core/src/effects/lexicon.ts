/**
 * What the name of an unknown function suggests.
 *
 *   getUser → read · saveUser → write · ensureAdmin → guard · sleep → timer · userById → nothing
 *
 * Only the first word of a camelCase or snake_case name counts: `loadAndSave` would be a bad name, `saveLoaded` is a write.
 * The tables are sorted and searched; a word that is absent suggests nothing, and nothing is then assumed to be harmless.
 * Not in the tables on purpose: `use` (React hooks call order), `call`, `invoke`, `handle`, `do`, `make`, `build` (say nothing
 * about effects).
 */
export const enum Verb {
  None = 0,
  Read,
  Write,
  Guard,
  Timer,
}

const READS: string[] = [
  "calculate",
  "compare",
  "compute",
  "count",
  "decode",
  "describe",
  "download",
  "exists",
  "fetch",
  "find",
  "format",
  "get",
  "has",
  "head",
  "is",
  "list",
  "load",
  "lookup",
  "parse",
  "peek",
  "query",
  "read",
  "render",
  "resolve",
  "search",
  "select",
  "stat",
];

const WRITES: string[] = [
  "abort",
  "accept",
  "acquire",
  "add",
  "append",
  "apply",
  "approve",
  "archive",
  "assign",
  "attach",
  "begin",
  "book",
  "broadcast",
  "buy",
  "cancel",
  "change",
  "charge",
  "checkout",
  "claim",
  "cleanup",
  "clear",
  "click",
  "close",
  "commit",
  "complete",
  "configure",
  "confirm",
  "connect",
  "consume",
  "copy",
  "create",
  "decrement",
  "delete",
  "deliver",
  "deploy",
  "deregister",
  "destroy",
  "detach",
  "disable",
  "disconnect",
  "dispatch",
  "dispose",
  "drain",
  "drop",
  "edit",
  "emit",
  "empty",
  "enable",
  "end",
  "enqueue",
  "evict",
  "exec",
  "execute",
  "extend",
  "fill",
  "finalize",
  "finish",
  "flush",
  "forget",
  "generate",
  "goto",
  "grant",
  "increment",
  "init",
  "initialize",
  "insert",
  "install",
  "invalidate",
  "kill",
  "launch",
  "listen",
  "lock",
  "log",
  "login",
  "logout",
  "mark",
  "merge",
  "migrate",
  "mkdir",
  "modify",
  "move",
  "mutate",
  "navigate",
  "next",
  "notify",
  "open",
  "patch",
  "pause",
  "pay",
  "persist",
  "pop",
  "post",
  "press",
  "process",
  "prompt",
  "publish",
  "purge",
  "push",
  "put",
  "rebuild",
  "receive",
  "record",
  "refresh",
  "refund",
  "register",
  "reject",
  "release",
  "reload",
  "remove",
  "rename",
  "renew",
  "replace",
  "request",
  "reserve",
  "reset",
  "restart",
  "restore",
  "resume",
  "revalidate",
  "revert",
  "revoke",
  "rm",
  "rollback",
  "rotate",
  "run",
  "save",
  "schedule",
  "seed",
  "send",
  "set",
  "setup",
  "shift",
  "shutdown",
  "sign",
  "spawn",
  "start",
  "stop",
  "store",
  "submit",
  "subscribe",
  "swap",
  "sync",
  "take",
  "teardown",
  "terminate",
  "toggle",
  "touch",
  "track",
  "transfer",
  "trigger",
  "truncate",
  "type",
  "uninstall",
  "unlink",
  "unlock",
  "unregister",
  "unsubscribe",
  "update",
  "upload",
  "upsert",
  "visit",
  "warm",
  "withdraw",
  "write",
];

const GUARDS: string[] = [
  "assert",
  "authenticate",
  "authorize",
  "check",
  "ensure",
  "expect",
  "guard",
  "require",
  "validate",
  "verify",
];

const TIMERS: string[] = ["backoff", "debounce", "delay", "poll", "retry", "settle", "sleep", "throttle", "tick", "wait"];

/** The verb class of a function or method name. */
export function verbOf(name: string): Verb {
  const word = firstWord(name);
  if (word.length === 0) return Verb.None;
  if (isListed(READS, word)) return Verb.Read;
  if (isListed(WRITES, word)) return Verb.Write;
  if (isListed(GUARDS, word)) return Verb.Guard;
  if (isListed(TIMERS, word)) return Verb.Timer;
  return Verb.None;
}

/** First word in lower case: `getUser`, `get_user`, `GetUser`, `GET`, `_getUser` and `#getUser` all give `get`. */
export function firstWord(name: string): string {
  let from: i32 = 0;
  while (from < name.length && !isLetter(name.charCodeAt(from))) from++;
  let to = from;
  if (to < name.length && isUpper(name.charCodeAt(to))) {
    while (to < name.length && isUpper(name.charCodeAt(to))) to++;
    // The last capital of `GETUser` begins the next word; a single capital begins this one.
    if (to < name.length && isLower(name.charCodeAt(to)) && to - from > 1) to--;
  }
  if (to - from <= 1) while (to < name.length && isLower(name.charCodeAt(to))) to++;
  return name.substring(from, to).toLowerCase();
}

function isUpper(code: i32): boolean {
  return code >= 65 && code <= 90;
}

function isLower(code: i32): boolean {
  return code >= 97 && code <= 122;
}

function isLetter(code: i32): boolean {
  return isUpper(code) || isLower(code);
}

/** Binary search in a sorted table. */
export function isListed(table: string[], word: string): boolean {
  return indexIn(table, word) >= 0;
}

/** Index of `word` in a sorted table, or -1. */
export function indexIn(table: string[], word: string): i32 {
  let low: i32 = 0;
  let high: i32 = table.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (table[middle] === word) return middle;
    if (table[middle] < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** For the test that keeps the tables sorted, unique and disjoint. */
export function lexiconTables(): string[][] {
  return [READS, WRITES, GUARDS, TIMERS];
}
