import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { Kind } from "../src/tree/kinds";
import { type Tree, TreeBuilder } from "../src/tree/tree";
import { View, view } from "../src/wasm/views";
import { treeOf } from "./support/source";
import { wasmView } from "./support/wasm";

const OPTIONS = JSON.stringify({
  mode: "strict",
  effects: { read: ["get*", "~/é#😀"], write: ["**.save"], sequential: ["*.seq"] },
});

const ALL_VIEWS = [View.Tree, View.Directives, View.Options, View.Plan, View.Phases, View.Summary];

function expectSame(tree: Tree, options = OPTIONS, views = ALL_VIEWS): void {
  for (const which of views) expect(wasmView(which, tree, options)).toBe(view(which, tree, options));
}

/** Inputs of fixtures, below `directory`. */
function inputsIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return inputsIn(file);
    return /^input\.[cm]?[jt]sx?$/.test(entry.name) ? [file] : [];
  });
}

/** Options of a fixture, without those that are about its name. */
function optionsOf(input: string): string {
  const file = path.join(path.dirname(input), "options.json");
  if (!existsSync(file)) return "{}";
  const options = JSON.parse(readFileSync(file, "utf8"));
  delete options.$filename;
  return JSON.stringify(options);
}

describe("the Wasm build prints what the JavaScript build prints", () => {
  test("for source files of this project", () => {
    for (const file of [
      "../src/options/json.ts",
      "wasm.test.ts",
      "../../babel-plugin/src/lower/walk.ts",
      "../../../scripts/build.mjs",
    ]) {
      expectSame(treeOf(readFileSync(path.join(__dirname, file), "utf8")));
    }
  });

  const fixtures = path.join(__dirname, "../../../fixtures");
  const areas = existsSync(fixtures) ? readdirSync(fixtures) : [];
  test.each(areas)("for the fixtures of %s, in every mode", (area) => {
    for (const file of inputsIn(path.join(fixtures, area))) {
      const tree = treeOf(readFileSync(file, "utf8"), file);
      for (const mode of ["strict", "balanced", "aggressive"]) {
        expectSame(tree, JSON.stringify({ mode }), [View.Plan, View.Phases]);
      }
      expectSame(tree, optionsOf(file), [View.Summary, View.Plan]);
    }
  });

  test("for directives and suppressions of every sort", () => {
    expectSame(
      treeOf(`// @sequential
        await a(); // @parallel
        for (const x of xs) { // eslint-disable-line no-await-in-loop
          await f(x, /* @sequential */ async () => {}); await g();
        }
        /* eslint-disable no-await-in-loop */
        while (x) { "use sequential"; await h(); }
        async function k() { "use sequential"; if (a) { /* @parallel */ b(); } }
        class A { /** @sequential */ async m() {} @d f = async () => {}; }
        // @sequential`),
    );
  });

  test("for texts beyond ASCII, lone surrogates included", () => {
    expectSame(treeOf('const ünï = "\\ud800 😀 \\n"; // @sequential—é\nawait 名前();'));
  });

  test("for an empty file and for an invalid tree", () => {
    expectSame(treeOf(""));
    const builder = new TreeBuilder();
    builder.open(Kind.Program, -1, 0, 0, 0);
    builder.leaf(Kind.Ident, -1, 0, 5, 6);
    builder.close();
    expectSame(builder.tree);
    expect(view(View.Tree, builder.tree, "")).toBe("invalid tree: #1 Ident at 1:5: has no atom\n");
  });

  test("for options, right and wrong", () => {
    const tree = treeOf('getUser(); db.seq(); "a.save"; "x/__tests__/y.ts"; "a\\\\b.spec.ts";');
    const texts = [
      "",
      "{}",
      "{",
      '{"mode": "aggressive", "report": "all", "expressions": false, "includeTests": true}',
      '{"mod": 1}',
      '{"effects": {"read": ["\\u00e9\\n"]}}',
      '{"effects": {"read": ["get*"], "write": ["**ser"], "sequential": ["a.*"]}}',
      '{"loops": {"concurrency": 1.5e3}}',
      '{"errors": "source-order"}',
      "[".repeat(70),
    ];
    for (const text of texts) expectSame(tree, text);
  });

  test("for random options", () => {
    const tree = treeOf("getUser();");
    const option = fc.oneof(fc.constantFrom("mode", "loops", "effects", "report", "errors"), fc.string());
    const value = fc.oneof(fc.constantFrom("strict", "off", false, true), fc.jsonValue());
    fc.assert(
      fc.property(fc.dictionary(option, value), (options) => expectSame(tree, JSON.stringify(options))),
      { numRuns: 50 },
    );
  });

  test("for a file of 20,000 awaits and for nesting 5,000 deep", () => {
    const views = [View.Tree, View.Directives, View.Options];
    expectSame(treeOf("await a(b); // @sequential\n".repeat(20_000)), OPTIONS, views);
    const builder = new TreeBuilder();
    builder.open(Kind.Program, -1, 0, 0, 1);
    for (let level = 0; level < 5000; level += 1) builder.open(Kind.Block, -1, 0, 0, 1);
    for (let level = 0; level < 5001; level += 1) builder.close();
    expectSame(builder.tree, OPTIONS, views);
  });
});
