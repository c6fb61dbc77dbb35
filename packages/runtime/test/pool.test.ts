import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync as transformWithBabel } from "@babel/core";
import plugin from "babel-plugin-parallel-await";
import { transformSync } from "esbuild";
import * as fc from "fast-check";
import { pool as packaged } from "@parallel-await/runtime";

type PMap = <Item, Result>(
  items: Iterable<Item>,
  task: (item: Item) => Promise<Result>,
  options: { concurrency: number },
) => Promise<Result[]>;

/** p-map is an ES module only, which Jest cannot load as it is. */
function loadPMap(): PMap {
  const { code } = transformSync(readFileSync(require.resolve("p-map"), "utf8"), { format: "cjs" });
  const module = { exports: {} as { default: PMap } };
  new Function("module", code)(module);
  return module.exports.default;
}
const pMap = loadPMap();

type Pool = typeof packaged;

/** The helper as `runtime: "inline"` writes it into a file. */
function writtenHelper(concurrency: number | "unbounded"): Pool {
  const source =
    "module.exports = async (ids) => { let all = []; for (const id of ids) all.push(await getUser(id)); };";
  const result = transformWithBabel(source, {
    configFile: false,
    babelrc: false,
    plugins: [[plugin, { loops: { concurrency } }]],
  });
  return new Function("module", `${result!.code}; return pool;`)({}) as Pool;
}
const bounded = writtenHelper(8);
const unbounded = writtenHelper("unbounded");

