import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import path from "node:path";
import { commandTable } from "../src/effects/knowledge/known-calls";
import { Letter, type Section, Table } from "../src/effects/knowledge/table";
import { tableAt, tableFor, tableSources } from "../src/effects/knowledge/tables";
import { Resource } from "../src/effects/effect";

const root = path.join(__dirname, "../../..");
const sources = tableSources().split("\n");
const tables = sources.map((_, index) => tableAt(index));
const nameOf = (index: number): string => sources[index].split(" ")[0];
const sections = tables.flatMap((table, index) =>
  table.sections.map((section): [string, Section] => [`${nameOf(index)} ${section.type}`, section]),
);
/** Rows that name something: patterns and the call of the value itself do not. */
const namesOf = (section: Section): string[] =>
  section.rows.map((row) => row.name).filter((name) => !name.endsWith("*"));

test("the packed tables are those of the texts", () => {
  expect(() => execFileSync(process.execPath, ["scripts/knowledge.mjs", "--check"], { cwd: root })).not.toThrow();
});

test("every table says where its rows are documented", () => {
  const folder = path.join(root, "packages/core/knowledge");
  const blocks = readdirSync(folder).flatMap((file) => readFileSync(path.join(folder, file), "utf8").split(/\n\n+/));
  const undocumented = blocks.filter(
    (block) => /^module /m.test(block) && !/^# (.*\W)?(https:\/\/|\w+\.html)/m.test(block),
  );
  expect(undocumented).toEqual([]);
});

test.each([
  ["fs", Resource.Fs],
  ["axios", Resource.Net],
  ["pg", Resource.Db],
  ["playwright", Resource.Dom],
  ["timers", Resource.Timer],
  ["crypto", Resource.Random],
  ["process", Resource.Process],
  ["path", Resource.None],
  ["events", Resource.Unknown],
])("operations of %s touch resource %i", (source, resource) => {
  expect(tableAt(tableFor(source)).resource).toBe(resource);
});

test("the sources of a table are sorted, and no source is in two tables", () => {
  for (const line of sources) expect(line.split(" ")).toEqual(line.split(" ").sort());
  const all = sources.flatMap((line) => line.split(" "));
  expect(new Set(all).size).toBe(all.length);
});

