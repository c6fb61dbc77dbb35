import { checkEquivalence, printViolations } from "../src/index";

interface Case {
  name: string;
  source: string;
  output: string;
  plugin?: { errors?: string; mode?: string; effects?: { read?: string[] } };
}

/** Transformations that the contract allows: the oracle must not cry wolf. */
const cases: Case[] = [
  {
    name: "two reads in one group",
    source: `export async function load(id) { const a = await getUser(id); const b = await getPosts(id); return [a, b]; }`,
    output: `export async function load(id) { const [a, b] = await Promise.all([getUser(id), (async () => getPosts(id))()]); return [a, b]; }`,
  },
  {
    name: "a guarded start where the argument may throw",
    source: `export async function load(req) { const a = await getUser(); const b = await getPosts(req.query.page); return [a, b]; }`,
    output: `export async function load(req) {
      const [a, b] = await Promise.all([getUser(), (async () => getPosts(req.query.page))()]);
      return [a, b];
    }`,
  },
  {
    // The handler's question is known by its place, whoever has asked the same before it.
    name: "a question that a handler asks again, after the same was started early",
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
        return listTags(1);
      }
    }`,
  },
  {
    // The statement that asks last stands in front of the question before it; what it assigns to tells the two apart.
    name: "one question asked at three places, two of which have changed places",
    source: `export async function load(id) {
      let found, parsed;
      try { const text = await listTags(id); if (text) parsed = [text, await findMany(id)]; } catch { parsed = []; }
      const item = await findMany(id);
      if (parsed) found = await findMany(id);
      return [item, found];
    }`,
    output: `export async function load(id) {
      let found, parsed;
      const [, item] = await Promise.all([
        (async () => {
          try { const text = await listTags(id); if (text) parsed = [text, await findMany(id)]; } catch { parsed = []; }
          if (parsed) found = await findMany(id);
        })(),
        (async () => findMany(id))(),
      ]);
      return [item, found];
    }`,
  },
  {
    // Here nothing is assigned any more; what decides about one of them tells.
    name: "one question asked at three places, one of which is decided about and has changed places",
    source: `export async function load(id) {
      const filled = {};
      const first = (await findMany(id)) || (await getUser(id));
      const given = await (async () => id?.id && (await findMany(id)))();
      filled.posts = await findMany(id);
      return [first, given, filled];
    }`,
    output: `export async function load(id) {
      const filled = {};
      const [[first, _posts], given] = await Promise.all([
        (async () => {
          const first = (await findMany(id)) || (await getUser(id));
          return [first, await findMany(id)];
        })(),
        (async () => id?.id && (await findMany(id)))(),
      ]);
      filled.posts = _posts;
      return [first, given, filled];
    }`,
  },
  {
    // The two calls of `json` are written in one way in the source, and in two ways in the output.
    name: "a question asked at two places, one of which is written in another way",
    source: `export async function load(id) {
      if (id?.isKnown) {
        const user = await getUser(id);
        const body = await (await loadConfig(id)).json();
        saveLater(user, body);
      }
      return await (await loadConfig(id)).json();
    }`,
    output: `export async function load(id) {
      if (id?.isKnown) {
        const [user, _loadConfig] = await Promise.all([getUser(id), (async () => loadConfig(id))()]);
        const body = await _loadConfig.json();
        saveLater(user, body);
      }
      return await (await loadConfig(id)).json();
    }`,
  },
  {
    // It fails in any case: which of the two errors comes first is a matter of latencies.
    name: "a read beside what throws by itself",
    source: `export async function load(id) {
      const sky = await getSky(id);
      const user = await getUser(id);
      user = [user];
      return [sky, user];
    }`,
    output: `export async function load(id) {
      const [sky] = await Promise.all([getSky(id), (async () => { const user = await getUser(id); user = [user]; })()]);
      return [sky];
    }`,
  },
  {
    // `catch` subscribes to it, and so does `await`, which the source comes to only when nothing fails.
    name: "a promise begun before, whose failure is seen to, is awaited in a group",
    source: `export async function load(id) { const early = getUser(id); early.catch(() => {}); const later = await getPosts(id); const first = await early; const tags = await getTags(id); return [later, first, tags]; }`,
    output: `export async function load(id) { const early = getUser(id); early.catch(() => {}); const [later, first, tags] = await Promise.all([getPosts(id), early, (async () => getTags(id))()]); return [later, first, tags]; }`,
  },
  {
    // ASSUMPTIONS.md, "Reads in flight": the handler is that of a caller, and other tasks may be under way in the source, too.
    name: "tasks of their own that have reads under way when a handler around all of them writes",
    source: `export async function load(id) {
      try {
        const first = await getUser(0);
        const runs = [];
        [1, id].forEach((each) => runs.push((async () => {
          const one = await getItem(each);
          const two = await getUser(each);
          return [one, two];
        })()));
        return [first, await Promise.all(runs)];
      } catch (error) {
        await saveFailure(error.message);
      }
    }`,
    output: `export async function load(id) {
      try {
        const first = await getUser(0);
        const runs = [];
        [1, id].forEach((each) => runs.push((async () => {
          const [one, two] = await Promise.all([getItem(each), (async () => getUser(each))()]);
          return [one, two];
        })()));
        return [first, await Promise.all(runs)];
      } catch (error) {
        await saveFailure(error.message);
      }
    }`,
  },
  {
    // Whether another task goes on before `finally` or behind it is a matter of latencies in the source already.
    name: "tasks of their own that go on while a failure is cleaned up after",
    source: `export async function load(id) {
      try {
        return await Promise.all([1, id].map(async (each) => {
          const one = await getUser(each);
          const two = await getItem(each);
          return [one, two];
        }));
      } finally {
        track(id);
      }
    }`,
    output: `export async function load(id) {
      try {
        return await Promise.all([1, id].map(async (each) => {
          const [one, two] = await Promise.all([getUser(each), (async () => getItem(each))()]);
          return [one, two];
        }));
      } finally {
        track(id);
      }
    }`,
  },
  {
    name: "two chains as lanes",
    source: `export async function load(id) {
      const user = await getUser(id);
      const posts = await getPosts(user.id);
      const config = await getConfig();
      const theme = await getTheme(config.theme);
      return { posts, theme };
    }`,
    output: `export async function load(id) {
      const [posts, theme] = await Promise.all([
        (async () => { const user = await getUser(id); return getPosts(user.id); })(),
        (async () => { const config = await getConfig(); return getTheme(config.theme); })(),
      ]);
      return { posts, theme };
    }`,
  },
  {
    name: "bodies of two responses",
    source: `export async function load() {
      const a = await (await fetch("/a")).json();
      const b = await (await fetch("/b")).json();
      return [a, b];
    }`,
    output: `export async function load() {
      const [a, b] = await Promise.all([(async () => (await fetch("/a")).json())(), (async () => (await fetch("/b")).json())()]);
      return [a, b];
    }`,
  },
  {
    name: "bodies of two answers to one question",
    source: `export async function load(id) {
      const a = await (await fetchPage(id)).json();
      const b = await (await fetchPage(id)).json();
      return [a, b];
    }`,
    output: `export async function load(id) {
      const [a, b] = await Promise.all([(async () => (await fetchPage(id)).json())(), (async () => (await fetchPage(id)).json())()]);
      return [a, b];
    }`,
  },
  {
    name: "a group inside a try block whose handler only logs",
    source: `export async function load() {
      try { const a = await getUser(); const b = await getPosts(); return [a, b]; }
      catch (error) { console.error(error); return null; }
    }`,
    output: `export async function load() {
      try { const [a, b] = await Promise.all([getUser(), (async () => getPosts())()]); return [a, b]; }
      catch (error) { console.error(error); return null; }
    }`,
  },
  {
    name: "a group that settles before cleanup",
    source: `export async function load(db) {
      try { const a = await db.getUser(); const b = await db.getPosts(); return [a, b]; } finally { await db.close(); }
    }`,
    output: `export async function load(db) {
      try {
        const results = await Promise.allSettled([db.getUser(), (async () => db.getPosts())()]);
        for (const result of results) if (result.status === "rejected") throw result.reason;
        return results.map((result) => result.value);
      } finally { await db.close(); }
    }`,
  },
  {
    name: "reads after a write",
    source: `export async function save(id) {
      await saveUser(id);
      const a = await getUser(id);
      const b = await getPosts(id);
      return [a, b];
    }`,
    output: `export async function save(id) {
      await saveUser(id);
      const [a, b] = await Promise.all([getUser(id), (async () => getPosts(id))()]);
      return [a, b];
    }`,
  },
  {
    name: "a clock read that finds the same operations done",
    source: `export async function load() { const a = await getUser(); const b = await getPosts(); return [a, b, Date.now()]; }`,
    output: `export async function load() { const [a, b] = await Promise.all([getUser(), (async () => getPosts())()]); return [a, b, Date.now()]; }`,
  },
  {
    name: "a function that runs beside others in the original",
    source: `async function one(id) { const a = await getUser(id); const b = await getPosts(id); await saveView(id); return [a, b]; }
    export async function all() { return Promise.all([one(1), one(2)]); }`,
    output: `async function one(id) { const [a, b] = await Promise.all([getUser(id), (async () => getPosts(id))()]); await saveView(id); return [a, b]; }
    export async function all() { return Promise.all([one(1), one(2)]); }`,
  },
  {
    name: "shared promises of lazy queries, each wrapped once",
    source: `export async function load() {
      const a = await getA(); const b = await getB(); const c = await getC(a); const d = await getD(a, b); return [c, d];
    }`,
    output: `export async function load() {
      const _a = (async () => getA())(), _b = (async () => getB())();
      const [a, b, c, d] = await Promise.all([_a, _b, (async () => getC(await _a))(), (async () => getD(await _a, await _b))()]);
      return [c, d];
    }`,
  },
  {
    name: "two writes that the user declared to be reads",
    source: `export async function load() { const a = await api.createView(); const b = await api.createMenu(); return [a, b]; }`,
    output: `export async function load() { const [a, b] = await Promise.all([api.createView(), (async () => api.createMenu())()]); return [a, b]; }`,
    plugin: { effects: { read: ["api.create*"] } },
  },
];

for (const { name, source, output, plugin } of cases) {
  test(`accepts ${name}`, async () => {
    const report = await checkEquivalence(source, output, { plugin });
    expect(printViolations(report.violations)).toBe("");
    expect(report.operations).toBeGreaterThan(1);
    const calm = report.makespans.filter(({ latencies }) => latencies === "latencies all equal");
    expect(calm.every(({ before, after }) => after < before)).toBe(true);
  });
}

test("with errors in source order the first error in time is not enough", async () => {
  const { source, output } = cases[0];
  const report = await checkEquivalence(source, output, { plugin: { errors: "source-order" } });
  expect(new Set(report.violations.map(({ category }) => category))).toEqual(new Set(["result"]));
});

test("reports the critical path of independent reads as the longest of them", async () => {
  const { source, output } = cases[0];
  const { makespans } = await checkEquivalence(source, output);
  for (const { before, after, criticalPath } of makespans) {
    expect(after).toBe(criticalPath);
    expect(before).toBeGreaterThan(criticalPath);
  }
});
