/**
 * Runs core's Wasm build from Node: a tree goes in, a printed view comes out. `entry.ts` describes the encoding.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Tree } from "../../src/tree/tree";
import type { View } from "../../src/wasm/views";

/** The little of the WebAssembly API that is used here: it is part of no library that the project compiles against. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

interface CoreExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
  run(input: number, which: View): number;
  resultLength(): number;
}

const CORE_WASM = path.join(__dirname, "../../build/core.wasm");

let compiled: object | undefined;

/** `view` of the Wasm build, in a fresh instance as every host gives one to every file. */
export function wasmView(which: View, tree: Tree, options: string): string {
  compiled ??= new WebAssembly.Module(readFileSync(CORE_WASM));
  const core = new WebAssembly.Instance(compiled).exports as CoreExports;
  const input = encode(tree, options);
  const address = core.allocate(input.byteLength);
  new Uint8Array(core.memory.buffer).set(new Uint8Array(input), address);
  const result = core.run(address, which) >>> 0;
  // Not `TextDecoder`: it repairs lone surrogates, which both builds have to print alike.
  const units = new Uint16Array(core.memory.buffer, result, core.resultLength());
  return textOf(units);
}

export function encode(tree: Tree, options: string): ArrayBuffer {
  const atoms = tree.atoms.join("");
  const comments = tree.commentText.join("");
  const header = [
    tree.size,
    tree.atoms.length,
    tree.lineStarts.length,
    tree.commentText.length,
    tree.commentsKnown ? 1 : 0,
    atoms.length,
    comments.length,
    options.length,
  ];
  const columns = [
    header,
    tree.kind.subarray(0, tree.size),
    tree.parent.subarray(0, tree.size),
    tree.end.subarray(0, tree.size),
    tree.atom.subarray(0, tree.size),
    tree.flags.subarray(0, tree.size),
    tree.start.subarray(0, tree.size),
    tree.stop.subarray(0, tree.size),
    endsOf(tree.atoms),
    tree.lineStarts,
    tree.commentStart,
    tree.commentStop,
    endsOf(tree.commentText),
  ];
  const words = columns.reduce((sum, column) => sum + column.length, 0);
  const text = atoms + comments + options;
  const buffer = new ArrayBuffer(4 * words + 2 * text.length);
  const integers = new Int32Array(buffer, 0, words);
  let at = 0;
  for (const column of columns) {
    integers.set(column, at);
    at += column.length;
  }
  const units = new Uint16Array(buffer, 4 * words, text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return buffer;
}

/** Where each text ends when all are joined. */
function endsOf(texts: readonly string[]): number[] {
  let end = 0;
  return texts.map((text) => (end += text.length));
}

function textOf(units: Uint16Array): string {
  const parts: string[] = [];
  for (let from = 0; from < units.length; from += 8192) {
    parts.push(String.fromCharCode(...units.subarray(from, from + 8192)));
  }
  return parts.join("");
}
