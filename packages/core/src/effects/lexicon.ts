/**
 * What the name of an unknown function suggests.
 *
 *   getUser → read · saveUser → write · ensureAdmin → guard · sleep → timer · userById → nothing
 *
 * The first word of a camelCase or snake_case name decides. When it is no verb that is known, a later word that is a writing
 * or guarding verb does (`tokenValidate`, `asyncSave`); a reading verb does not, because nouns such as `list` and `count` are
 * verbs too. After a reading first word only `And`, `Or`, `For` and `Then` introduce another verb: `getUpdates` reads, `findAndUpdate` writes,
 * and so does what provides something that lacks (`downloadIfNecessary`), puts it somewhere (`renderToFile`), or settles it (`resolveTicket`). `un`, `re`, `de` and `dis` leave a writing verb one. A choice
 * is the user's (`selectRegion`), a selection of rows is not (`selectAll`). The tables are sorted and searched; a word
 * in none of them suggests nothing. Not in the tables on purpose: `use` (React hooks), `make`, `to`, `with`, and `call` by itself.
 *
 * `bench/review/verdicts.tsv` says which words were added after a wrong hoist in real code.
 */
import { hasWord, wordsIn } from "./words";

export const enum Verb {
  None = 0,
  Read,
  Write,
  Guard,
  Timer,
  /** Asks the user. */
  Ask,
}

const READS: string = `
calculate compare compute count decode describe download exists fetch find format get has head is list load
lookup parse peek query read render resolve retrieve search select stat
`;

const WRITES: string = `
abandon abort absorb accept accrue ack acknowledge acquire activate add adjust admit adopt advance airdrop
allocate allot alter amend animate announce annul anonymize append apply appoint approve archive arm assign
attach attempt attend attest augment autosave award backfill backup ban bash become begin bid bind blacklist
blmove block blpop book boost boot bootstrap borrow bounce broadcast brpop brpoplpush build bump bundle burn
bury buy bzpopmax bzpopmin cancel capture cashout cast cd cede change charge chargeback chdir checkin checkout
chmod chown claim clean cleanup clear click close commit compact compensate compile complete compress concede
configure confiscate connect consent consolidate consume contribute copy craft create credit deactivate debit
decline decommission decorate decr decrby decrement deduct defer degrade del delegate delete deliver demolish
demote deny depart deploy deposit deprecate dequeue deregister destroy detach dial disable disburse discard
disconnect dismiss dispatch dispense dispose dissolve distribute do donate downgrade downvote drag drain draw
drop dump duplicate edit eject elect elevate eliminate emit empower empty emulate enable enact encrypt end
endorse endow engage enlist enqueue enrich enroll enter entitle entrust equip erase escalate establish evacuate
evaluate evict exchange exec execute exempt exhaust exile exit expel expire expireat export extend fail faucet
fill finalize finetune finish fire fix flag flip flush focus follow forget fork forward freeze fulfil fulfill
fund generate getdel getex getset give goto grab grant halt handle hdel heal hibernate hide hincrby hincrbyfloat
hire hold hover hset hsetnx hydrate impersonate import impose incr incrby incrbyfloat increase increment induct
inflate inform ingest init initialize initiate inject insert install instantiate integrate intercept interrupt
invalidate invest invite invoke issue join kick kill launch lease leave lend liberate like link linsert
liquidate listen lmove lock log login logoff logon logout lpop lpush lrem lset ltrim mark mask materialize merge
migrate mine mint mkdir mkdirp modify mount move mset msetnx mutate mute nack navigate negotiate next nominate
notify nudge nuke nullify obtain occupy offer onboard open operate order outbid override overrule overwrite pack
participate patch pause pay payout penalize perform persist pexpire pin place play poke pop popd populate post
postpone preempt prefetch preload prepare prepay prepend press print proceed process procure promote propagate
propose provision prune publish pull punish purchase purge push pushd put quarantine question queue quit raise
ratify reap rearrange rebalance reboot rebuild receive reconcile record recycle redact redeem redirect redo
refinance refresh refund refuse regenerate register reimburse reindex reinforce reject relay release reload
relocate remediate remind remove rename renew renounce reorder repair repay replace replay replenish replicate
reply report request requeue reschedule rescue reserve reset resize respond restart restock restore restrict
resume retire retract revalidate reveal revert revive revoke reward rewind rewrite rimraf rm roll rollback
rotate rpop rpoplpush rpush run sacrifice sadd salvage save scaffold schedule scroll scrub seal seed seek sell
send set setex setnx setup sh share shell shift ship show shutdown sign signin signoff signon signout signup
skip slash smove snapshot snooze spawn speak spend splice sponsor spop squash srem stage stake start stash steal
step stop store strip submit subscribe summon supersede surrender suspend swap sweep switch sync synchronize tag
take tap teardown teleport terminate thaw throw toggle topup touch track trade train transact transcode transfer
transition transmit trash trigger truncate tunnel tweet type unarchive unban unbind unblock undo unfollow
uninstall uninvite unlike unlink unlock unmount unpack unpin unregister unset unshare unstage unstake
unsubscribe unsuspend untag unzip update upgrade upload upsert upvote vacuum visit void vote vouch wager wake
warm whitelist wipe withdraw withhold write xack xadd xautoclaim xclaim xreadgroup xtrim zadd zap zincrby zip
zpopmax zpopmin zrem
`;

