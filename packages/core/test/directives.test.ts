import { readDirectives } from "../src/directives/read-directives";
import { bitName, printDirectives, verifyDirectives } from "../src/directives/print-directives";
import { DirectiveBit } from "../src/directives/directives";
import { Kind } from "../src/tree/kinds";
import { kindName } from "../src/tree/print";
import { type Tree, TreeBuilder } from "../src/tree/tree";
import { verifyTree } from "../src/tree/verify";
import { treeOf } from "./support/source";

/** What is marked: `sequential ForOf: for (const x of xs) {`, the first line of each marked node's text. */
function marks(code: string): string[] {
  const tree = treeOf(code);
  expect(verifyTree(tree)).toBe("");
  const directives = readDirectives(tree);
  expect(verifyDirectives(directives, tree)).toBe("");
  return directives.marked.map((node, index) => {
    const text = code.slice(tree.start[node], tree.stop[node]).split("\n")[0].trim();
    return `${bitName(directives.markedBit[index])} ${kindName(tree.kind[node])}: ${text}`;
  });
}

/** Bits of the expression statement or call whose text is `text`. */
function bitsAt(code: string, text: string): number {
  const tree = treeOf(code);
  const directives = readDirectives(tree);
  for (let node = tree.size - 1; node > 0; node -= 1) {
    if (code.slice(tree.start[node], tree.stop[node]) === text) return directives.any ? directives.cover[node] : 0;
  }
  throw new Error(`no node reads ${text}`);
}

/** `for (;;) {` and a marker on the next line, `depth` times; deeper than a parser goes. */
function nested(depth: number): Tree {
  const builder = new TreeBuilder();
  const tree = builder.tree;
  const length = 30 * depth + 1;
  builder.open(Kind.Program, -1, 0, 0, length);
  for (let level = 0; level < depth; level += 1) {
    const start = 28 * level;
    builder.open(Kind.For, -1, 0, start, length - 2 * level);
    for (let slot = 0; slot < 3; slot += 1) builder.none();
    builder.open(Kind.Block, -1, 0, start + 9, length - 2 * level);
    tree.lineStarts.push(start + 11, start + 27);
    tree.addComment(start + 11, start + 26, level % 2 === 0 ? " @sequential" : " eslint-disable-line no-await-in-loop");
  }
  for (let level = 0; level < 2 * depth + 1; level += 1) builder.close();
  expect(verifyTree(tree)).toBe("");
  return tree;
}

describe("a marker before a statement", () => {
  test.each([
    ["as a line comment", "// @sequential\nawait a();\nawait b();"],
    ["as a block comment", "/* @sequential */ await a();\nawait b();"],
    ["as JSDoc", "/**\n * Writes.\n * @sequential because of the log\n */\nawait a();\nawait b();"],
    ["with text behind it", "// @sequential: the log\nawait a();\nawait b();"],
    ["with text before it", "// keep this @sequential.\nawait a();\nawait b();"],
    ["without a space", "//@sequential\nawait a();\nawait b();"],
    ["behind three slashes", "///@sequential\nawait a();\nawait b();"],
    ["with comments in between", "// @sequential\n// and why\n/* more */\nawait a();\nawait b();"],
    ["with empty lines in between", "// @sequential\n\n\nawait a();\nawait b();"],
    ["in a file with Windows line ends", "// @sequential\r\nawait a();\r\nawait b();"],
  ])("marks it: %s", (_, code) => {
    expect(marks(code)).toEqual(["sequential ExprStmt: await a();"]);
  });

  test.each([
    ["a longer word", "// @sequentially"],
    ["a word before it", "// x@sequential"],
    ["a hyphenated word", "// @sequential-ish"],
    ["an underscore", "// @sequential_x"],
    ["a package's name", "// @sequential/queue"],
    ["the path of a package", "// vendor/@sequential"],
    ["another case", "// @Sequential"],
    ["a quoted mention", "// the `@sequential` marker"],
    ["a letter beyond ASCII", "// @sequentialé"],
    ["a doubled at sign", "// @@sequential"],
    ["no at sign", "// sequential"],
  ])("marks nothing when it is part of something else: %s", (_, comment) => {
    expect(marks(`${comment}\nawait a();\nawait b();`)).toEqual([]);
  });

  test("marks nothing from inside a string, template, regular expression or JSX text", () => {
    const code =
      'const s = "// @sequential";\nconst t = `/* @sequential */`;\nconst r = /@sequential/;\nf(<p>// @sequential</p>);';
    expect(marks(code)).toEqual([]);
  });

  test("accepts punctuation behind the word", () => {
    for (const behind of [".", ",", ":", "!", ")", "()", "--because", "- because", "—because", "…", "\tbecause"]) {
      expect(marks(`// @sequential${behind}\nawait a();`)).toEqual(["sequential ExprStmt: await a();"]);
    }
  });
});

