import { type Category, checkEquivalence, type PluginOptions, printViolations } from "../src/index";
import { type NaiveOptions, naiveTransform } from "../src/naive";

interface Hazard {
  name: string;
  source: string;
  /** Written by hand, where the naive transform is not bad enough. */
  output?: string;
  naive?: NaiveOptions;
  /** Options that the output is held to. */
  plugin?: PluginOptions;
  caught: Category;
}

/** Programs that a transform without a model of effects and failures breaks, and what the oracle must say. */
const hazards: Hazard[] = [
  {
    name: "a synchronous throw orphans the operation before it",
    source: `export async function load(req) { const a = await getUser(); const b = await getPosts(parsePage(req)); return [a, b]; }`,
    caught: "unhandled-rejection",
  },
  {
    name: "a promise started early rejects while another is awaited",
    source: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b]; }`,
    naive: { shape: "early" },
    caught: "unhandled-rejection",
  },
  {
    name: "a write moves over a read that fails",
    source: `export async function save(id) { const user = await getUser(id); const done = await saveAudit(id); return [user, done]; }`,
    caught: "effects",
  },
  {
    name: "a read moves over a write that it would see",
    source: `export async function save(id) { const done = await saveUser(id); const user = await getUser(id); return [user, done]; }`,
    caught: "order",
  },
  {
    name: "the guarded read starts although the guard says no",
    source: `export async function load(id) { const session = await requireSession(id); const secret = await getSecret(id); return [session, secret]; }`,
    caught: "speculation",
  },
  {
    name: "two posts lose their order",
    source: `export async function send(a, b) {
      const first = await fetch("/a", { method: "POST", body: a });
      const second = await fetch("/b", { method: "POST", body: b });
      return [first, second];
    }`,
    caught: "order",
  },
  {
    name: "a callback writes a binding that the next call reads",
    source: `export async function load() {
      let token = "none";
      const a = await getSession((fresh) => { token = fresh; });
      const b = await getUser(token);
      return [a, b];
    }`,
    caught: "missing-start",
  },
  {
    name: "a value is set and got on one receiver",
    source: `export async function swap(ref) { const old = await ref.set("k", 1); const now = await ref.get("k"); return [old, now]; }`,
    caught: "order",
  },
  {
    name: "one answer is read twice at once",
    source: `export async function load(id) {
      const page = await fetchPage(id);
      const a = await page.text();
      const b = await page.text();
      return [a, b];
    }`,
    output: `export async function load(id) {
      const page = await fetchPage(id);
      const [a, b] = await Promise.all([page.text(), (async () => page.text())()]);
      return [a, b];
    }`,
    caught: "order",
  },
  {
    name: "an early return is passed",
    source: `export async function load(id) {
      const user = await getUser(id);
      if (!user) return null;
      const posts = await getPosts(id);
      return { user, posts };
    }`,
    output: `export async function load(id) {
      const [user, posts] = await Promise.all([getUser(id), getPosts(id)]);
      if (!user) return null;
      return { user, posts };
    }`,
    caught: "speculation",
  },
  {
    name: "operations wanted for their effect run together",
    source: `export async function prepare() { await warmUp(); await buildIndex(); }`,
    caught: "order",
  },
  {
    name: "a property of a parameter is written too late",
    source: `export async function load(ctx) { const a = await getUser(); ctx.user = a; const b = await getPosts(ctx); return b; }`,
    naive: { overSync: true },
    caught: "order",
  },
  {
    name: "an argument is evaluated before it is changed",
    source: `export async function load() {
      const query = { page: 1 };
      const a = await getUser();
      query.page = 2;
      const b = await getPosts(query);
      return [a, b];
    }`,
    naive: { overSync: true },
    caught: "missing-start",
  },
  {
    name: "an increment between two calls is passed",
    source: `export async function load() { let i = 0; const a = await getItem(i); i++; const b = await getItem(i); return [a, b]; }`,
    naive: { overSync: true },
    caught: "missing-start",
  },
  {
    name: "a lazy thenable is subscribed to twice",
    source: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b]; }`,
    output: `export async function load() {
      const p = getUser(), q = getPosts();
      await Promise.all([p, q]);
      return [await p, await q];
    }`,
    caught: "subscriptions",
  },
  {
    name: "cleanup runs while a read is in flight",
    source: `export async function load(db) {
      try { const a = await db.getUser(); const b = await db.getPosts(); return [a, b]; }
      finally { await db.close(); }
    }`,
    caught: "in-flight",
  },
  {
    // Neither name says where an operation was started: both are called elsewhere, too.
    name: "cleanup runs while a read is in flight whose name is called elsewhere, too",
    source: `async function again(id) { const user = await getUser(id); await saveUser(user); return user; }
    export async function load(id) {
      try {
        const config = await getConfig(id);
        const user = await getUser(config);
        const other = await getUser(id);
        return [user, other];
      } catch {
        await saveUser("failed");
        return again(id);
      }
    }`,
    output: `async function again(id) { const user = await getUser(id); await saveUser(user); return user; }
    export async function load(id) {
      try {
        const [user, other] = await Promise.all([
          (async () => { const config = await getConfig(id); return getUser(config); })(),
          (async () => getUser(id))(),
        ]);
        return [user, other];
      } catch {
        await saveUser("failed");
        return again(id);
      }
    }`,
    caught: "in-flight",
  },
  {
    name: "cleanup runs while a read of a function that is called in place is in flight",
    source: `export async function load(db) {
      try { return await (async () => { const a = await getUser(); const b = await getPosts(); return [a, b]; })(); } finally { await db.close(); }
    }`,
    caught: "in-flight",
  },
  {
    name: "the failure of a question that a handler asks again is taken for that of the same one before",
    source: `export async function load() {
      try {
        const config = await loadConfig(1);
        const tags = await listTags(1);
        return [config, tags];
      } catch {
        return listTags(1);
      }
    }`,
    output: `export async function load() {
      try {
        const [config, tags] = await Promise.all([loadConfig(1), (async () => listTags(1))()]);
        return [config, tags];
      } catch {
        try { return await listTags(1); } catch { return null; }
      }
    }`,
    caught: "result",
  },
  {
    name: "the clock is read in the middle",
    source: `export async function time() {
      const a = await getUser();
      const middle = Date.now();
      const b = await getPosts();
      return [a, b, middle];
    }`,
    output: `export async function time() {
      const [a, b] = await Promise.all([getUser(), getPosts()]);
      const middle = Date.now();
      return [a, b, middle];
    }`,
    caught: "order",
  },
  {
    name: "a stream is read twice at once",
    source: `export async function head(reader) { const a = await reader.read(); const b = await reader.read(); return [a, b]; }`,
    caught: "order",
  },
  {
    name: "statements of one transaction overlap",
    source: `export async function move(db) {
      return db.transaction(async (tx) => { const a = await tx.getFrom(); const b = await tx.getTo(); return [a, b]; });
    }`,
    caught: "order",
  },
  {
    name: "a log line is lost when the second operation fails",
    source: `export async function load() { const a = await getUser(); console.log(a); const b = await getPosts(); return [a, b]; }`,
    naive: { overSync: true },
    caught: "effects",
  },
  {
    name: "a field of the instance is lost when the second operation fails",
    source: `export class Store { async load() { this.a = await getUser(); this.b = await getPosts(); } }`,
    caught: "result",
  },
  {
    name: "a sleep is overtaken",
    source: `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    export async function load() { const waited = await sleep(100); const b = await getPosts(); return [waited, b]; }`,
    caught: "order",
  },
  {
    name: "an await left inside the array suspends it half built",
    source: `export async function load() { const a = await getUser(); const b = await parse(await getText()); return [a, b]; }`,
    output: `export async function load() {
      const [a, b] = await Promise.all([getUser(), parse(await getText())]);
      return [a, b];
    }`,
    caught: "unhandled-rejection",
  },
  {
    name: "an error is swallowed",
    source: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b]; }`,
    output: `export async function load() {
      const [a, b] = await Promise.allSettled([getUser(), getPosts()]);
      return [a.value, b.value];
    }`,
    caught: "result",
  },
  {
    name: "an operation runs twice",
    source: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b]; }`,
    output: `export async function load() {
      getUser().catch(() => {});
      const [a, b] = await Promise.all([getUser(), getPosts()]);
      return [a, b];
    }`,
    caught: "extra-start",
  },
  {
    name: "the output is slower",
    source: `export async function load() { const [a, b] = await Promise.all([getUser(), getPosts()]); return [a, b]; }`,
    output: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b]; }`,
    caught: "makespan",
  },
  {
    name: "an effect comes after the answer",
    source: `export async function load(list) { const a = await getUser(); list.append(a); const b = await getPosts(); return [a, b]; }`,
    output: `export async function load(list) {
      const [a, b] = await Promise.all([(async () => { const a = await getUser(); list.append(a); return a; })(), (async () => getPosts())()]);
      return [a, b];
    }`,
    caught: "late-effect",
  },
  {
    name: "more iterations run together than are allowed",
    source: `export async function load(ids) { const out = []; for (const id of ids) out.push(await getUser(id)); return out; }`,
    output: `import { pool } from "@parallel-await/runtime";
    export async function load(ids) { const out = []; for (const user of await pool(ids, async (id) => getUser(id), 3)) out.push(user); return out; }`,
    plugin: { loops: { concurrency: 2 } },
    caught: "concurrency",
  },
  {
    name: "more iterations run together than are allowed, in a pool of the file itself",
    source: `export async function load(ids) { const out = []; for (const id of ids) out.push(await getUser(id)); return out; }`,
    output: `export async function load(ids) { const out = []; for (const user of await pool(ids, async (id) => getUser(id))) out.push(user); return out; }
    async function pool(items, task) {
      const results = [];
      for (const item of items) { const result = task(item); results.push(result); await Promise.race([result, 0]); }
      return Promise.all(results);
    }`,
    plugin: { loops: { concurrency: 2 } },
    caught: "concurrency",
  },
  {
    name: "a list that outlives a failure misses what was collected before it",
    source: `export async function load(ids) { const out = []; try { for (const id of ids) out.push(await getUser(id)); } catch {} return out; }`,
    output: `import { pool } from "@parallel-await/runtime";
    export async function load(ids) { const out = []; try { for (const user of await pool(ids, async (id) => getUser(id), 3)) out.push(user); } catch {} return out; }`,
    caught: "result",
  },
  {
    name: "the lines of a loop are logged when all is over",
    source: `export async function load(ids) { for (const id of ids) { const user = await getUser(id); console.log(user); } }`,
    output: `import { pool } from "@parallel-await/runtime";
    export async function load(ids) { for (const user of await pool(ids, async (id) => getUser(id), 3)) { console.log(user); } }`,
    caught: "effects",
  },
  {
    name: "items behind the one that ends the loop are asked for",
    source: `export async function load(ids) { for (const id of ids) { const user = await getUser(id); if (user.ok) return user; } return null; }`,
    output: `import { pool } from "@parallel-await/runtime";
    export async function load(ids) { for (const user of await pool(ids, async (id) => getUser(id), 3)) if (user.ok) return user; return null; }`,
    caught: "speculation",
  },
  {
    name: "results are collected in the order they come in",
    source: `export async function load(ids) { const out = []; for (const id of ids) out.push(await getUser(id)); return out; }`,
    output: `import { pool } from "@parallel-await/runtime";
    export async function load(ids) { const out = []; await pool(ids, async (id) => { out.push(await getUser(id)); }, 3); return out; }`,
    caught: "result",
  },
  {
    name: "the output does not parse",
    source: `export async function load() { return getUser(); }`,
    output: `export async function load() { return getUser(; }`,
    caught: "broken",
  },
];

for (const { name, source, output, naive, plugin, caught } of hazards) {
  test(`catches that ${name}`, async () => {
    const report = await checkEquivalence(source, output ?? naiveTransform(source, naive), { plugin });
    const categories = new Set(report.violations.map(({ category }) => category));
    expect([...categories]).toContain(caught);
  });

  test(`finds nothing in the original when ${name}`, async () => {
    const report = await checkEquivalence(source, source);
    expect(printViolations(report.violations)).toBe("");
    expect(report.operations).toBeGreaterThan(0);
  });
}
