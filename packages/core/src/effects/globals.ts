/**
 * What is known about ECMAScript and Web globals, keyed by path from the unshadowed global.
 *
 * One sorted table per class of effect; a path in no table is unknown and means everything. `Root.*` covers the members of a
 * namespace that have no entry of their own. What a callback argument does is added by the caller, not here. Sources: ECMA-262
 * and ECMA-402 for the language; the WHATWG Console, Encoding, Fetch, HTML and URL standards, High Resolution Time, Web Cryptography
 * API and Prioritized Task Scheduling for the rest; https://nodejs.org/api/buffer.html for `Buffer`.
 *
 * Why some look-alikes are missing: `Array.fromAsync` may use a stream up; `fetch` is decided by its method
 * (`effects/fetch.ts`); `new Date()` reads the clock, `new Date(x)` does not
 * (`effects/calls.ts`).
 */
import { Resource } from "./effect";
import { hasWord, wordsIn } from "./words";

export const enum Known {
  /** Nothing is known. */
  Nothing = 0,
  /** Touches nothing and does not throw. */
  Pure,
  /** Touches nothing but may throw. */
  Throws,
  Console,
  Clock,
  Random,
  /** Creates or cancels timers, queues tasks. */
  Timer,
  /** Blocks on the user. */
  Dialog,
  /** Runs what it is given: its effects are those of its arguments. */
  Combinator,
  /** `new Promise(…)`: settles when something core cannot see happens. */
  Event,
  /** Changes the object it is given first, and nothing else. */
  Mutates,
}

const PURE: string = `
Array.isArray Array.of ArrayBuffer.isView Boolean Date.UTC Date.parse Error Math.* Number Number.* Object.is
Object.isExtensible Object.isFrozen Object.isSealed RangeError String String.fromCharCode Symbol Symbol.for
TypeError URL.canParse isFinite isNaN parseFloat parseInt
`;
const MUTATING: string = `
Object.assign Object.defineProperties Object.defineProperty Object.freeze Object.preventExtensions Object.seal
Object.setPrototypeOf Reflect.defineProperty Reflect.deleteProperty Reflect.set Reflect.setPrototypeOf
`;
const THROWING: string = `
AbortSignal.abort Array Array.from BigInt BigInt.asIntN BigInt.asUintN Buffer.* JSON.parse JSON.stringify
Object.create Object.entries Object.fromEntries Object.getOwnPropertyNames Object.getPrototypeOf Object.hasOwn
Object.keys Object.values Reflect.get Reflect.has Reflect.ownKeys RegExp Response.json String.raw atob btoa
createImageBitmap crypto.subtle.* decodeURI decodeURIComponent encodeURI encodeURIComponent structuredClone
`;
const CONSOLE: string = "console.*";
const CLOCKS: string = `
Date Date.now console.time console.timeEnd console.timeLog performance.mark performance.measure performance.now
process.hrtime process.hrtime.bigint process.uptime
`;
const RANDOM: string = "Math.random crypto.getRandomValues crypto.randomUUID crypto.subtle.generateKey";
const TIMERS: string = `
AbortSignal.timeout cancelAnimationFrame clearInterval clearTimeout process.nextTick queueMicrotask
requestAnimationFrame requestIdleCallback scheduler.postTask scheduler.wait scheduler.yield setImmediate
setInterval setTimeout
`;
const DIALOGS: string = "alert confirm navigator.credentials.get prompt";
const COMBINATORS: string = "Promise.all Promise.allSettled Promise.any Promise.race Promise.reject Promise.resolve";

const PURE_CONSTRUCTORS: string = `
AbortController AggregateError Error EvalError Object RangeError ReferenceError SyntaxError TextEncoder
TypeError URIError
`;
const THROWING_CONSTRUCTORS: string = `
Array ArrayBuffer Blob DataView Event Float32Array Float64Array FormData Headers Int16Array Int32Array Int8Array
Map RegExp Request Response Set TextDecoder URL URLSearchParams Uint16Array Uint32Array Uint8Array
Uint8ClampedArray WeakMap WeakRef WeakSet
`;

/** Global objects whose own properties can be read without a failure. */
const NAMESPACES: string = `
Array BigInt Date Error Intl JSON Map Math Number Object Promise Reflect RegExp Set String Symbol console crypto
globalThis performance process
`;

/** Class of a called global path. */
export function knownCall(path: string): Known {
  const exact = classOf(path);
  if (exact !== Known.Nothing) return exact;
  const dot = path.lastIndexOf(".");
  return dot < 0 ? Known.Nothing : classOf(path.substring(0, dot) + ".*");
}

function classOf(path: string): Known {
  if (hasWord(CLOCKS, path)) return Known.Clock;
  if (hasWord(RANDOM, path)) return Known.Random;
  if (hasWord(PURE, path)) return Known.Pure;
  if (hasWord(THROWING, path)) return Known.Throws;
  if (hasWord(MUTATING, path)) return Known.Mutates;
  if (hasWord(CONSOLE, path)) return Known.Console;
  if (hasWord(COMBINATORS, path)) return Known.Combinator;
  if (hasWord(TIMERS, path)) return Known.Timer;
  if (hasWord(DIALOGS, path)) return Known.Dialog;
  return Known.Nothing;
}

/** Class of a constructed global. `Date` is decided by its arguments and is not listed. */
export function knownConstructor(path: string): Known {
  if (hasWord(PURE_CONSTRUCTORS, path)) return Known.Pure;
  if (hasWord(THROWING_CONSTRUCTORS, path) || path.startsWith("Intl.")) return Known.Throws;
  return path === "Promise" ? Known.Event : Known.Nothing;
}

export function isGlobalNamespace(name: string): boolean {
  return hasWord(NAMESPACES, name);
}

/** The resource a class touches. */
export function resourceOf(known: Known): i32 {
  switch (known) {
    case Known.Console:
      return Resource.Console;
    case Known.Clock:
      return Resource.Clock;
    case Known.Random:
      return Resource.Random;
    case Known.Timer:
      return Resource.Timer;
    case Known.Dialog:
      return Resource.Dom;
    default:
      return Resource.None;
  }
}

/** For the test that keeps the tables sorted, unique and true of the running engine: calls, constructors, namespaces. */
export function globalTables(): string[][] {
  return [
    wordsIn(PURE),
    wordsIn(THROWING),
    wordsIn(MUTATING),
    wordsIn(CONSOLE),
    wordsIn(CLOCKS),
    wordsIn(RANDOM),
    wordsIn(TIMERS),
    wordsIn(DIALOGS),
    wordsIn(COMBINATORS),
    wordsIn(PURE_CONSTRUCTORS),
    wordsIn(THROWING_CONSTRUCTORS),
    wordsIn(NAMESPACES),
  ];
}
