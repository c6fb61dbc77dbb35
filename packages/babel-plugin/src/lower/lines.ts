import type { SyntaxNode } from "./syntax";

/**
 * Offsets at which lines start, counted as Babel counts them: `\n`, `\r\n`, `\r` and the two Unicode line separators,
 * also inside template literals and comments.
 */
export function lineStartsOf(code: string): number[] {
  // Nearly every file has nothing but `\n`, and the engine finds that many times faster than a loop.
  const isPlain = !code.includes("\r") && !code.includes("\u2028") && !code.includes("\u2029");
  return isPlain ? afterLineFeeds(code) : afterAnyLineEnd(code);
}

function afterLineFeeds(code: string): number[] {
  const starts = [0];
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function afterAnyLineEnd(code: string): number[] {
  const starts = [0];
  for (let index = 0; index < code.length; index += 1) {
    const unit = code.charCodeAt(index);
    const isEnd = unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
    if (isEnd && !(unit === 13 && code.charCodeAt(index + 1) === 10)) starts.push(index + 1);
  }
  return starts;
}

/**
 * The same from the nodes' own line and column, for a tree that came without its source text. A line on which no node
 * starts gets the start of the next known one: no node will ask for it.
 */
export function lineStartsFromNodes(nodes: readonly (SyntaxNode | null)[]): number[] {
  const starts: number[] = [];
  for (const node of nodes) {
    const begin = node?.loc?.start;
    if (begin && typeof node?.start === "number") starts[begin.line - 1] ??= node.start - begin.column;
  }
  for (let line = starts.length - 2; line >= 0; line -= 1)
    starts[line] = Math.min(starts[line] ?? Infinity, starts[line + 1]);
  if (starts.length === 0) return [0];
  starts[0] = Math.min(starts[0], 0);
  return starts;
}
