/** The plugin in several versions of @swc/core, in every way that it can be called. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import type { Options } from "@swc/core";
import { compile, swcOptions, swcTransform } from "@parallel-await/testkit";
import parallelAwait, { type FileReport } from "babel-plugin-parallel-await";
import { plugin, printing } from "../support/plugin";
import { expectedRuns, runModule, sample } from "../support/sample";
import { latest, loadSwc, packageOf, refusing, versions } from "../support/versions";

const filename = "src/sample.js";
const commonjs: Options = { module: { type: "commonjs" } };

function optionsFor(overrides: Options = commonjs, settings: object = {}): Options {
  const module = "report" in settings ? printing : plugin;
  return { ...swcOptions({ source: sample, filename, plugin: [module, settings], overrides }), isModule: true };
}

describe.each(versions)("@swc/core %s", (version) => {
  const swc = loadSwc(version);

  test("transforms synchronously, and the output runs", async () => {
    const { code } = swc.transformSync(sample, optionsFor());
    expect(await runModule(code)).toEqual(expectedRuns);
  });

  test("does the same asynchronously and on files", async () => {
    const wanted = swc.transformSync(sample, optionsFor()).code;
    expect(wanted).toContain("Promise.all");
    expect((await swc.transform(sample, optionsFor())).code).toBe(wanted);

    const folder = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
    try {
      const file = path.join(folder, "sample.js");
      writeFileSync(file, sample);
      const options = { ...optionsFor(), filename: undefined };
      expect(swc.transformFileSync(file, options).code).toBe(wanted);
      expect((await swc.transformFile(file, options)).code).toBe(wanted);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("leaves a program alone whose encoding nothing tells", () => {
    // Without any function in it, a module looks the same in both generations, and lanes need one.
    const lanes = [
      "const user = await getUser(1);",
      "const posts = await getPosts(user);",
      "const theme = await getTheme();",
      "export { posts, theme };",
    ].join("\n");
    expect(swc.transformSync(lanes, optionsFor({})).code).not.toContain("Promise.all");
    expect(swc.transformSync(`${lanes}\nexport const f = () => {};`, optionsFor({})).code).toContain("Promise.all");
    const group = "const user = await getUser(1);\nconst theme = await getTheme();\nexport { user, theme };";
    expect(swc.transformSync(group, optionsFor({})).code).toContain("Promise.all");
  });

  test("transforms 100 files at a time", async () => {
    const sources = Array.from({ length: 100 }, (_, number) => sample.replaceAll("/users/", `/users${number}/`));
    const outputs = await Promise.all(sources.map((source) => swc.transform(source, optionsFor())));
    for (const [number, { code }] of outputs.entries()) {
      expect(code.match(/Promise\.all/g)).toHaveLength(1);
      expect(code.match(/\/users\d+\//g)).toEqual([`/users${number}/`, `/users${number}/`]);
    }
  });

  const settings: [string, Options][] = [
    ["down-levelled to ES5", { ...commonjs, jsc: { target: "es5" } }],
    ["down-levelled to ES2015", { ...commonjs, jsc: { target: "es2015" } }],
    ["for an environment", { ...commonjs, env: { targets: { chrome: "50" } }, jsc: { target: undefined } }],
    ["minified", { ...commonjs, minify: true, jsc: { minify: { compress: true, mangle: { toplevel: true } } } }],
    [
      "minified and down-levelled",
      { ...commonjs, minify: true, jsc: { target: "es5", minify: { compress: true, mangle: { toplevel: true } } } },
    ],
    ["as UMD", { module: { type: "umd" } }],
    ["lazily loaded", { module: { type: "commonjs", lazy: true } }],
    ["without most comments", { ...commonjs, jsc: { preserveAllComments: false } }],
  ];
  test.each(settings)("runs when %s", async (_, overrides) => {
    const { code } = swc.transformSync(sample, optionsFor(overrides));
    expect(await runModule(code)).toEqual(expectedRuns);
  });

  test("does the same a second time to what it wrote: nothing", () => {
    const esm = { module: { type: "es6" } } as Options;
    const once = swc.transformSync(sample, optionsFor(esm)).code;
    expect(once).toContain("Promise.all");
    expect(swc.transformSync(once, optionsFor(esm)).code).toBe(once);
  });

  test("prints a program that it leaves alone to the byte as without it", () => {
    const alone = sample.replace("export async function load", "// @sequential\nexport async function load");
    const without = { ...swcOptions({ source: alone, filename }), isModule: true, sourceMaps: true };
    const withPlugin = { ...optionsFor({}), sourceMaps: true };
    const [wanted, found] = [without, withPlugin].map((options) => swc.transformSync(alone, options));
    expect([found.code, found.map]).toEqual([wanted.code, wanted.map]);
  });

  test("leaves a file alone in which Promise may be something else", async () => {
    const source = `import Promise from "bluebird"; ${sample}`;
    const { report } = swcTransform(swc, { source, filename, plugin: [printing, { report: "all" }] });
    expect(report).toMatchObject({ hoisted: 0, kept: 4 });
  });

  test("takes names that are free", async () => {
    // Assigned in two places, so that the results need names of their own.
    const source = `
      export async function load(id) {
        let _user = "a", _posts = "b", _ref = "c", _result = "d", user, posts;
        user = await fetch("/users/" + id);
        posts = await fetch("/posts/" + id);
        return [user, posts, _user + _posts + _ref + _result];
      }`;
    const expected = { ...expectedRuns.load, result: ["/users/7!", "/posts/7!", "abcd"] };
    for (const overrides of [commonjs, { ...commonjs, jsc: { target: "es5" } } as Options]) {
      const { code } = swc.transformSync(source, optionsFor(overrides));
      expect(await runModule(code, ["load"])).toEqual({ load: expected });
    }
  });

  test.each(["import", "inline"])(
    "splits a loop with one await, and its helper (%s) works in every kind of module",
    async (runtime) => {
      const source = `
      export async function load(id) {
        const pool = [];
        for (const key of [id, 8, 9]) pool.push(await fetch("/users/" + key));
        return pool;
      }`;
      const requests = ["/users/7", "/users/8", "/users/9"];
      const expected = { inFlight: 2, requests, result: requests.map((url) => `${url}!`) };
      const down = { ...commonjs, jsc: { target: "es5" } } as Options;
      for (const overrides of [commonjs, down, { module: { type: "umd" } } as Options]) {
        const { code } = swc.transformSync(source, optionsFor(overrides, { loops: { concurrency: 2 }, runtime }));
        expect(await runModule(code, ["load"])).toEqual({ load: expected });
      }
    },
  );

  test.each([[""], ["// é 😀 日本語\r\n"], ["\ufeff"]])("maps moved code to its source behind %j", (before) => {
    const source = before + sample.replace("const posts", "/* 😀 é */ const posts");
    const { code, map } = swc.transformSync(source, { ...optionsFor({}), sourceMaps: true });
    expect(code).toContain("Promise.all");
    expectMapped(source, code, map!);
  });

  test("reports lines and columns as the Babel plugin does, behind all kinds of characters", () => {
    const source = `const a = "é😀日本"; export async function load(/* 😀 */ id) { /* ü */
      const é = await fetch("/😀/" + id); const 日本 = await fetch("/é/" + id);
      return [é, 日本, await é.json()]; }`;
    for (const text of [source, `\ufeff${source}`, source.replaceAll("\n", "\r\n"), `#!/usr/bin/env node\n${source}`]) {
      const { report } = swcTransform(swc, { source: text, filename, plugin: [printing, { report: "all" }] });
      const wanted = withBabel(text);
      expect(wanted.remarks).toHaveLength(3);
      expect(report).toEqual({ ...wanted, filename });
    }
  });

  test("lists every @parallel as the Babel plugin does", () => {
    const source = `// @parallel
      export async function load(ids) {
        /* @parallel: one file each */ for (const id of ids) await saveUser(id);
        await saveAll(ids); // @parallel
        // @sequential
        { await saveUser(1); /* @parallel */ await saveUser(2); }
      }`;
    const { report } = swcTransform(swc, { source, filename, plugin: [printing, { report: "all" }] });
    const asserted = [
      { subject: "function", line: 2, column: 6 },
      { subject: "loop", line: 3, column: 39 },
      { subject: "statement", line: 4, column: 8 },
    ];
    expect(report).toMatchObject({ asserted });
    expect(report).toEqual({ ...withBabel(source), filename });
  });

  test("hands over totals alone when the report is a summary", () => {
    const { report } = swcTransform(swc, { source: sample, filename, plugin: [printing, { report: "summary" }] });
    expect(report).toEqual({ filename, hoisted: 2, kept: 2, asserted: [] });
    expect(swcTransform(swc, { source: sample, filename, plugin: [printing, {}] }).report).toBeNull();
  });

  test.each([
    [{ mode: "fast" }, /mode.*"fast"|"fast".*mode/s],
    [{ moed: "strict" }, /moed/],
    [{ report: 1 }, /report/],
    [{ effects: { read: [1] } }, /effects\.read/],
  ])("says what is wrong with the options %j", (wrong, message) => {
    expect(() => swc.transformSync(sample, optionsFor({}, wrong))).toThrow(message);
    // Also in files that have nothing to do.
    expect(() => swc.transformSync("f();", optionsFor({}, wrong))).toThrow(message);
  });

  test("reads directives in the source text when the host has no comments", async () => {
    // Handed over as a tree, a program has lost its comments.
    const program = swc.parseSync(sample, { syntax: "ecmascript" });
    const { code } = swc.transformSync(program, optionsFor());
    expect(code).not.toContain("@sequential");
    expect(await runModule(code)).toEqual(expectedRuns);
  });

  test("changes nothing when nodes have no positions by which a directive could be told to be theirs", async () => {
    // The tree itself, because @swc/core finds the source text by it; the position of the program is needed for that.
    const program = swc.parseSync(sample, { syntax: "ecmascript" });
    for (const item of program.body) losePositions(item);
    const { code } = swc.transformSync(program, optionsFor());
    const { load, ordered } = expectedRuns;
    expect(await runModule(code)).toEqual({ load: { ...load, inFlight: 1 }, ordered });
  });
});

