import { type Category, type OracleOptions, checkEquivalence, printViolations } from "../src/index";

/** Names say nothing here: what is wrong shows in the state of a service only. */
const silent: OracleOptions = { reads: ["*"], rejects: ["*"], bounds: { singles: 4, pairs: 4, deeper: 0 } };

interface Fault {
  name: string;
  source: string;
  output: string;
  options?: OracleOptions;
  caught: Category;
  says: RegExp;
  /** Not to be tried with functions of an ordinary module in place of the service: the program needs its values. */
  onlyService?: true;
}

/** Wrong outputs of programs whose operations meet in a service. */
const faults: Fault[] = [
  {
    name: "a key is read while it is being written",
    source: `import kv from "service:kv";
      export async function swap(id) { const old = await kv.set("k", id); const now = await kv.get("k"); return now; }`,
    output: `import kv from "service:kv";
      export async function swap(id) { const [old, now] = await Promise.all([kv.set("k", id), kv.get("k")]); return now; }`,
    caught: "stale-read",
    says: /stale read: kv\.get\("k"\) reads kv\["k"\] as kv\["k"\], not id, which kv\.set\("k", id\) writes before it/,
  },
  {
    name: "two handles are one store",
    source: `import { open } from "service:kv";
      const mine = open("users"), theirs = open("users");
      export async function load() { const a = await mine.increment("n"); const b = await theirs.get("n"); return [a, b]; }`,
    output: `import { open } from "service:kv";
      const mine = open("users"), theirs = open("users");
      export async function load() { const [a, b] = await Promise.all([mine.increment("n"), theirs.get("n")]); return [a, b]; }`,
    caught: "stale-read",
    says: /stale read/,
  },
  {
    name: "a read moves behind the write that follows it",
    source: `import kv from "service:kv";
      export async function take() { const now = await kv.get("k"); const gone = await kv.remove("k"); return [now, gone]; }`,
    output: `import kv from "service:kv";
      export async function take() { const gone = await kv.remove("k"); const now = await kv.get("k"); return [now, gone]; }`,
    caught: "stale-read",
    says: /read too late: kv\.get\("k"\) reads .* as nothing/,
  },
  {
    name: "of two writes of one key the other one stays",
    source: `import kv from "service:kv";
      export async function rename() { await kv.set("name", "a"); await kv.set("name", "b"); }`,
    output: `import kv from "service:kv";
      export async function rename() { await Promise.all([kv.set("name", "a"), kv.set("name", "b")]); }`,
    caught: "lost-write",
    says: /lost write: kv\["name"\] ends as "a", not "b"/,
  },
  {
    name: "a row is selected while it is being inserted",
    source: `import sql from "service:sql";
      export async function add(name) {
        const count = await sql.execute("INSERT INTO users (id, name) VALUES (?, ?)", [3, name]);
        const rows = await sql.query("SELECT name FROM users");
        return [count, rows];
      }`,
    output: `import sql from "service:sql";
      export async function add(name) {
        const [count, rows] = await Promise.all([
          sql.execute("INSERT INTO users (id, name) VALUES (?, ?)", [3, name]),
          sql.query("SELECT name FROM users"),
        ]);
        return [count, rows];
      }`,
    caught: "stale-read",
    says: /stale read: sql\.query\("SELECT name FROM users"\) reads users as \["1", "2"\], not \["1", "2", "3"\]/,
  },
  {
    name: "an update and a deletion change places",
    source: `import sql from "service:sql";
      export async function replace(id) {
        const gone = await sql.execute("DELETE FROM users WHERE id = 1");
        const made = await sql.execute("INSERT INTO users (id, name) VALUES (1, ?)", [id]);
        return [gone, made];
      }`,
    output: `import sql from "service:sql";
      export async function replace(id) {
        const made = await sql.execute("INSERT INTO users (id, name) VALUES (1, ?)", [id]);
        const gone = await sql.execute("DELETE FROM users WHERE id = 1");
        return [gone, made];
      }`,
    caught: "lost-write",
    says: /lost write: users#1 ends as nothing/,
  },
  {
    name: "a file is written while its directory is being made",
    source: `import { mkdir, writeFile } from "service:files";
      export async function save(text) { await mkdir("out"); await writeFile("out/a.txt", text); }`,
    output: `import { mkdir, writeFile } from "service:files";
      export async function save(text) { await Promise.all([mkdir("out"), writeFile("out/a.txt", text)]); }`,
    caught: "result",
    says: /rejected with Error\("ENOENT"\)/,
    onlyService: true,
  },
  {
    name: "a file is read while it is half written",
    source: `import { readFile, writeFile } from "service:files";
      export async function save(text) { const done = await writeFile("a.txt", text); const back = await readFile("a.txt"); return back; }`,
    output: `import { readFile, writeFile } from "service:files";
      export async function save(text) { const [, back] = await Promise.all([writeFile("a.txt", text), readFile("a.txt")]); return back; }`,
    caught: "stale-read",
    says: /readFile\("a\.txt"\) reads file a\.txt as "", not text/,
  },
  {
    name: "two items of a queue are handed out the other way round",
    source: `import { receive } from "service:queue";
      export async function next() { const first = await receive("first"); const second = await receive("second"); return [first, second]; }`,
    output: `import { receive } from "service:queue";
      export async function next() { const [second, first] = await Promise.all([receive("second"), receive("first")]); return [first, second]; }`,
    caught: "order",
    says: /order lost: queue\.receive\("(first|second)"\) reads queue/,
  },
  {
    name: "an item is taken although nobody got the one before",
    source: `import { receive } from "service:queue";
      export async function next() { const first = await receive("first"); const second = await receive("second"); return [first, second]; }`,
    output: `import { receive } from "service:queue";
      export async function next() { const [first, second] = await Promise.all([receive("first"), receive("second")]); return [first, second]; }`,
    caught: "lost-write",
    says: /lost write: queue ends as \[queue\[2\], queue\[3\]\], not it was/,
  },
  {
    name: "two queries overlap on one connection",
    source: `import { connect } from "service:connection";
      export async function load() {
        const connection = await connect();
        const users = await connection.query("SELECT * FROM users");
        const posts = await connection.query("SELECT * FROM posts");
        return [users, posts];
      }`,
    output: `import { connect } from "service:connection";
      export async function load() {
        const connection = await connect();
        const [users, posts] = await Promise.all([connection.query("SELECT * FROM users"), connection.query("SELECT * FROM posts")]);
        return [users, posts];
      }`,
    caught: "overlapping-use",
    says: /overlapping use of connection: connection\.query\("SELECT \* FROM posts"\) started while/,
  },
  {
    name: "a query is asked for while the connection is being closed",
    source: `import { connect } from "service:connection";
      export async function load() {
        const connection = await connect();
        const users = await connection.query("SELECT * FROM users");
        await connection.close();
        return users;
      }`,
    output: `import { connect } from "service:connection";
      export async function load() {
        const connection = await connect();
        await connection.close();
        return connection.query("SELECT * FROM users");
      }`,
    caught: "result",
    says: /connection closed/,
    onlyService: true,
  },
  {
    name: "what is measured takes less time",
    source: `import { now } from "service:clock";
      export async function measure() { const began = now(); const a = await getUser(); const b = await getPosts(); return [a, b, now() - began]; }`,
    output: `import { now } from "service:clock";
      export async function measure() { const began = now(); const [a, b] = await Promise.all([getUser(), getPosts()]); return [a, b, now() - began]; }`,
    caught: "measured-time",
    says: /now\(\)#2 reads \d+ after the first look, not \d+/,
  },
  {
    name: "the clock of the platform measures less time",
    source: `export async function measure() { const began = Date.now(); const a = await getUser(); const b = await getPosts(); return [a, b, Date.now() - began]; }`,
    output: `export async function measure() { const began = Date.now(); const [a, b] = await Promise.all([getUser(), getPosts()]); return [a, b, Date.now() - began]; }`,
    options: { virtualTime: true },
    caught: "measured-time",
    says: /Date\.now\(\)#2/,
  },
  {
    name: "a pause that was enforced is skipped",
    source: `import { now, sleep } from "service:clock";
      export async function wait() { const began = now(); await sleep(50); const a = await getUser(); return [a, now() - began]; }`,
    output: `import { now, sleep } from "service:clock";
      export async function wait() { const began = now(); const [, a] = await Promise.all([sleep(50), getUser()]); return [a, now() - began]; }`,
    caught: "measured-time",
    says: /now\(\)#2/,
  },
];

