/**
 * Reads that go on where the last one stopped, by the names of what is read and of what it is read from.
 *
 *   reader.readBytes(4), tokenizer.peekNumber(type), socket.read(2), bus.readByte(0x40, 0xf6), readVarint(input), consumer.getBatch(10)   →   move it on
 *
 * The names differ, and so do the arguments, but they share one place in one stream, or one channel to a device. `reader.readFile(path)`
 * begins anew, and so does `store.read(key)`.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";
import { firstWord, lastWord } from "./lexicon";
import { Callee } from "./spelling";
import { hasWord, wordsIn } from "./words";

/** What names of streams end in. */
const STREAMS: string = "cursor reader stream";

/** And those of what reads one, or of a channel to a device. */
const SOURCES: string =
  "bus card cursor decoder deserializer i2c lexer parser port reader scanner serial socket spi stream tokenizer uart";

/** What such names begin with. A `settingsReader` reads settings, from wherever they are. */
const SOURCE_KINDS: string =
  "binary bit buffer buffered byte chunk data i2c input line packet serial socket spi stream token";

/** What is read of a stream, and of nothing else: `readBytes`, `readUint`. */
const PIECES: string =
  "bit bits bool boolean byte bytes char chars chunk double field float frame int line packet short token u uint varint";

/** What a reader is told to read from its beginning: `reader.readFile(path)`. */
const WHOLES: string = "as config dir directory file files folder json package text";

/** What is given what nobody else gets then: `consumer.getBatch(10)`. */
const TAKERS: string = "consumer subscriber";

/** What it is given. */
const TAKEN: string = "batch event events message messages record records";

/** What shows or gives more when it is asked to. A `cursor` says where to go on. */
const SCREENS: string = "browser driver feed frame page reader scanner stream tab ui view window";

/** Verbs that take from a stream, or look at what is next. */
const TAKING: string = "peek read";

/** Whether a name says that a piece of a stream is read: `readBytes`. */
export function readsPiece(name: string): boolean {
  return firstWord(name) === "read" && hasWord(PIECES, firstWord(name.substring(4)));
}

/** Whether a name is one of a stream: `this.reader`. */
export function namesStream(name: string): boolean {
  return hasWord(STREAMS, lastWord(name));
}

/** Whether a method goes on where the last read of its object stopped. */
export function goesOn(tree: Tree, callees: CalleeResolver, callee: Callee, call: i32): boolean {
  const name = callee.name;
  if (callee.receiver < 0) return false;
  const names = callee.path.split(".");
  const object = names.length > 1 ? names[names.length - 2] : "";
  if (hasWord(TAKERS, lastWord(object))) return takesPart(name);
  if (!hasWord(TAKING, firstWord(name))) return false;
  if (readsPiece(name)) return true;
  if (namesSource(object)) return !hasWord(WHOLES, firstWord(name.substring(4)));
  // `input.read(4)`: so many of them.
  return name === "read" && isNumber(tree, callees, tree.child(call, 1));
}

/** `reader`, `lineReader` */
function namesSource(name: string): boolean {
  const last = lastWord(name);
  return hasWord(SOURCES, last) && (firstWord(name) === last || hasWord(SOURCE_KINDS, firstWord(name)));
}

/** `fetch`, `getBatch`, `fetchMessages` */
function takesPart(name: string): boolean {
  const verb = firstWord(name);
  if (verb !== "fetch" && verb !== "get" && verb !== "read") return false;
  return name === verb || hasWord(TAKEN, lastWord(name));
}

function isNumber(tree: Tree, callees: CalleeResolver, node: i32): boolean {
  return node >= 0 && tree.kind[callees.unwrap(node)] === Kind.Number;
}

/** `readVarint(input)`: whether a function goes on in the stream that it is given first, and that others are given too. */
export function goesOnInArgument(tree: Tree, callees: CalleeResolver, callee: Callee, call: i32): boolean {
  const first = tree.child(call, 1);
  if (callee.receiver >= 0 || first < 0 || firstWord(callee.name) !== "read") return false;
  const value = callees.unwrap(first);
  if ((tree.kind[value] !== Kind.Ident && tree.kind[value] !== Kind.Member) || tree.atom[value] < 0) return false;
  if (hasWord(WHOLES, firstWord(callee.name.substring(4)))) return false;
  const piece = firstWord(callee.name.substring(4));
  return hasWord(PIECES, piece) || piece === "string" || namesSource(tree.text(value));
}

/** `loadMoreResults(page)`: whether a function that asks for more is given what then shows more; `getNextPage(page)` asks with a number. */
export function scrolls(tree: Tree, callees: CalleeResolver, called: string, call: i32): boolean {
  if (firstWord(called.substring(firstWord(called).length)) === "next") return false;
  const value = callees.unwrap(tree.child(call, 1));
  if ((tree.kind[value] !== Kind.Ident && tree.kind[value] !== Kind.Member) || tree.atom[value] < 0) return false;
  return hasWord(SCREENS, lastWord(tree.text(value)));
}

/** For the test that keeps the tables sorted. */
export function streamTables(): string[][] {
  return [
    wordsIn(STREAMS),
    wordsIn(SOURCES),
    wordsIn(SOURCE_KINDS),
    wordsIn(PIECES),
    wordsIn(WHOLES),
    wordsIn(TAKING),
    wordsIn(TAKERS),
    wordsIn(TAKEN),
    wordsIn(SCREENS),
  ];
}
