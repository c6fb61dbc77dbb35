import { transformSync, traverse } from "@babel/core";
import type { PluginObj } from "@babel/core";
import { bindingsOf } from "./support/bindings";
import parallelAwait from "babel-plugin-parallel-await";
import { mergePlugin } from "./support/merge";

const code = `
  import { f, g } from "m";
  export async function load(id) {
    const user = await f(id);
    const posts = await g(id);
    return () => [user, posts];
  }
  const top = await f(1);
  const other = await g(top.id);
  export { other };
`;

function programAfter(plugins: unknown[], source = code): { facts: string[]; code: string } {
  let facts: string[] = [];
  const spy = (): PluginObj => ({
    visitor: {
      Program(path) {
        facts = bindingsOf(path);
      },
    },
  });
  const result = transformSync(source, {
    configFile: false,
    babelrc: false,
    sourceType: "module",
    plugins: [...plugins, spy] as never,
  });
  return { facts, code: result?.code ?? "" };
}

/** What Babel believes after parsing `text` from scratch. */
function fresh(text: string): string[] {
  let facts: string[] = [];
  transformSync(text, {
    configFile: false,
    babelrc: false,
    sourceType: "module",
    plugins: [
      (): PluginObj => ({
        visitor: {
          Program(path) {
            facts = bindingsOf(path);
          },
        },
      }),
    ],
  });
  return facts;
}

test("later plugins see the scopes that a fresh parse of the output has", () => {
  const { facts, code: output } = programAfter([mergePlugin]);
  expect(output).toContain("Promise.all");
  expect(facts).toEqual(fresh(output));
  expect(facts.every((fact) => fact.includes("attached true"))).toBe(true);
});

describe("where only some functions change", () => {
  const rest = `
    import { f, g, log } from "m";
    const url = "/api/";
    let count = 0;
    const id = f.id, name = g.name;
    export function before() { count += 1; return [url, id, name, f, g]; }
  `;
  const behind = `
    export function after() { count++; return [url, id, name, count, f, g, log]; }
    export const more = [url, id, name, after, before, log(count), log(url), log(id), log(name), f, g, log];
  `;
  const functions = {
    "a function":
      "export async function load(key) { const a = await fetch(url + key), b = await fetch(url); return a ?? b; }",
    "an arrow function":
      "const all = async ({ key = id }) => [await fetch(url + key), await fetch(url + name), () => { count -= 1; }];",
    "a method":
      "class Api { #own = id; async [name](key) { const a = await fetch(url + key); const b = await fetch(url); return [a, b, this.#own]; } }",
    "a function with a name of its own":
      "const own = async function again(n) { const a = await fetch(url + n); const b = await fetch(url + id); return n ? again(a) : b; };",
    "two functions": `
      const api = { async one() { const a = await fetch(url); const b = await fetch(url + id); return a ?? b; }, id };
      async function two(v) { { let id = v; const a = await fetch(url + id); const b = await fetch(url); count = 2; v = a ?? b; } return v; }
    `,
  };
  test.each(Object.entries(functions))("%s", (_, text) => {
    let whole = 0;
    const counter = (): PluginObj => ({
      visitor: {},
      pre({ scope }) {
        const crawl = scope.crawl.bind(scope);
        scope.crawl = () => {
          whole += 1;
          crawl();
        };
      },
    });
    // What a version of Babel does when it crawls is learnt from the first file that changes.
    programAfter([parallelAwait], functions["a function"]);
    const { facts, code: output } = programAfter([counter, parallelAwait], rest + text + behind);
    expect(output).toContain("Promise.all");
    expect(facts).toEqual(fresh(output));
    expect(facts.every((fact) => fact.includes("attached true"))).toBe(true);
    expect(whole).toBe(0);
  });
});

test("without the re-crawl they would not", () => {
  const { facts, code: output } = programAfter([[mergePlugin, { recrawl: false }]]);
  expect(facts).not.toEqual(fresh(output));
});

test("minifiers of Babel that live on scopes work afterwards", () => {
  const output = transformSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "module",
    plugins: [mergePlugin, "minify-dead-code-elimination", "minify-mangle-names"],
  })?.code;
  expect(output).toContain("const [b, c] = await Promise.all([f(a), g(a)]);");
  expect(output).toContain("return () => [b, c];");
});

test("the cache of paths is left to other plugins", () => {
  // Clearing it would give later plugins a second path for the program, beside `file.path`.
  const clear = jest.spyOn(traverse.cache, "clear");
  programAfter([mergePlugin]);
  expect(clear).not.toHaveBeenCalled();
  clear.mockRestore();
});