describe("a marker at the end of a line", () => {
  test("marks the statement that ends there", () => {
    expect(marks("await a();\nawait b(); // @sequential\nawait c();")).toEqual(["sequential ExprStmt: await b();"]);
  });

  test("marks every statement that ends there", () => {
    expect(marks("await a(); await b(); // @sequential\nawait c();")).toEqual([
      "sequential ExprStmt: await b();",
      "sequential ExprStmt: await a();",
    ]);
  });

  test("does not need a semicolon", () => {
    expect(marks("await a() // @sequential\nawait b()")).toEqual(["sequential ExprStmt: await a()"]);
  });

  test("marks a statement of several lines as a whole", () => {
    expect(marks("const x = await a(\n  1,\n); // @sequential\nawait b();")).toEqual([
      "sequential VarDecl: const x = await a(",
    ]);
  });

  test("marks the whole loop behind its closing brace", () => {
    expect(marks("for (const x of xs) {\n  await a(x);\n} // @sequential\nawait b();")).toEqual([
      "sequential ForOf: for (const x of xs) {",
    ]);
  });

  test("belongs to the next statement when that begins on the same line", () => {
    expect(marks("await a(); /* @sequential */ await b();")).toEqual(["sequential ExprStmt: await b();"]);
  });

  test("marks the whole statement from inside its expression", () => {
    expect(marks("const x = f(\n  await a(), // @sequential\n  await b(),\n);")).toEqual([
      "sequential VarDecl: const x = f(",
    ]);
    expect(marks("const x = await a(), // @sequential\n  y = await b();")).toEqual([
      "sequential VarDecl: const x = await a(), // @sequential",
    ]);
  });

  test("marks a class member that ends there", () => {
    expect(marks("class A {\n  x = 1; // @sequential\n  async b() {}\n}")).toEqual(["sequential Field: x = 1;"]);
    expect(marks("class A {\n  async a() {} // @sequential\n  async b() {}\n}")).toEqual([
      "sequential Method: async a() {}",
    ]);
  });

  test("marks an object's function, but of another property the statement around", () => {
    expect(marks("const o = {\n  a: async () => {}, // @sequential\n  b: 1,\n};")).toEqual([
      "sequential Property: a: async () => {}",
    ]);
    expect(marks("const o = {\n  a: await f(), // @sequential\n  b: await g(),\n};")).toEqual([
      "sequential VarDecl: const o = {",
    ]);
  });

  test("marks both branches behind the first one's brace", () => {
    expect(marks("if (x) {\n  await a();\n} // @sequential\nelse await b();")).toEqual(["sequential If: if (x) {"]);
  });
});

