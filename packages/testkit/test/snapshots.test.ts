import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkOrphans, compile, listFixtures, readSnapshots, snapshotsOf, updateFixture } from "../src/index";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fixtures-"));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, files: Record<string, string>): void {
  const directory = path.join(root, "area", name);
  mkdirSync(directory, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(directory, file), content);
}

const input = "await f();\n";
const left = { output: null, printed: input, remarks: "1:0 PA002 kept: alone\n", plan: null, sites: null };

test("finds cases with their options, and the file name that the compiler is told", () => {
  write("a-case-with-options", { "input.ts": input, "options.json": `{"mode":"strict","$filename":"a.test.ts"}` });
  const [fixture] = listFixtures(root);
  expect(fixture).toMatchObject({ name: "area/a-case-with-options", extension: "ts", options: { mode: "strict" } });
  expect(path.basename(fixture.filename)).toBe("a.test.ts");
});

test("updating writes what is missing and removes what is no longer true", () => {
  write("a-case-that-changed", { "input.js": input, "output.js": "old\n" });
  const [fixture] = listFixtures(root);
  expect(updateFixture(fixture, left)).toEqual([
    "area/a-case-that-changed/output.js",
    "area/a-case-that-changed/remarks.txt",
  ]);
  expect(readdirSync(fixture.directory).sort()).toEqual(["input.js", "remarks.txt"]);
  expect(updateFixture(fixture, left)).toEqual([]);
});

test("a program left alone must have no output on disk", () => {
  write("an-output-too-many", { "input.js": input, "output.js": input, "remarks.txt": left.remarks });
  const [fixture] = listFixtures(root);
  const wanted = snapshotsOf(fixture, left);
  expect(wanted["output.js"]).toBeNull();
  expect(readSnapshots(fixture, Object.keys(wanted))).not.toEqual(wanted);
});

test.each([
  ["a file that nobody reads", { "input.js": input, "remarks.txt": "", "notes.md": "" }, "nobody reads notes.md"],
  ["a missing snapshot", { "input.js": input }, "remarks.txt is missing; run the update command"],
  ["a case without an input", { "remarks.txt": "" }, "0 inputs instead of one"],
  ["a case with two inputs", { "input.js": input, "input.ts": input, "remarks.txt": "" }, "2 inputs instead of one"],
  [
    "an output of another kind",
    { "input.js": input, "output.ts": input, "remarks.txt": "" },
    "output.ts belongs to no input",
  ],
])("%s is a problem", (_, files, problem) => {
  write("a-sound-name", files as Record<string, string>);
  expect(checkOrphans(root)).toContain(`area/a-sound-name: ${problem}`);
});

test("a name that is no sentence is a problem", () => {
  write("two-words", { "input.js": input, "remarks.txt": "" });
  expect(checkOrphans(root)).toEqual(["area/two-words: the name is no sentence in kebab-case"]);
});

test("a sound case is no problem", () => {
  write("a-sound-name", { "input.js": input, "remarks.txt": "" });
  expect(checkOrphans(root)).toEqual([]);
});

test("sloppy scripts are parsed as such", () => {
  expect(compile("with (a) b();", "input.js", [])).toContain("with (a)");
  expect(() => compile("let let = (;", "input.js", [])).toThrow(SyntaxError);
});
