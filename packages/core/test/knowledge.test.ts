import { createRequire, builtinModules } from "node:module";
import { commandTable } from "../src/effects/knowledge/known-calls";
import { NODE_TABLES } from "../src/effects/knowledge/node";
import { Letter, Section, Table } from "../src/effects/knowledge/table";
import { resourceNamed, tableTexts, textFor } from "../src/effects/knowledge/tables";
import { Resource } from "../src/effects/effect";

const texts = tableTexts().flat();
const tables = texts.map((text) => new Table(text));
const nameOf = (table: Table): string => table.sources[0];
const sections = tables.flatMap((table) =>
  table.sections.map((section): [string, Section] => [nameOf(table), section]),
);

test("every table names a resource and its sources, sorted, and no source is in two tables", () => {
  for (const table of tables) {
    expect([nameOf(table), resourceNamed(table.resource) !== Resource.Unknown]).toEqual([
      nameOf(table),
      table.resource !== "unknown",
    ]);
  }
  const sources = tables.flatMap((table) => table.sources);
  expect(new Set(sources).size).toBe(sources.length);
});

test.each(sections)("the rows of %s are unique and sorted within each group", (_, { rows }) => {
  expect(rows.map((row) => row.name)).toEqual([...new Set(rows.map((row) => row.name))]);
  const groups = new Map<string, string[]>();
  for (const { letter, result, hasResult, name } of rows) {
    const key = `${letter}${hasResult ? `>${result}` : ""}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  for (const names of groups.values()) expect(names).toEqual([...names].sort());
});

test("every letter of a row is one that is defined, and every type it leads to has a section or holds nothing to call", () => {
  const letters = new Set<number>(".QRVacefghikmnopqrstuwx".split("").map((letter) => letter.charCodeAt(0)));
  letters.add(Letter.Make);
  for (const [source, section] of sections) {
    for (const row of section.rows)
      expect([source, row.name, letters.has(row.letter)]).toEqual([source, row.name, true]);
  }
  const dangling = tables.flatMap((table) =>
    table.sections.flatMap((section) =>
      section.rows.filter((row) => row.hasResult && table.section(row.result) === null).map((row) => row.result),
    ),
  );
  expect([...new Set(dangling)]).toEqual([]);
});

test("every type has a way that leads to it", () => {
  const lost = tables.flatMap((table) => {
    const reached = new Set(table.sections.flatMap((section) => section.rows.map((row) => row.result)));
    return table.sections
      .filter(({ type }) => type !== "" && !reached.has(type))
      .map(({ type }) => [nameOf(table), type]);
  });
  expect(lost).toEqual([]);
});

test("a source leads to its own table whether or not it is written with node:", () => {
  for (const [index, { sources }] of tables.entries()) {
    for (const source of sources) expect([source, textFor(source.replace("*", "s3"))]).toEqual([source, texts[index]]);
  }
  expect(textFor("node:fs/promises")).toBe(textFor("fs/promises"));
  expect([textFor("./pg"), textFor("pg-promise"), textFor("p"), textFor(""), textFor("fs/")]).toEqual([
    "",
    "",
    "",
    "",
    "",
  ]);
});

test("the commands that read are sorted and unique", () => {
  expect(commandTable()).toEqual([...new Set(commandTable())].sort());
});

describe("Node's own modules", () => {
  const load = createRequire(__filename);
  const others = /^(fs-extra|graceful-fs|cross-spawn|execa|tinyexec|zx)$/;
  const cases = NODE_TABLES.map((text) => new Table(text)).flatMap((table) =>
    table.sources.filter((source) => !others.test(source)).map((source): [string, Table] => [source, table]),
  );

  test.each(cases)("%s is built in", (source) => expect(builtinModules).toContain(source));

  test("each exact name of a table is exported by one of its modules", () => {
    const missing: string[] = [];
    for (const table of NODE_TABLES.map((text) => new Table(text))) {
      const modules = table.sources.filter((source) => !others.test(source)).map((source) => load(`node:${source}`));
      for (const { name } of table.section("")!.rows) {
        if (/\*|\(\)|^default$/.test(name) || packagesOnly.has(name) || newer.has(name)) continue;
        if (!modules.some((module) => name in module)) missing.push(`${nameOf(table)}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

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

  test("functions said to fail by rejections only do so for any argument", async () => {
    const section = new Table(textFor("fs/promises")).section("")!;
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
