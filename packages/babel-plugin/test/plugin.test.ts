import { transformFromAstSync, parseSync, transformSync } from "@babel/core";
import parallelAwait, { type FileReport, type PluginOptions } from "babel-plugin-parallel-await";

const waterfall = [
  'import { getPosts, getUser } from "./api";',
  "export async function load(id) {",
  "  const user = await getUser(id);",
  "  const posts = await getPosts(id);",
  "  return { user, posts };",
  "}",
].join("\n");

const grouped = [
  'import { getPosts, getUser } from "./api";',
  "export async function load(id) {",
  "  const [user, posts] = await Promise.all([getUser(id), (async () => getPosts(id))()]);",
  "  return {",
  "    user,",
  "    posts",
  "  };",
  "}",
].join("\n");

function transform(code: string, options?: PluginOptions | object, babel: object = {}): string {
  const result = transformSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "module",
    plugins: [[parallelAwait, options]],
    ...babel,
  });
  return result?.code ?? "";
}

/** What `run` writes to the console. */
function consoleOf(method: "error" | "warn", run: () => void): string[] {
  const spy = jest.spyOn(console, method).mockImplementation(() => undefined);
  try {
    run();
    return spy.mock.calls.map((call) => call.join(" "));
  } finally {
    spy.mockRestore();
  }
}

describe("the plugin", () => {
  test("starts two independent reads together", () => {
    expect(transform(waterfall)).toBe(grouped);
  });

  test("does so whether it is named, required or imported", () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- this is the point
    for (const plugin of ["babel-plugin-parallel-await", "parallel-await", require("babel-plugin-parallel-await")]) {
      expect(transform(waterfall, {}, { plugins: [plugin] })).toBe(grouped);
    }
  });

  test("works on a tree without source text", () => {
    const ast = parseSync(waterfall, { configFile: false, babelrc: false, sourceType: "module" });
    const result = transformFromAstSync(ast as never, undefined, {
      configFile: false,
      babelrc: false,
      plugins: [parallelAwait],
    });
    expect(result?.code).toBe(grouped);
  });

  test("finds nothing more to do in its own output", () => {
    expect(transform(grouped)).toBe(grouped);
  });

  test("does not enable syntax by itself", () => {
    expect(() => transform("const a: A = await f(); const b: B = await g();")).toThrow("Missing initializer");
  });

  test("sees the code before plugins that stand in front of it", () => {
    const rename = () => ({
      visitor: {
        Identifier({ node }: { node: { name: string } }) {
          if (node.name === "getPosts") node.name = "savePosts";
        },
      },
    });
    const output = transform(waterfall, {}, { plugins: [rename, parallelAwait] });
    expect(output).toContain("Promise.all([getUser(id), (async () => savePosts(id))()])");
  });
});

describe("loops", () => {
  const source = [
    "export async function load(ids) {",
    "  const found = [];",
    '  for (const id of ids) found.push(await fetch("/" + id));',
    "  return found;",
    "}",
  ].join("\n");
  const loops = { loops: { concurrency: 2 } };

  test("are split six iterations at a time by default, and left alone when asked for", () => {
    expect(transform(source)).toContain('pool(ids, async id => fetch("/" + id), 6)');
    expect(transform(source, { loops: false })).toBe(source);
  });

  test("with one await are split, with and without a report", () => {
    const output = transform(source, loops);
    expect(output).toContain(
      'for (const _fetch of await pool(ids, async id => fetch("/" + id), 2)) found.push(_fetch);',
    );
    expect(transform(source, { ...loops, report: () => undefined })).toBe(output);
  });

  test("find nothing more to do in their own output", () => {
    const output = transform(source, loops);
    expect(transform(output, loops)).toBe(output);
  });

  test("import the helper so that module transforms see it", async () => {
    const presets = [["@babel/preset-env", { targets: { node: 20 }, modules: "commonjs" }]];
    const code = transform(source, loops, { presets });
    const started: string[] = [];
    const module = { exports: {} as { load: (ids: number[]) => Promise<string[]> } };
    const fetch = async (url: string): Promise<string> => `${(started.push(url), url)}!`;
    new Function("module", "exports", "require", "fetch", code)(module, module.exports, require, fetch);
    expect(await module.exports.load([1, 2, 3])).toEqual(["/1!", "/2!", "/3!"]);
    expect(started).toEqual(["/1", "/2", "/3"]);
  });
});

describe("test files", () => {
  test.each(["src/load.test.js", "src/__tests__/load.js", "e2e/a.e2e.ts"])("%s is left alone", (filename) => {
    expect(transform(waterfall, {}, { filename })).not.toContain("Promise.all");
    expect(transform(waterfall, { includeTests: true }, { filename })).toContain("Promise.all");
  });

  test("a folder above the project does not make its files tests", () => {
    const babel = {
      filename: "/home/__tests__/app/src/load.js",
      cwd: "/home/__tests__/app",
      root: "/home/__tests__/app",
    };
    expect(transform(waterfall, {}, babel)).toContain("Promise.all");
  });
});

