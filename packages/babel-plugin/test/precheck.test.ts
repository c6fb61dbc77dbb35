import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@babel/core";
import { analyze, mayHoist, Options } from "@parallel-await/core";
import { lowerFile, lowerOutline, type SourceFile } from "../src/lower/lower";
import { Outline, outlineOf } from "../src/precheck";

function parse(code: string, filename = "input.tsx"): SourceFile["ast"] {
  const presets = [["@babel/preset-typescript", { allowDeclareFields: true }]];
  const parserOpts = { plugins: ["jsx", "decorators", "explicitResourceManagement"] };
  const jsx = !/\.[cm]?ts$/.test(filename);
  const options = { filename, presets, parserOpts: { plugins: parserOpts.plugins.slice(jsx ? 0 : 1) } };
  return parseSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "unambiguous",
    ...options,
  } as object) as never;
}

function promises(code: string): boolean {
  return outlineOf(parse(code).program, code) !== null;
}

test.each([
  "async function f() { await a(); await b(); }",
  "await a(); await b();",
  "class A { async m() { return [await a(), await b()]; } }",
  "const f = async () => { if (x) { await a(); } await (async () => await b())(); await c(); };",
  "async function f() { return { [await a()]() {}, async [await b()]() {} }; }",
  "async function f() { await a(); if (x) { log(x); for (const y of x) use(y); } await b(); }",
  "async function f() { await a(); const b = () => { return 1; }; function c() { return 2; } await d(); }",
  "async function f(x) { switch (x) { case 1: await b(); await c(); } }",
  "async function f(x) { for (const y of [await a(), await x]) { use(y); } }",
  "async function f() { const a = await g(); const b = await h(() => a); }",
  "async function f(x) { const { a = 1, ...b } = await g(x); const c = await h(x.a, { b: 1 }); }",
  "async function f() { const a = await g(), b = await h(); await save(a); }",
  "async function f() { const a = await g(); const { [await k(a)]: b } = await h(); }",
  "async function f(g = async () => { await a(); await b(); }) { await g(); }",
  "async function f() { if (x) { use(async () => { await a(); await b(); }); return; } }",
  "async function f() { await a(); class A { static { (async () => { await b(); })(); } } await c(); }",
  "async function f() { await a(); while (await b()) await c(); }",
  "async function f(x) { for await (const y of x) use(y); await a(); }",
  "async function f() { try { await a(); } finally { await b(); } label: { await c(); } }",
  "async function f() { label: { await a(); } await b(); }",
  "async function f() { await a(); other: while (await b()) await c(); }",
])("looks closer at %s", (code) => expect(promises(code)).toBe(true));

test.each([
  "async function f() { await a(); } async function g() { await b(); }",
  "const f = async () => await a(async () => await b());",
  "class A { async m() { await a(); } async n() { await b(); } } // one await each",
  "async function f() { const a = await g(); if (!a) return; await h(a); }",
  "async function f() { const a = await g(); if (a) { log(a); { throw a; } } await h(a); }",
  "async function f() { await a(); for (const x of xs) use(x); await b(); }",
  "async function f() { try { await a(); } catch { await b(); } finally { await c(); } }",
  "async function f() { await a(); label: { use(); break label; } await b(); }",
  "async function f() { const a = await g(); const b = await h(a.id); return await k({ b }); }",
  "async function f() { const { a: [b], ...c } = await g(await h()); await save(`${b}`); }",
  "async function f() { return (await (await fetch(url)).json()).items; }",
  "async function f(x) { for (const y of await a(await x)) { use(y); } }",
  "async function f() { if (await a()) return; else await b(); await c(); }",
  "async function f(x) { switch (await a()) { case 1: await b(); break; default: await c(); } }",
  "",
])("is done with %s", (code) => expect(promises(code)).toBe(false));

