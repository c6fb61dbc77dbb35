/**
 * What a call of which only the name is known says, beside its verb, that it does.
 *
 *   root.getFileHandle(name, { create: true })   →   makes it if it is not there
 *   inbox.fetchUnread({ markAsRead: true })      →   changes what it has read
 *   downloadArchive(url, dest)                   →   puts it where the next one may look for it
 *   oauth.getToken(code)                         →   takes the code, which is good for once
 *   user.getIdToken(true)                        →   has a new one made
 *   limiter.limit(ip)                            →   counts, and may say that it is enough
 *   git.fetch("origin"), redis.select(3)         →   what follows is about what it has left there
 *
 * Errs towards writes: a hoist that is missed costs a remark.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";
import { firstWord, hasAnyWord, lastWord } from "./lexicon";
import { Callee } from "./spelling";
import { hasWord, wordsIn } from "./words";

/** Options by which a read makes, holds or changes what it reads, unless they are `false`. */
const DOING: string = `
autoCreate create createIfMissing createIfNone createIfNotExists createIfNotFound createMissing deleteAfterRead forceRefresh
lock markAsRead markAsSeen markRead markSeen upsert
`;

/** First words of functions that put what they get somewhere. */
const BRINGING: string = "clone download extract";

/** And of those that do so if they are given a place that is called the destination or output. */
const MAKING: string = "bundle clone convert decode decompress download export extract render transform";

/** Last words of what names a place on the disk. */
const PLACES: string = "dest destination dir directory file filename folder out output path target";

/** Names of what is made, and where. */
const TARGETS: string = "dest destination out output";

/** Names of what is good for one use only. */
const CODES: string = "authCode authorizationCode refreshToken refresh_token";

/** Words in the names of functions that give something for a code. */
const GRANTS: string = "oauth session sessions token tokens";

/** Methods of a limiter that count. */
const LIMITING: string = "allow hit isAllowed limit removeTokens";

/** Last words of what limits. */
const LIMITERS: string = "limiter ratelimit ratelimiter";

/** Tags that run their template as a command. */
const SHELLS: string = "$ bash cmd sh shell zsh";

/** Programs that functions are named after which run them. */
const PROGRAMS: string = `
aws bash cargo cmd docker gcloud gh git helm kubectl npm npx pnpm psql sh shell terraform yarn
`;

/** Connections of which one part is selected at a time. */
const CONNECTIONS: string = "imap kv mailbox redis valkey";

/** Requests of the Modbus protocol: a serial line carries one at a time, and answers do not say what was asked. */
const REGISTER_READERS: string = "readCoils readDiscreteInputs readHoldingRegisters readInputRegisters";

/** Methods without arguments by which a Web Bluetooth device is asked over its one channel: https://webbluetoothcg.github.io/web-bluetooth/ */
const DEVICE_READERS: string = "readValue";

/** What holds a copy of another repository. */
const REPOSITORIES: string = "git repo repository";

export class Deeds {
  constructor(
    private tree: Tree,
    private callees: CalleeResolver,
  ) {}

  /** Whether the arguments say that something is made, changed or taken. */
  byArguments(callee: Callee, call: i32): boolean {
    const tree = this.tree;
    const word = firstWord(callee.name);
    const first = tree.child(call, 1);
    if (first < 0) return false;
    if (lastWord(callee.name) === "token" && this.isConstant(first, "true")) return true;
    for (let node = first; node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.valueOf(node);
      if (value >= 0 && tree.kind[value] === Kind.Object) {
        if (this.saysDeed(value, callee.name)) return true;
        continue;
      }
      const named = this.callees.unwrap(node);
      if ((tree.kind[named] !== Kind.Ident && tree.kind[named] !== Kind.Member) || tree.atom[named] < 0) continue;
      const name = tree.text(named);
      if (isCode(name, callee.name)) return true;
      if (node === first) continue;
      if (hasWord(BRINGING, word) && hasWord(PLACES, lastWord(name))) return true;
      if (hasWord(MAKING, word) && hasWord(TARGETS, name)) return true;
    }
    return false;
  }

