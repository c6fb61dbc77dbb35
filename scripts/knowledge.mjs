/**
 * Packs the knowledge tables of `packages/core/knowledge/*.txt` into `packages/core/src/effects/knowledge/packed.ts`.
 *
 *   node scripts/knowledge.mjs [--check]
 *
 * The texts are for people: comments with the documentation each table rests on, one effect a line. What core reads is the same
 * without comments, in the short form that `src/effects/knowledge/table.ts` describes, three letters to a UTF-16 unit
 * (`src/effects/knowledge/unpack.ts`): in the Wasm build a string costs two bytes a unit. `--check` only says whether the packed
 * file is up to date.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const core = fileURLToPath(new URL("../packages/core", import.meta.url));
const target = path.join(core, "src/effects/knowledge/packed.ts");

/** The effects of rows, and the letters that stand for them. */
const letters = {
  make: "",
  "aws-command": "a",
  build: "b",
  clock: "c",
  event: "e",
  fresh: "f",
  graphql: "g",
  request: "h",
  wrapper: "i",
  body: "k",
  pipeline: "m",
  random: "n",
  options: "o",
  pure: "p",
  sql: "q",
  read: "r",
  stream: "s",
  timer: "t",
  guard: "u",
  write: "w",
  scope: "x",
  property: ".",
  "async-read": "R",
  "sql-piece": "Q",
  "sql-receiver": "V",
};

/** Resources in the order of core's bits, `none` before them: a table begins with the letter of its place. */
const resources = [
  "none",
  "fs",
  "net",
  "db",
  "dom",
  "console",
  "clock",
  "timer",
  "random",
  "process",
  "heap",
  "unknown",
];

/** Digits to the base 38; the last two say that the next one is a capital, or one of `rare`. Three never make a surrogate. */
const digits = " abcdefghijklmnopqrstuvwxyz=>:*/\n.@-";
const capital = 36;
const other = 37;
const rare = "$()_!~?0123456789";

const tables = readdirSync(path.join(core, "knowledge"))
  .sort()
  .flatMap((file) => readTables(file, readFileSync(path.join(core, "knowledge", file), "utf8")));
const output = print(tables);

if (!process.argv.includes("--check")) writeFileSync(target, output);
else if (readFileSync(target, "utf8") !== output) {
  console.error("packed.ts is out of date: node scripts/knowledge.mjs");
  process.exit(1);
}

/** Tables of a file, separated by blank lines. */
function readTables(file, text) {
  const blocks = text.split(/\n\n+/).map((block) => block.split("\n").filter((line) => line !== "" && line[0] !== "#"));
  return blocks.filter((lines) => lines.length > 0).map((lines) => readTable(file, lines));
}

function readTable(file, lines) {
  const fail = (line) => {
    throw new Error(`${file}: cannot read "${line}"`);
  };
  const head = /^module (\w+): (.+)$/.exec(lines[0]) ?? fail(lines[0]);
  const sections = [];
  for (const line of lines.slice(1)) {
    const section = /^(\w+)( \(one at a time\))?( \(any case\))?( \(lazy\))?:$/.exec(line);
    const group = /^ {2}([\w-]+)(?: -> (\w+))?: (.+)$/.exec(line);
    if (section) {
      const name = section[1] === "exports" ? "" : section[1];
      sections.push([`${name}${section[4] ? "?" : ""}${section[3] ? "~" : ""}${section[2] ? "!" : ""}:`]);
    } else if (group) {
      const letter = letters[group[1]] ?? fail(line);
      const result = group[2] === undefined ? "" : `>${group[2] === "exports" ? "" : group[2]}`;
      sections.at(-1).push(`${letter}${result}=`, ...group[3].split(" "));
    } else if (/^ {4}\S/.test(line)) sections.at(-1).push(...line.trim().split(" "));
    else fail(line);
  }
  const resource = resources.indexOf(head[1]);
  if (resource < 0) fail(lines[0]);
  const text = [digits[resource + 1], ...sections.map((words) => words.join(" "))].join("\n");
  return { sources: head[2], text };
}

function print(all) {
  const sources = all.map((table) => table.sources).join("\n");
  return `/** Made by scripts/knowledge.mjs from packages/core/knowledge; see \`unpack.ts\` for the form. Not to be edited. */

/** Import sources, one line a table. */
export const PACKED_SOURCES: string =
  "${pack(sources)}";

/** Tables in the same order, an end mark after each. */
export const PACKED_TABLES: string =
  "${all.map((table) => `${pack(table.text)}\\uffff`).join("")}";
`;
}

function pack(text) {
  const codes = [...text].flatMap((letter) => {
    const code = digits.indexOf(letter);
    if (code >= 0) return [code];
    if (/[A-Z]/.test(letter)) return [capital, digits.indexOf(letter.toLowerCase())];
    if (!rare.includes(letter)) throw new Error(`no code for "${letter}"`);
    return [other, rare.indexOf(letter)];
  });
  while (codes.length % 3 !== 0) codes.push(0);
  let packed = "";
  for (let i = 0; i < codes.length; i += 3) {
    const unit = (codes[i] * 38 + codes[i + 1]) * 38 + codes[i + 2];
    packed += `\\u${unit.toString(16).padStart(4, "0")}`;
  }
  return packed;
}
