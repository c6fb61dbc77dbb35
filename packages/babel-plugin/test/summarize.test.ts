import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transformSync } from "@babel/core";
import parallelAwait, { type PluginOptions } from "babel-plugin-parallel-await";
import { type ProjectSummaries, summarizeProject } from "babel-plugin-parallel-await/summarize";

const NET = { reads: ["net"], evidence: "known", promise: "always" };
const ROOT = join(tmpdir(), "project");

function summarized(files: Record<string, string>, names = Object.keys(files)): ProjectSummaries["modules"] {
  return summarizeProject(
    names.map((path) => ({ path, code: files[path] })),
    { root: ROOT },
  ).modules;
}

function transformed(path: string, code: string, options: PluginOptions): string {
  const result = transformSync(code, {
    root: ROOT,
    filename: join(ROOT, path),
    babelrc: false,
    configFile: false,
    plugins: [[parallelAwait, options]],
    parserOpts: { plugins: ["typescript"] },
  });
  return result!.code!;
}

describe("summarizeProject", () => {
  test("follows imports from file to file", () => {
    const modules = summarized({
      "src/page.ts": `import { user } from "./api"; export const page = (id: string) => user(id);`,
      "src/api/index.ts": `import get from "../http.js"; export async function user(id: string) { return get(\`/u/\${id}\`); }`,
      "src/http.ts": `export default async function get(path: string) { return fetch(path); }`,
    });
    expect(modules).toEqual({
      "src/api/index.ts": { user: NET },
      "src/http.ts": { default: { ...NET, requestsArguments: [0] } },
      "src/page.ts": { page: { reads: ["net"], evidence: "known" } },
    });
  });

  test("follows require from file to file, in both directions", () => {
    const modules = summarized({
      "a.cjs": `const { get } = require("./b"); exports.user = async (id) => get(id);`,
      "b.cjs": `async function get(id) { return fetch(\`/u/\${id}\`); } module.exports = { get };`,
      "c.mjs": `import b from "./b.cjs"; import { user } from "./a.cjs"; export const both = async (id) => [await b.get(id), await user(id)];`,
      "d.cjs": `const b = require("./b"); exports.note = async (id) => { await b.get(id); await log(id); }; exports.note.extra = 1;`,
    });
    expect(modules["a.cjs"]).toEqual({ "default.user": NET, user: NET });
    expect(modules["b.cjs"]).toEqual({ "default.get": NET, get: NET });
    expect(modules["c.mjs"]).toEqual({ both: { ...NET, reads: ["net", "heap"] } });
    expect(modules["d.cjs"].note).toMatchObject({ because: "write" });
  });

  test("sees a write through two files behind a reading name", () => {
    const modules = summarized({
      "a.js": `import { note } from "./b"; export async function getUser(id) { await note(id); return fetch("/u"); }`,
      "b.js": `export { put as note } from "./c";`,
      "c.js": `const log = []; export async function put(x) { log.push(x); }`,
    });
    expect(modules["a.js"].getUser).toMatchObject({ writes: ["heap"], because: "write", evidence: "known" });
  });

  test("works out files that import each other together", () => {
    const modules = summarized({
      "even.js": `import { odd } from "./odd"; export async function even(n) { return n === 0 ? fetch("/e") : odd(n - 1); }`,
      "odd.js": `import { even } from "./even"; export async function odd(n) { return n === 0 ? fetch("/o") : even(n - 1); }`,
      "ping.js": `import { pong } from "./pong"; export async function ping(n) { if (n) await pong(n - 1); }`,
      "pong.js": `import { ping } from "./ping"; export let hits = 0; export async function pong(n) { hits += 1; if (n) await ping(n - 1); }`,
    });
    expect(modules["even.js"].even).toEqual(NET);
    expect(modules["odd.js"].odd).toEqual(NET);
    expect(modules["ping.js"].ping).toMatchObject({ writes: ["heap"], because: "write" });
  });

  test("names the tables of clients that are exported, wherever they are passed on", () => {
    const modules = summarized({
      "db.ts": `
        import { PrismaClient } from "@prisma/client";
        import { Client, Pool } from "pg";
        import axios from "axios";
        export const db = globalThis.db ?? new PrismaClient();
        export const pool = new Pool();
        export default axios.create();
        export const services = { pool, client: new Client() };
        export class Store { pool = new Pool(); }
        export const store = new Store();
        export const { user } = db;
      `,
      "index.ts": `
        export * from "./db";
        export { default as http } from "./db";
        import { pool } from "./db";
        export { pool as main };
        export { Pool as Made } from "pg";
        export { readFile } from "node:fs/promises";
      `,
      "c.cjs": `const { Pool } = require("pg"); module.exports = { pool: new Pool() };`,
      "d.cjs": `const { pool } = require("./c.cjs"); module.exports = pool;`,
    });
    const pool = { origin: "pg#Pool" };
    const db = {
      "Store#pool": pool,
      db: { origin: "@prisma/client#Prisma" },
      pool,
      "services.client": { origin: "pg#Client" },
      "services.pool": pool,
      "store.pool": pool,
      user: { origin: "@prisma/client#Model" },
    };
    expect(modules["db.ts"]).toMatchObject({ ...db, default: { origin: "axios#Axios" } });
    const passedOn = { ...db, http: { origin: "axios#Axios" }, main: pool, Made: { origin: "pg#.Pool" } };
    expect(modules["index.ts"]).toMatchObject({ ...passedOn, readFile: { origin: "fs/promises#.readFile" } });
    expect(modules["c.cjs"]).toEqual({ "default.pool": pool, pool });
    expect(modules["d.cjs"]).toEqual({ default: pool });
  });

  test("judges what is asked of such a client by its table", () => {
    const modules = summarized({
      "db.js": `import { Pool, Client } from "pg"; export const pool = new Pool(); export const client = new Client();`,
      "again.js": `export { pool as db } from "./db.js"; export * as all from "./db.js";`,
      "use.js": `
        import { db } from "./again";
        import * as again from "./again";
        export const rows = async () => db.query("SELECT 1");
        export const more = async () => again.db.query("SELECT 1");
        export const gone = async () => db.query("DELETE FROM rows");
        export class Rows { constructor() { this.db = db; } async get() { return this.db.query("SELECT 1"); } }
      `,
    });
    const read = { reads: ["db", "heap"], evidence: "known", promise: "always" };
    expect(modules["use.js"]).toMatchObject({ rows: read, more: read, "Rows#get": read });
    expect(modules["use.js"].gone).toMatchObject({ writes: ["db", "unknown"], because: "write" });
  });

  test("leaves out clients that are changed, replaced or patched", () => {
    const modules = summarized({
      "db.js": `
        import { Pool } from "pg";
        export let late = new Pool(); late = null;
        export const traced = new Pool(); traced.query = log;
        export const open = new Pool(); open[name] = log;
        export const made = () => new Pool();
        export const quiet = new Pool(); quiet.options.max = 3;
      `,
    });
    expect(Object.keys(modules["db.js"])).toEqual(["made", "quiet"]);
  });

  test("names the tables of clients that functions give, wherever they are passed on", () => {
    const modules = summarized({
      "db.js": `
        import { Pool } from "pg";
        const pool = new Pool();
        export const getPool = () => pool;
        export async function open() { return pool.connect(); }
        export function either(name) { if (name) return pool.connect(); return pool; }
        export class Store { pool = new Pool(); db() { return this.pool; } }
        const traced = new Pool(); traced.query = log;
        export const getTraced = () => traced;
        export const load = async () => pool.query("SELECT 1");
      `,
      "again.js": `export { getPool as db } from "./db"; import { open } from "./db"; export const link = async () => open();`,
      "use.js": `
        import { db } from "./again";
        export const rows = async () => db().query("SELECT 1");
      `,
    });
    expect(modules["db.js"]).toMatchObject({
      getPool: { gives: "pg#Pool" },
      open: { gives: "pg#Client" },
      "Store#db": { gives: "pg#Pool" },
    });
    for (const name of ["either", "getTraced", "load"]) expect(modules["db.js"][name]).not.toHaveProperty("gives");
    expect(modules["again.js"]).toMatchObject({ db: { gives: "pg#Pool" }, link: { gives: "pg#Client" } });
    expect(modules["use.js"].rows).toEqual({ reads: ["db", "heap"], evidence: "known", promise: "always" });
  });

  test("says which callbacks are over when a call is", () => {
    const { "lists.js": found } = summarized({
      "lists.js": `
        const kept = [];
        export function each(list, fn) { for (const item of list) fn(item); }
        export async function all(list, fn) { for (const item of list) await fn(item); }
        export const mapped = (list, fn) => list.map(fn);
        export function watch(fn) { kept.push(fn); fn(1); }
        export function later(fn) { setTimeout(() => fn(1), 5); }
        export const once = async (fn) => fn(1);
      `,
    });
    expect(found.each).toMatchObject({ callsArguments: [1], runsArguments: [1] });
    expect(found.each).not.toHaveProperty("awaitsArguments");
    expect(found.all).toMatchObject({ callsArguments: [1], runsArguments: [1], awaitsArguments: [1] });
    expect(found.mapped).toMatchObject({ callsArguments: [1], runsArguments: [1] });
    expect(found.once).toMatchObject({ callsArguments: [0], runsArguments: [0], awaitsArguments: [0] });
    for (const name of ["watch", "later"]) expect(found[name]).not.toHaveProperty("runsArguments");
  });

  test("gives the same text for the same files in any order", () => {
    const files = {
      "b/two.ts": `import { one } from "../a/one"; export const two = () => one();`,
      "a/one.ts": `import { two } from "../b/two"; export const one = () => (Math.random() > 2 ? two() : fetch("/1"));`,
      "c.ts": `export * from "./a/one"; export * from "./b/two";`,
    };
    const names = Object.keys(files);
    const texts = [names, [...names].reverse(), [names[2], names[0], names[1]]].map((order) =>
      JSON.stringify(summarized(files, order)),
    );
    expect(new Set(texts).size).toBe(1);
    expect(Object.keys(JSON.parse(texts[0]))).toEqual(["a/one.ts", "b/two.ts", "c.ts"]);
  });

  test("leaves out what it cannot parse, and says so", () => {
    const skipped: string[] = [];
    const files = [
      { path: "bad.ts", code: "export const = 1" },
      { path: "types.d.ts", code: "export declare function f(): void;" },
      { path: "good.ts", code: `export const f = () => fetch("/");` },
    ];
    const { modules } = summarizeProject(files, { root: ROOT, onSkipped: (path) => skipped.push(path) });
    expect(Object.keys(modules)).toEqual(["good.ts"]);
    expect(skipped).toEqual(["bad.ts"]);
  });

  test("reads paths from disk", () => {
    const root = mkdtempSync(join(tmpdir(), "summarize-"));
    try {
      mkdirSync(dirname(join(root, "lib/a.mjs")), { recursive: true });
      writeFileSync(join(root, "lib/a.mjs"), `export const a = () => fetch("/a");`);
      expect(summarizeProject(["lib/a.mjs", join(root, "lib/a.mjs")], { root }).modules).toEqual({
        "lib/a.mjs": { a: NET },
      });
      expect(() => summarizeProject(["lib/none.mjs"], { root })).toThrow(/ENOENT/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  test("believes what the user declares, and rejects what makes no sense", () => {
    const file = { path: "a.js", code: `import { db } from "db"; export const rows = () => db.roll();` };
    const { modules } = summarizeProject([file], { root: ROOT, effects: { read: ["db.roll"] } });
    expect(modules["a.js"].rows).toMatchObject({ evidence: "declared" });
    expect(() => summarizeProject([], { effects: { read: "db" as never } })).toThrow(/option "effects.read" must be/);
  });
});

describe("the plugin with summaries", () => {
  const files = {
    "src/api.ts": `
      export async function profile(id: string) { return fetch(\`/profile/\${id}\`); }
      export async function getVisits(id: string) { await fetch("/visits", { method: "POST" }); return fetch(\`/v/\${id}\`); }
      export class Feed { constructor(private path: string) {} async page(n: number) { return fetch(\`/feed/\${n}\`); } }
      export async function retry<T>(run: () => Promise<T>) { try { return await run(); } catch { return run(); } }`,
  };
  const summaries = summarizeProject(
    Object.entries(files).map(([path, code]) => ({ path, code })),
    { root: ROOT },
  );
  const strict: PluginOptions = { mode: "strict", effects: { summaries } };

  test("hoists a neutral name that is proven to read, even in strict mode", () => {
    const code = `
      import { profile } from "../api";
      export async function both(a: string, b: string) { const x = await profile(a); const y = await profile(b); return [x, y]; }`;
    expect(transformed("src/pages/home.ts", code, strict)).toContain("await Promise.all([profile(a), profile(b)])");
    expect(transformed("src/pages/home.ts", code, { mode: "strict" })).not.toContain("Promise.all");
    // The same source text in another folder is another module.
    expect(transformed("lib/home.ts", code, strict)).not.toContain("Promise.all");
  });

  test("keeps a name that looks like a read and writes", () => {
    const code = `
      import { getVisits as getHits, profile } from "./api";
      export async function both(a: string) { const x = await getHits(a); const y = await profile(a); return [x, y]; }`;
    expect(transformed("src/page.ts", code, {})).toContain("Promise.all");
    expect(transformed("src/page.ts", code, { effects: { summaries } })).not.toContain("Promise.all");
  });

  test("knows instances of imported classes and functions that run what they are given", () => {
    const code = `
      import { Feed, retry } from "./api.js";
      class Pages {
        feed = new Feed("/");
        async both() {
          const x = await this.feed.page(1);
          const y = await retry(() => this.feed.page(2));
          return [x, y];
        }
      }
      export const pages = new Pages();`;
    expect(transformed("src/pages.ts", code, strict)).toContain(
      "Promise.all([this.feed.page(1), retry(() => this.feed.page(2))])",
    );
  });

  test("says what is wrong with them", () => {
    const wrong = { ...summaries, version: 2 } as never;
    expect(() => transformed("src/page.ts", "await a(); await b();", { effects: { summaries: wrong } })).toThrow(
      /babel-plugin-parallel-await: option "effects.summaries.version" must be 1/,
    );
  });
});
