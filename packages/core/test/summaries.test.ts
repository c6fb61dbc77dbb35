import { ModuleSummaries, ModuleSummary, printSummariesJson } from "../src/effects/external";
import { readOptions } from "../src/options/read-options";
import { summarize } from "../src/pipeline";
import { treeOf } from "./support/source";

/** What `code`, as the module `src/file.js`, exports, without the fields that every read has. */
function exportsOf(code: string, effects: object = {}): Record<string, object> {
  const { options, error } = readOptions(JSON.stringify({ effects }));
  expect(error).toBe("");
  options.file = "src/file.js";
  const summaries = new ModuleSummaries();
  summaries.set(summarize(treeOf(code), options));
  return JSON.parse(printSummariesJson(summaries)).modules["src/file.js"];
}

const NET = { reads: ["net"], evidence: "known", promise: "always" };

describe("a module's summary", () => {
  test("names functions, constants, defaults and renamed exports", () => {
    const found = exportsOf(`
      export async function a() { return fetch("/a"); }
      export const b = () => fetch("/b");
      const hidden = async () => fetch("/c");
      export { hidden as c };
      export default async function () { return fetch("/d"); }
      async function unseen() {}
    `);
    expect(found).toEqual({ a: NET, b: NET, c: NET, default: NET });
  });

  test("names members of objects, classes and instances", () => {
    const found = exportsOf(`
      export const api = { a: () => fetch("/a"), deep: { b: async () => fetch("/b") } };
      export class Client { static c = () => fetch("/c"); async d() { return fetch("/d"); } }
      export const client = new Client();
    `);
    expect(Object.keys(found)).toEqual(["Client#d", "Client.c", "api.a", "api.deep.b", "client.d", "new Client"]);
    expect(found["client.d"]).toEqual(NET);
    expect(found["new Client"]).toEqual({});
  });

  test("names what a CommonJS module exports, by its name and as a member of the default export", () => {
    const found = exportsOf(`
      const load = async () => fetch("/a");
      async function save() { await fetch("/b", { method: "POST" }); }
      module.exports = { load, save };
      module.exports.extra = load;
      if (require.main === module) save();
    `);
    expect(Object.keys(found)).toEqual(["default.extra", "default.load", "default.save", "extra", "load", "save"]);
    expect(found.load).toEqual(NET);
    expect(found.save).toMatchObject({ because: "write" });
    const named = exportsOf(`
      Object.defineProperty(exports, "__esModule", { value: true });
      exports.load = exports.other = void 0;
      exports.load = async () => fetch("/a");
    `);
    expect(named).toEqual({ "default.load": NET, load: NET });
    expect(exportsOf(`module.exports = async () => fetch("/a");`)).toEqual({ default: NET });
  });

  test.each([
    `if (a) exports.load = async () => fetch("/a");`,
    `exports.load = async () => fetch("/a"); exports.load = async () => fetch("/b");`,
    `exports.load = async () => fetch("/a"); module.exports = {};`,
    `module.exports = { load: async () => fetch("/a") }; patch(module.exports);`,
    `exports.load = async () => fetch("/a"); exports[name] = save;`,
    `exports.load = async () => fetch("/a"); const all = exports; all.load = save;`,
    `const exports = {}; exports.load = async () => fetch("/a");`,
    `module.exports = { load: async () => fetch("/a"), ...other };`,
  ])("leaves out CommonJS exports that others may set: %s", (code) => {
    expect(exportsOf(code)).toEqual({});
  });

  test("leaves out what may be replaced, and what is no function", () => {
    const found = exportsOf(`
      export const api = { a: () => fetch("/a"), b: () => fetch("/b") };
      export const open = { c: () => fetch("/c"), ...other };
      export let later = () => fetch("/d");
      export const size = 3;
      export const wrapped = memo(() => fetch("/e"));
      api.a = null; later = null;
    `);
    expect(found).toEqual({ "api.b": NET });
  });

  test("says what is written: module state, receivers, arguments", () => {
    const found = exportsOf(`
      let count = 0;
      export function bump() { count += 1; }
      export const fill = (list, x) => { list[0] = x; };
      export class Box { set(x) { this.x = x; } }
      export function own() { const list = []; [1].forEach((x) => list.push(x)); return list.length; }
    `);
    expect(found.bump).toMatchObject({ writes: ["heap"], because: "write" });
    expect(found.fill).toMatchObject({ writesArguments: [0], promise: "never" });
    expect(found["Box#set"]).toMatchObject({ writesReceiver: true });
    expect(found.own).not.toHaveProperty("because");
  });

  test("says which arguments are called and which are requested", () => {
    const found = exportsOf(`
      export const twice = async (tag, run) => [await run(), await run()];
      export const get = async (path) => fetch(path);
    `);
    expect(found.twice).toEqual({
      promise: "always",
      callsArguments: [1],
      runsArguments: [1],
      awaitsArguments: [1],
    });
    expect(found.get).toEqual({ ...NET, requestsArguments: [0] });
  });

  test("says whether a function gives a promise and whether it may throw first", () => {
    const found = exportsOf(`
      export const a = (x) => x.y;
      export const b = (x) => (x ? fetch("/x") : 1);
      export async function c({ x }) { return x.y; }
      export function d() { throw new Error("no"); }
    `);
    expect(found.a).toMatchObject({ throws: true });
    expect(found.a).not.toHaveProperty("promise");
    expect(found.b).not.toHaveProperty("promise");
    expect(found.c).toMatchObject({ promise: "always" });
    expect(found.c).not.toHaveProperty("throws");
    expect(found.d).toMatchObject({ throws: true, promise: "never" });
  });

  test("passes on what other modules are known to export", () => {
    const one = { reads: ["db"], evidence: "known" };
    const modules = {
      "src/a.ts": { one, "Kit#two": one, "new Kit": {}, default: one },
      "src/b/index.ts": { three: one },
    };
    const found = exportsOf(
      `import * as all from "./a"; import uno from "./a.js";
       export { one as first, Kit } from "./a"; export * from "./b"; export { all, uno };`,
      { summaries: { version: 1, modules } },
    );
    expect(Object.keys(found)).toEqual(["Kit#two", "all.Kit#two", "all.one", "first", "new Kit", "three", "uno"]);
    expect(found.first).toEqual(one);
  });

  test("does not let what is passed on wholesale hide an export of its own", () => {
    const modules = { "src/a.ts": { load: { reads: ["db"] } } };
    const found = exportsOf(`export * from "./a"; export const load = wrap(() => 1);`, {
      summaries: { version: 1, modules },
    });
    expect(found).toEqual({});
  });

  test("is empty for remote calls and where eval can change everything", () => {
    expect(exportsOf(`"use server"; export async function a() { return fetch("/a"); }`)).toEqual({});
    expect(exportsOf(`export async function a(x) { eval(x); return fetch("/a"); }`)).toEqual({});
  });
});

