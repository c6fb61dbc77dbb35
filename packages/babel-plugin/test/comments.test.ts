import { parseSync, transformSync } from "@babel/core";
import { mergePlugin } from "./support/merge";

function merged(code: string, plugins: string[] = []): string {
  const result = transformSync(code, {
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: plugins as never, allowReturnOutsideFunction: true },
    plugins: [mergePlugin],
  });
  return result?.code ?? "";
}

/** Texts of all comments, as a parser sees them in the output. */
function commentsOf(code: string): string[] {
  const ast = parseSync(code, { configFile: false, babelrc: false });
  return (ast?.comments ?? []).map((comment) => comment.value.trim());
}

describe("comments stay with their statements when statements become one", () => {
  test("a leading line comment of the first statement leads the new one", () => {
    expect(merged("// first\nconst a = await f();\nconst b = await g();")).toBe(
      ["// first", "const [a, b] = await Promise.all([f(), g()]);"].join("\n"),
    );
  });

  test("a comment between two merged statements leads the element of the second", () => {
    expect(merged("const a = await f();\n// about b\nconst b = await g();")).toBe(
      ["const [a, b] = await Promise.all([f(),", "// about b", "g()]);"].join("\n"),
    );
  });

  test("a comment on the line of the first statement stays with its element", () => {
    expect(merged("const a = await f(); // about a\nconst b = await g();")).toBe(
      ["const [a, b] = await Promise.all([", "// about a", "f(), g()]);"].join("\n"),
    );
  });

  test("a comment on the line of the last statement stays with its element", () => {
    expect(merged("const a = await f();\nconst b = await g(); // about b\ndone();")).toBe(
      ["const [a, b] = await Promise.all([f(),", "// about b", "g()]);", "done();"].join("\n"),
    );
  });

  test("a comment after the last statement stays with the statement that follows it", () => {
    expect(merged("const a = await f();\nconst b = await g();\n// about done\ndone();")).toBe(
      ["const [a, b] = await Promise.all([f(), g()]);", "// about done", "done();"].join("\n"),
    );
  });

  test("a comment after the last statement of a block stays in the block", () => {
    expect(merged("async function all() {\n  const a = await f();\n  const b = await g();\n  // the end\n}")).toBe(
      ["async function all() {", "  const [a, b] = await Promise.all([f(), g()]);", "", "  // the end", "}"].join("\n"),
    );
  });

  test("a comment of the statement before the group stays there", () => {
    expect(merged("start(); // about start\nconst a = await f();\nconst b = await g();")).toBe(
      ["start(); // about start", "const [a, b] = await Promise.all([f(), g()]);"].join("\n"),
    );
  });

  test("a JSDoc block leads the new statement", () => {
    expect(merged("/**\n * The user.\n */\nconst a = await f();\nconst b = await g();")).toBe(
      ["/**", " * The user.", " */", "const [a, b] = await Promise.all([f(), g()]);"].join("\n"),
    );
  });

  test("block comments between and behind statements stay with their elements", () => {
    expect(merged("const a = await f(); /* A */\n/* B */ const b = await g(); /* C */")).toBe(
      "const [a, b] = await Promise.all([f() /* A */, /* B */g() /* C */]);",
    );
  });

  test("comments inside the awaited expression move with it", () => {
    expect(merged("const a = await f(/* no args */);\nconst b = await g(1 /* one */);")).toBe(
      "const [a, b] = await Promise.all([f(/* no args */), g(1 /* one */)]);",
    );
  });

  test("comments around the await, the name and the equals sign are kept", () => {
    expect(merged("const /* 1 */ a /* 2 */ = /* 3 */ await /* 4 */ f() /* 5 */;\nconst b = /* 6 */ await g();")).toBe(
      "const [/* 1 */a /* 2 */, b] = await Promise.all([/* 3 */ /* 4 */f() /* 5 */, /* 6 */g()]);",
    );
  });
});

test("every comment of a source is in the output exactly once, wherever it stands", () => {
  const places = [
    "{0} const {1} a {2} = {3} await {4} f({5}) {6}; {7}",
    "{8} const {9} [ {10} b {11} ] {12} = {13} await {14} g({15} 1 {16}) {17}; {18}",
    "{19} done({20}); {21}",
  ];
  const sources = [
    places.join("\n"),
    places.join(" "),
    places.join("\n\n"),
    `start();\n${places.join("\n")}`,
    `async function all() {\n${places.slice(0, 2).join("\n")}\n{22}\n}`,
    `async () => {\n{22}\n${places.join("\n")}\n}`,
    `switch (x) { case 1: {22}\n${places.join("\n")} {23}\n default: }`,
  ];
  for (const source of sources) {
    for (const style of ["block", "line"]) {
      const numbers: string[] = [];
      const code = source.replace(/\{(\d+)\}/g, (_all, number: string) => {
        numbers.push(`c${number}`);
        return style === "block" ? `/* c${number} */` : `// c${number}\n`;
      });
      const found = commentsOf(merged(code));
      expect(found.slice().sort()).toEqual(numbers.slice().sort());
    }
  }
});
