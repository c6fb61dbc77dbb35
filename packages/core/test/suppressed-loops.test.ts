import { DirectiveBit } from "../src/directives/directives";
import { bitsAt, marks } from "./support/directives";

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
