/**
 * Reads `effects.summaries`, the JSON form of module summaries, and says exactly what is wrong with it.
 *
 *   {"version": 1, "modules": {"src/api.ts": {"load": {"reads": ["net"], "evidence": "known"}}}}
 *
 * What is not understood is refused: a field that is ignored could be the one that says "writes".
 */
import {
  CAUSES,
  causeOf,
  ExportSummary,
  ModuleSummaries,
  ModuleSummary,
  PROMISES,
  SUMMARY_VERSION,
} from "../effects/external";
import { Cause, Resource, EVIDENCE_NAMES, RESOURCE_NAMES } from "../effects/effect";
import { readOrigin } from "../effects/knowledge/origin";
import { JsonKind, JsonValue } from "./json";

const ROOT = "effects.summaries";
const FIELDS: string[] = [
  "origin",
  "gives",
  "reads",
  "writes",
  "because",
  "evidence",
  "throws",
  "promise",
  "writesReceiver",
  "writesArguments",
  "callsArguments",
  "runsArguments",
  "awaitsArguments",
  "requestsArguments",
];

/** Adds the summaries in `value` to `into`; returns what is wrong, or an empty text. */
export function readSummaries(value: JsonValue, into: ModuleSummaries): string {
  if (value.kind !== JsonKind.Object) return wrong(ROOT, "an object as summarizeProject gives it");
  const version = value.indexOf("version");
  if (version < 0 || value.items[version].text !== SUMMARY_VERSION.toString())
    return (
      wrong(ROOT + ".version", SUMMARY_VERSION.toString()) +
      " Make the summaries with the version of parallel-await that reads them."
    );
  for (let i: i32 = 0; i < value.keys.length; i++) {
    const key = value.keys[i];
    if (key === "version") continue;
    if (key !== "modules") return `unknown option "${ROOT}.${shorten(key)}". Its keys are version, modules.`;
    const problem = readModules(value.items[i], into);
    if (problem.length > 0) return problem;
  }
  return "";
}

function readModules(value: JsonValue, into: ModuleSummaries): string {
  if (value.kind !== JsonKind.Object) return wrong(ROOT + ".modules", "an object with a summary for each module");
  for (let i: i32 = 0; i < value.keys.length; i++) {
    const at = ROOT + ".modules[" + shorten(value.keys[i]) + "]";
    const exports = value.items[i];
    if (exports.kind !== JsonKind.Object) return wrong(at, "an object with a summary for each export");
    const found = new ModuleSummary(value.keys[i]);
    for (let j: i32 = 0; j < exports.keys.length; j++) {
      const summary = new ExportSummary(exports.keys[j]);
      const problem = readExport(at + "[" + shorten(exports.keys[j]) + "]", exports.items[j], summary);
      if (problem.length > 0) return problem;
      found.add(summary);
    }
    into.set(found);
  }
  return "";
}

function readExport(at: string, value: JsonValue, summary: ExportSummary): string {
  if (value.kind !== JsonKind.Object) return wrong(at, "an object");
  for (let i: i32 = 0; i < value.keys.length; i++) {
    const key = value.keys[i];
    if (!FIELDS.includes(key)) return `unknown option "${at}.${shorten(key)}". Its keys are ${FIELDS.join(", ")}.`;
    const expected = readField(key, value.items[i], summary);
    if (expected.length > 0) return wrong(at + "." + key, expected);
  }
  // Something that writes must say so in the one field that the analysis asks first.
  if (summary.writes !== 0 && summary.cause === Cause.None) summary.cause = Cause.WriteKnown;
  return "";
}

/** Stores one field; returns what it should have been, or an empty text. */
function readField(key: string, value: JsonValue, summary: ExportSummary): string {
  if (key === "reads" || key === "writes") {
    const mask = readMask(value);
    if (mask < 0) return 'an array of "all", "' + RESOURCE_NAMES.join('", "') + '"';
    if (key === "reads") summary.reads = mask;
    else summary.writes = mask;
    return "";
  }
  if (key === "origin" || key === "gives") {
    if (key === "origin") summary.origin = value.text;
    else summary.gives = value.text;
    const isKnown = value.kind === JsonKind.String && readOrigin(value.text) !== null;
    return isKnown ? "" : "a source and type of a known module, as summarizeProject writes it";
  }
  if (key === "throws" || key === "writesReceiver") {
    if (value.kind !== JsonKind.Boolean) return "true or false";
    if (key === "throws") summary.throws = value.text === "true";
    else summary.writesReceiver = value.text === "true";
    return "";
  }
  if (key.endsWith("Arguments")) {
    return readPositions(value, listOf(summary, key)) ? "" : "an array of positions, from 0";
  }
  const names = key === "because" ? CAUSES : key === "evidence" ? EVIDENCE_NAMES : PROMISES;
  const index = value.kind === JsonKind.String ? names.indexOf(value.text) : -1;
  if (index < 0) return 'one of "' + names.join('", "') + '"';
  if (key === "because") summary.cause = causeOf(value.text);
  else if (key === "evidence") summary.evidence = index;
  else summary.promise = index;
  return "";
}

function listOf(summary: ExportSummary, field: string): i32[] {
  if (field === "writesArguments") return summary.writesArguments;
  if (field === "callsArguments") return summary.callsArguments;
  if (field === "runsArguments") return summary.runsArguments;
  return field === "awaitsArguments" ? summary.awaitsArguments : summary.requestsArguments;
}

/** Bits of the listed resources, or -1. */
function readMask(value: JsonValue): i32 {
  if (value.kind !== JsonKind.Array) return -1;
  let mask: i32 = 0;
  for (let i: i32 = 0; i < value.items.length; i++) {
    const item = value.items[i];
    if (item.kind !== JsonKind.String) return -1;
    const bit = RESOURCE_NAMES.indexOf(item.text);
    if (bit < 0 && item.text !== "all") return -1;
    mask |= bit < 0 ? (Resource.All as i32) : 1 << bit;
  }
  return mask;
}

function readPositions(value: JsonValue, into: i32[]): boolean {
  if (value.kind !== JsonKind.Array) return false;
  for (let i: i32 = 0; i < value.items.length; i++) {
    const text = value.items[i].text;
    if (value.items[i].kind !== JsonKind.Number || text.length === 0 || text.length > 3) return false;
    let position: i32 = 0;
    for (let j: i32 = 0; j < text.length; j++) {
      const digit = text.charCodeAt(j) - 48;
      if (digit < 0 || digit > 9) return false;
      position = position * 10 + digit;
    }
    into.push(position);
  }
  return true;
}

function wrong(path: string, expected: string): string {
  return `option "${path}" must be ${expected}.`;
}

function shorten(text: string): string {
  return text.length > 60 ? text.substring(0, 57) + "..." : text;
}
