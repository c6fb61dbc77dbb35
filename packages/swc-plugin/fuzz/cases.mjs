import path from "node:path";
import { listFixtures } from "@parallel-await/testkit";
import { root } from "../../../scripts/build/packages.mjs";
import { capture } from "./capture.mjs";
import { mutations, randomFrom } from "./mutate.mjs";
import { nest, statementWrappers, wrappers } from "./nested.mjs";

/** Both generations of the syntax tree. */
const packages = ["swc-core-1-15-47", "@swc/core"];

/** Syntax that fixtures have little of, and text of more than one byte a character. */
const syntax = `
/* ü */ import d, { a as b } from "m" with { type: "json" }; export * as é from "n"; "\\ud800";
@dec class A<T> extends B { #p = 1n; static s?: number; get y(): number { switch (x) { case 1: break; default: } return 1 }
  set y(v) {} static { f() } accessor z = /r/gu; constructor(private q: T) { super() } async *m(this: A<T>) { yield* await n() } }
enum E { a = 1, "b" } namespace N.M { export const v = 1 } declare function g(): void; abstract class Q { abstract r(): void }
const o = { get a() { return 1 }, set a(v) {}, async ["b"]() {}, 1: 2, "c": \`a\${b}c\`, ...rest } as const satisfies object;
const jsx = <a.b c="é" {...d} e={f}>te&amp;xt {g} <></></a.b>; [, x = 1, ...y] = z!; label: for (;;) { continue label }
async function w(this: void, id: string) { const user = await getUser(id); const posts = await getPosts(id); // ü
  using r = open(); for await (const i of j) { await i } try { await k() } catch { } finally { delete l.m } return [user, posts] }
`;

/** Options as a host hands them over; some of them are none that we have. */
const configs = ["{}", '{"report":"all"}', '{"mode":"aggressive","report":"all"}', '{"mode":"strict"}'];
const brokenConfigs = [
  null,
  "",
  "null",
  "[]",
  '"x"',
  "{",
  '{"mode":"fast"}',
  '{"effects":{"read":[1]}}',
  '{"é":"\\ud83d"}',
];

/** Everything a run draws from; the same in every run of the same versions. */
export function loadSamples() {
  const requests = listFixtures(path.join(root, "fixtures")).map(({ source, filename }, index) => {
    return { source, filename, order: index % 2 === 0 ? "first" : "default" };
  });
  requests.push({ source: syntax, filename: "syntax.tsx", order: "first" });
  return capture(requests, packages);
}

/**
 * The case of a number: what it is called, and what to run.
 * @param {import("./capture.mjs").Captured[]} samples
 */
export function makeCase(samples, seed, number) {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ number);
  const sample = random.pick(samples);
  const [name, mutate] = random.pick(Object.entries(mutations));
  const config = random.below(8) === 0 ? random.pick(brokenConfigs) : random.pick(configs);
  const filename = random.below(16) === 0 ? null : sample.filename;
  const file = {
    version: sample.version,
    source: withoutMark(sample.source),
    reply: sample.file,
    filename,
    config,
    comments: random.below(4) > 0,
  };
  const label = `${name}, ${path.basename(path.dirname(sample.filename))}, ${sample.version}, options ${config}`;
  return { label, file, program: mutate(sample.program, random) };
}

/** Programs nested deeper than any stack is. */
export function nestedCases(depth) {
  const kinds = { expression: wrappers, statement: statementWrappers };
  return Object.entries(kinds).flatMap(([kind, sources]) => {
    const names = Object.keys(sources);
    const requests = names.map((name) => ({ source: `${sources[name]}\n`, filename: "nested.jsx", order: "first" }));
    return capture(requests, packages).map((sample, index) => {
      const file = {
        version: sample.version,
        source: sample.source,
        reply: sample.file,
        filename: "nested.jsx",
        config: '{"report":"all"}',
        comments: true,
      };
      const label = `${names[index % names.length]}, ${depth} deep, ${sample.version}`;
      return { label, file, program: nest(sample.program, depth, kind) };
    });
  });
}

function withoutMark(source) {
  return source.startsWith("\ufeff") ? source.slice(1) : source;
}