test.each(sections)("the rows of %s are unique, and sorted within each group", (_name, section) => {
  const names = section.rows.map((row) => row.name);
  expect(names).toEqual([...new Set(names)]);
  const groups = new Map<string, string[]>();
  for (const { letter, result, hasResult, name } of section.rows) {
    const key = `${letter}${hasResult ? `>${result}` : ""}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  for (const group of groups.values()) expect(group).toEqual([...group].sort());
});

test("every type that a row leads to has a section, and every section has a way to it", () => {
  for (const [index, table] of tables.entries()) {
    const types = table.sections.map((section) => section.type);
    const results = table.sections.flatMap((section) =>
      section.rows.filter((row) => row.hasResult).map((row) => row.result),
    );
    expect([nameOf(index), results.filter((type) => !types.includes(type))]).toEqual([nameOf(index), []]);
    expect([nameOf(index), types.filter((type) => type !== "" && !results.includes(type))]).toEqual([
      nameOf(index),
      [],
    ]);
  }
});

test("a source leads to its own table, written with node: or not", () => {
  for (const [index, line] of sources.entries()) {
    for (const source of line.split(" "))
      expect([source, tableFor(source.replace("*", "s3"))]).toEqual([source, index]);
  }
  expect(tableFor("node:fs/promises")).toBe(tableFor("fs/promises"));
  const others = ["./pg", "pg-promise", "p", "", "fs/", "@aws-sdk"];
  expect(others.map((source) => tableFor(source))).toEqual(others.map(() => -1));
});

test("an exact name outranks a pattern, and the longest pattern wins", () => {
  const { sections: found } = new Table("c\n: w= * r= get* x= getItem p>= ()\nAny~: r= get");
  expect(["getItem", "getAll", "put", "()"].map((name) => found[0].find(name)!.name)).toEqual([
    "getItem",
    "get*",
    "*",
    "()",
  ]);
  expect([found[1].find("GET")!.letter, found[1].find("put")]).toEqual([Letter.Read, null]);
});

test("the commands that read are sorted and unique", () => {
  expect(commandTable()).toEqual([...new Set(commandTable())].sort());
});

describe("Node's own modules", () => {
  const load = createRequire(__filename);
  const own = sources
    .map((line, index) => ({ index, modules: line.split(" ").filter((source) => builtinModules.includes(source)) }))
    .filter(({ modules }) => modules.length > 0);
  /** Added after the oldest version that tests run on. */
  const newer = new Set(["glob"]);
  /** Of `fs-extra`, not of Node. */
  const packagesOnly = new Set([
    "pathExists",
    "pathExistsSync",
    "readJSON",
    "readJSONSync",
    "readJson",
    "readJsonSync",
  ]);

  test("are in the tables", () => expect(own.length).toBeGreaterThan(15));

  test.each(own)("export each name of table $index: $modules", ({ index, modules }) => {
    const loaded = modules.map((source) => load(`node:${source}`) as object);
    const names = namesOf(tables[index].section("")!).filter((name) => name !== "default" && name !== "()");
    const missing = names.filter((name) => !loaded.some((module) => name in module));
    const rows = tables[index].section("")!.rows.map((row) => row.name);
    const exported = loaded.flatMap((module) => Object.keys(module));
    const starts = rows.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
    expect(
      starts.filter((start) => !exported.some((name) => name.startsWith(start)) && !packagesOnly.has(start)),
    ).toEqual([]);
    expect(missing.filter((name) => !newer.has(name) && !packagesOnly.has(name))).toEqual([]);
  });

  test("functions said to fail by rejections only do so for any argument", async () => {
    const section = tables[tableFor("fs/promises")].section("")!;
    const promises = load("node:fs/promises") as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const rows = section.rows.filter((row) => row.letter === Letter.AsyncRead);
    expect(rows.length).toBeGreaterThan(5);
    for (const { name } of rows) {
      for (const wrong of [undefined, Symbol("path"), 7, {}]) {
        let outcome: Promise<unknown> | undefined;
        expect(() => (outcome = promises[name](wrong, wrong))).not.toThrow();
        await expect(outcome).rejects.toThrow();
      }
    }
  });
});

describe("real packages", () => {
  const wanted = sections
    .map(([name, section]) => ({ source: name.split(" ")[0], type: section.type, names: namesOf(section) }))
    .filter(({ source, names }) => !builtinModules.includes(source) && names.length > 0);
  const output = execFileSync(process.execPath, [path.join(__dirname, "support/real-packages.mjs")], {
    input: JSON.stringify(wanted),
    encoding: "utf8",
  });
  const { missing, unchecked } = JSON.parse(output) as { missing: string[]; unchecked: string[] };

  test("export each name, and their clients have each method", () => expect(missing).toEqual([]));

  test("are all looked at but those that are too heavy, need a build step, or make no specimen without a server", () => {
    expect(unchecked.sort()).toEqual([...withoutSpecimen].sort());
  });
});

/** What `support/real-packages.mjs` cannot check, and why. */
const withoutSpecimen = [
  // Hundreds of packages, or a framework.
  "@apollo/client",
  "@aws-sdk/client-*",
  "next-auth",
  "next/cache",
  "next/headers",
  "next/navigation",
  "next/server",
  "swr",
  // Generated from a schema, or binaries.
  "@libsql/client",
  "@neondatabase/serverless",
  "@prisma/client",
  // Not among the packages that are installed here: their names were checked against the documentation.
  "axios-cookiejar-support",
  "basic-ftp",
  "fetch-cookie",
  "mssql",
  // `cache` exists only in React's builds for servers.
  "react",
  // One or two names: nothing that could be wrong.
  "@clack/prompts",
  "cross-fetch",
  "graphql-tag",
  // Answers and browsers: somebody has to be asked first. Classes without public methods of their own.
  "@playwright/test Browser",
  "@playwright/test Context",
  "@playwright/test Locator",
  "@playwright/test Page",
  "@urql/core Answer",
  "got Answer",
  "knex Tx",
  "ky Answer",
  "postgres Reserved",
  "puppeteer Browser",
  "puppeteer Context",
  "undici Response",
];