describe("a marker behind an opening brace", () => {
  test.each([
    [
      "function",
      "async function f() { // @sequential\n  await a();\n}",
      "Function: async function f() { // @sequential",
    ],
    ["arrow", "const f = async () => { // @sequential\n  await a();\n};", "Function: async () => { // @sequential"],
    [
      "handler",
      "app.get('/', async () => { // @sequential\n  await a();\n});",
      "Function: async () => { // @sequential",
    ],
    ["loop", "for (const x of xs) { // @sequential\n  await a();\n}", "ForOf: for (const x of xs) { // @sequential"],
    ["loop with a long head", "while (\n  x\n) { // @sequential\n  await a();\n}", "While: while ("],
    ["if", "if (x) { // @sequential\n  await a();\n}", "If: if (x) { // @sequential"],
    ["else", "if (x) {\n  await b();\n} else { // @sequential\n  await a();\n}", "Block: { // @sequential"],
    ["try", "try { // @sequential\n  await a();\n} finally {}", "Try: try { // @sequential"],
    ["catch", "try {\n} catch (e) { // @sequential\n  await a();\n}", "Catch: catch (e) { // @sequential"],
    ["finally", "try {\n} finally { // @sequential\n  await a();\n}", "Block: { // @sequential"],
    ["block", "{ // @sequential\n  await a();\n}", "Block: { // @sequential"],
    ["class", "class A { // @sequential\n  async a() {}\n}", "Class: class A { // @sequential"],
    ["static block", "class A {\n  static { // @sequential\n    a();\n  }\n}", "StaticBlock: static { // @sequential"],
    ["case", "switch (x) {\n  case 1: // @sequential\n    await a();\n}", "Case: case 1: // @sequential"],
    ["switch", "switch (x) { // @sequential\n  case 1:\n    await a();\n}", "Switch: switch (x) { // @sequential"],
    ["object", "const o = { // @sequential\n  a: await f(),\n};", "VarDecl: const o = { // @sequential"],
    [
      "export",
      "export async function f() { // @sequential\n  await a();\n}",
      "ExportDecl: export async function f() { // @sequential",
    ],
    ["label", "outer: for (;;) { // @sequential\n  await a();\n}", "Labeled: outer: for (;;) { // @sequential"],
  ])("marks what the brace belongs to: %s", (_, code, expected) => {
    expect(marks(code)).toEqual([`sequential ${expected}`]);
  });

  test("marks a method", () => {
    const code = "class A {\n  async a() { // @sequential\n    await b();\n  }\n}";
    expect(bitsAt(code, "await b();")).toBe(DirectiveBit.Sequential);
  });
});

describe("a marker before something with a body", () => {
  test.each([
    ["function", "async function f() {}", "Function: async function f() {}"],
    ["exported function", "export async function f() {}", "ExportDecl: export async function f() {}"],
    ["default export", "export default async () => {};", "ExportDefault: export default async () => {};"],
    ["variable", "const f = async () => {};", "VarDecl: const f = async () => {};"],
    ["class", "class A {}", "Class: class A {}"],
    ["decorated class", "@d() class A {}", "Class: @d() class A {}"],
    ["decorated export", "@d() export class A {}", "ExportDecl: @d() export class A {}"],
    ["loop", "for await (const x of xs) {}", "ForOf: for await (const x of xs) {}"],
    ["label", "outer: for (;;) {}", "Labeled: outer: for (;;) {}"],
    ["block", "{ await a(); }", "Block: { await a(); }"],
    ["if", "if (x) {}", "If: if (x) {}"],
    ["namespace", "namespace N { f(); }", "Namespace: namespace N { f(); }"],
  ])("marks it: %s", (_, code, expected) => {
    expect(marks(`// @sequential\n${code}`)).toEqual([`sequential ${expected}`]);
  });

  test.each([
    ["else block", "if (x) {\n}\n// @sequential\nelse { await a(); }", "Block: { await a(); }"],
    ["else if", "if (x) {\n} else /* @sequential */ if (y) {}", "If: if (y) {}"],
    ["catch", "try {\n}\n// @sequential\ncatch {}", "Catch: catch {}"],
    ["finally", "try {\n}\n// @sequential\nfinally { a(); }", "Block: { a(); }"],
    ["case", "switch (x) {\n  case 0:\n  // @sequential\n  case 1:\n    await a();\n}", "Case: case 1:"],
    [
      "body of a loop",
      "for (const x of xs) /* @sequential */ { await a(); }",
      "ForOf: for (const x of xs) /* @sequential */ { await a(); }",
    ],
    ["method", "class A {\n  a() {}\n  // @sequential\n  async b() {}\n}", "Method: async b() {}"],
    ["decorated method", "class A {\n  // @sequential\n  @d() async b() {}\n}", "Method: @d() async b() {}"],
    ["method below its decorator", "class A {\n  @d()\n  // @sequential\n  async b() {}\n}", "Method: @d()"],
    ["private method", "class A {\n  // @sequential\n  async #b() {}\n}", "Method: async #b() {}"],
    ["field", "class A {\n  // @sequential\n  b = async () => {};\n}", "Field: b = async () => {};"],
    ["static block", "class A {\n  // @sequential\n  static { a(); }\n}", "StaticBlock: static { a(); }"],
    ["object method", "f({\n  // @sequential\n  async a() {},\n});", "Method: async a() {}"],
    ["object's arrow", "f({\n  // @sequential\n  a: async () => {},\n});", "Property: a: async () => {}"],
    ["function argument", "foo(/* @sequential */ async () => {}, 1);", "Function: async () => {}"],
    ["function on its own line", "foo(\n  1,\n  // @sequential\n  async () => {},\n);", "Function: async () => {}"],
    ["assigned function", "const f = /* @sequential */ async () => {};", "Function: async () => {}"],
    ["wrapped function", "const f = /* @sequential */ (async () => {}) as F;", "Function: async () => {}"],
    [
      "function behind its keyword",
      "async /* @sequential */ function f() {}",
      "Function: async /* @sequential */ function f() {}",
    ],
    [
      "function behind `export`",
      "export /* @sequential */ async function f() {}",
      "ExportDecl: export /* @sequential */ async function f() {}",
    ],
    ["loop behind its label", "a: /* @sequential */ for (;;) {}", "Labeled: a: /* @sequential */ for (;;) {}"],
    [
      "arrow's expression",
      "const f = async () => /* @sequential */ g(await a(), await b());",
      "Function: async () => /* @sequential */ g(await a(), await b())",
    ],
    ["parameter", "async function f(/* @sequential */ a) {}", "Function: async function f(/* @sequential */ a) {}"],
    ["loop's head", "for (/* @sequential */ const x of xs) {}", "ForOf: for (/* @sequential */ const x of xs) {}"],
  ])("marks the right part of a larger statement: %s", (_, code, expected) => {
    expect(marks(code)).toEqual([`sequential ${expected}`]);
  });

  test("marks the implementation behind overloads", () => {
    const code = "// @sequential\nfunction f(a: string): void;\nfunction f(a: number): void;\nasync function f(a) {}";
    expect(marks(code)).toContain("sequential Function: async function f(a) {}");
    const exported = "// @sequential\nexport function f(a: string): void;\nexport async function f(a) {}";
    expect(marks(exported)).toContain("sequential ExportDecl: export async function f(a) {}");
    const method = "class A {\n  // @sequential\n  f(a: string): void;\n  async f(a) {}\n}";
    expect(marks(method)).toContain("sequential Method: async f(a) {}");
  });
});

