/**
 * Makes the modules that people install from what asc has compiled: constants packed, code small.
 *
 * asc's own `-Oz` also picks smaller library code, such as an `Array.join` that takes quadratic memory; so asc compiles plainly and
 * Binaryen alone makes it small.
 */
import { Buffer } from "node:buffer";
import binaryen from "assemblyscript/binaryen";
import { flatten, packImage } from "./wasm-image.mjs";

const EXPAND = ["expandTables", "expandImage"].map((name) => `packages/swc-plugin/src/image/expand/${name}`);

/** Names of the constants that are unpacked before all others. */
const TABLES = ["OFFSETS", "RECORDS"].map((name) => `packages/swc-plugin/build/codec/${name}`);

/** Bytes in which asc says what a constant is, before the address that it uses. */
const HEADER = 20;

/** Pages of memory at the start: enough for most files, and none costs anything before it is used. */
const PAGES = 32;

const PACKED = "packed";

/** Any status of WASI but 0. */
const NOT_PRINTED = 1;

/**
 * @param {Uint8Array} compiled  by asc with `--debug`, which keeps names, and without optimisation
 * @returns {{ plugin: Uint8Array, report: Uint8Array }} `report` prints and gives @swc/core its output, `plugin` asks for neither
 */
export function link(compiled) {
  return { plugin: linked(compiled, false), report: linked(compiled, true) };
}

function linked(compiled, prints) {
  const module = read(compiled);
  const segments = Array.from({ length: module.getNumDataSegments() }, (_, index) => {
    const { offset, data } = module.getDataSegmentInfo(module.getDataSegmentByIndex(index));
    return { offset, data: new Uint8Array(data) };
  });
  const tables = tablesOf(module, segments);
  const { part, rest } = packImage(segments, tables.from, tables.to);
  const packed = Uint8Array.from([...part, ...rest]);
  module.setMemory(Math.max(module.getMemoryInfo().initial, PAGES), -1, null, [
    { name: PACKED, passive: true, offset: 0, data: packed },
  ]);
  const { i32, none } = binaryen;
  const [to, from, length] = [0, 1, 2].map((index) => module.local.get(index, i32));
  define(module, "linked", "copyPacked", [i32, i32, i32], none, module.memory.init(PACKED, to, from, length));
  const numbers = { packedLength: packed.length, tablesLength: part.length, tablesAt: tables.from };
  for (const [name, value] of Object.entries(numbers)) define(module, "linked", name, [], i32, module.i32.const(value));
  if (!prints) {
    // Hosts that see WASI among the imports prepare a file system for every file.
    define(module, "wasi_snapshot_preview1", "fd_write", [i32, i32, i32, i32], i32, module.i32.const(NOT_PRINTED));
    // Hosts other than @swc/core import it, and end their process when it is called.
    define(module, "env", "__emit_output", [i32, i32], none, module.nop());
  }
  checkImage(module, compiled, flatten(segments));
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  // The second run finds what the first has made possible.
  module.optimize();
  module.optimize();
  const small = module.emitBinary();
  module.dispose();
  return small;
}

function read(bytes) {
  const module = binaryen.readBinary(bytes);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt);
  return module;
}

/** Where the tables begin and end, headers included; asc puts them behind each other. */
function tablesOf(module, segments) {
  const offsets = TABLES.map(
    (name) => binaryen.getExpressionInfo(binaryen.getGlobalInfo(module.getGlobal(name)).init).value,
  );
  const [first, last] = offsets.map((address) => segments.find(({ offset }) => offset === address - HEADER));
  const to = last.offset + last.data.length;
  const inside = segments.filter(({ offset }) => offset >= first.offset && offset < to);
  if (inside.length !== TABLES.length) throw new Error("the tables of the codec do not stand together");
  return { from: first.offset, to };
}

/** Puts a function in the place of an import. */
function define(module, from, name, parameters, result, body) {
  const internal = importedAs(module, from, name);
  module.removeFunction(internal);
  module.addFunction(internal, binaryen.createType(parameters), result, [], body);
}

function importedAs(module, from, name) {
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (info.module === from && info.base === name) return info.name;
  }
  throw new Error(`nothing imports "${name}" of "${from}"`);
}

/**
 * Runs what unpacks the image and compares it with the one that asc made, together with what the initialisers of modules leave behind: they
 * run before there is an image, and must do the same as with it.
 */
function checkImage(module, compiled, image) {
  for (const name of EXPAND) module.addFunctionExport(name, name);
  const { exports } = instance(module.emitBinary());
  for (const name of EXPAND) {
    module.removeExport(name);
    exports[name]();
  }
  const wanted = instance(compiled).exports;
  // Up to the head of the block that this call begins.
  const used = wanted.__alloc(0) - 4;
  const [found, expected] = [exports, wanted].map(({ memory }) => Buffer.from(memory.buffer, 0, used));
  if (used < image.length || !found.equals(expected))
    throw new Error("the packed image is not the one that was linked");
}

function instance(bytes) {
  const module = new WebAssembly.Module(bytes);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => 0;
  }
  return new WebAssembly.Instance(module, imports);
}
