/**
 * Entry of the Wasm build that tests compare with the JavaScript one. Compiled by asc only: it reads and writes memory.
 *
 * A host calls `allocate(bytes)`, writes the encoded file there, calls `run(input, which)` and reads `resultLength()`
 * UTF-16 code units at the address it returned. One instance serves one file: nothing is ever freed.
 *
 * Encoding, little-endian: eight 32-bit words (nodes, atoms, lines, comments, comments known, code units of all atoms, of
 * all comments, of the options), then 32-bit words: the seven columns of `Tree`; end of every atom in the text of all
 * atoms; line starts; start, stop and end of text of every comment; then the UTF-16 texts of atoms, comments and options.
 */
import { Tree } from "../tree/tree";
import { View, view } from "./views";

const HEADER_WORDS: i32 = 8;

let resultUnits: i32 = 0;

export function allocate(bytes: i32): usize {
  return heap.alloc(bytes);
}

export function run(input: usize, which: i32): usize {
  const decoder = new Decoder(input);
  const tree = decoder.tree();
  const result = view(<View>which, tree, decoder.options());
  resultUnits = result.length;
  return changetype<usize>(result);
}

export function resultLength(): i32 {
  return resultUnits;
}

class Decoder {
  private words: usize;
  private texts: usize;

  constructor(private input: usize) {
    const nodes = this.header(0);
    const words = 7 * nodes + this.header(1) + this.header(2) + 3 * this.header(3);
    this.words = input + 4 * HEADER_WORDS;
    this.texts = this.words + 4 * words;
  }

  tree(): Tree {
    const tree = new Tree();
    const nodes = this.header(0);
    tree.kind = this.column(nodes);
    tree.parent = this.column(nodes);
    tree.end = this.column(nodes);
    tree.atom = this.column(nodes);
    tree.flags = this.column(nodes);
    tree.start = this.column(nodes);
    tree.stop = this.column(nodes);
    tree.size = nodes;
    const atomEnds = this.integers(this.header(1));
    tree.lineStarts = this.integers(this.header(2));
    tree.commentStart = this.integers(this.header(3));
    tree.commentStop = this.integers(this.header(3));
    const commentEnds = this.integers(this.header(3));
    const atoms = this.strings(atomEnds, this.header(5));
    for (let i = 0; i < atoms.length; i += 1) tree.intern(atoms[i]);
    tree.commentText = this.strings(commentEnds, this.header(6));
    tree.commentsKnown = this.header(4) !== 0;
    return tree;
  }

  options(): string {
    return String.UTF16.decodeUnsafe(this.texts, 2 * this.header(7));
  }

  private header(index: i32): i32 {
    return load<i32>(this.input + 4 * index);
  }

  private column(count: i32): Int32Array {
    const result = new Int32Array(count);
    memory.copy(result.dataStart, this.words, 4 * count);
    this.words += 4 * count;
    return result;
  }

  private integers(count: i32): i32[] {
    const result = new Array<i32>(count);
    memory.copy(result.dataStart, this.words, 4 * count);
    this.words += 4 * count;
    return result;
  }

  private strings(ends: i32[], units: i32): string[] {
    const result: string[] = [];
    let start = 0;
    for (let i = 0; i < ends.length; i += 1) {
      result.push(String.UTF16.decodeUnsafe(this.texts + 2 * start, 2 * (ends[i] - start)));
      start = ends[i];
    }
    this.texts += 2 * units;
    return result;
  }
}