const GUARDS: string = `
assert authenticate authorize check enforce ensure expect guard must protect require validate verify
`;

const ASKS: string = "ask choose confirm inquire pick prompt";

/** What follows `select` where it asks a data base; `selectRegion` lets the user choose. */
const SELECTED: string = "all by count distinct first for from many one raw top where";

/** What there may be several of, so that the user has to say which: `resolveDeviceAsync`. */
const SEVERAL: string = "device emulator simulator";

/** What follows `If` in the name of a function that provides what is not there. */
const LACKS: string = "absent missing necessary needed required";

/** Reading verbs that open what the last word of the name says, instead of reading it. */
const OPENING: string = "fetch get";

/** What is held, from when it has been asked for until it is given back: `getLock`. */
const HELD: string = "lease lock mutex semaphore";

/** What comes after `next` in the name of a function that counts on: `getNextId`. */
const COUNTED: string = "id key nonce number seq sequence val value";

/** What `get` is followed by where a store is asked for a value and given another in one go: `getDel`. */
const REPLACED: string = "del delete ex set";

/** What a person types when it is read: `readPassword`; a `getPassword` may look it up. */
const TYPED: string = "answer confirmation input passphrase password";

/** What a person is asked for when it is got: `getUserInput`. */
const ANSWERED: string = "confirmation input";

/** What is opened, and kept, when it is asked for first: `getDb`, but not `getUserFromDb`. */
const OPENED: string = "browser database db knex mongo mongoose orm prisma redis";

/** What is there, runs or has its place once it has been loaded: `loadPlugins`. */
const LOADED: string =
  "dotenv env extension extensions fixture fixtures namespace namespaces plugin plugins polyfill polyfills script scripts";

/** Writing verbs that are no verbs alone, but are after `And`: `loadAndCache`, `downloadAndExtract`. */
const JOINED: string = "cache extract";

/** What is settled when it is resolved; anything else is looked up: `resolveTicket`, but `resolveUser`. */
const SETTLED: string = `
alert alerts bet bets comment comments complaint complaints conflict conflicts dispute disputes incident incidents issue issues market
thread threads ticket tickets
`;

/** Where something that is read is put, after `To`: `renderToFile`, but `renderToString`. */
const PLACES: string = "cache db dir directory disk file files folder path storage temp tmp";

/** Reading verbs that put what they read where a last `To` says: `downloadTo(path)`, but `getLinksTo(page)`. */
const FILLING: string = "decode download load read render";

/** What a function that begins with `in` or `with` runs something in: `inTransaction`, `withTx`. */
const SCOPES: string = "transaction trx tx";

/**
 * Functions of browsers that let the user decide, by all names that hold them, in lower case. Media Capture and Streams, Screen Capture,
 * Window Management (all W3C) and Local Font Access (WICG).
 */
const PERMITTED: string = "getdisplaymedia getscreendetails getusermedia querylocalfonts";

/** Words that name modules which ask the user: `./prompts`, `@inquirer/prompts`, `@clack/prompts`. */
const ASKING_MODULES: string = "ask clack enquirer inquirer prompt prompter prompts";

const TIMERS: string = "await backoff benchmark debounce delay measure nap poll retry settle sleep throttle tick wait";

