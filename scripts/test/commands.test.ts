/** The commands as people run them: what they say about input that is not a program, and what they end with. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "commands-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: folder, NODE_OPTIONS: "" },
  });
  return { status, stdout, stderr };
}

function file(name: string, contents: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), contents);
  return name;
}

const program =
  "export async function load(id) { const a = await getA(id); const b = await getB(id); return [a, b]; }\n";

describe("the demo of a file", () => {
  test("shows the diff and a remark for every await", () => {
    const { status, stdout } = run("scripts/demo.mjs", file("program.js", program));
    expect(status).toBe(0);
    expect(stdout).toContain("+  const [a, b] = await Promise.all([");
    expect(stdout).toContain("Remarks: 2 hoisted, 0 kept");
    expect(stdout).toMatch(/program\.js:1:44  group 1  PA001/);
  });

  test("shows that Babel and SWC give the same program, and their times", () => {
    const { stdout } = run("scripts/demo.mjs", file("program.js", program));
    expect(stdout).toMatch(/Both give the same program of \d+ lines/);
    expect(stdout).toMatch(/with the plugin +[\d.]+ ms +[\d.]+ ms/);
  });

  test("reads JSX, TypeScript and Flow by what the file says it is", () => {
    const sources = {
      "page.tsx": "export const Page = async ({ id }: { id: string }) => <p>{await getA(id)}</p>;",
      "page.jsx": "export const Page = async ({ id }) => <p>{await getA(id)}</p>;",
      "page.cts": "module.exports = async (id: string) => await getA(<any>id);",
      "flow.js": "// @flow\nexport const f = async (id: ?string) => await getA(id);",
    };
    for (const [name, source] of Object.entries(sources)) {
      const { status, stdout, stderr } = run("scripts/demo.mjs", file(name, source));
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(name === "flow.js" ? "SWC alone cannot read this file" : "Both give the same program");
    }
  });

  test.each([
    ["a missing file", "missing.js", null, "missing.js: there is no such file"],
    ["a directory", ".", null, '.: "" is not a JavaScript or TypeScript file'],
    ["another language", "style.css", "a {}", 'style.css: ".css" is not a JavaScript or TypeScript file'],
    ["a binary file", "binary.js", "a\0b", "binary.js: this is a binary file"],
    ["a text in another encoding", "latin.js", Uint8Array.from([0x61, 0xff]), "latin.js: this is not UTF-8 text"],
    ["a syntax error", "broken.ts", "const a = 1;\nconst b = ;\n", "broken.ts:2:11: Unexpected token"],
  ])("says what is wrong with %s, and what to do", (_, name, contents, message) => {
    if (contents !== null) file(name, contents);
    const { status, stdout, stderr } = run("scripts/demo.mjs", name);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^ {2}\w/);
    expect(stderr).not.toContain("    at ");
  });
});

test.each([
  ["scripts/demo.mjs", ["--mode", "fast"], '"fast" is not a mode'],
  ["scripts/demo.mjs", ["--colour"], "Unknown option '--colour'"],
  ["scripts/explain.mjs", [], "give one file"],
  ["bench/corpus.mjs", ["--limit", "many"], '--limit takes a whole number, not "many"'],
  ["bench/corpus.mjs", ["--package", "left-pad"], '"left-pad" is not in the corpus'],
  ["bench/bench.mjs", ["--only", "nothing"], 'there is no section "nothing"'],
])("%s %j is refused with its usage", (script, args, message) => {
  const { status, stderr } = run(script, ...args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).toContain("usage: npm run ");
});

test("explain prints the phases of a file", () => {
  const { status, stdout } = run("scripts/explain.mjs", file("program.js", program));
  expect(status).toBe(0);
  expect(stdout).toContain("getA");
});

test("the corpus run checks real files", () => {
  const { status, stdout } = run("bench/corpus.mjs", "--package", "ky", "--package", "pacote");
  expect(stdout).toContain("all checks passed");
  expect(status).toBe(0);
});
