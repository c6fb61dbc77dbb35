import { SourceMap } from "node:module";
import { structuredPatch } from "diff";
import { format } from "prettier";
import { paint } from "./paint.mjs";

/** Extensions and the language prettier knows them by. */
const parsers = { ts: "typescript", mts: "typescript", cts: "typescript", tsx: "typescript" };

/**
 * The differences of two programs as printable text. Both come from Babel's printer, whose long lines are hard to read, so
 * both are laid out again in the same way.
 * @param {string} filename  tells the language
 */
export async function readableDiff(before, after, filename) {
  const parser = parsers[filename.split(".").at(-1)] ?? "babel";
  const [from, to] = await Promise.all([before, after].map(({ code }) => layOut(code, parser)));
  const { hunks } = structuredPatch("", "", from, to, "", "", { context: 2 });
  return hunks.map((hunk) => hunk.lines.map(colour).join("\n")).join(paint("dim", "\n  ⋮\n"));
}

/** Prettier reads less than Babel does (proposals, Flow by comment); then Babel's own layout has to do. */
function layOut(code, parser) {
  return format(code, { parser, printWidth: 100 }).catch(() => code);
}

/**
 * The differences of two Babel results (with source maps), as printable hunks. `from` and `to` are lines of the original
 * source, from 1: both programs are compared as Babel prints them, so that only what the plugin did is shown.
 * @returns {{ from: number, to: number, text: string }[]}
 */
export function diffHunks(before, after, context = 3) {
  const { hunks } = structuredPatch("", "", before.code, after.code, "", "", { context });
  const map = new SourceMap(before.map);
  return hunks.map((hunk) => {
    const lines = Array.from({ length: hunk.oldLines }, (_, index) => sourceLine(map, hunk.oldStart - 1 + index));
    const known = lines.filter((line) => line > 0);
    return { from: Math.min(...known), to: Math.max(...known), text: hunk.lines.map(colour).join("\n") };
  });
}

/** Source line (from 1) of a printed line (from 0); 0 when the map does not know. */
function sourceLine(map, printedLine) {
  const entry = map.findEntry(printedLine, 1000);
  return entry.generatedLine === printedLine ? entry.originalLine + 1 : 0;
}

function colour(line) {
  if (line.startsWith("+")) return paint("green", line);
  if (line.startsWith("-")) return paint("red", line);
  return paint("dim", line);
}
