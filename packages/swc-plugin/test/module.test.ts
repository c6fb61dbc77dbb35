/** What the built modules ask of a host before they do anything, and the one thing in which they differ. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { swcOptions, swcTransform } from "@parallel-await/testkit";
import { plugin, printing } from "./support/plugin";
import { sample } from "./support/sample";
import { latest, loadSwc, packageOf } from "./support/versions";

/** The little of the WebAssembly API that is used here: it is part of no library that the project compiles against. */
type Imports = Record<string, Record<string, (...values: number[]) => number | void>>;
declare const WebAssembly: {
  Module: { new (bytes: Uint8Array): object; imports(module: object): { module: string; name: string }[] };
  Instance: new (module: object, imports: Imports) => { exports: unknown };
};

const filename = "src/sample.js";
const compiled = (file: string) => new WebAssembly.Module(readFileSync(file));

test("only the module that prints asks for WASI, and for an output that hosts other than @swc/core have not", () => {
  const modules = (file: string) => new Set(WebAssembly.Module.imports(compiled(file)).map((each) => each.module));
  expect(modules(plugin)).toEqual(new Set(["env"]));
  expect(modules(printing)).toEqual(new Set(["env", "wasi_snapshot_preview1"]));
  const names = (file: string) => WebAssembly.Module.imports(compiled(file)).map((each) => each.name);
  expect(names(plugin)).not.toContain("__emit_output");
  expect(names(printing)).toContain("__emit_output");
});

/** An instance whose host has no answers, the texts in its memory, and the programs that it has given back. */
function instance(config: Uint8Array | null) {
  const results: [number, number][] = [];
  const imports: Imports[string] = {};
  for (const { name } of WebAssembly.Module.imports(compiled(plugin))) imports[name] = () => 0;
  imports["__set_transform_result"] = (at, length) => void results.push([at, length]);
  imports["__get_transform_plugin_config"] = (ret) => {
    if (config === null) return 0;
    const at = exports.__alloc(config.length);
    new Uint8Array(exports.memory.buffer).set(config, at);
    new DataView(exports.memory.buffer).setUint32(ret, at, true);
    return 1;
  };
  const exports = new WebAssembly.Instance(compiled(plugin), { env: imports }).exports as {
    memory: { buffer: ArrayBuffer };
    __alloc(size: number): number;
    __get_transform_plugin_core_pkg_diag(): number;
    __transform_plugin_process_impl(...values: number[]): number;
  };
  const has = (text: string) => Buffer.from(exports.memory.buffer).includes(Buffer.from(text, "utf16le"));
  const run = (program: number[]) => {
    const at = exports.__alloc(program.length);
    new Uint8Array(exports.memory.buffer).set(program, at);
    exports.__transform_plugin_process_impl(at, program.length, 1, 0);
    return [at, program.length];
  };
  return { exports, has, results, run };
}

const anAwait = [0xd7, 0x82, 0x82];
const forOf = [0xd1, 0x85, 0x82];
const zeros = Array.from({ length: 16 }, () => 0);
const text = Buffer.concat([Buffer.from([0x62]), Buffer.from("{}")]);

test.each([
  ["no await", [0x81, 0], null],
  ["one await", anAwait, text],
  ["loops without await", [...forOf, 0, 0, 0, 0, 0, 0, ...forOf, ...zeros], null],
  ["an await that is cut off", [...anAwait, 0, 0, 0xd7, 0x82], text],
])("a program with %s is handed back before there are any texts", (_, program, config) => {
  const { exports, has, results, run } = instance(config);
  exports.__get_transform_plugin_core_pkg_diag();
  const given = run(program);
  expect(results).toEqual([given]);
  expect(has("swc-plugin-parallel-await")).toBe(false);
});

test.each([
  ["two awaits", [...anAwait, 0, 0, 0, 0, 0, 0, 0, ...anAwait], null],
  ["one await and a loop", [0, ...anAwait, ...forOf], null],
  ["a for await", [...forOf, 0, 0, 0xf4, ...zeros, ...forOf, 0, 0x18, 0x20, 0xf5, ...zeros], null],
  ["a loop that is cut off", [0, ...forOf, 0, 0], null],
  ["one await and an index loop", [...anAwait, 0xcf, 0x85, 0x82], null],
  ["one await and a loop over keys", [...anAwait, 0, 0, 0, 0xd0, 0x84, 0x82], text],
  ["options", [0x81, 0], Buffer.concat([Buffer.from([0x6c]), Buffer.from('{"report":1}')])],
])("a program with %s is looked at with all texts there", (_, program, config) => {
  const { has, results, run } = instance(config);
  const given = run(program);
  expect(results).toEqual([given]);
  expect(has("swc-plugin-parallel-await")).toBe(true);
});

test("the module that prints does to a program what the other one does, and prints", () => {
  const swc = loadSwc(latest);
  const [silent, printed] = [plugin, printing].map((file) => {
    const options = { ...swcOptions({ source: sample, filename, plugin: [file, { report: "all" }] }), isModule: true };
    const script = `
      const { transformSync } = require(${JSON.stringify(require.resolve(packageOf(latest)))});
      const { sample, options } = JSON.parse(require("fs").readFileSync(0, "utf8"));
      console.log(JSON.stringify(transformSync(sample, options)));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
      input: JSON.stringify({ sample, options }),
      encoding: "utf8",
    });
    const { output, ...result } = JSON.parse(stdout) as { output?: string; code: string };
    return { output, result, stderr };
  });
  expect(printed.result).toEqual(silent.result);
  expect(silent).toMatchObject({ output: undefined, stderr: "" });
  const { report } = swcTransform(swc, { source: sample, filename, plugin: [printing, { report: "all" }] });
  expect(JSON.parse(JSON.parse(printed.output!)["parallel-await"])).toEqual(report);
  expect(printed.stderr.split("\n")[0]).toBe(
    `parallel-await: ${filename}: ${report!.hoisted} hoisted, ${report!.kept} kept`,
  );
});
