import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../../..");

/** A sample of each rejected construct, and a piece of the message it gets. */
const REJECTED: [code: string, message: string][] = [
  ["export function f(xs: i32[]): void { for (const x of xs) g(x); }", "for…of"],
  ["export function f(x: A): void { for (const k in x) g(k); }", "for…in"],
  ["export function f(x: A): void { const { a } = x; g(a); }", "destructuring"],
  ["export function f(x: i32[]): void { const [a] = x; g(a); }", "destructuring"],
  ["export function f(x: i32[]): i32[] { return [...x]; }", "spread"],
  ["export function f(x: i32[]): void { g(...x); }", "spread"],
  ["export function f(...x: i32[]): void { g(x); }", "rest parameters"],
  ["export function f(x: A | null): i32 { return x?.y; }", "optional chaining"],
  ["export function f(x: A | null): A { return x ?? new A(); }", "??"],
  ["export function f(x: A | null): void { x ??= new A(); }", "??="],
  ["export function f(): void { try { g(); } catch (e) { h(); } }", "try"],
  ["export function f(): void { throw new Error('x'); }", "throw"],
  ["export async function f(): void {}", "async"],
  ["export function* f(): void {}", "generators"],
  ["export function f(): boolean { return /x/.test('x'); }", "regular expressions"],
  ["export function f(x: A): string { return JSON.stringify(x); }", "JSON"],
  ["export function f(x: A): i32 { return Object.keys(x).length; }", "Object"],
  ["export function f(): A { return undefined; }", "undefined"],
  ["export function f(): void { g({ a: 1 }); }", "object literals"],
  ["export const a = class {};", "class expressions"],
  ["export function f(): void { g`x`; }", "tagged templates"],
  ["export function f(): void { a: while (true) break a; }", "labels"],
  ["export class A { #x: i32 = 1; }", "#private"],
  ["export function f(x: i32 | string): void { g(x); }", "union types"],
  ["export function f(x: A | B | null): void { g(x); }", "union types"],
  ['export function f(x: "a" | "b"): void { g(x); }', "union types"],
  ['export function f(x: "a"): void { g(x); }', "literal types"],
  ["export function f(x: [i32, i32]): void { g(x); }", "tuple"],
  ["export function f(x: { a: i32 }): void { g(x); }", "object types"],
  ["export function f(x: Record<string, i32>): void { g(x); }", "Record"],
  ["export function f(x: readonly i32[]): void { g(x); }", "type operators"],
  ["export function f(x: number): void { g(x); }", "number, which is a 64-bit float"],
  ["export function f(x: unknown): void { g(x); }", "unknown"],
  ["export function f(x: any): void { g(x); }", "any"],
  ["export function f(x: A): x is B { return g(x); }", "type predicates"],
  ["export const a = [1, 2] as const;", "as const"],
  ["export const a = g() satisfies A;", "satisfies"],
  ["export function f(x?: i32): void { g(x); }", "optional parameters"],
  ["export class A { x?: i32; }", "optional fields"],
  ["export function f(x: i32): void;\nexport function f(x: string): void { g(x); }", "overloads"],
  ["export class A { f(x: i32): void;\n f(x: string): void { g(x); } }", "overloads"],
  ['export enum E { A = "a" }', "string enums"],
  ['import type { A } from "./a";', "import type"],
  ['import { type A } from "./a";', "import type"],
  ['import * as a from "./a";', "import *"],
  ['import { a } from "./a.js";', "file extensions"],
  ['import { a } from "node:fs";', "imports from packages"],
  ["export function f(x: i32): void { g((y: i32): i32 => x + y); }", 'captures "x"'],
  ["export function f(x: i32): void { g(function (): i32 { return x; }); }", 'captures "x"'],
  ["export function f(x: i32): void { function h(): i32 { return x; } h(); }", 'captures "x"'],
  ["export class A { x: i32 = 1; f(): void { g((): i32 => this.x); } }", 'captures "this"'],
  ["export function f(): i32 { return 7 / 2; }", "/ without | 0"],
  ["export function f(x: i32): i32 { x /= 2; return x; }", "/="],
  ["export function f(x: i32): i32 { return x ** 2; }", "**"],
  ["export function f(): i32 { return 0.5; }", "fractions"],
  ["export function f(): i32 { return 4294967296; }", "beyond 32 bits"],
  ["export function f(): i32 { return 1n; }", "bigint"],
  ["export function f(x: i32[]): void { x.sort(); }", "sort() without a comparator"],
  ["export function f(x: Map<i32, i32>): void { g(x.keys()); }", "keys()"],
  ["export function f(x: Map<i32, i32>): void { g(x.values()); }", "values()"],
  ["export function f(x: i32[]): void { x.forEach(g); }", "forEach()"],
  ["export const a = new Set([1]);", "new Set with contents"],
  ["export const a = new Array(3);", "new Array"],
  ["export const a = [1, , 2];", "holes"],
  ["export function f(x: i32): boolean { return x == 1; }", "=="],
  ["export function f(x: A): boolean { return 'a' in x; }", "in: use has()"],
  ["export function f(x: A): string { return typeof x; }", "typeof"],
  ["export function f(x: string): i32 { return x ? 1 : 2; }", "a text as a condition"],
  ["export function f(x: string): void { if (!x) g(); }", "a text as a condition"],
  ["export function f(x: string): boolean { return x && g(); }", "a text as a condition"],
  ['export function f(): void { const x = ""; while (x) g(); }', "a text as a condition"],
  ['export function f(y: i32): void { const x = "a" + g(y); if (x) g(y); }', "a text as a condition"],
  ['export class A { x: string = ""; f(): void { if (this.x) g(); } }', "a text as a condition"],
  [
    "export class A { constructor(readonly x: string) {} }\nexport function f(a: A): void { if (a.x) g(); }",
    "a text as a condition",
  ],
  ["export function h(): string { return g(); }\nexport function f(): void { if (h()) g(); }", "a text as a condition"],
  ["export function f(x: i32[]): void { if (x.join('')) g(); }", "a text as a condition"],
];

