import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Mode, Options } from "../src/options/options";
import { explain, verify, viewNames } from "../src/explain";
import { analyze, mayHoist, phaseNames } from "../src/pipeline";
import { remarksJson } from "../src/remarks/print";
import { printEdits } from "../src/rewrite/check";
import { treeOf } from "./support/source";

const PROGRAM = `
  import { getUser, getPosts } from "./api";
  export async function load(id) {
    const user = await getUser(id);
    const posts = await getPosts(id);
    return { user, posts };
  }
`;

test("independent reads give one statement edit and a remark each", () => {
  const { edits, remarks, problem } = analyze(treeOf(PROGRAM), new Options());
  expect(problem).toBe("");
  expect(edits.length).toBe(1);
  expect(remarks.map(({ code, hoisted, group, line }) => [code, hoisted, group, line])).toEqual([
    ["PA001", true, 1, 4],
    ["PA001", true, 1, 5],
  ]);
});

test("nothing moves when the comments cannot be read, for one of them may say @sequential", () => {
  const tree = treeOf(PROGRAM);
  tree.commentsKnown = false;
  const { edits, remarks } = analyze(tree, new Options());
  expect(edits).toEqual([]);
  expect(remarks.map(({ code }) => code)).toEqual(["PA403", "PA403"]);
});

test("without remarks the edits are the same", () => {
  const silent = new Options();
  silent.remarks = false;
  const { edits, remarks } = analyze(treeOf(PROGRAM), silent);
  expect(remarks).toEqual([]);
  expect(edits).toEqual(analyze(treeOf(PROGRAM), new Options()).edits);
});

test("every phase can be checked and shown", () => {
  expect(viewNames()).toEqual(phaseNames());
});

test("every phase verifies and prints, in the order of the pipeline", () => {
  expect(verify(treeOf(PROGRAM), new Options())).toBe("");
  const printed = explain(treeOf(PROGRAM), new Options(), false);
  const headings = printed.split("\n").filter((line) => phaseNames().includes(line));
  expect(headings).toEqual(phaseNames().filter((name) => name !== "directives" && name !== "loops"));
});

test("the same program gives the same answer twice", () => {
  expect(explain(treeOf(PROGRAM), new Options(), false)).toBe(explain(treeOf(PROGRAM), new Options(), false));
});

test("what is moved does not depend on whether remarks are wanted, in any fixture", () => {
  const fixtures = path.join(__dirname, "../../../fixtures");
  const inputs = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((file) =>
    /input\.\w+$/.test(file),
  );
  expect(inputs.length).toBeGreaterThan(500);
  const silent = new Options();
  silent.remarks = false;
  let ruledOut = 0;
  for (const file of inputs) {
    const source = readFileSync(path.join(fixtures, file), "utf8");
    const wanted = printEdits(analyze(treeOf(source, file), new Options()).edits);
    expect([file, printEdits(analyze(treeOf(source, file), silent).edits)]).toEqual([file, wanted]);
    if (mayHoist(treeOf(source, file), silent)) continue;
    ruledOut += 1;
    expect([file, wanted]).toEqual([file, ""]);
  }
  expect(ruledOut).toBeGreaterThan(50);
});

/** Whether two reads that would start together may still do so, with `between` in the middle. */
function mayMeetAcross(between: string, before = "", mode = Mode.Balanced): boolean {
  const options = new Options();
  options.remarks = false;
  options.mode = mode;
  const program = `${before} async function page(db, id, list) { const a = await db.getUser(id); ${between} const b = await db.getPosts(id); return [a, b]; }`;
  return mayHoist(treeOf(program), options);
}

test.each([
  ["a write, by its name", "const c = await db.save(a);"],
  ["an operation whose result nobody uses", "await db.ping();"],
  ["a guard", "const ok = await assertAllowed(id);"],
  ["a call that may throw", "const c = db.pool.wrap(id);"],
  ["a call that may throw, in a branch", "if (id) { list = wrap(id); }"],
  ["a constructor that may throw", "const c = new Wrapped(id);"],
  ["a promise kept in a property", "const c = await db.pending;"],
  ["a field that others see", "this.seen = a;"],
  ["a local function that writes", "await store(id);", "async function store(id) { return await write(id); }"],
  ["a local guard", "const c = await checkRight(id);", "async function checkRight(id) { return id; }"],
  ["two looks at a clock", "const c = Date.now(); list = () => Date.now() - c;"],
])("%s keeps two reads apart before any unit is built", (_name, between, before = "") => {
  expect(mayMeetAcross(between, before)).toBe(false);
});