test("of lone awaits, looks closer at those that a loop may hold", () => {
  const kept = (body: string): boolean => {
    const code = `async function f(ids) { ${body} }`;
    return outlineOf(parse(code).program, code, true) !== null;
  };
  expect(kept("for (const id of ids) await a(id);")).toBe(true);
  expect(kept("for (let i = 0; i < ids.length; i++) { if (ids[i]) await a(ids[i]); }")).toBe(true);
  expect(kept("for (const id in ids) { try { await a(id); } catch { forget(id); } }")).toBe(true);
  expect(kept("await a(ids); forget(ids);")).toBe(false);
  expect(kept("for (const id of ids) { const found = await a(id); if (found) { return found; } }")).toBe(false);
  expect(kept("for (const id of ids) { const found = await a(id); use(() => { return found; }); }")).toBe(true);
  expect(kept("while (ids.length > 0) await a(ids.pop());")).toBe(false);
  expect(kept("for (const id of ids) while (id.next()) { await a(id); }")).toBe(true);
  expect(kept("for (const id of ids) for await (const x of id) await a(x);")).toBe(true);
  expect(kept("for (const id of ids) { if (id) for await (const x of a(id)) use(x); }")).toBe(true);
  expect(kept("for await (const id of ids) await a(id);")).toBe(false);
  expect(kept("for await (const id of ids) use(id);")).toBe(false);
  expect(kept("for (const id of ids) keep(async () => await a(id));")).toBe(false);
});

test("a tree without positions is always looked at", () => {
  const code = "async function f() { await a(); } async function g() { await b(); }";
  const { program } = parse(code);
  (program.body as { start?: number }[])[0].start = undefined;
  expect(outlineOf(program, code)).toBe("whole");
});

/** Types of the nodes behind an outline's functions that have kept their bodies. */
function keptFunctions(code: string): string[] {
  const outline = outlineOf(parse(code).program, code);
  return outline instanceof Outline
    ? [...outline.functions].map((node) => node.id?.name ?? node.key?.name ?? node.type).sort()
    : [];
}

test("an outline keeps the functions with two awaits and those around them", () => {
  const code = `
    function outer() {
      class A {
        async two() { await a(); await b(); }
        async one() { await a(); }
      }
      async function three() { await a(); await b(); await c(); }
      return helper(A, three);
    }
    function helper() { return "await"; }
    async function lonely() { await a(); }
  `;
  expect(keptFunctions(code)).toEqual(["Program", "outer", "three", "two"]);
});

test("an outline leaves out what other functions contain, but not their names", () => {
  const code = `
    async function two(x) { const a = await x.get(1); const b = await x.get(2); return [a, b]; }
    async function other(parameter) { inside(parameter); }
    class A { method(parameter) { inside(parameter); } }
  `;
  const ast = parse(code);
  const outline = outlineOf(ast.program, code) as Outline;
  const tree = lowerOutline({ code, ast }, outline);
  expect(["inside", "parameter"].filter((name) => tree.atomOf(name) >= 0)).toEqual([]);
  expect(["other", "A", "method", "two", "x"].filter((name) => tree.atomOf(name) < 0)).toEqual([]);
  expect(tree.size).toBeLessThan(lowerFile({ code, ast }).tree.size);
});

test("what an omitted function would say about a call rules nothing out", () => {
  const program = (callee: string): string => `
    const reader = { async save(id) { return id; } };
    async function save(id) { return id; }
    async function page(db) { const a = await db.get(1); await ${callee}(a); const b = await db.find(2); return [a, b]; }
  `;
  const verdicts = ["save", "reader.save", "db.save"].map((callee) => {
    const code = program(callee);
    const ast = parse(code);
    const silent = new Options();
    silent.remarks = false;
    return mayHoist(lowerOutline({ code, ast }, outlineOf(ast.program, code) as Outline), silent);
  });
  expect(verdicts).toEqual([true, true, false]);
});

test("an outline keeps what is awaited where awaits might meet, for a write in it tells", () => {
  const program = (body: string): string => `
    class Store {
      async page(id) { const a = await this.db.get(1); await this.touch(id); const b = await this.db.get(2); return [a, b]; }
      async touch(id) { ${body} }
      async other() { await this.unrelated(); }
      async unrelated() { return touch(this); }
    }
  `;
  const verdicts = ["await this.db.save(id);", "return id;"].map((body) => {
    const code = program(body);
    const ast = parse(code);
    const tree = lowerOutline({ code, ast }, outlineOf(ast.program, code) as Outline);
    expect(tree.atoms.filter((name) => name === "unrelated")).toEqual(["unrelated"]);
    const silent = new Options();
    silent.remarks = false;
    return mayHoist(tree, silent);
  });
  expect(verdicts).toEqual([false, true]);
});

function mayHoistWhole(code: string): boolean {
  const silent = new Options();
  silent.remarks = false;
  return mayHoist(lowerFile({ code, ast: parse(code) }).tree, silent);
}