/** The verb class of a function or method name. */
export function verbOf(name: string): Verb {
  // What is read behind it depends on what the user has said: `enumerateDevices` names none without permission.
  if (name.length > 11 && hasWord(PERMITTED, name.toLowerCase())) return Verb.Ask;
  let from = wordStart(name, 0);
  let isFirst = true;
  while (from < name.length) {
    const to = wordEnd(name, from);
    const word = name.substring(from, to).toLowerCase();
    const verb = verbOfWord(word);
    if (acts(verb)) return verb;
    // `auth(request)`; elsewhere in a name, and in that of a class, it is what something is for: `new AuthError()`.
    if (isFirst && name.substring(from, to) === "auth") return Verb.Guard;
    if (isFirst && (word === "in" || word === "with") && hasWord(SCOPES, lastWord(name))) return Verb.Write;
    // `callSlackApi` says that something is called, not what for; `load.call(this)` is another thing.
    if (isFirst && word === "call" && wordStart(name, to) < name.length) return Verb.Write;
    if (isFirst && verb === Verb.Read) {
      if (letsChoose(name, from, to) || isTyped(word, lastWord(name))) return Verb.Ask;
      return takes(word, name) ? Verb.Write : secondVerb(name, to);
    }
    isFirst = false;
    from = wordStart(name, to);
  }
  return Verb.None;
}

/** What a reading name says after `And`, `Or`, `For` or `Then`: `findOneAndUpdate`, `getOrCreate`, `selectForUpdate`. */
function secondVerb(name: string, afterFirst: i32): Verb {
  let from = wordStart(name, afterFirst);
  let joins = false;
  while (from < name.length) {
    const to = wordEnd(name, from);
    const word = name.substring(from, to).toLowerCase();
    const verb = joins ? verbOfWord(word) : Verb.None;
    if (acts(verb)) return verb;
    // `downloadIfNecessary`, `loadIfNeeded`: it fills something.
    if (word === "if" && hasAnyWord(LACKS, name.substring(to))) return Verb.Write;
    // `getBenchmarkIndex` measures how long something takes.
    if (word === "benchmark") return Verb.Timer;
    if (word === "next" && hasWord(COUNTED, firstWord(name.substring(to)))) return Verb.Write;
    // What is not kept yet is put there: `loadAndCache`.
    if (joins && hasWord(JOINED, word)) return Verb.Write;
    if (word === "into" || (word === "to" && isPlace(name, to))) return Verb.Write;
    if (word === "with" && hasWord(HELD, firstWord(name.substring(to)))) return Verb.Write;
    joins = word === "and" || word === "or" || word === "for" || word === "then";
    from = wordStart(name, to);
  }
  return Verb.Read;
}

/** `renderToFile`, `downloadTo`: what follows `To`, from `at` on, is where something is put. */
function isPlace(name: string, at: i32): boolean {
  if (wordStart(name, at) < name.length) return hasWord(PLACES, firstWord(name.substring(at)));
  return hasWord(FILLING, firstWord(name));
}

/** `getLock`, `getRunLock`, `loadScript`: what is asked for is held from then on, or runs; `getDel`, `resolveTicket`: it is settled. */
function takes(verb: string, name: string): boolean {
  const last = lastWord(name);
  if (verb === "get" && opensOnce(name, last)) return true;
  if (verb === "get") return hasWord(HELD, last) || (hasWord(REPLACED, last) && name.length === last.length + 3);
  if (verb === "resolve") return hasWord(SETTLED, last);
  return verb === "load" && hasWord(LOADED, last);
}

/** `readPassword`, `getUserInput`: somebody has to type it, one after the other. */
function isTyped(verb: string, last: string): boolean {
  if (verb === "read") return hasWord(TYPED, last);
  return verb === "get" && hasWord(ANSWERED, last);
}

/** `getDb`: two that ask for it first at the same time would each open one. */
function opensOnce(name: string, last: string): boolean {
  return name.length === last.length + 3 && hasWord(OPENED, last);
}

function acts(verb: Verb): boolean {
  return verb !== Verb.None && verb !== Verb.Read;
}

/** Whether a name says that what has it does more than read. */
export function saysActs(name: string): boolean {
  return acts(verbOf(name));
}

/** `selectRegion`, `renderSelectPrompt`: the user decides. The first word is a reading verb from `from` to `to`. */
function letsChoose(name: string, from: i32, to: i32): boolean {
  const first = name.substring(from, to).toLowerCase();
  if (first !== "select" && first !== "render" && first !== "resolve") return false;
  const next = wordStart(name, to);
  if (next >= name.length) return false;
  if (first === "select") return !hasWord(SELECTED, name.substring(next, wordEnd(name, next)).toLowerCase());
  return hasAnyWord(first === "render" ? "prompt" : SEVERAL, name.substring(next));
}

