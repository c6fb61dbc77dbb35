import { printDirectives, verifyDirectives } from "../src/directives/print-directives";
import { readDirectives } from "../src/directives/read-directives";
import { DirectiveBit } from "../src/directives/directives";
import { bitsAt, marks } from "./support/directives";
import { treeOf } from "./support/source";

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