describe("a marker inside an expression", () => {
  test.each([
    ["before an await", "const x = /* @sequential */ await a();"],
    ["before an argument", "const x = f(/* @sequential */ await a(), await b());"],
    ["before a property", "const x = {\n  // @sequential\n  a: await a(),\n  b: await b(),\n};"],
    ["before an element", "const x = [\n  await a(),\n  // @sequential\n  await b(),\n];"],
    ["behind the last argument", "const x = f(await a() /* @sequential */);"],
    ["in a chain", "const x = foo(async () => { a(); }) // @sequential\n  .then(b);"],
  ])("marks the statement: %s", (_, code) => {
    const found = marks(code);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^sequential VarDecl: const x = /);
  });
});

describe("a marker with nothing behind it", () => {
  test("marks the block that it ends", () => {
    expect(marks("async function f() {\n  await a();\n  await b();\n  // @sequential\n}\nawait c();")).toEqual([
      "sequential Block: {",
    ]);
  });

  test("is remembered at the end of a file", () => {
    const tree = treeOf("await a();\n// @sequential\n");
    const directives = readDirectives(tree);
    expect(directives.any).toBe(false);
    expect(verifyDirectives(directives, tree)).toBe("");
    expect(printDirectives(directives, tree)).toBe('before nothing: " @sequential"\n');
  });

  test("marks the next statement too where a semicolon opens its line", () => {
    expect(marks("await a()\n// @sequential\n;(await b()).c()\nawait d()")).toEqual([
      "sequential ExprStmt: (await b()).c()",
      "sequential ExprStmt: await a()",
    ]);
    expect(marks("{\n  // @sequential\n  ;(await b()).c()\n}")).toContain("sequential ExprStmt: (await b()).c()");
  });
});

