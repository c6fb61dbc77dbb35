import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import type { FileReport, SiteReport } from "babel-plugin-parallel-await";
import { parseProgram } from "../fixtures/run";
import { canonical } from "./canonical";
import { type SwcHost, type SwcOrder, type SwcResult, swcTransform } from "./transform";

/** A program and what the Babel plugin makes of it. */
export interface ParityCase {
  source: string;
  filename: string;
  /** The plugins' options, without `report`. */
  options: object;
  /** Null when nothing was changed. */
  output: string | null;
  /** Null when the plugin did not look at the file. */
  sites: SiteReport[] | null;
}

/** The Babel plugin on a text: how a case came by its results, and how to get those of another text. */
export type BabelRun = (source: string) => Pick<ParityCase, "output" | "sites">;

/** What is not the same; empty when all is. */
export interface Difference {
  code?: { babel: string; swc: string };
  remarks?: { babel: string[]; swc: string[] };
}

/**
 * Whether the SWC plugin does to a program what the Babel plugin does.
 *
 * Both sides are printed by the same SWC, so that what SWC itself strips, lowers or formats is no difference: on one side it
 * runs our plugin, on the other it compiles what the Babel plugin wrote. Then both go through one printer.
 */
export function compareWithBabel(swc: SwcHost, plugin: string, order: SwcOrder, subject: ParityCase): Difference {
  const { source, filename, options, output, sites } = subject;
  const found = swcTransform(swc, { source, filename, order, plugin: [plugin, { ...options, report: "all" }] });
  return {
    ...differentCode(found.code, expectedCode(swc, order, subject), output === null),
    ...differentRemarks(found, sites),
  };
}

/**
 * The same for a program that SWC has rewritten before the plugin sees it: types are stripped, decorators and `using` are lowered. Then the Babel plugin
 * gets that program too, and lines and columns, which are now of another text, are left out of the comparison.
 */
export function compareStripped(swc: SwcHost, plugin: string, subject: ParityCase, babel: BabelRun): Difference {
  const { source, filename, options } = subject;
  const found = swcTransform(swc, { source, filename, plugin: [plugin, { ...options, report: "all" }] });
  const { code: stripped, map } = swcTransform(swc, { source, filename, overrides: { sourceMaps: true } });
  const { output } = babel(stripped);
  const { sites } = babel(withoutHelpers(stripped, filename));
  const wanted = swcTransform(swc, { source: output ?? stripped, filename }).code;
  const withoutPlaces = (list: SiteReport[]): string[] => {
    return list.map((site) =>
      printSite({ ...site, line: 0, column: 0, text: site.text.replaceAll(/ \(line \d+\)/g, "") }),
    );
  };
  // An await that SWC itself has inserted is nobody's: it comes from nowhere in the source.
  const trace = new TraceMap(map!);
  const own = (sites ?? []).filter(({ line, column }) => originalPositionFor(trace, { line, column }).source !== null);
  const [one, other] = [own, found.report?.remarks ?? []].map(withoutPlaces);
  return {
    ...differentCode(found.code, wanted, output === null),
    ...(one.join("\n") === other.join("\n") ? {} : { remarks: { babel: one, swc: other } }),
  };
}

/**
 * SWC puts the functions that lowered syntax needs into a program when its plugins have run. Blanks take their place, so that lines and columns
 * stay.
 */
function withoutHelpers(code: string, filename: string): string {
  let text = code;
  for (const node of parseProgram(code, filename).program.body) {
    if (node.type !== "FunctionDeclaration" || !node.id?.name.startsWith("_ts_")) continue;
    const [start, end] = [node.start!, node.end!];
    text = text.slice(0, start) + text.slice(start, end).replaceAll(/\S/g, " ") + text.slice(end);
  }
  return text;
}

function expectedCode(swc: SwcHost, order: SwcOrder, { source, filename, output }: ParityCase): string {
  return swcTransform(swc, { source: output ?? source, filename, order }).code;
}

/** A program that is left alone must be printed to the byte as without a plugin; comments included. */
function differentCode(found: string, wanted: string, untouched: boolean): Difference {
  if (found === wanted) return {};
  if (untouched) return { code: { babel: wanted, swc: found } };
  const [babel, swc] = [canonical(wanted), canonical(found)];
  return babel === swc ? {} : { code: { babel, swc } };
}

function differentRemarks({ report }: SwcResult, wanted: SiteReport[] | null): Difference {
  const babel = wanted === null ? ["(not looked at)"] : wanted.map(printSite);
  const swc = report === null ? ["(not looked at)"] : report.remarks.map(printSite);
  if (report !== null && !totalsAreRight(report)) swc.push(`totals: ${report.hoisted} hoisted, ${report.kept} kept`);
  return babel.join("\n") === swc.join("\n") ? {} : { remarks: { babel, swc } };
}

function totalsAreRight({ remarks, hoisted, kept }: FileReport): boolean {
  const moved = remarks.filter((site) => site.hoisted).length;
  return hoisted === moved && kept === remarks.length - moved;
}

function printSite({ code, hoisted, group, line, column, text }: SiteReport): string {
  return `${line}:${column} ${code} ${hoisted ? "hoisted" : "kept"} [${group}] ${text}`;
}

/** For a person: what to look at first. */
export function printDifference({ code, remarks }: Difference): string {
  const parts: string[] = [];
  if (code) parts.push("the code is not the same", "--- Babel", code.babel, "--- SWC", code.swc);
  if (remarks) parts.push("the remarks are not the same", "--- Babel", ...remarks.babel, "--- SWC", ...remarks.swc);
  return parts.join("\n");
}