describe("without source text", () => {
  let folder: string;
  let placeless: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "parallel-await-"));
    placeless = path.join(folder, "placeless.wasm");
    execFileSync(process.execPath, [path.resolve(__dirname, "../support/placeless.mjs"), placeless]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const kept = ({ code }: { code: string }) => expect(code).toBe("PA403");

  // A directive could be in what is not seen, whether one is or not.
  const sources = [sample.replaceAll("@sequential", "in order"), sample];
  test.each(versions)("@swc/core %s: nothing is changed, and every remark says why", (version) => {
    const swc = loadSwc(version);
    for (const source of sources) {
      const options = optionsFor({}, { report: "all" });
      const experimental = options.jsc!.experimental!;
      const without = { ...options, jsc: { ...options.jsc, experimental: {} } };
      const unchanged = swc.transformSync(source, without).code;
      experimental.plugins = [[placeless, {}], ...experimental.plugins!];
      const { code, output } = swc.transformSync(source, options) as { code: string; output: string };
      expect(code).toBe(unchanged);
      const { hoisted, remarks } = JSON.parse(JSON.parse(output)["parallel-await"]) as FileReport;
      expect(hoisted).toBe(0);
      expect(remarks).toHaveLength(4);
      remarks.forEach(kept);
    }
  });

  test.each(versions)("@swc/core %s: a text that cannot be that of the program counts as none", (version) => {
    const swc = loadSwc(version);
    const program = swc.parseSync(sample, { syntax: "ecmascript" });
    // Some versions then answer with the last file they have read.
    program.span = { ...program.span, start: 999_999, end: 999_999 };
    const settings = optionsFor({}, { report: "all" });
    const { code, output } = swc.transformSync(program, settings) as { code: string; output: string };
    expect(code).not.toContain("Promise.all");
    const { remarks } = JSON.parse(JSON.parse(output)["parallel-await"]) as FileReport;
    expect(remarks).toHaveLength(4);
    remarks.forEach(kept);
  });
});