describe("a source means", () => {
  const summaries = new ModuleSummaries();
  for (const id of ["src/api.ts", "src/lib/index.tsx", "src/two.js", "src/two.ts", "~/kit"])
    summaries.set(new ModuleSummary(id));
  const meant = (source: string, file = "src/pages/home.ts"): string | undefined => summaries.module(file, source)?.id;

  test.each([
    ["../api", "src/api.ts"],
    ["../api.ts", "src/api.ts"],
    ["../api.js", "src/api.ts"],
    ["../lib", "src/lib/index.tsx"],
    ["../lib/index", "src/lib/index.tsx"],
    ["../two.js", "src/two.js"],
    ["~/kit", "~/kit"],
  ])("%s: the module %s", (source, id) => expect(meant(source)).toBe(id));

  test.each(["../two", "./api", "api", "../../../api", "../kit"])("%s: no module", (source) =>
    expect(meant(source)).toBeUndefined(),
  );

  test("nothing, when it is relative and the file has no name", () => expect(meant("./src/api", "")).toBeUndefined());
});

describe("the option effects.summaries", () => {
  const errorOf = (summaries: unknown): string => readOptions(JSON.stringify({ effects: { summaries } })).error;
  const inExport = (summary: unknown): string => errorOf({ version: 1, modules: { "a.ts": { f: summary } } });

  test("is printed as it was read", () => {
    const text = printSummariesJson(
      readOptions(
        JSON.stringify({
          effects: {
            summaries: {
              modules: {
                "b.ts": {},
                "a.ts": {
                  z: { writes: ["all"], because: "order", throws: true },
                  'q"\\': { reads: ["fs", "unknown"], evidence: "assumed", promise: "never", callsArguments: [0, 12] },
                },
              },
              version: 1,
            },
          },
        }),
      ).options.summaries,
    );
    expect(text).toBe(`{
  "version": 1,
  "modules": {
    "a.ts": {
      "q\\"\\\\": { "reads": ["fs", "unknown"], "evidence": "assumed", "promise": "never", "callsArguments": [0, 12] },
      "z": { "writes": ["all"], "because": "order", "throws": true }
    },
    "b.ts": {}
  }
}
`);
    const again = readOptions(`{"effects": {"summaries": ${text}}}`);
    expect(again.error).toBe("");
    expect(printSummariesJson(again.options.summaries)).toBe(text);
  });

  test("believes a write even if nothing says why", () => {
    const { options } = readOptions(
      '{"effects": {"summaries": {"version": 1, "modules": {"a.ts": {"f": {"writes": ["db"]}}}}}}',
    );
    expect(printSummariesJson(options.summaries)).toContain('"because": "write"');
  });

  test.each([
    [7, "effects.summaries", "an object as summarizeProject gives it."],
    [
      { modules: {} },
      "effects.summaries.version",
      "1. Make the summaries with the version of parallel-await that reads them.",
    ],
    [
      { version: 2 },
      "effects.summaries.version",
      "1. Make the summaries with the version of parallel-await that reads them.",
    ],
    [{ version: 1, modules: [] }, "effects.summaries.modules", "an object with a summary for each module."],
    [{ version: 1, modules: { a: 1 } }, "effects.summaries.modules[a]", "an object with a summary for each export."],
  ])("that is wrong is explained: %j", (value, path, expected) =>
    expect(errorOf(value)).toBe(`parallel-await: option "${path}" must be ${expected}`),
  );

  test.each([
    [{ throws: 1 }, "throws", "true or false."],
    [{ reads: "net" }, "reads", /^an array of "all", "fs", /],
    [{ writes: ["disk"] }, "writes", /^an array of "all", "fs", /],
    [{ evidence: "sure" }, "evidence", 'one of "assumed", "inferred", "known", "declared", "proven".'],
    [{ promise: true }, "promise", 'one of "never", "sometimes", "always".'],
    [{ because: "no" }, "because", 'one of "write", "guard", "timer", "clock", "event", "stream", "prompt", "order".'],
    [{ writesArguments: [-1] }, "writesArguments", "an array of positions, from 0."],
    [{ origin: "pg#Pond" }, "origin", "a source and type of a known module, as summarizeProject writes it."],
    [{ gives: "pg#Pond" }, "gives", "a source and type of a known module, as summarizeProject writes it."],
    [{ origin: 1 }, "origin", "a source and type of a known module, as summarizeProject writes it."],
    [{ runsArguments: "0" }, "runsArguments", "an array of positions, from 0."],
    [{ callsArguments: [1.5] }, "callsArguments", "an array of positions, from 0."],
  ])("that has a wrong field is explained: %j", (summary, field, expected) => {
    const [start, rest] = inExport(summary).split(" must be ");
    expect(start).toBe(`parallel-await: option "effects.summaries.modules[a.ts][f].${field}"`);
    if (typeof expected === "string") expect(rest).toBe(expected);
    else expect(rest).toMatch(expected);
  });

  test("refuses fields that it does not know, at every level", () => {
    expect(errorOf({ version: 1, module: {} })).toMatch(/unknown option "effects\.summaries\.module"/);
    expect(inExport({ write: ["net"] })).toMatch(/unknown option "effects\.summaries\.modules\[a\.ts\]\[f\]\.write"/);
  });
});