test.each([
  ["one of two branches", "const a = c ? await load(1) : await load(2);"],
  ["a value and what stands in for it", "const a = (await load(1)) ?? (await load(2));"],
  ["a branch behind a call of its statement", "const a = await load(1); show(next(), c && (await load(2)));"],
  ["a branch that writes", "let b; if (c) { b = await save(1); } const a = await load(2);"],
  ["a handler that writes", "try { cached = await load(1); } catch { await save(c); } const a = await load(2);"],
  ["operands that keep their order", "await show(await save(1), await load(2));"],
  ["an operand that uses what came before", "const a = await load(1); await show(await load(a), 2);"],
  ["a value that is made of the one before", "const a = await load(1); const n = a.id; const b = await load(n);"],
  ["a declarator that is made of it", "const a = await load(1), n = a.id; const b = await load(n);"],
  ["a loop over what was loaded", "const a = await load(1); let b; while (a.next()) { b = await load(2); }"],
  ["a branch that needs it", "let a = await load(1); if (!a) { a = await load(2); }"],
  ["a branch that gives it", "let a = c; if (!a) { a = await load(1); } const b = await load(a);"],
  ["two branches that set the same", "let a; if (c) { a = await load(1); } if (cached) { a = await load(2); }"],
  ["a choice that needs it", "const a = await load(1); const b = c ? await load(2) : a;"],
  ["a write before a branch", "await save(1); let a; if (c) { a = await load(1); }"],
  ["a branch that waits for what runs", "if (c) { await c; } const a = await load(1);"],
  ["a branch that sets a field", "if (c) { this.token = await load(1); } const a = await load(2);"],
  ["an object of `this` that is written", "this.page.user = await load(1); const b = await load(2);"],
])("rules out %s", (_name, body) => {
  expect(mayHoistWhole(`async function page(c, cached) { ${body} }`)).toBe(false);
});

test.each([
  ["both parts of a branch", "const a = c ? [await load(1), await load(2)] : null;"],
  ["a condition beside what may be a promise", "const a = await load(1); const b = c ? await load(2) : cached;"],
  ["a condition that is an operation by itself", "const a = await load(1); const b = c ? await load(2) : null;"],
  ["a branch and what follows it", "const a = c ? await load(1) : null; const b = await load(2);"],
  [
    "what an operation that may be left out needs",
    "const a = await load(1); const b = await show(c && (await load(2)));",
  ],
  ["a branch that is an argument", "const a = await load(1); show(c && (await load(2)));"],
  ["a branch that is a value", "const a = await load(1); return { a, b: c ? await load(2) : null };"],
  ["a branch that is set", "let a; a = c ? await load(1) : 0; const b = await load(2);"],
  ["two statements with awaits inside", "let a, b; try { a = await load(1); } catch {} if (c) { b = await load(2); }"],
  ["a value that a closure may use", "const a = await load(1); const b = await load(2, () => a);"],
  ["a value that was set anew", "let a = await load(1), b; a = 0; if (a) { b = await load(2); }"],
  ["the condition of a branch that needs it", "const a = await load(1); const b = (await load(2)) ? a : 0;"],
  ["a variable that is written", "let a; a = await load(1); const b = await load(2);"],
  ["a key that comes after the value", "const a = await load(1); const { [await load(a)]: b } = await load(2);"],
  ["two operands", "await show(await load(1), await load(2));"],
])("looks closer at %s", (_name, body) => {
  expect(mayHoistWhole(`async function page(c, cached) { ${body} }`)).toBe(true);
});

test.each([
  [true, "const a = await load(await this.client.get(1)); const b = await load(2); return [a, b];"],
  [false, "const a = await this.client.get(1); const b = await load(2); return [a, b];"],
])("looks closer at what is asked behind a connection: %s", (verdict, body) => {
  const setter = "constructor(pool) { this.client = pool.connect(); }";
  const code = `class Store { ${setter} async page() { ${body} } }`;
  expect(mayHoistWhole(code)).toBe(verdict);
});

test.each([
  ["leaves", "const a = await load(id); if (a) return a;"],
  ["writes", "await save(id);"],
  ["asks what nothing is known about", "all.push(await deploy(id));"],
  ["tells others", "const a = await load(id); notify(a);"],
])("rules out a loop that %s", (_name, body) => {
  const program = `export async function page(ids) { const all = []; for (const id of ids) { ${body} } return all; }`;
  expect(mayHoistWhole(program)).toBe(false);
});