test(`@swc/core ${refusing}, which speaks another encoding, refuses the plugin and lives`, () => {
  const script = `
    const { transformSync, version } = require(${JSON.stringify(require.resolve(packageOf(refusing)))});
    const { sample, options } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    let said = "nothing was thrown";
    try { said = "printed " + transformSync(sample, options).code } catch (error) { said = String(error.message) }
    const plain = { ...options, jsc: { ...options.jsc, experimental: {} } };
    console.log(JSON.stringify({ version, said, after: transformSync(sample, plain).code }));`;
  const input = JSON.stringify({ sample, options: optionsFor() });
  const child = spawnSync(process.execPath, ["-e", script], { input, encoding: "utf8" });
  expect(child.status).toBe(0);
  const { version, said, after } = JSON.parse(child.stdout) as { version: string; said: string; after: string };
  expect(version).toBe(refusing);
  expect(said).toMatch(/failed to invoke plugin|schema version is not compatible/);
  // The compiler is still in order.
  expect(after).toContain("await fetch");
});

test("several versions in one process do not disturb each other", async () => {
  const outputs = await Promise.all(
    [...versions, ...versions].map((version) => loadSwc(version).transform(sample, optionsFor())),
  );
  expect(new Set(outputs.map(({ code }) => code)).size).toBe(1);
});