describe("a marker for the whole file", () => {
  test.each([
    ["in one line", "// @file @sequential\n"],
    ["in JSDoc", "/**\n * @file Migrations.\n * @sequential\n */\n"],
    ["with JSDoc's other name", "/** @fileoverview Migrations. @sequential */\n"],
    ["below a licence", "// MIT\n// @sequential @file\n"],
    ["below a directive and imports", '"use client";\nimport a from "a";\n// @sequential @file\n'],
    ["below a hashbang", "#!/usr/bin/env node\n// @sequential @file\n"],
  ])("marks the program: %s", (_, header) => {
    const found = marks(`${header}await f();\nasync function g() { await h(); }`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^sequential Program: /);
  });

  test("is an ordinary marker without `@file`", () => {
    expect(marks("// @sequential\nawait f();\nawait g();")).toEqual(["sequential ExprStmt: await f();"]);
  });

  test("is an ordinary marker below the first statement", () => {
    expect(marks("await f();\n// @file @sequential\nawait g();\nawait h();")).toEqual([
      "sequential ExprStmt: await g();",
    ]);
  });

  test("does not exist for @parallel", () => {
    expect(marks("// @file @parallel\nawait f();\nawait g();")).toEqual([]);
  });
});

describe('"use sequential"', () => {
  test("marks its function", () => {
    expect(marks('async function f() {\n  "use sequential";\n  await a();\n}\nawait b();')).toEqual([
      "sequential Function: async function f() {",
    ]);
    expect(marks("const f = async () => {\n  \"use strict\";\n  'use sequential';\n};")).toEqual([
      "sequential Function: async () => {",
    ]);
  });

  test("marks the module", () => {
    expect(marks('"use sequential";\nawait a();')[0]).toMatch(/^sequential Program/);
  });

  test("is no directive anywhere else", () => {
    expect(marks('async function f() {\n  await a();\n  "use sequential";\n  g("use sequential");\n}')).toEqual([]);
    expect(marks('"use sequential mode";\nawait a();')).toEqual([]);
  });
});

describe("@parallel", () => {
  test("marks a statement, loop or function", () => {
    expect(marks("// @parallel\nawait a();")).toEqual(["parallel ExprStmt: await a();"]);
    expect(marks("await a(); // @parallel")).toEqual(["parallel ExprStmt: await a();"]);
    expect(marks("// @parallel safe\nfor (const x of xs) {}")).toEqual(["parallel ForOf: for (const x of xs) {}"]);
    expect(marks("/** @parallel */\nasync function f() {}")).toEqual(["parallel Function: async function f() {}"]);
  });

  test("has to open a line of its comment", () => {
    expect(marks("// never make this @parallel\nawait a();")).toEqual([]);
    expect(marks("/*\n * Reads.\n * @parallel\n */\nawait a();")).toEqual(["parallel ExprStmt: await a();"]);
  });

  test("marks only the last statement of a line", () => {
    expect(marks("await a(); await b(); // @parallel")).toEqual(["parallel ExprStmt: await b();"]);
  });

  test("marks nothing when it stands before nothing", () => {
    expect(marks("{\n  await a();\n  // @parallel\n}\nawait b();")).toEqual([]);
  });

  test("loses against @sequential, whichever is the inner one", () => {
    const inner = "// @sequential\nasync function f() {\n  // @parallel\n  await a();\n  await b();\n}";
    expect(bitsAt(inner, "await a();")).toBe(DirectiveBit.Sequential);
    const outer = "// @parallel\nasync function f() {\n  // @sequential\n  await a();\n  await b();\n}";
    expect(bitsAt(outer, "await a();")).toBe(DirectiveBit.Sequential);
    expect(bitsAt(outer, "await b();")).toBe(DirectiveBit.Parallel);
  });
});