  /** `characteristic.readValue()`: the device is busy meanwhile, for all of its characteristics. */
  asksDevice(callee: Callee, call: i32): boolean {
    if (callee.receiver >= 0 && hasWord(REGISTER_READERS, callee.name)) return true;
    return callee.receiver >= 0 && hasWord(DEVICE_READERS, callee.name) && this.tree.child(call, 1) < 0;
  }

  /** `redis.select(3)`, `imap.select("INBOX")`: what follows on the connection is about that. */
  opens(callee: Callee, call: i32): boolean {
    const argument = this.tree.child(call, 1);
    if (callee.name !== "select" || callee.receiver < 0 || argument < 0) return false;
    const names = callee.path.split(".");
    if (names.length > 1 && hasWord(CONNECTIONS, lastWord(names[names.length - 2]))) return true;
    return this.tree.kind[this.callees.unwrap(argument)] === Kind.Number && this.tree.nextSibling(argument) < 0;
  }

  /** Commands: `await $`rm -r ${folder}``, `await git("pull")`, `await npm(["install"])`. */
  runsShell(callee: Callee, call: i32): boolean {
    if (this.tree.kind[call] === Kind.TaggedTemplate) return hasWord(SHELLS, callee.name);
    if (this.tree.kind[call] !== Kind.Call || !hasWord(PROGRAMS, callee.name)) return false;
    const command = this.tree.child(call, 1);
    if (command < 0) return false;
    const kind = this.tree.kind[this.callees.unwrap(command)];
    return kind === Kind.String || kind === Kind.Template || kind === Kind.Array;
  }

  /** Whether options say so: `{ create: true }`, `{ lock }`, `{ code }`. */
  private saysDeed(options: i32, called: string): boolean {
    const tree = this.tree;
    for (let property = tree.firstChild(options); property >= 0; property = tree.nextSibling(property)) {
      if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) continue;
      const key = tree.text(property);
      if (isCode(key, called)) return true;
      if (!hasWord(DOING, key)) continue;
      const given = tree.child(property, 1);
      if (!this.isConstant(given, "false") && !this.isConstant(given, "null")) return true;
    }
    return false;
  }

  private isConstant(node: i32, text: string): boolean {
    const value = this.callees.valueOf(node);
    return value >= 0 && this.tree.kind[value] === Kind.Constant && this.tree.text(value) === text;
  }
}

/** Whether something is taken by a function that gives tokens or sessions for it: `getToken(code)`. */
function isCode(name: string, called: string): boolean {
  return (name === "code" || hasWord(CODES, name)) && hasAnyWord(GRANTS, called);
}

/** `limiter.limit(ip)`, `rateLimit(request)`: what follows is gated by it, and it has counted. `getRateLimit()` asks how many are left. */
export function limits(callee: Callee): boolean {
  const name = callee.name;
  const names = callee.path.split(".");
  if (hasWord(LIMITING, name) && names.length > 1) {
    const receiver = names[names.length - 2];
    return hasWord(LIMITERS, lastWord(receiver)) || receiver.toLowerCase() === "ratelimit";
  }
  const word = firstWord(name);
  return word === "ratelimit" || (word === "rate" && firstWord(name.substring(4)) === "limit");
}

/** `git.fetch("origin")`: a repository then has what it has fetched. */
export function fetchesRefs(callee: Callee): boolean {
  if (callee.name !== "fetch" || callee.receiver < 0) return false;
  const names = callee.path.split(".");
  return names.length > 1 && hasWord(REPOSITORIES, lastWord(names[names.length - 2]));
}

/** For the test that keeps the tables sorted. */
export function deedTables(): string[][] {
  return [
    wordsIn(DOING),
    wordsIn(BRINGING),
    wordsIn(MAKING),
    wordsIn(PLACES),
    wordsIn(TARGETS),
    wordsIn(CODES),
    wordsIn(GRANTS),
    wordsIn(LIMITING),
    wordsIn(LIMITERS),
    wordsIn(SHELLS),
    wordsIn(PROGRAMS),
    wordsIn(CONNECTIONS),
    wordsIn(REGISTER_READERS),
    wordsIn(DEVICE_READERS),
    wordsIn(REPOSITORIES),
  ];
}