test("a process ends by itself after a transform", () => {
  const script = `require(${JSON.stringify(packageOf(latest))}).transformSync("f()", ${JSON.stringify(optionsFor())})`;
  execFileSync(process.execPath, ["-e", script], { cwd: path.resolve(__dirname, "../../../.."), timeout: 30_000 });
});

/** Every call, string and name of the source that is in the output must be mapped to where it came from. */
function expectMapped(source: string, code: string, map: string): void {
  const trace = new TraceMap(map);
  const lines = (text: string): string[] => text.replace(/^\ufeff/, "").split(/\r\n|[\n\r\u2028\u2029]/);
  for (const word of ["user", "posts", '"/users/"', '"/posts/"', "fetch("]) {
    const [written, read] = [lines(code), lines(source)].map((text) => placesOf(word, text));
    expect(read.length).toBeGreaterThan(0);
    const traced = written.map(([line, column]) => originalPositionFor(trace, { line, column }));
    for (const place of traced) {
      expect({
        word,
        found: read.some(([line, column]) => line === place.line && column === place.column),
        place,
      }).toMatchObject({
        found: true,
      });
    }
  }
}

function placesOf(word: string, lines: string[]): [number, number][] {
  const pattern = new RegExp(`(?<![\\w/"])${word.replace(/[()]/g, "\\$&")}(?!\\w)`, "g");
  return lines.flatMap((line, index) =>
    [...line.matchAll(pattern)].map((match): [number, number] => [index + 1, match.index]),
  );
}

function withBabel(source: string): FileReport {
  let report: FileReport | undefined;
  compile(source, path.resolve(filename), [
    [parallelAwait, { report: (file: FileReport) => void (report = file) }],
  ] as never);
  return report!;
}

function losePositions(node: object): void {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key === "span") Object.assign(value as object, { start: 0, end: 0 });
    else if (typeof value === "object" && value !== null) losePositions(value);
  }
}
