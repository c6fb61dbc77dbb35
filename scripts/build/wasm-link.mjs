/**
 * Makes the modules that people install from what asc has compiled: constants packed, code small.
 *
 * asc's own `-Oz` also picks smaller library code, such as an `Array.join` that takes quadratic memory; so asc compiles plainly and
 * Binaryen alone makes it small.
 */
import { Buffer } from "node:buffer";
import binaryen from "assemblyscript/binaryen";
import { flatten, packImage } from "./wasm-image.mjs";

const EXPAND = "packages/swc-plugin/src/image/expand/expandImage";

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
  const packed = packImage(segments);
  const { initial } = module.getMemoryInfo();
  module.setMemory(initial, -1, null, [{ name: PACKED, passive: true, offset: 0, data: packed }]);
  const { i32, none } = binaryen;
  const length = () => module.i32.const(packed.length);
  define(module, "linked", "packedLength", [], i32, length());
  const start = module.i32.const(0);
  const copy = module.memory.init(PACKED, module.local.get(0, i32), start, length());
  define(module, "linked", "copyPacked", [i32], none, copy);
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
  module.addFunctionExport(EXPAND, "expand");
  const { exports } = instance(module.emitBinary());
  module.removeExport("expand");
  exports.expand();
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
