import { checkEquivalence, printViolations } from "../src/index";

/** Programs of every sort that fixtures are made of. Each must run, do something, and be equivalent to itself. */
const programs: [name: string, filename: string, source: string][] = [
  [
    "top-level await",
    "input.mjs",
    `import { open } from "./db"; const db = await open(); export const users = await db.getUsers();`,
  ],
  [
    "a class with private state",
    "input.ts",
    `
    import { Repo } from "./repo";
    export class Service extends Repo {
      #cache = new Map<string, number>();
      constructor(private readonly db: any) { super(); }
      async load(id: string): Promise<unknown> {
        this.#cache.set(id, await this.db.getCount(id));
        return [...this.#cache, await super.getName(id)];
      }
      static async open() { return new Service(await connect()); }
    }`,
  ],
  [
    "an async generator",
    "input.js",
    `export async function* pages(api) { for (let i = 0; i < 3; i++) yield await api.getPage(i); }`,
  ],
  [
    "JSX",
    "input.jsx",
    `export default async function Page({ id }) { const user = await getUser(id); return <main id={id}>{user.name}<List items={await getItems(id)} /></main>; }`,
  ],
  [
    "TypeScript with JSX, an enum and satisfies",
    "input.tsx",
    `
    enum Kind { A = "a", B = "b" }
    const options = { kind: Kind.A } satisfies { kind: Kind };
    export const load = async <T,>(id: T) => <p>{(await getUser(id, options)) as string}</p>;`,
  ],
  [
    "for await",
    "input.js",
    `export async function read(stream) { const out = []; for await (const part of stream) out.push(await decode(part)); return out; }`,
  ],
  [
    "a poll that never ends",
    "input.js",
    `export async function watch() { while (true) { const s = await getStatus(); if (s === 3) return s; await sleep(10); } }`,
  ],
  [
    "a retry loop",
    "input.js",
    `export async function retry() { for (let i = 0; i < 3; i++) { try { return await fetchIt(); } catch (e) { console.warn(e); } } throw new Error("gone"); }`,
  ],
  [
    "a query builder",
    "input.js",
    `export async function load(id) { return { a: await db.select().from(users).where(eq(users.id, id)), b: await db.select().from(posts) }; }`,
  ],
  [
    "a transaction",
    "input.js",
    `export async function move(db) { return db.transaction(async (tx) => { await tx.debit(1); const b = await tx.getBalance(); return b; }); }`,
  ],
  [
    "timers",
    "input.js",
    `const sleep = (ms) => new Promise((r) => setTimeout(r, ms)); export async function f() { await sleep(5); setInterval(() => ping(), 10); return await getIt(); }`,
  ],
  [
    "route handlers",
    "input.js",
    `app.get("/users", async (req, res) => { const u = await db.getUser(req.params.id); res.json(u); });`,
  ],
  [
    "a returned closure",
    "input.js",
    `export function make(db) { return { async load(id) { return await db.getUser(id); }, close: () => db.close() }; }`,
  ],
  [
    "await using",
    "input.js",
    `export async function f() { await using file = await openFile("a"); return await file.readText(); }`,
  ],
  [
    "a dynamic import",
    "input.js",
    `export async function f() { const { parse } = await import("./parse"); return parse(await getText()); }`,
  ],
  [
    "a sloppy script",
    "input.js",
    `async function f() { var await_ = 010; return [await getUser(await_), arguments.length]; }`,
  ],
  [
    "destructuring with defaults",
    "input.js",
    `export async function f({ id, page = 2 }) { const { name = "none", tags: [first] } = await getUser(id, page); return [name, first]; }`,
  ],
  [
    "Promise.race and any",
    "input.js",
    `export async function f() { return [await Promise.race([getA(), getB()]), await Promise.any([getC(), getD()])]; }`,
  ],
  [
    "a tagged query",
    "input.js",
    "export async function f(id) { const [u] = await sql`select * from users where id = ${id}`; await sql`delete from users`; return u; }",
  ],
  [
    "module state",
    "input.js",
    `let cached; export async function f() { cached ??= await getConfig(); const next = await getNext(cached); cached = next; return next; }`,
  ],
  [
    "pagination",
    "input.js",
    `export async function all() { const out = []; let page; do { page = await listPages(page); out.push(...page.items); } while (page.hasNext); return out; }`,
  ],
  [
    "a decorated class",
    "input.ts",
    `@Injectable() export class A { @Input() x = 1; async f() { return await getIt(this.x); } }`,
  ],
  [
    "a stored promise",
    "input.js",
    `export async function f() { const p = getA(); const b = await getB(); return [await p, b]; }`,
  ],
  [
    "tasks collected in an array",
    "input.js",
    `export async function f(ids) { const tasks = []; for (const id of ids) tasks.push(getItem(id)); return Promise.all(tasks); }`,
  ],
];

for (const [name, filename, source] of programs) {
  test(`runs ${name}`, async () => {
    const report = await checkEquivalence(source, source, { filename });
    expect(printViolations(report.violations)).toBe("");
    expect(report.operations).toBeGreaterThan(0);
  });
}

test("a program that does nothing is no proof", async () => {
  const report = await checkEquivalence(`export const x = 1;`, `export const x = 1;`);
  expect(report.operations).toBe(0);
});

test("a rejection that the original has too is not held against the output", async () => {
  const source = `export async function f() { const p = getA(); const b = await getB(); return [await p, b]; }`;
  const report = await checkEquivalence(source, source);
  expect(report.violations).toEqual([]);
});
