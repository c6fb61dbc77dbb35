import type { World } from "./world";

/** ECMAScript and Web names that are what they are: no effect outside the program, the same in every run. */
const real = new Set(
  (
    "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError Float32Array Float64Array Function " +
    "Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map NaN Number Object Promise Proxy RangeError ReferenceError Reflect " +
    "RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef " +
    "WeakSet AggregateError SuppressedError URL URLSearchParams TextEncoder TextDecoder AbortController Headers FormData Blob Event " +
    "EventTarget decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt " +
    "structuredClone queueMicrotask atob btoa Buffer"
  ).split(" "),
);

const objectOfGlobals = new Set(["globalThis", "window", "self", "global"]);

/** The value of a free name in one run. */
export function globalValue(name: string, path: string, world: World): unknown {
  // An imported `fetch` or `Date` is not the global one; `path` is the same only for names no import declares.
  const special = specials[name];
  if (special) return special(world);
  if (real.has(name)) return (globalThis as Record<string, unknown>)[name];
  if (objectOfGlobals.has(name)) {
    return new Proxy({}, { get: (_, key) => (typeof key === "string" ? globalValue(key, key, world) : undefined) });
  }
  return world.values.make({ path, label: path, data: false }, true);
}

const specials: Record<string, (world: World) => unknown> = {
  __proto__: undefined!,
  console: consoleOf,
  Date: dateOf,
  performance: (world) => ({ now: () => readClock(world, "performance.now") }),
  Math: () => {
    let draws = 0;
    return Object.assign(Object.create(Math), { random: () => ((++draws * 37) % 100) / 100 });
  },
  setTimeout: (world) => timer(world, "setTimeout"),
  setInterval: (world) => timer(world, "setInterval"),
  setImmediate: (world) => (callback: () => void) => timer(world, "setImmediate")(callback, 0),
  clearTimeout: (world) => (id: unknown) => world.clock.cancel(id),
  clearInterval: (world) => (id: unknown) => world.clock.cancel(id),
  clearImmediate: (world) => (id: unknown) => world.clock.cancel(id),
  Response: () => StubResponse,
  process: (world) => ({
    nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) => queueMicrotask(() => callback(...args)),
    env: world.values.make({ path: "process.env", label: "process.env", data: false }, false),
    argv: ["node", "program"],
    exit: world.values.make({ path: "process.exit", label: "process.exit", data: false }, true),
    on: world.values.make({ path: "process.on", label: "process.on", data: false }, true),
    cwd: () => "/",
    platform: "linux",
  }),
  require: (world) => (source: string) =>
    world.values.make({ path: stem(source), label: stem(source), data: false }, true),
  $$import: (world) => (source: string) =>
    world.call({ path: "import", label: "import", data: false }, [source], false),
  $$meta: (world) => world.values.make({ path: "import.meta", label: "import.meta", data: false }, false),
  $$h:
    () =>
    (type: unknown, props: object | null, ...children: unknown[]) => ({ type, ...props, children }),
  $$Fragment: () => "",
};

function stem(source: string): string {
  return source.replace(/^node:|^.*\//, "").replace(/\W/g, "_");
}

function consoleOf(world: World): unknown {
  return new Proxy(
    {},
    {
      get: (_, key) =>
        typeof key === "string" &&
        ((...args: unknown[]) => {
          const name = `console.${key}(${args.map(world.print).join(", ")})`;
          world.instant(/^time/.test(key) ? "clock" : "console", `console.${key}`, name, args);
        }),
    },
  );
}

/**
 * Time as the program sees it is the number of looks at the clock, not the virtual time: a faster program is meant to be
 * faster. Instead, every look must find the same operations started and finished (`compare/order.ts`).
 */
function readClock(world: World, path: string): number {
  if (world.overrides.virtualTime) return 1_700_000_000_000 + world.desk.look(path);
  const operation = world.instant("clock", path, `${path}()`, []);
  return 1_700_000_000_000 + operation.occurrence * 1000;
}

function dateOf(world: World): unknown {
  const Clock = class extends Date {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(readClock(world, "Date"));
      else super(...(args as [number]));
    }
    static override now(): number {
      return readClock(world, "Date.now");
    }
  };
  // `Date()` without `new` is the time as text.
  return new Proxy(Clock, { apply: () => new Date(readClock(world, "Date")).toISOString() });
}

function timer(world: World, path: string) {
  return (callback: (...args: unknown[]) => void, delay?: unknown, ...args: unknown[]): unknown => {
    const operation = world.record("timer", path, `${path}(${world.print(delay)})`, [], true);
    const wait = Number(delay) || 0;
    const fire = (): void => {
      if (operation.settled === Infinity) world.settle(operation, false);
      if (path === "setInterval") world.clock.after(wait, fire, true);
      try {
        callback(...args);
      } catch (error) {
        world.uncaught.push(error);
      }
    };
    const id = world.clock.after(wait, fire, path === "setInterval");
    return { ref: () => id, unref: () => id, hasRef: () => true, valueOf: () => id };
  };
}

/** Enough of `Response` for handlers to return one; reading it would leave virtual time. */
class StubResponse {
  constructor(
    readonly body?: unknown,
    readonly init?: unknown,
  ) {}
  static json(body: unknown, init?: unknown): StubResponse {
    return new StubResponse(body, init);
  }
  static redirect(url: unknown, status?: unknown): StubResponse {
    return new StubResponse(url, status);
  }
}
