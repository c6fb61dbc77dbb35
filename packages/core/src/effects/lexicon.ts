/**
 * What the name of an unknown function suggests.
 *
 *   getUser → read · saveUser → write · ensureAdmin → guard · sleep → timer · userById → nothing
 *
 * The first word of a camelCase or snake_case name decides. When it is no verb that is known, a later word that is a writing
 * or guarding verb does (`tokenValidate`, `asyncSave`); a reading verb does not, because nouns such as `list` and `count` are
 * verbs too. After a reading first word only `And`, `Or` and `For` introduce another verb: `getUpdates` reads, `findAndUpdate` writes. The tables are sorted and searched; a word
 * in none of them suggests nothing. Not in the tables on purpose: `use` (React hooks), `call`, `make`, `to`, `with`.
 */
import { hasWord, wordsIn } from "./words";

export const enum Verb {
  None = 0,
  Read,
  Write,
  Guard,
  Timer,
}

const READS: string = `
calculate compare compute count decode describe download exists fetch find format get has head is list load
lookup parse peek query read render resolve search select stat
`;

const WRITES: string = `
abort accept acquire activate add adopt advance allocate animate append apply approve archive ask assign attach
attempt backup ban bash begin bid bind block book bootstrap broadcast build bump bundle burn buy cancel change
charge checkout claim cleanup clear click close commit compile complete configure confirm connect consume copy
create deactivate decline decr decrement deduct defer del delete deliver demote deploy deposit deregister
destroy detach dial disable discard disconnect dispatch dispose do downgrade downvote drag drain drop edit
elevate emit empty emulate enable encrypt end enqueue enroll erase escalate evict exec execute expire export
extend fill finalize finish fire flag flush focus follow forget fork forward generate goto grant handle hdel
hide hover hset import incr increment ingest init initialize inject insert install intercept invalidate invite
invoke issue join kick kill launch leave like link listen lock log login logout lpop lpush mark merge migrate
mint mkdir modify mount move mset mutate navigate next notify nudge obtain offer open order patch pause pay
perform persist pin place play pop post prepend press print process promote prompt provision prune publish purge
push put question raise reap rebuild receive reconcile record redact redirect redo refresh refund regenerate
register reindex reject relay release reload remove rename renew reorder replace replicate reply report request
reschedule reserve reset restart restore resume retire revalidate revert revive revoke rm roll rollback rotate
rpop rpush run sadd save schedule scroll seal seed seek sell send set setex setup sh shell shift ship show
shutdown sign skip snapshot spawn speak splice squash srem stage start stash step stop store submit subscribe
suspend swap sync tag take tap teardown terminate toggle touch track trade transfer transition trigger truncate
type unarchive unban unbind unblock undo unfollow uninstall uninvite unlike unlink unlock unmount unpin
unregister unset unstage unsubscribe unsuspend update upgrade upload upsert upvote visit vote warm wipe withdraw
write zadd zrem
`;

const GUARDS: string = `
assert authenticate authorize check enforce ensure expect guard must protect require validate verify
`;

const TIMERS: string = "backoff debounce delay nap poll retry settle sleep throttle tick wait";

/** The verb class of a function or method name. */
export function verbOf(name: string): Verb {
  let from = wordStart(name, 0);
  let isFirst = true;
  while (from < name.length) {
    const to = wordEnd(name, from);
    const verb = verbOfWord(name.substring(from, to).toLowerCase());
    const acts = verb === Verb.Write || verb === Verb.Guard || verb === Verb.Timer;
    if (acts || (isFirst && verb === Verb.Read)) {
      if (acts) return verb;
      return secondVerb(name, to);
    }
    isFirst = false;
    from = wordStart(name, to);
  }
  return Verb.None;
}

/** What a reading name says after `And`, `Or` or `For`: `findOneAndUpdate`, `getOrCreate`, `selectForUpdate`. */
function secondVerb(name: string, afterFirst: i32): Verb {
  let from = wordStart(name, afterFirst);
  let joins = false;
  while (from < name.length) {
    const to = wordEnd(name, from);
    const word = name.substring(from, to).toLowerCase();
    const verb = joins ? verbOfWord(word) : Verb.None;
    if (verb === Verb.Write || verb === Verb.Guard || verb === Verb.Timer) return verb;
    joins = word === "and" || word === "or" || word === "for";
    from = wordStart(name, to);
  }
  return Verb.Read;
}

/** Whether a reading name asks for the next piece of something: `getNext`, `loadMore`, `readLine`. */
export function asksForMore(name: string): boolean {
  const from = wordStart(name, wordEnd(name, wordStart(name, 0)));
  const word = name.substring(from, wordEnd(name, from)).toLowerCase();
  return word === "next" || word === "more" || word === "line" || word === "chunk";
}

function verbOfWord(word: string): Verb {
  if (hasWord(READS, word)) return Verb.Read;
  if (hasWord(WRITES, word)) return Verb.Write;
  if (hasWord(GUARDS, word)) return Verb.Guard;
  if (hasWord(TIMERS, word)) return Verb.Timer;
  return Verb.None;
}

/** First word in lower case: `getUser`, `get_user`, `GetUser`, `GET`, `_getUser` and `#getUser` all give `get`. */
export function firstWord(name: string): string {
  const from = wordStart(name, 0);
  return name.substring(from, wordEnd(name, from)).toLowerCase();
}

function wordStart(name: string, from: i32): i32 {
  let at = from;
  while (at < name.length && !isLetter(name.charCodeAt(at))) at++;
  return at;
}

function wordEnd(name: string, from: i32): i32 {
  let to = from;
  while (to < name.length && isUpper(name.charCodeAt(to))) to++;
  // The last capital of `GETUser` begins the next word; a single capital begins this one.
  if (to < name.length && isLower(name.charCodeAt(to)) && to - from > 1) to--;
  if (to - from <= 1) while (to < name.length && isLower(name.charCodeAt(to))) to++;
  return to;
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

/** For the test that keeps the tables sorted, unique and disjoint. */
export function lexiconTables(): string[][] {
  return [wordsIn(READS), wordsIn(WRITES), wordsIn(GUARDS), wordsIn(TIMERS)];
}