describe("a suppressed no-await-in-loop", () => {
  const loop = (head: string, tail = ""): string =>
    `for (const x of xs) {\n  ${head}\n  await a(x);${tail}\n}\nawait b();`;
  const marked = ["lint-suppressed ForOf: for (const x of xs) {"];

  test.each([
    ["ESLint, next line", loop("// eslint-disable-next-line no-await-in-loop")],
    ["ESLint, in a list", loop("// eslint-disable-next-line no-console, no-await-in-loop -- order matters")],
    ["ESLint, block comment", loop("/* eslint-disable-next-line no-await-in-loop */")],
    ["ESLint, long block comment", loop("/* eslint-disable-next-line\n no-await-in-loop\n */")],
    ["ESLint, same line", loop("", " // eslint-disable-line no-await-in-loop")],
    ["ESLint, with a forgotten dash", loop("// eslint-disable-next-line no-await-in-loop because order matters")],
    ["oxlint, next line", loop("// oxlint-disable-next-line no-await-in-loop")],
    ["oxlint, with its plugin", loop("// oxlint-disable-next-line eslint/no-await-in-loop")],
    ["oxlint, same line", loop("", " // oxlint-disable-line no-await-in-loop")],
    ["Biome", loop("// biome-ignore lint/performance/noAwaitInLoops: order matters")],
    ["Biome with a comment in between", loop("// biome-ignore lint/performance/noAwaitInLoops: order\n  // more")],
    ["Biome, former group", loop("// biome-ignore lint/nursery/noAwaitInLoop: order matters")],
    ["Deno", loop("// deno-lint-ignore no-await-in-loop")],
    ["before the loop", `// eslint-disable-next-line no-await-in-loop\n${loop("")}`],
    ["region", `/* eslint-disable no-await-in-loop */\n${loop("")}\n/* eslint-enable no-await-in-loop */`],
    ["region without an end", `/* eslint-disable no-await-in-loop */\n${loop("")}`],
    ["region inside the loop", loop("/* eslint-disable no-await-in-loop */", "\n  /* eslint-enable */")],
    ["oxlint region", `/* oxlint-disable no-await-in-loop */\n${loop("")}`],
    [
      "Biome region",
      `// biome-ignore-start lint/performance/noAwaitInLoops: order\n${loop("")}\n// biome-ignore-end lint/performance/noAwaitInLoops: order`,
    ],
    ["Biome file", `// biome-ignore-all lint/performance/noAwaitInLoops: order\n${loop("")}`],
    ["Deno file", `// deno-lint-ignore-file no-await-in-loop\n${loop("")}`],
    ["ESLint configuration", `/* eslint no-await-in-loop: "off" */\n${loop("")}`],
    ["ESLint configuration as a number", `/* eslint "no-await-in-loop": 0, no-console: 2 */\n${loop("")}`],
    ["region of another linter goes on", `/* eslint-disable no-await-in-loop */\n/* oxlint-enable */\n${loop("")}`],
    [
      "region survives the end of another rule",
      `/* eslint-disable no-await-in-loop */\n/* eslint-enable no-console */\n${loop("")}`,
    ],
  ])("marks the loop: %s", (_, code) => {
    expect(marks(code)).toEqual(marked);
  });

  test.each([
    ["another rule", loop("// eslint-disable-next-line no-console")],
    ["no rule named", loop("// eslint-disable-next-line")],
    ["everything disabled", `/* eslint-disable */\n${loop("")}`],
    ["a longer rule name", loop("// eslint-disable-next-line no-await-in-loops")],
    ["only in the reason", loop("// eslint-disable-next-line no-console -- no-await-in-loop is fine")],
    ["not at the comment's start", loop("// see eslint-disable-next-line no-await-in-loop")],
    [
      "line too far away",
      loop("// eslint-disable-next-line no-await-in-loop\n\n  // more\n  x();\n")
        .replace("await a(x);", "")
        .replace("for (const x of xs) {", "f(); {"),
    ],
    ["outside any loop", "// eslint-disable-next-line no-await-in-loop\nawait a();"],
    [
      "region that ended before",
      `/* eslint-disable no-await-in-loop */\nf();\n/* eslint-enable no-await-in-loop */\n${loop("")}`,
    ],
    ["rule switched on", `/* eslint no-await-in-loop: "error" */\n${loop("")}`],
    ["Biome, another rule", loop("// biome-ignore lint/suspicious/noConsole: no-await-in-loop")],
  ])("does not: %s", (_, code) => {
    expect(marks(code)).toEqual([]);
  });

  test("marks only the innermost loop around the line", () => {
    const code =
      "for (const x of xs) {\n  while (y) {\n    // eslint-disable-next-line no-await-in-loop\n    await a();\n  }\n  await b();\n}";
    expect(marks(code)).toEqual(["lint-suppressed While: while (y) {"]);
    expect(bitsAt(code, "await a();")).toBe(DirectiveBit.LintSuppressed);
    expect(bitsAt(code, "await b();")).toBe(0);
  });

  test("marks the outer loop for a line behind an inner one", () => {
    const code =
      "for (const x of xs) {\n  while (y) {\n    await a();\n  }\n  await b(); // eslint-disable-line no-await-in-loop\n}";
    expect(marks(code)).toEqual(["lint-suppressed ForOf: for (const x of xs) {"]);
  });

  test("marks all loops of a region", () => {
    const code =
      "/* eslint-disable no-await-in-loop */\nwhile (a) {\n  await f();\n}\ndo {\n  await g();\n} while (b);\n/* eslint-enable no-await-in-loop */\nwhile (c) {\n  await h();\n}";
    expect(marks(code)).toEqual(["lint-suppressed While: while (a) {", "lint-suppressed DoWhile: do {"]);
  });

  test("marks the last of several loops on a line, and those that start there", () => {
    expect(
      marks("for (const x of xs) for (const y of x) await f(y); // eslint-disable-line no-await-in-loop"),
    ).toHaveLength(2);
  });
});

