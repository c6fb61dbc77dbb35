import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@babel/core";
import { analyze, Options } from "@parallel-await/core";
import { lowerFile, type SourceFile } from "../src/lower/lower";
import { mayHaveRegion } from "../src/precheck";

function parse(code: string, filename = "input.tsx"): SourceFile["ast"] {
  const presets = [["@babel/preset-typescript", { allowDeclareFields: true }]];
  const parserOpts = { plugins: ["jsx", "decorators", "explicitResourceManagement"] };
  const jsx = !/\.[cm]?ts$/.test(filename);
  const options = { filename, presets, parserOpts: { plugins: parserOpts.plugins.slice(jsx ? 0 : 1) } };
  return parseSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "unambiguous",
    ...options,
  } as object) as never;
}

function promises(code: string): boolean {
  return mayHaveRegion(parse(code).program, code);
}

test.each([
  "async function f() { await a(); await b(); }",
  "await a(); await b();",
  "class A { async m() { return [await a(), await b()]; } }",
  "const f = async () => { if (x) { await a(); } await (async () => await b())(); await c(); };",
])("looks closer at %s", (code) => expect(promises(code)).toBe(true));

test.each([
  "async function f() { await a(); } async function g() { await b(); }",
  "const f = async () => await a(async () => await b());",
  "class A { async m() { await a(); } async n() { await b(); } } // one await each",
  "",
])("is done with %s", (code) => expect(promises(code)).toBe(false));

test("a tree without positions is always looked at", () => {
  const code = "async function f() { await a(); } async function g() { await b(); }";
  const { program } = parse(code);
  (program.body as { start?: number }[])[0].start = undefined;
  expect(mayHaveRegion(program, code)).toBe(true);
});

test("no fixture that changes is passed over", () => {
  const fixtures = path.join(__dirname, "../../../fixtures");
  const inputs = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((file) =>
    /input\.\w+$/.test(file),
  );
  let passed = 0;
  for (const file of inputs) {
    const code = readFileSync(path.join(fixtures, file), "utf8");
    const ast = parse(code, file);
    if (mayHaveRegion(ast.program, code)) continue;
    passed += 1;
    expect([file, analyze(lowerFile({ code, ast }).tree, new Options()).edits]).toEqual([file, []]);
  }
  expect(passed).toBeGreaterThan(0);
});