test.each([
  ["reads", "all.push(await load(id));"],
  ["goes on early", "const a = await load(id); if (!a) continue; all.push(a);"],
  ["leaves a loop of its own function", "const a = await load(id); all.push(() => { return a; });"],
  ["catches", "let a = null; try { a = await load(id); } catch { a = 0; } all.push(a);"],
  ["is vouched for", "/* @parallel */ await save(id);"],
  ["has a pure call", "const a = await load(id); all.push(/* @__PURE__ */ wrap(a));"],
  ["asks a pure call", "all.push(await /* @__PURE__ */ save(id));"],
])("looks closer at a loop that %s", (_name, body) => {
  const program = `export async function page(ids) { const all = []; for (const id of ids) { ${body} } return all; }`;
  expect(mayHoistWhole(program)).toBe(true);
});

test("a pure call in another function says nothing", () => {
  const code = `
    const A = /* @__PURE__ */ make();
    async function page(ids) { await save(ids); return (await load(ids)) + A; }
  `;
  const ast = parse(code);
  const silent = new Options();
  silent.remarks = false;
  expect(mayHoist(lowerOutline({ code, ast }, outlineOf(ast.program, code) as Outline), silent)).toBe(false);
});

const REDIS = 'import { Redis } from "ioredis";';

/** What is said of a class whose `client` is set by `setter`, once on the outline and once on the whole file. Nobody uses what the read in the middle gives:
 * that tells of a write, unless the client is known. */
function verdicts(setter: string, imports: string): [boolean, boolean] {
  const code = `
    ${imports}
    class Store {
      ${setter}
      async page(id) {
        const user = await this.client.get(id);
        await this.client.get("warm");
        const posts = await this.client.get("posts");
        return [user, posts];
      }
    }
  `;
  const ast = parse(code);
  const silent = new Options();
  silent.remarks = false;
  const outline = mayHoist(lowerOutline({ code, ast }, outlineOf(ast.program, code) as Outline), silent);
  return [outline, mayHoist(lowerFile({ code, ast }).tree, silent)];
}

test.each([
  ["in the constructor", "constructor() { this.client = new Redis(); }", REDIS],
  ["in another method", "async open() { this.client = await new Redis(); }", REDIS],
  ["in a closure of another method", "open() { return () => { this.client = new Redis(); }; }", REDIS],
  ["with comments in between", "constructor() { this /* a; = b */ . client /**/ = /**/ new Redis(); }", REDIS],
  [
    "from a module loaded there",
    'async open() { const { Redis } = await import(/**/ "ioredis"); this.client = new Redis(); }',
    "",
  ],
  ["from a module required there", 'open() { this.client = new (require("ioredis").Redis)(); }', ""],
])("a client kept in a field, set %s, is known on an outline too", (_name, setter, imports) => {
  expect(verdicts(setter, imports)).toEqual(verdicts("client = new Redis();", REDIS));
  expect(verdicts(setter, imports)).not.toEqual(verdicts("", REDIS));
});

test.each([
  ["null", "constructor() { this.client = null; }", REDIS],
  ["an argument, where no module is known", "constructor(x) { this.client = x; }", 'import { Redis } from "./redis";'],
])("functions that set a field to %s are no part of an outline", (_name, setter, imports) => {
  const code = `${imports} class A { ${setter} async two() { await a(); await b(); } }`;
  const ast = parse(code);
  const tree = lowerOutline({ code, ast }, outlineOf(ast.program, code) as Outline);
  expect(tree.atomOf("client")).toBe(-1);
});

test("no fixture that changes is passed over", () => {
  const fixtures = path.join(__dirname, "../../../fixtures");
  const inputs = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((file) =>
    /input\.\w+$/.test(file),
  );
  let passed = 0;
  for (const file of inputs) {
    const code = readFileSync(path.join(fixtures, file), "utf8");
    const ast = parse(code, file);
    const outline = outlineOf(ast.program, code, true);
    const silent = new Options();
    silent.remarks = false;
    if (outline === "whole") continue;
    if (outline && mayHoist(lowerOutline({ code, ast }, outline), silent)) continue;
    passed += 1;
    expect([file, analyze(lowerFile({ code, ast }).tree, new Options()).edits]).toEqual([file, []]);
  }
  expect(passed).toBeGreaterThan(50);
});
