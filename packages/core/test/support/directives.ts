import { bitName, verifyDirectives } from "../../src/directives/print-directives";
import { readDirectives } from "../../src/directives/read-directives";
import { kindName } from "../../src/tree/print";
import { verifyTree } from "../../src/tree/verify";
import { treeOf } from "./source";

/** What is marked: `sequential ForOf: for (const x of xs) {`, the first line of each marked node's text. */
export function marks(code: string): string[] {
  const tree = treeOf(code);
  expect(verifyTree(tree)).toBe("");
  const directives = readDirectives(tree);
  expect(verifyDirectives(directives, tree)).toBe("");
  return directives.marked.map((node, index) => {
    const text = code.slice(tree.start[node], tree.stop[node]).split("\n")[0].trim();
    return `${bitName(directives.markedBit[index])} ${kindName(tree.kind[node])}: ${text}`;
  });
}

/** Bits of the expression statement or call whose text is `text`. */
export function bitsAt(code: string, text: string): number {
  const tree = treeOf(code);
  const directives = readDirectives(tree);
  for (let node = tree.size - 1; node > 0; node -= 1) {
    if (code.slice(tree.start[node], tree.stop[node]) === text) return directives.any ? directives.cover[node] : 0;
  }
  throw new Error(`no node reads ${text}`);
}