describe("reading directives", () => {
  test("gives nothing, and allocates nothing, without markers", () => {
    const directives = readDirectives(treeOf("// plain\nawait a(); /* me@example.org */"));
    expect(directives.any).toBe(false);
    expect(directives.cover).toEqual([]);
    expect(directives.has(0, DirectiveBit.Sequential)).toBe(false);
  });

  test("names the line of the marker that decides", () => {
    const code = "// @parallel\nasync function f() {\n  // @sequential\n  await a();\n  await b();\n}";
    const tree = treeOf(code);
    const directives = readDirectives(tree);
    const lines = new Map<string, number>();
    for (let node = 0; node < tree.size; node += 1) {
      lines.set(code.slice(tree.start[node], tree.stop[node]), directives.lineFor(node));
    }
    expect(lines.get("await a();")).toBe(3);
    expect(lines.get("await b();")).toBe(1);
  });

  test("says so when comments cannot be seen", () => {
    const tree = treeOf("await a();");
    tree.commentsKnown = false;
    expect(readDirectives(tree).unreadable).toBe(true);
  });

  test("says so when comments come in no order", () => {
    const tree = treeOf("/* a */ await a(); /* b */");
    tree.commentStart.reverse();
    tree.commentStop.reverse();
    expect(readDirectives(tree).unreadable).toBe(true);
  });

  test("keeps the whole file for a marker without a place", () => {
    const tree = treeOf("await a();");
    tree.addComment(-1, -1, " @sequential");
    expect(readDirectives(tree).marked).toEqual([0]);
  });

  test("keeps the whole file when a marker stands before statements without a place", () => {
    const tree = treeOf("// @sequential\nawait a();");
    tree.start.fill(-1, 1);
    tree.stop.fill(-1, 1);
    const directives = readDirectives(tree);
    expect(directives.marked).toEqual([0]);
    expect(verifyDirectives(directives, tree)).toBe("");
  });

  // Quadratic work would outlast the runner's patience; how long it takes is for the benchmark to say.
  test("reads thousands of markers, in a list and nested in each other", () => {
    const count = 16_000;
    const flat = "// @sequential\nawait a(); // @sequential\n// eslint-disable-next-line no-await-in-loop\n";
    expect(readDirectives(treeOf(flat.repeat(count))).marked).toHaveLength(count);
    expect(verifyDirectives(readDirectives(nested(count)), nested(count))).toBe("");
  });
});

describe("verifying directives", () => {
  test("finds a bit that does not come from a mark", () => {
    const tree = treeOf("// @sequential\nawait a();\nawait b();");
    const directives = readDirectives(tree);
    directives.cover[tree.size - 1] = DirectiveBit.Sequential;
    expect(verifyDirectives(directives, tree)).toMatch(/has bits without a mark/);
  });

  test("finds a bit that is not inherited", () => {
    const tree = treeOf("// @sequential\nawait a();");
    const directives = readDirectives(tree);
    directives.cover[tree.size - 1] = 0;
    expect(verifyDirectives(directives, tree)).toMatch(/does not inherit/);
  });
});
