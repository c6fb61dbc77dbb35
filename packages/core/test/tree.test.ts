import { readFileSync } from "node:fs";
import path from "node:path";
import { Flag, Kind } from "../src/tree/kinds";
import { flagNames, kindName, namedKinds, nodeAt, printTree, quoted } from "../src/tree/print";
import { type Tree, TreeBuilder } from "../src/tree/tree";
import { verifyTree } from "../src/tree/verify";
import { treeOf } from "./support/source";

/** `if (a) f();` by hand, without a parser's help. */
function ifStatement(): Tree {
  const builder = new TreeBuilder();
  builder.open(Kind.Program, -1, Flag.Module | Flag.Strict, 0, 11);
  builder.open(Kind.If, -1, 0, 0, 11);
  builder.leaf(Kind.Ident, builder.tree.intern("a"), 0, 4, 5);
  builder.open(Kind.ExprStmt, -1, 0, 7, 11);
  builder.open(Kind.Call, -1, 0, 7, 10);
  builder.leaf(Kind.Ident, builder.tree.intern("f"), 0, 7, 8);
  builder.close();
  builder.close();
  builder.none();
  builder.close();
  builder.close();
  return builder.tree;
}

describe("printing a tree", () => {
  test("shows kinds, atoms and flags, children indented", () => {
    expect(printTree(ifStatement())).toBe(
      [
        "Program Module|Strict",
        "  If",
        '    Ident "a"',
        "    ExprStmt",
        "      Call",
        '        Ident "f"',
        "    None",
        "",
      ].join("\n"),
    );
  });

  test("does not depend on formatting", () => {
    expect(printTree(treeOf("const a=await f(1)"))).toBe(printTree(treeOf("const a =\n  await f(\n 1);\n")));
  });

  test("escapes what would break a line", () => {
    expect(quoted('a"b\\c\n\t\u2028é😀')).toBe('"a\\"b\\\\c\\n\\u0009\\u2028é😀"');
  });

  test("knows a name for every kind and flag", () => {
    expect(namedKinds()).toBe(Kind.Count);
    // `const enum`s have no names at run time for tsc, so they are taken from the source.
    const source = readFileSync(path.join(__dirname, "../src/tree/kinds.ts"), "utf8");
    const [kinds, flags] = source.split("export const enum Flag");
    const names = [...kinds.matchAll(/^  (\w+)(?: = \d+)?,$/gm)].map((match) => match[1]);
    expect(names.pop()).toBe("Count");
    expect(names.map((_, kind) => kindName(kind))).toEqual(names);
    for (const [, name, bit] of flags.matchAll(/^  (\w+) = (\d+),$/gm)) {
      expect(flagNames(Number(bit))).toBe(bit === "0" ? "" : name);
    }
  });

  test("stays small on deep trees", () => {
    const builder = new TreeBuilder();
    builder.open(Kind.Program, -1, 0, 0, 1);
    for (let level = 0; level < 5000; level += 1) builder.open(Kind.Block, -1, 0, 0, 1);
    for (let level = 0; level < 5001; level += 1) builder.close();
    expect(verifyTree(builder.tree)).toBe("");
    expect(printTree(builder.tree).length).toBeLessThan(1_000_000);
  });

  test("names a place in the source", () => {
    const tree = treeOf("a();\n  b();");
    expect(nodeAt(tree, tree.nextSibling(1))).toMatch(/^#\d+ ExprStmt at 2:2$/);
  });
});

describe("verifying a tree", () => {
  test("accepts what it should", () => {
    expect(verifyTree(ifStatement())).toBe("");
  });

  test.each<[string, (tree: Tree) => void, string | RegExp]>([
    ["an unknown kind", (tree) => (tree.kind[2] = 999), "#2 has no known kind (999)"],
    ["another root", (tree) => (tree.kind[0] = Kind.Block), "the root is Block, not Program"],
    ["a Program inside", (tree) => (tree.kind[3] = Kind.Program), /is a Program below the root/],
    ["a wrong parent", (tree) => (tree.parent[3] = 2), /reaches beyond its parent/],
    ["an extent beyond the parent", (tree) => (tree.end[5] = 7), /#5 Ident at 1:7: reaches beyond its parent #4 Call/],
    [
      "an extent that ends early",
      (tree) => (tree.end[4] = 5),
      "#5 Ident at 1:7: reaches beyond its parent #4 Call at 1:7",
    ],
    ["an atom out of range", (tree) => (tree.atom[2] = 9), "#2 Ident at 1:4: has atom 9"],
    ["a missing atom", (tree) => (tree.atom[2] = -1), "#2 Ident at 1:4: has no atom"],
    ["an atom too many", (tree) => (tree.atom[4] = 0), "#4 Call at 1:7: has an atom"],
    ["a foreign flag", (tree) => (tree.flags[4] = Flag.Async), "#4 Call at 1:7: has the flag Async"],
    ["a wrong sort of child", (tree) => (tree.kind[2] = Kind.Empty), /#1 If|#2 Empty/],
    ["backward positions", (tree) => (tree.stop[2] = 1), "#2 Ident at 1:4: spans 4 to 1"],
    ["columns of different length", (tree) => (tree.flags = tree.flags.subarray(1)), "the columns differ in length"],
    ["lines out of order", (tree) => tree.lineStarts.push(9, 3), "line 3 is out of order"],
    [
      "overlapping comments",
      (tree) => (tree.addComment(3, 6, "a"), tree.addComment(5, 8, "b")),
      "comment 1 is out of order",
    ],
  ])("finds %s", (_, damage, expected) => {
    const tree = ifStatement();
    damage(tree);
    const message = verifyTree(tree);
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  test("finds missing, surplus and misplaced children", () => {
    const children = (kind: Kind, flags: number, ...kinds: Kind[]): string => {
      const builder = new TreeBuilder();
      builder.open(Kind.Program, -1, 0, 0, 1);
      builder.open(kind, -1, flags, 0, 1);
      for (const child of kinds) builder.leaf(child, child === Kind.Ident ? builder.tree.intern("x") : -1, 0, -1, -1);
      builder.close();
      builder.close();
      return verifyTree(builder.tree);
    };
    expect(children(Kind.ExprStmt, 0, Kind.Ident)).toBe("");
    expect(children(Kind.ExprStmt, 0)).toBe("#1 ExprStmt at 1:0: slot 0 is missing");
    expect(children(Kind.ExprStmt, 0, Kind.None)).toBe("#1 ExprStmt at 1:0: slot 0 holds None");
    expect(children(Kind.ExprStmt, 0, Kind.Ident, Kind.Ident)).toBe("#1 ExprStmt at 1:0: slot 1 should not be there");
    expect(children(Kind.If, 0, Kind.Ident, Kind.Empty)).toBe("#1 If at 1:0: slot 2 is missing");
    expect(children(Kind.If, 0, Kind.Ident, Kind.Empty, Kind.None)).toBe("");
    expect(children(Kind.If, 0, Kind.Ident, Kind.None, Kind.None)).toBe("#1 If at 1:0: slot 1 holds None");
    expect(children(Kind.Return, 0, Kind.None)).toBe("");
    expect(children(Kind.Return, 0, Kind.Opaque)).toBe("");
    expect(children(Kind.Return, 0, Kind.Block)).toBe("#1 Return at 1:0: slot 0 holds Block");
    expect(children(Kind.Block, 0, Kind.Ident)).toBe('#1 Block at 1:0: slot 0 holds Ident "x"');
    expect(children(Kind.VarDecl, 0)).toBe("#1 VarDecl at 1:0: is not one sort of declaration");
  });

  test("accepts the whole language as Babel's tree is lowered", () => {
    const sources = [
      'import d, { a as b, type T } from "x"; import * as n from "y"; export * from "z"; export * as q from "z"; export { b as c };',
      "export default class extends A { static #p = 1; static { f(); } get x() { return 1; } set x(v) {} constructor() { super(); } [k]() {} async *g() {} 'q' = 2; accessor z = 1; }",
      "@dec class A { @dec() m(x) {} @dec f = 1; declare y: string; constructor(private z: number) {} }",
      "label: for (let i = 0, j; i < 1; i++) { if (i) continue label; else break label; } for (const k in o); for (x.y of z) {} for await (const v of w) {} for (;;) {} do x++; while (x); while (y) debugger;",
      "switch (a) { case 1: case 2: f(); break; default: { g(); } } try { a(); } catch { b(); } finally { c(); } try {} catch ({ e }) {}",
      "const { a, b: { c = 1 }, [k]: d, ...rest } = x, [e, , f = 2, ...g] = y; [a.b, c[d]] = z; ({ a, ...b } = c);",
      "const o = { a, b: 1, [c]: 2, 'd': 3, 4: 5, e() {}, get f() { return 1; }, set f(v) {}, async *g() {}, ...h };",
      "x = `a${b}c${d}`; tag`x${y}`; /re/g.test(s); 1n; a?.b?.[c]?.(d); new A; new A(...b); import('x', {}); import.meta.url; (a, b); a ??= b; a ||= c; void 0; typeof x; delete a.b; (-x) ** 2;",
      "function f(a, { b }, [c] = [], ...d) { new.target; arguments; this.x; return; } const g = async x => await x, h = async () => { await 1; }; (function named() {}); (class Named {}); function* gen() { yield; yield a; yield* b; }",
      "const el = <a.b c d='e' f={g} {...h}>text {i} {...j} {/* none */}<></><k:l /></a.b>;",
      "enum E { A, B = f() } const enum F { A } namespace N.M { export const x = 1; } declare module 'm'; interface I {} type T = 1; declare const z: 1; abstract class B { abstract m(): void; } function over(a: 1): void; function over(a) {} import r = require('r'); let w = x as T, y = x!, s = x satisfies T; f<T>; export type { T };",
      "class A { #p; static m(o) { return #p in o; } } if (a) ; else if (b) c(); else { d(); } with_: { break with_; } throw x;",
      "await using a = b, c = d; { using e = f; } for (await using x of y) {} for (using x of y) {}",
      "'use strict'; function f() { 'use sequential'; } async function g() { for await (x of y) await x; }",
    ];
    for (const source of sources) expect([source, verifyTree(treeOf(source))]).toEqual([source, ""]);
  });
});