const ACCEPTED = [
  "export class A<T> { static n: i32 = 1; private x: T | null = null; constructor(readonly y: string = '') {} get z(): i32 { return 1; } }",
  "export abstract class A { abstract f(x: i32): void; }\nexport class B extends A { override f(x: i32): void { g(x); } }",
  "export interface A { x: i32; f(): void; }",
  "export const enum E { A = 0, B }\nexport enum F { C = 1 }",
  "const TEXTS: string[] = ['a'];\nexport function f(x: i32): string { switch (x) { case 1: return TEXTS[0]; default: return `a${x}`; } }",
  "export function f(xs: i32[]): i32[] { return xs.sort((a: i32, b: i32): i32 => a - b); }",
  "const LIMIT: i32 = 3;\nexport const above = (x: i32): boolean => x > LIMIT;",
  "export function f(x: i32): i32 { return ((x / 2) | 0) + (x >> 1) + (x % 3) + 2147483647; }",
  "export function f(x: string): boolean { return x.length > 0 && !x.startsWith('a') && x !== 'b'; }",
  "export function f(x: A | null): i32 { if (x === null) return 0; return (x as A).size; }",
  "export class A { keys: string[] = []; next(): i32 { return this.keys.length ? 1 : 0; } }",
  "export function f(m: Map<string, i32>, s: Set<i32>): i32 { return m.has('a') ? (m.get('a') as i32) : s.size; }",
  'import { a } from "./a";\nexport { b } from "../b/c";\nexport * from "./d";\nexport function f(): i32 { return a(); }',
  "export class JsonObject { undefined: i32 = 1; process(): void { this.undefined = 2; } }",
];

function messagesFor(codes: readonly string[]): string[][] {
  const directory = mkdtempSync(path.join(os.tmpdir(), "portable-subset-"));
  try {
    const config = {
      jsPlugins: [path.join(root, "scripts/lint/portable-subset.mjs")],
      categories: { correctness: "off" },
      rules: { "portable/subset": "error" },
    };
    writeFileSync(path.join(directory, ".oxlintrc.json"), JSON.stringify(config));
    codes.forEach((code, index) => writeFileSync(path.join(directory, `${index}.ts`), code));
    const oxlint = path.join(root, "node_modules/oxlint/bin/oxlint");
    let output: string;
    try {
      output = execFileSync(process.execPath, [oxlint, "--format", "json", "-c", ".oxlintrc.json"], {
        cwd: directory,
        encoding: "utf8",
      });
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    const found: string[][] = codes.map(() => []);
    for (const { filename, message } of JSON.parse(output).diagnostics)
      found[Number.parseInt(path.basename(filename), 10)].push(message);
    return found;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("the lint rule for portable TypeScript", () => {
  const found = messagesFor([...REJECTED.map(([code]) => code), ...ACCEPTED]);

  test.each(REJECTED.map(([code, message], index) => [code, message, index] as const))(
    "rejects %j: %s",
    (_, message, index) => {
      expect(found[index].some((text) => text.startsWith("Not portable: ") && text.includes(message))).toBe(true);
    },
  );

  test.each(ACCEPTED.map((code, index) => [code, REJECTED.length + index] as const))("accepts %j", (_, index) => {
    expect(found[index]).toEqual([]);
  });
});

describe("the compile check for portable TypeScript", () => {
  const check = (code: string): string => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "portable-compile-"));
    try {
      writeFileSync(path.join(directory, "a.ts"), code);
      const script = path.join(root, "scripts/lint/portable-subset-compile.mjs");
      execFileSync(process.execPath, [script, directory], { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
      return "";
    } catch (error) {
      return (error as { stderr: string }).stderr;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };

  test("accepts what asc accepts", () => {
    expect(check("export class A { f(x: i32): string { return x.toString(); } }")).toBe("");
  });

  test("looks into methods that nothing calls", () => {
    expect(check("export class A { f(x: i32): i32 { return missing(x); } }")).toContain("Cannot find name 'missing'");
  });
});