/** Whether a text, cut into words as names are, has a word of a list. */
export function hasAnyWord(list: string, text: string): boolean {
  let from = wordStart(text, 0);
  while (from < text.length) {
    const to = wordEnd(text, from);
    if (hasWord(list, text.substring(from, to).toLowerCase())) return true;
    from = wordStart(text, to);
  }
  return false;
}

/** Whether a module's name says that its functions ask the user. */
export function asksUser(source: string): boolean {
  return hasAnyWord(ASKING_MODULES, source);
}

/** Whether a name says whether there is anybody to ask: `interactive`, `nonInteractive`. */
export function saysInteractive(name: string): boolean {
  return hasAnyWord("interactive", name);
}

/** Methods that loggers of every kind share. */
export const LOGGING: string = "debug error fatal info log trace verbose warn";

/** Whether a path is that of a logger's method: `log.info`, `this.logger.warn`. A `catalog` or `changelog` is none. */
export function isLogger(path: string): boolean {
  const dot = path.lastIndexOf(".");
  if (dot < 0 || !hasWord(LOGGING, path.substring(dot + 1))) return false;
  const receiver = path.substring(path.lastIndexOf(".", dot - 1) + 1, dot);
  return receiver === "log" || lastWord(receiver) === "logger";
}

/** The last word of a name in lower case: `imapConnection` gives `connection`. */
export function lastWord(name: string): string {
  let word = "";
  let from = wordStart(name, 0);
  while (from < name.length) {
    const to = wordEnd(name, from);
    word = name.substring(from, to).toLowerCase();
    from = wordStart(name, to);
  }
  return word;
}

/** Whether a name says that a stream is opened, which somebody then has to close: `getAsStream`. */
export function opensStream(name: string): boolean {
  return lastWord(name) === "stream" && hasWord(OPENING, firstWord(name));
}

/** Whether a reading name asks for the next piece of something: `getNext`, `loadMore`, `readLine`. */
export function asksForMore(name: string): boolean {
  const from = wordStart(name, wordEnd(name, wordStart(name, 0)));
  const word = name.substring(from, wordEnd(name, from)).toLowerCase();
  return word === "next" || word === "more" || word === "line" || word === "chunk";
}

/** Verbs of words asked about before: a code base has the same few hundred in the names of all its functions. */
const asked: Map<string, Verb> = new Map<string, Verb>();
const MAX_ASKED: i32 = 4096;
/** Engines copy a text as short as this when it is cut out of another; one longer would hold on to all of its source file. */
const MAX_ASKED_LENGTH: i32 = 12;

function verbOfWord(word: string): Verb {
  if (asked.has(word)) return asked.get(word) as Verb;
  const verb = findVerb(word);
  if (word.length > MAX_ASKED_LENGTH) return verb;
  if (asked.size === MAX_ASKED) asked.clear();
  asked.set(word, verb);
  return verb;
}

function findVerb(word: string): Verb {
  if (hasWord(READS, word)) return Verb.Read;
  if (hasWord(WRITES, word)) return Verb.Write;
  if (hasWord(GUARDS, word)) return Verb.Guard;
  if (hasWord(TIMERS, word)) return Verb.Timer;
  if (hasWord(ASKS, word)) return Verb.Ask;
  if (isUndone(word)) return Verb.Write;
  // `authorise`, `initialise`
  return word.endsWith("ise") ? findVerb(word.substring(0, word.length - 2) + "ze") : Verb.None;
}

/** `unpublish`, `reconnect`, `undislike`: a prefix leaves a writing verb one. */
function isUndone(word: string): boolean {
  let rest = word;
  while (rest.length > 5) {
    if (rest.startsWith("dis")) rest = rest.substring(3);
    else if (rest.startsWith("un") || rest.startsWith("re") || rest.startsWith("de")) rest = rest.substring(2);
    else return false;
    if (hasWord(WRITES, rest)) return true;
  }
  return false;
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
  return [wordsIn(READS), wordsIn(WRITES), wordsIn(GUARDS), wordsIn(TIMERS), wordsIn(ASKS), wordsIn(LACKS)];
}

/** For the test that keeps the tables sorted; these are no verbs. */
export function nounTables(): string[][] {
  const sorted = [
    HELD,
    COUNTED,
    PERMITTED,
    REPLACED,
    OPENED,
    TYPED,
    ANSWERED,
    LOADED,
    JOINED,
    SETTLED,
    PLACES,
    FILLING,
    SCOPES,
  ];
  const tables: string[][] = [];
  for (let i: i32 = 0; i < sorted.length; i++) tables.push(wordsIn(sorted[i]));
  return tables;
}
