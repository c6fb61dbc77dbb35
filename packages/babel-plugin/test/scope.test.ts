import { transformSync, traverse } from "@babel/core";
import type { PluginObj } from "@babel/core";
import { bindingsOf } from "./support/bindings";
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

function programAfter(plugins: unknown[]): { facts: string[]; code: string } {
  let facts: string[] = [];
  const spy = (): PluginObj => ({
    visitor: {
      Program(path) {
        facts = bindingsOf(path);
      },
    },
  });
  const result = transformSync(code, {
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
