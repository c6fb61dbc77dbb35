import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { phaseNames } from "@parallel-await/core";

const root = join(__dirname, "../../..");
const docs = join(root, "packages/core/docs");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const pages = readdirSync(docs).filter((name) => name.endsWith(".md"));
const fixturePath = /fixtures\/[a-z0-9-]+\/[a-z0-9-]+/g;

const unique = (items: string[]): string[] => [...new Set(items)].sort();

test("every phase has a page of its own", () => {
  expect(phaseNames().filter((name) => !pages.includes(`${name}.md`))).toEqual([]);
});

test("the architecture lists the phases in their order", () => {
  const rows = [...read("packages/core/docs/ARCHITECTURE.md").matchAll(/^\| \[(\w+)\]\(\1\.md\)/gm)];
  expect(rows.map((row) => row[1])).toEqual(phaseNames());
});

test("the README lists every remark code once, and no other", () => {
  const numbers = [...read("packages/core/src/reason.ts").matchAll(/^ {2}\w+ = (\d+),$/gm)].map((match) => match[1]);
  const listed = [...readme.matchAll(/^\| (PA\d{3}) \|/gm)].map((match) => match[1]);
  expect(numbers.length).toBeGreaterThan(0);
  expect(listed).toEqual(numbers.map((number) => `PA${number.padStart(3, "0")}`));
});

test("every remark code in the docs exists", () => {
  const known = [...readme.matchAll(/^\| (PA\d{3}) \|/gm)].map((match) => match[1]);
  const named = pages.flatMap((name) => read(`packages/core/docs/${name}`).match(/PA\d{3}/g) ?? []);
  expect(unique(named).filter((code) => !known.includes(code))).toEqual([]);
});

describe("remarks of the fixtures", () => {
  const lines = readdirSync(join(root, "fixtures"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("remarks.txt"))
    .flatMap((path) => read(`fixtures/${path}`).match(/PA\d{3} .*/g) ?? []);
  const listed = [...readme.matchAll(/^\| (PA\d{3}) \|/gm)].map((match) => match[1]);

  test("every code has one", () => {
    expect(unique(lines.map((line) => line.slice(0, 5)))).toEqual(listed);
  });

  test("those of awaits that stay name a remedy, or the docs say why there is none", () => {
    const without = /^Every remark of an await that stays [^]*?\n\n/m.exec(read("packages/core/docs/remarks.md"))![0];
    const hoisted = ["PA001", "PA003"];
    const bare = lines.filter((line) => !line.includes("; ")).map((line) => line.slice(0, 5));
    expect(unique(bare).filter((code) => !hoisted.includes(code))).toEqual(unique(without.match(/PA\d{3}/g)!));
  });
});

test.each(pages)("every fixture that %s names exists", (name) => {
  const paths = unique(read(`packages/core/docs/${name}`).match(fixturePath) ?? []);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each(pages)("every source file that %s names exists", (name) => {
  const paths = unique(read(`packages/core/docs/${name}`).match(/(?<=`)src\/[\w/-]+\.ts(?=`)/g) ?? []);
  expect(paths.filter((path) => !existsSync(join(root, "packages/core", path)))).toEqual([]);
});

describe("assumptions", () => {
  const sections = new Map(
    read("packages/core/docs/ASSUMPTIONS.md")
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split("\n")[0], section]),
  );
  const names = [...sections.keys()];

  /** Fixtures of a section whose label begins, or does not begin, with "holds". */
  const listed = (name: string, holds: boolean): string[] =>
    [...sections.get(name)!.matchAll(/^- (.*?): `(fixtures\/[^`]+)`/gm)]
      .filter((match) => match[1].startsWith("holds") === holds)
      .map((match) => match[2]);

  test.each(names)("%s: something moves where it holds", (name) => {
    const moves = (path: string): boolean => readdirSync(join(root, path)).some((file) => file.startsWith("output."));
    expect(listed(name, true).length).toBeGreaterThan(0);
    expect(listed(name, true).filter((path) => !moves(path))).toEqual([]);
  });

  test.each(names)("%s: something stays where it does not", (name) => {
    const stays = (path: string): boolean => /^\d+:\d+ PA(?!00)/m.test(read(`${path}/remarks.txt`));
    expect(listed(name, false).some(stays)).toBe(true);
  });

  test("that code comments or pages name are among them", () => {
    const sources = readdirSync(join(root, "packages/core/src"), { recursive: true, encoding: "utf8" });
    const texts = sources.filter((path) => path.endsWith(".ts")).map((path) => read(`packages/core/src/${path}`));
    const cited = texts.flatMap((text) => [...text.matchAll(/ASSUMPTIONS\.md, "([^"]+)"/g)].map((match) => match[1]));
    expect(cited.length).toBeGreaterThan(0);
    expect(unique(cited).filter((name) => !names.includes(name))).toEqual([]);
  });
});

test("every npm script that the README names exists", () => {
  const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
  const named = [...readme.matchAll(/npm (?:run )?(?!ci\b|install\b)([a-z]+)/g)].map((match) => match[1]);
  expect(named.length).toBeGreaterThan(0);
  expect(unique(named).filter((name) => !scripts.includes(name))).toEqual([]);
});

test("every script is in the README", () => {
  const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
  const listed = [...readme.matchAll(/^\| `npm (?:run )?([a-z:]+)`/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(scripts.sort());
});

test("every option that core accepts is in the README's table", () => {
  const names = /^const NAMES: string\[\] = \[(.*)\];$/m.exec(read("packages/core/src/options/read-options.ts"));
  const options = names![1].match(/\w+/g)!;
  const listed = [...readme.matchAll(/^\| `([\w.]+)`/gm)].map((match) => match[1].split(".")[0]);
  expect(options.filter((name) => !listed.includes(name))).toEqual([]);
});

test.each(["README.md", "packages/core/README.md", ...pages.map((name) => `packages/core/docs/${name}`)])(
  "links of %s lead to files",
  (page) => {
    const folder = join(root, page, "..");
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]);
    expect(targets.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
  },
);
