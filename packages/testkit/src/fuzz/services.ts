/**
 * Calls of the oracle's services, for generated programs. Keys are few, so that operations meet. Each name keeps its promise: what
 * `get` and `read` call reads, what writes says so. What functions of the module itself do is for the analysis to find out.
 */
import { value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/** What can be imported from which service. */
const imports: Record<string, string> = {
  kv: 'import kv from "service:kv";',
  sql: 'import sql from "service:sql";',
  files: 'import files from "service:files";',
  queue: 'import queue from "service:queue";',
  connect: 'import { connect } from "service:connection";',
};

/** Reads, for the `effects` option in modes in which names are not enough. */
export const serviceReads = ["kv.get", "kv.has", "sql.query", "files.readFile", "files.exists", "queue.count"];

/** Import declarations for the services that a text mentions. */
export function serviceImports(code: string): string[] {
  return Object.keys(imports)
    .filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    .map((name) => imports[name]);
}

/** What a generated module declares, and calls of it. */
interface Declared {
  name: string;
  code: string;
  calls: [callee: string, noun: string][];
}

/** Wrappers, methods, aliases: other names for the same operations. */
export const serviceHelpers: Declared[] = [
  {
    name: "profileFor",
    code: `async function profileFor(key) {
  return kv.get(key);
}`,
    calls: [["profileFor", "profile"]],
  },
  {
    name: "afresh",
    code: `async function afresh(key) {
  await kv.set(key, "fresh");
  return kv.get(key);
}`,
    calls: [["afresh", "fresh"]],
  },
  {
    name: "visits",
    code: `async function visits(key) {
  const seen = await kv.get("a");
  await kv.set("a", [key, 1]);
  return seen;
}`,
    calls: [["visits", "seen"]],
  },
  {
    name: "accounts",
    code: `class Accounts {
  constructor(store) { this.store = store; }
  async byKey(key) { return this.store.get(key); }
  async touched(key) { return this.store.set(key, "touched"); }
  async both(key) { return [await this.byKey(key), await this.touched(key)]; }
}
const accounts = new Accounts(kv);`,
    calls: [
      ["accounts.byKey", "account"],
      ["accounts.touched", "touched"],
      ["accounts.both", "pairOf"],
    ],
  },
  {
    name: "cached",
    code: `const cache = kv;
const cached = async (key) => cache.get(key);
const dropped = async (key) => cache.remove(key);`,
    calls: [
      ["cached", "hit"],
      ["dropped", "drop"],
    ],
  },
  {
    name: "looked",
    code: `const { get: lookUp, set: keep } = kv;
async function looked(key) { return lookUp(key); }
async function kept(key) { return keep(key, 2); }`,
    calls: [
      ["looked", "look"],
      ["kept", "keeping"],
    ],
  },
  {
    name: "member",
    code: `const users = kv.open("users");
const members = kv.open("users");
async function member(key) { return members.get(key); }
async function joined(key) { return users.set(key, "joined"); }`,
    calls: [
      ["member", "who"],
      ["joined", "join"],
    ],
  },
  {
    name: "memoised",
    code: `const memo = new Map();
async function memoised(key) {
  if (memo.has(key)) return memo.get(key);
  const found = await kv.get(key);
  memo.set(key, found);
  return found;
}`,
    calls: [["memoised", "memoed"]],
  },
  {
    name: "withStore",
    code: `const withStore = async (run) => run(kv);
const heldBy = async (key) => withStore(async (store) => await store.get(key));
const heldOn = async (key) => withStore(async (store) => await store.set(key, 3));`,
    calls: [
      ["heldBy", "sight"],
      ["heldOn", "change"],
    ],
  },
  {
    name: "rowOf",
    code: `const rowOf = async (id) => (await sql.query("SELECT * FROM users WHERE id = ?", [id]))[0];
const renamed = async (id) => sql.execute("UPDATE users SET name = 'x' WHERE id = ?", [id]);`,
    calls: [
      ["rowOf", "row"],
      ["renamed", "rename"],
    ],
  },
  {
    name: "content",
    code: `const folder = { content: async (name) => files.readFile(name + ".txt"), emptied: async (name) => files.writeFile(name + ".txt", "") };`,
    calls: [
      ["folder.content", "contents"],
      ["folder.emptied", "emptying"],
    ],
  },
  {
    name: "taken",
    code: `async function taken(key) { return [key, await queue.receive(key)]; }`,
    calls: [["taken", "item"]],
  },
];

/** Names that a statement may declare, and what else it needs. */
interface Around {
  serviceHelpers: Set<string>;
}

function key(picks: Picks): string {
  return picks.from(['"a"', '"a"', '"b"', '"c"']);
}

/** A call of a service that reads, without its `await`. */
export function serviceRead(picks: Picks): { code: string; noun: string } {
  const [code, noun] = picks.from<[string, string]>([
    [`kv.get(${key(picks)})`, "entry"],
    [`kv.get(${key(picks)})`, "entry"],
    [`kv.has(${key(picks)})`, "known"],
    [`sql.query("SELECT * FROM users")`, "rows"],
    [`sql.query("SELECT name FROM users WHERE id = ?", [${1 + picks.number(3)}])`, "row"],
    [`files.readFile(${picks.from(['"a.txt"', '"b.txt"'])})`, "text"],
    [`files.exists(${picks.from(['"a.txt"', '"out/a.txt"'])})`, "isThere"],
    [`queue.count()`, "waiting"],
  ]);
  return { code, noun };
}

function serviceWrite(picks: Picks, scope: Scope): { code: string; noun: string } {
  const [code, noun] = picks.from<[string, string]>([
    [`kv.set(${key(picks)}, ${value(picks, scope)})`, "put"],
    [`kv.increment(${key(picks)})`, "count"],
    [`kv.remove(${key(picks)})`, "removed"],
    [`sql.execute("UPDATE users SET name = ? WHERE id = ?", [${value(picks, scope)}, 1])`, "updated"],
    [`sql.execute("INSERT INTO users (id, name) VALUES (?, ?)", [3, ${value(picks, scope)}])`, "inserted"],
    [`sql.execute("DELETE FROM users WHERE id = ?", [${1 + picks.number(2)}])`, "deleted"],
    [`files.writeFile(${picks.from(['"a.txt"', '"b.txt"'])}, ${value(picks, scope)})`, "written"],
    [`files.appendFile("a.txt", ${value(picks, scope)})`, "appended"],
    [`queue.send(${value(picks, scope)})`, "sent"],
    [`queue.receive(${key(picks)})`, "received"],
  ]);
  return { code, noun };
}

/** Statements that use a service: single operations, the same place more than once, a connection, functions of the module. */
export function printService(picks: Picks, scope: Scope, around: Around): string[] {
  const declare = (noun: string, code: string): string => `const ${scope.declare(noun, false)} = await ${code};`;
  const read = (): string => {
    const { code, noun } = serviceRead(picks);
    return declare(noun, code);
  };
  const write = (): string => {
    const { code, noun } = serviceWrite(picks, scope);
    return picks.number(2) === 0 ? `await ${code};` : declare(noun, code);
  };
  const helper = (): string => {
    const { name, calls } = picks.from(serviceHelpers);
    around.serviceHelpers.add(name);
    const [callee, noun] = picks.from(calls);
    return declare(noun, `${callee}(${picks.chance(4) ? value(picks, scope) : key(picks)})`);
  };
  switch (picks.number(9)) {
    case 0:
      return [read(), read()];
    case 1:
      return [write(), read()];
    case 2:
      return [read(), write(), read()];
    case 3:
      return [helper(), read()];
    case 4:
      return [helper(), helper()];
    case 5:
      return [helper(), write(), helper()];
    case 6: {
      const connection = scope.declare("connection", false, false);
      const query = `${connection}.query("SELECT * FROM users WHERE id = ?", [${1 + picks.number(2)}])`;
      return [
        `const ${connection} = await connect();`,
        declare("first", query),
        ...(picks.number(2) === 0 ? [read()] : []),
        declare("second", `${connection}.query("SELECT * FROM posts")`),
        ...(picks.chance(3) ? [`await ${connection}.close();`] : []),
      ];
    }
    case 7: {
      // A read on its way while another part of the program goes on.
      const pending = scope.declare("asked", false, false);
      const { code, noun } = serviceRead(picks);
      return [`const ${pending} = ${code};`, read(), declare(noun, pending)];
    }
    default:
      return [read(), helper(), read()];
  }
}