test.each([
  ["nothing", ""],
  ["a method of a string", "const c = id.trim();"],
  ["a known function", "const c = Math.max(id, 1);"],
  ["a call in a closure", "const c = () => db.save(id);"],
  ["a call in an operand", "const c = await db.getTags(id);"],
  ["a function of the file that only looks like a write", "await save(id);", "async function save(id) { return id; }"],
  ["SQL that reads", 'await db.query("SELECT 1");'],
  ["a known read whose result nobody uses", 'await fetch("/ping");'],
  ["a write that somebody vouches for", "/* @parallel */ const c = await db.save(a);"],
  ["a declarator of its own", "const c = wrap(id), d = await db.getTags(id);"],
  ["several awaits in one statement", "const { [await db.getKey()]: c } = await db.save(id);"],
  ["an await in the operand of a read", "const c = await db.getTags(await db.getKey(id));"],
  ["a write in a closure of a local function", "await get(id);", "async function get(id) { return () => write(id); }"],
  ["a parameter that a local function calls", "await run(id);", "async function run(store) { await store(); }"],
  ["a generator of the file", "await steps(id);", "async function* steps(id) { write(id); yield id; }"],
  ["one look at a clock", "const c = Date.now();"],
])("%s does not rule two reads out", (_name, between, before = "") => {
  expect(mayMeetAcross(between, before)).toBe(true);
});

/** Whether anything in a function of these statements may be hoisted, as far as can be told before units are built. */
function mayHoistIn(statements: string): boolean {
  const options = new Options();
  options.remarks = false;
  return mayHoist(treeOf(`async function page(db, id, tx) { ${statements} }`), options);
}

test.each([
  ["an await in the operand of another", "return await db.getUser(await db.getKey(id));"],
  ["awaits each in the operand of the one before", "return await db.getUser(await db.getKey(await db.getName(id)));"],
  ["what may throw between them", "return [await db.getUser(id), wrap(id), await db.getPosts(id)];"],
  ["a write beside a read", "return [await db.save(id), await db.getPosts(id)];"],
  ["a handler that cleans up", "try { return [await db.getUser(id), await db.getPosts(id)]; } catch { db.close(); }"],
  ["a finalizer", "try { return [await db.getUser(id), await db.getPosts(id)]; } finally { db.close(); }"],
  ["a source that is closed", "for await (const x of db) { list = [await db.getUser(x), await db.getPosts(x)]; }"],
  ["a transaction", "db.transaction(async () => { return [await db.getUser(id), await db.getPosts(id)]; });"],
])("%s leaves nothing to hoist", (_name, statements) => {
  expect(mayHoistIn(statements)).toBe(false);
});

test.each([
  ["awaits side by side in an operand", "return await db.getUser(await db.getKey(id), await db.getName(id));"],
  ["a read before one whose operand awaits", "const a = await db.a(id); return await db.get(a, await db.getKey(id));"],
  [
    "a read after one whose operand awaits",
    "const a = await db.get(await db.getKey(id)); const b = await db.getB(id);",
  ],
  ["a read behind a write in an operand", "const a = await db.get(await db.save(id)); const b = await db.getB(id);"],
  ["what may throw in an operand", "return [await db.getUser(wrap(id)), await db.getPosts(id)];"],
  ["what may throw in a pattern", "[{ a = wrap(id) }, id] = [await db.getUser(id), await db.getPosts(id)];"],
  ["a closure between them", "return [await db.getUser(id), () => wrap(id), await db.getPosts(id)];"],
  ["a handler that logs", "try { return [await db.getUser(id), await db.getPosts(id)]; } catch (e) { log.warn(e); }"],
  [
    "a handler that looks at a clock",
    "try { return [await db.getUser(id), await db.getPosts(id)]; } catch { clock.now(); }",
  ],
  ["cleanup in the handler around it", "try { go(); } catch { return [await db.getUser(id), await db.getPosts(id)]; }"],
])("%s may leave something to hoist", (_name, statements) => {
  expect(mayHoistIn(statements)).toBe(true);
});

test("a handler whose function looks at a clock before it writes is cleanup", () => {
  const handled = (handler: string): number => {
    const program = `
      const note = () => { const t = Date.now(); store.wipe(t); };
      const time = () => Date.now();
      async function page(id) { try { return [await getUser(id), await getPosts(id)]; } catch { ${handler} } }
    `;
    return analyze(treeOf(program), new Options()).edits.length;
  };
  expect([handled("time();"), handled("note();")]).toEqual([1, 0]);
});

test("what the name of a call suggests rules nothing out where names do not count", () => {
  expect(mayMeetAcross("const c = await db.save(a);", "", Mode.Aggressive)).toBe(true);
});

test("remarks are also there as JSON", () => {
  const { remarks } = analyze(treeOf(PROGRAM), new Options());
  const parsed = JSON.parse(remarksJson(remarks)) as { code: string; line: number; column: number; text: string }[];
  expect(parsed.map(({ code, line, column }) => [code, line, column])).toEqual([
    ["PA001", 4, 17],
    ["PA001", 5, 18],
  ]);
  expect(parsed[0].text).toBe(remarks[0].text);
});