for (const { name, source, output, options, caught, says, onlyService } of faults) {
  test(`a service shows that ${name}`, async () => {
    const { violations } = await checkEquivalence(source, output, { ...silent, ...options });
    const found = violations.filter(({ category, detail }) => category === caught && says.test(detail));
    expect(found.length > 0 ? "found" : printViolations(violations)).toBe("found");
  });

  test(`nothing else shows that ${name}`, async () => {
    if (onlyService) return;
    const plain = (code: string): string => code.replace(/"service:\w+"/, '"./api"');
    const clock = { allow: { order: "looks at the clock are counted" } };
    const { violations } = await checkEquivalence(plain(source), plain(output), { ...silent, ...clock });
    expect(printViolations(violations)).toBe("");
  });

  test(`the original itself stays right where ${name}`, async () => {
    const { violations, operations } = await checkEquivalence(source, source, { ...silent, ...options });
    expect(printViolations(violations)).toBe("");
    expect(operations).toBeGreaterThan(0);
  });
}

/** Right outputs: the services must not mind them. */
const rewrites: { name: string; source: string; output: string; options?: OracleOptions }[] = [
  {
    name: "different keys are written and read",
    source: `import kv from "service:kv";
      export async function f(id) { await kv.set("a", id); const b = await kv.get("b"); return b; }`,
    output: `import kv from "service:kv";
      export async function f(id) { const [, b] = await Promise.all([kv.set("a", id), kv.get("b")]); return b; }`,
  },
  {
    name: "a file that is read twice",
    source: `import { readFile } from "service:files";
      export async function f() { const a = await readFile("a.txt"); const b = await readFile("a.txt"); return [a, b]; }`,
    output: `import { readFile } from "service:files";
      export async function f() { const [a, b] = await Promise.all([readFile("a.txt"), readFile("a.txt")]); return [a, b]; }`,
    options: { reads: [] },
  },
  {
    name: "two reads of one key",
    source: `import kv from "service:kv";
      export async function f() { const a = await kv.get("k"); const b = await kv.has("k"); return [a, b]; }`,
    output: `import kv from "service:kv";
      export async function f() { const [a, b] = await Promise.all([kv.get("k"), kv.has("k")]); return [a, b]; }`,
  },
  {
    name: "rows of two tables",
    source: `import sql from "service:sql";
      export async function f() { const n = await sql.execute("UPDATE users SET name = 'x' WHERE id = 1"); const p = await sql.query("SELECT * FROM posts"); return [n, p]; }`,
    output: `import sql from "service:sql";
      export async function f() { const [n, p] = await Promise.all([sql.execute("UPDATE users SET name = 'x' WHERE id = 1"), sql.query("SELECT * FROM posts")]); return [n, p]; }`,
  },
  {
    name: "two files",
    source: `import { readFile, writeFile } from "service:files";
      export async function f(text) { const done = await writeFile("a.txt", text); const b = await readFile("b.txt"); return b; }`,
    output: `import { readFile, writeFile } from "service:files";
      export async function f(text) { const [, b] = await Promise.all([writeFile("a.txt", text), readFile("b.txt")]); return b; }`,
  },
  {
    name: "an item of a queue asked for beside something else",
    source: `import { receive } from "service:queue";
      export async function f() { const a = await receive("a"); const user = await getUser(); const b = await receive("b"); return [a, user, b]; }`,
    output: `import { receive } from "service:queue";
      export async function f() { const [a, user] = await Promise.all([receive("a"), getUser()]); const b = await receive("b"); return [a, user, b]; }`,
  },
  {
    name: "a connection each",
    source: `import { connect } from "service:connection";
      export async function f() { const c = await connect(); const d = await connect(); const u = await c.query("SELECT * FROM users"); const p = await d.query("SELECT * FROM posts"); return [u, p]; }`,
    output: `import { connect } from "service:connection";
      export async function f() { const c = await connect(); const d = await connect(); const [u, p] = await Promise.all([c.query("SELECT * FROM users"), d.query("SELECT * FROM posts")]); return [u, p]; }`,
  },
  {
    name: "time that nobody measures",
    source: `import { now } from "service:clock";
      export async function f() { const a = await getUser(); const b = await getPosts(); const at = now(); const c = await getTags(at); return [a, b, c, now() - at]; }`,
    output: `import { now } from "service:clock";
      export async function f() { const [a, b] = await Promise.all([getUser(), getPosts()]); const at = now(); const c = await getTags(at); return [a, b, c, now() - at]; }`,
  },
  {
    name: "an order that the original leaves to chance",
    source: `import kv from "service:kv";
      export async function f(id) {
        const done = kv.set("k", id);
        const a = await getUser(id);
        const b = await getPosts(id);
        const k = await kv.get("k");
        await done;
        return [a, b, k];
      }`,
    output: `import kv from "service:kv";
      export async function f(id) {
        const done = kv.set("k", id);
        const [a, b] = await Promise.all([getUser(id), getPosts(id)]);
        const k = await kv.get("k");
        await done;
        return [a, b, k];
      }`,
  },
];

for (const { name, source, output, options } of rewrites) {
  test(`services do not mind ${name}`, async () => {
    const { violations, operations } = await checkEquivalence(source, output, { ...silent, ...options });
    expect(printViolations(violations)).toBe("");
    expect(operations).toBeGreaterThan(0);
  });
}

test("an import of a service that the oracle does not have is an error", async () => {
  const source = `import { send } from "service:mail"; export const f = () => send();`;
  await expect(checkEquivalence(source, source)).rejects.toThrow('the oracle has no service "service:mail"');
});

test("a service speaks up although a failure goes before", async () => {
  const source = `import kv from "service:kv";
    export async function f(id) {
      let user = null;
      try { user = await getUser(id); } catch { user = "nobody"; }
      const done = await kv.set("k", user);
      return kv.get("k");
    }`;
  const output = source.replace('const done = await kv.set("k", user);', 'const done = kv.set("k", user);');
  const { violations } = await checkEquivalence(source, output, silent);
  expect(violations.some(({ scenario, category }) => /rejects/.test(scenario) && category === "stale-read")).toBe(true);
});