describe("options", () => {
  test.each<[object, RegExp]>([
    [{ mode: "fast" }, /babel-plugin-parallel-await: option "mode" must be .*but is "fast"/],
    [{ mod: "strict" }, /babel-plugin-parallel-await: unknown option "mod"\. Did you mean "mode"\?/],
    [{ report: "loud" }, /option "report" must be/],
    [{ effects: { read: "db.find" } }, /option "effects.read" must be an array/],
  ])("%j is a clear error, even for a file without awaits", (options, message) => {
    expect(() => transform("f();", options)).toThrow(message);
  });

  test("reach the analysis", () => {
    expect(transform(waterfall, { mode: "strict" })).not.toContain("Promise.all");
    expect(transform(waterfall, { mode: "strict", effects: { read: ["./api#get*"] } })).toContain("Promise.all");
  });
});

describe("the report", () => {
  test("lists what the user vouches for", () => {
    const code = "async function f(ids) {\n  // @parallel\n  for (const id of ids) await save(id);\n}";
    const lines: string[] = [];
    const print = jest.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    transform(code, { report: "all" }, { filename: "/app/save.js" });
    print.mockRestore();
    expect(lines.join("\n")).toContain("0 hoisted, 1 kept, 1 marked @parallel");
    expect(lines.join("\n")).toContain("save.js:3:3 asserted: this loop is marked @parallel");
  });

  test("calls back once for each file, with every site", () => {
    const reports: FileReport[] = [];
    transform(waterfall, { report: (report: FileReport) => reports.push(report) }, { filename: "/app/load.js" });
    expect(reports).toHaveLength(1);
    const [{ filename, hoisted, kept, remarks }] = reports;
    expect({ filename, hoisted, kept }).toEqual({ filename: "/app/load.js", hoisted: 2, kept: 0 });
    expect(remarks.map(({ hoisted, group, line, column }) => ({ hoisted, group, line, column }))).toEqual([
      { hoisted: true, group: 1, line: 3, column: 15 },
      { hoisted: true, group: 1, line: 4, column: 16 },
    ]);
    expect(remarks.every(({ code, text }) => /^PA\d+$/.test(code) && text.length > 0)).toBe(true);
  });

  test("as text is one write to stderr, with one line for each site", () => {
    const lines = consoleOf("error", () => transform(waterfall, { report: "all" }, { filename: "/app/load.js" }));
    expect(lines).toHaveLength(1);
    expect(lines[0].split("\n")).toEqual([
      "parallel-await: /app/load.js: 2 hoisted, 0 kept",
      expect.stringMatching(/^ {2}\/app\/load\.js:3:16 hoisted \(group 1\) PA\d+ /),
      expect.stringMatching(/^ {2}\/app\/load\.js:4:17 hoisted \(group 1\) PA\d+ /),
    ]);
  });

  test("as summary is one line", () => {
    const lines = consoleOf("error", () => transform(waterfall, { report: "summary" }, { filename: "/app/load.js" }));
    expect(lines).toEqual(["parallel-await: /app/load.js: 2 hoisted, 0 kept"]);
  });

  test("is off by default, and empty for files without awaits", () => {
    expect(consoleOf("error", () => transform(waterfall))).toEqual([]);
    expect(consoleOf("error", () => transform("f();", { report: "all" }))).toEqual([]);
  });

  test("of all sites has a lonely await too", () => {
    const reports: FileReport[] = [];
    transform("await f();", { report: (report: FileReport) => reports.push(report) });
    expect(reports.map(({ hoisted, kept }) => [hoisted, kept])).toEqual([[0, 1]]);
  });

  test("is a callback of the user's, whose errors are the user's to see", () => {
    const report = (): void => {
      throw new Error("from the callback");
    };
    expect(() => transform(waterfall, { report })).toThrow("from the callback");
  });
});

describe("an internal error", () => {
  /** A Babel whose builders fail: stands for any fault of ours. */
  function broken(api: { types: object }, options: object): unknown {
    const arrayPattern = (): never => {
      throw new Error("no pattern today");
    };
    const types = { ...api.types, arrayPattern };
    return parallelAwait({ ...api, types } as never, options);
  }

  test("leaves the file as it was and warns once, with file and cause", () => {
    let output = "";
    const warnings = consoleOf("warn", () => {
      output = transform(waterfall, {}, { plugins: [broken], filename: "/app/load.js" });
    });
    expect(output).toBe(transform(waterfall, {}, { plugins: [] }));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("/app/load.js");
    expect(warnings[0]).toContain("no pattern today");
  });

  test("found when Babel looks at the result takes everything back", () => {
    // A name that is declared twice: Babel's scopes refuse it.
    const clashing = (api: { types: { identifier(name: string): object; arrayPattern(list: unknown[]): object } }) => {
      const { types } = api;
      const arrayPattern = (list: unknown[]): object => types.arrayPattern([...list, types.identifier("user")]);
      return parallelAwait({ ...api, types: { ...types, arrayPattern } } as never, {});
    };
    let output = "";
    const warnings = consoleOf("warn", () => {
      output = transform(waterfall, {}, { plugins: [clashing] });
    });
    expect(output).toBe(transform(waterfall, {}, { plugins: [] }));
    expect(warnings).toEqual([expect.stringContaining('Duplicate declaration "user"')]);
  });
});
