import { canonical } from "../src/index";

const same = [
  ["parentheses", "(((a))) + (b, c);", "a + (b, c)"],
  ["quotes and escapes", `f("\\u00e9", 'it\\'s')`, `f('é', "it's");`],
  ["numbers", "f(0x10, 1e3, 1_000n)", "f(16, 1000, 1000n)"],
  ["comments and line breaks", "/** a */ f(\n  // b\n  a\n\n)", "f(a)"],
  ["quoted keys stay what they are", 'x = { "a": 1 }', "x = { 'a': 1 }"],
];

const different = [
  ["grouping", "(a + b) * c", "a + b * c"],
  ["an optional chain that ends early", "(a?.b).c", "a?.b.c"],
  ["the source text of a directive", "'use strict'", "'use\\x20strict'"],
  ["the text of a template", "`a\\u0062`", "`ab`"],
  ["names", "const a = f()", "const b = f()"],
  ["statements around a declaration", "{ const a = f() }", "const a = f()"],
];

test.each(same)("%s make no difference", (_, one, other) => {
  expect(canonical(one)).toBe(canonical(other));
});

test.each(different)("%s make a difference", (_, one, other) => {
  expect(canonical(one)).not.toBe(canonical(other));
});