/** Called as loops call it: with tasks that are async functions. */
const written: Pool = (items, task, concurrency = Infinity) => {
  const promised: typeof task = (item) => {
    try {
      return Promise.resolve(task(item));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  return (concurrency === Infinity ? unbounded : bounded)(items, promised, concurrency);
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Tasks that settle when told to, and a log of what was started. */
class Bench {
  readonly started: unknown[] = [];
  private settle = new Map<unknown, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();

  task = (item: unknown): Promise<unknown> => {
    this.started.push(item);
    return new Promise((resolve, reject) => this.settle.set(item, { resolve, reject }));
  };

  async resolve(item: unknown): Promise<void> {
    this.settle.get(item)!.resolve(`result of ${String(item)}`);
    await turn();
  }

  async reject(item: unknown): Promise<void> {
    this.settle.get(item)!.reject(new Error(`failure of ${String(item)}`));
    await turn();
  }
}

const outcome = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );

describe.each([
  ["the package", packaged],
  ["the written helper", written],
])("%s", (_, pool) => {
  test("gives the results in the order of the items, whatever order they come in", async () => {
    const bench = new Bench();
    const all = pool(["a", "b", "c"], bench.task);
    await turn();
    expect(bench.started).toEqual(["a", "b", "c"]);
    for (const item of ["c", "a", "b"]) await bench.resolve(item);
    expect(await all).toEqual(["result of a", "result of b", "result of c"]);
  });

  test("starts in order, and never more than it may", async () => {
    const bench = new Bench();
    const all = pool([1, 2, 3, 4], bench.task, 2);
    expect(bench.started).toEqual([1]);
    await turn();
    expect(bench.started).toEqual([1, 2]);
    await bench.resolve(2);
    expect(bench.started).toEqual([1, 2, 3]);
    await bench.resolve(1);
    expect(bench.started).toEqual([1, 2, 3, 4]);
    await bench.resolve(4);
    await bench.resolve(3);
    expect(await all).toHaveLength(4);
  });

  test("rejects with the first failure at once and starts nothing after it", async () => {
    const bench = new Bench();
    const all = outcome(pool([1, 2, 3, 4], bench.task, 2));
    await turn();
    await bench.reject(2);
    expect(await all).toEqual({ error: "Error: failure of 2" });
    await bench.resolve(1);
    expect(bench.started).toEqual([1, 2]);
  });

  test("leaves no rejection without a handler", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    const bench = new Bench();
    const all = outcome(pool([1, 2, 3], bench.task));
    await turn();
    for (const item of [3, 1, 2]) await bench.reject(item);
    expect(await all).toEqual({ error: "Error: failure of 3" });
    await turn();
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });

  test("a task that throws at once fails like one that rejects", async () => {
    const thrower = (): never => {
      throw new Error("at once");
    };
    expect(await outcome(pool([1], thrower))).toEqual({ error: "Error: at once" });
  });

  test("starts nothing behind a task that fails at once", async () => {
    const started: number[] = [];
    const task = async (item: number): Promise<void> => {
      started.push(item);
      if (item === 2) throw new Error("at once");
    };
    expect(await outcome(pool([1, 2, 3], task))).toEqual({ error: "Error: at once" });
    await turn();
    expect(started).toEqual([1, 2]);
  });

  test("takes holes as for…of does, strings, sets, maps and generators", async () => {
    const same = <T>(item: T): T => item;
    // oxlint-disable-next-line no-sparse-arrays
    expect(await pool([1, , 3], same)).toEqual([1, undefined, 3]);
    expect(await pool("añ😀", same)).toEqual(["a", "ñ", "😀"]);
    expect(await pool(new Set([1, 2]), same)).toEqual([1, 2]);
    expect(await pool(new Map([["a", 1]]), same)).toEqual([["a", 1]]);
    expect(await pool([], same)).toEqual([]);
  });

  test("reads a generator only as far as there is room, and closes it when a task fails", async () => {
    const events: string[] = [];
    function* numbers(): Generator<number> {
      try {
        for (let i = 1; ; i++) {
          events.push(`took ${i}`);
          yield i;
        }
      } finally {
        events.push("closed");
      }
    }
    const bench = new Bench();
    const all = outcome(pool(numbers(), bench.task, 2));
    await turn();
    expect(events).toEqual(["took 1", "took 2"]);
    await bench.resolve(1);
    await bench.reject(3);
    expect(await all).toEqual({ error: "Error: failure of 3" });
    expect(events).toEqual(["took 1", "took 2", "took 3", "closed"]);
    await bench.resolve(2);
    expect(events).toHaveLength(4);
  });

  test("the failure of a task wins over one of closing the iterator", async () => {
    const items: Iterable<number> = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 1 }),
        return: () => {
          throw new Error("closing failed");
        },
      }),
    };
    expect(await outcome(pool(items, () => Promise.reject(new Error("task failed")), 1))).toEqual({
      error: "Error: task failed",
    });
  });

  test("an iterator that fails is not closed, and its failure is the pool's", async () => {
    let closed = false;
    const items: Iterable<number> = {
      [Symbol.iterator]: () => ({
        next: () => {
          throw new Error("no more");
        },
        return: () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    expect(await outcome(pool(items, (item) => item))).toEqual({ error: "Error: no more" });
    expect(closed).toBe(false);
  });

  test.each([null, undefined, 5, {}])("items %p are an error, as in for…of", async (items) => {
    await expect(pool(items as unknown as Iterable<number>, (item) => item)).rejects.toThrow(TypeError);
  });

  test("does what p-map does on random schedules", async () => {
    // A turn at least: what fails before it returns fails in microtasks, whose number is nobody's business.
    const schedule = fc.array(fc.record({ turns: fc.integer({ min: 1, max: 6 }), fails: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(schedule, fc.boolean(), fc.integer({ min: 1, max: 5 }), async (steps, mayFail, concurrency) => {
        const run = async (
          use: (items: number[], task: (item: number) => Promise<number>) => Promise<number[]>,
        ): Promise<unknown> => {
          let running = 0;
          let most = 0;
          const started: number[] = [];
          const result = await outcome(
            use([...steps.keys()], async (item) => {
              started.push(item);
              most = Math.max(most, ++running);
              for (let i = 0; i < steps[item].turns; i++) await turn();
              running -= 1;
              if (mayFail && steps[item].fails) throw new Error(`failure of ${item}`);
              return item * 2;
            }),
          );
          const startedByThen = [...started];
          for (let i = 0; i < 8; i++) await turn();
          return { result, most, startedByThen, started };
        };
        const ours = await run((items, task) => pool(items, task, concurrency));
        const theirs = await run((items, task) => pMap(items, task, { concurrency }));
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([0, -1, NaN])("concurrency %p is an error", async (concurrency) => {
  expect(await outcome(packaged([1], (item) => item, concurrency))).toEqual({
    error: "RangeError: concurrency < 1",
  });
});

test("is below 1 KB minified, in both module formats, and needs no syntax after ES2017", () => {
  for (const format of ["esm", "cjs"] as const) {
    const code = readFileSync(join(__dirname, "../dist", format === "esm" ? "index.mjs" : "index.cjs"), "utf8");
    const bytes = transformSync(code, { minify: true, target: "es2017", format }).code.length;
    expect(bytes).toBeLessThan(1024);
    // What esbuild has to lower for the older target it would print differently.
    const plain = { target: "es2017", minifySyntax: false } as const;
    expect(transformSync(code, plain).code).toBe(transformSync(code, { ...plain, target: "esnext" }).code);
  }
});
