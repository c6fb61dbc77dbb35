import { transformSync } from "@babel/core";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { mergePlugin } from "./support/merge";

const code = [
  'import { f, g } from "m";',
  "export async function load(id) {",
  "  before(id);",
  "  const user = await f(id);",
  "",
  "  // about posts",
  "  const posts = await g(id, 1);",
  "  return done(user, posts);",
  "}",
].join("\n");

/** Line and text of the source that a text of the output comes from. */
function origin(presets: unknown[], generated: string): string {
  const result = transformSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "module",
    sourceMaps: true,
    filename: "source.js",
    plugins: [mergePlugin],
    presets: presets as never,
  });
  const lines = (result?.code ?? "").split("\n");
  const line = lines.findIndex((text) => text.includes(generated));
  expect(line).toBeGreaterThanOrEqual(0);
  const found = originalPositionFor(new TraceMap(result?.map as never), {
    line: line + 1,
    column: lines[line].indexOf(generated),
  });
  const text = found.line === null ? "" : code.split("\n")[found.line - 1].slice(found.column);
  return `${found.line}: ${text}`;
}

describe("after statements became one, the source map leads", () => {
  test("from the new statement to the first of the old ones", () => {
    expect(origin([], "const [user, posts]")).toMatch(/^4: const user/);
  });

  test("from each name to its declaration", () => {
    expect(origin([], "user, posts]")).toMatch(/^4: user =/);
    expect(origin([], "posts] =")).toMatch(/^7: posts =/);
  });

  test("from each call to the call", () => {
    expect(origin([], "f(id),")).toMatch(/^4: f\(id\);/);
    expect(origin([], "g(id, 1)")).toMatch(/^7: g\(id, 1\);/);
  });

  test("from what was not touched to where it was", () => {
    expect(origin([], "before(id)")).toMatch(/^3: before\(id\);/);
    expect(origin([], "done(user, posts)")).toMatch(/^8: done\(user, posts\);/);
  });

  test("through a preset that rewrites everything again", () => {
    const es5 = [["@babel/preset-env", { targets: { ie: "11" }, modules: false }]];
    expect(origin(es5, "g(id, 1)")).toMatch(/^7: g\(id, 1\);/);
    expect(origin(es5, "done(user, posts)")).toMatch(/^8: done\(user, posts\);/);
  });
});
