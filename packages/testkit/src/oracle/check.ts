import { EntryCheck, type Subject } from "./check-entry";
import { isStream } from "./effects";
import { type OracleOptions, effectsFor } from "./options";
import { matcher, remembered } from "./patterns";
import type { Facts } from "./prepare/facts";
import { type Prepared, prepare, prepareOriginal } from "./prepare/prepare";
import type { OracleReport, Violation } from "./report";
import { Runs } from "./runs";
import { defaultBounds } from "./scenarios/enumerate";
import { Numbers } from "./world/numbers";
import { RejectionWatch } from "./world/rejections";
import type { Setting } from "./world/run";
import { atTurn } from "./world/turns";

/** A program to hold against the original, and what is allowed to it. */
export interface Candidate {
  output: string;
  options?: OracleOptions;
}

/**
 * Runs original and output in every scenario and compares what an observer could see (DESIGN.md, section 2).
 *
 * The same program text on both sides gives no violation, whatever the program does: that is tested.
 *
 * Checks must not overlap: they listen to the process's unhandled rejections.
 */
export async function checkEquivalence(
  original: string,
  output: string,
  options: OracleOptions = {},
): Promise<OracleReport> {
  const [report] = await checkCandidates(original, [{ output, options }]);
  return report;
}

/**
 * Holds several outputs against one original, which runs only once for all of them, as do outputs that are the same. How the programs are
 * run, and which operations answer alike when they are asked again, the options of the first candidate say.
 */
export function checkCandidates(original: string, candidates: Candidate[]): Promise<OracleReport[]> {
  return atTurn(() => checkAll(original, candidates));
}

function checkAll(original: string, candidates: Candidate[]): OracleReport[] {
  const running = candidates[0].options ?? {};
  const filename = running.filename ?? "input.js";
  const { program, facts } = prepareOriginal(original, filename);
  const setting = settingFor(facts, running);
  const before = new Runs(program, setting);
  const outputs = new Map<string, Output>();
  const reports: OracleReport[] = [];
  setting.watch.listen();
  // Stacks are never looked at, and programs here fail thousands of times.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const { output, options = {} } of candidates) {
      let after = outputs.get(output);
      if (!after) outputs.set(output, (after = prepareOutput(output, filename, program, setting)));
      reports.push(checkOutput(before, after, setting, options));
    }
  } finally {
    setting.watch.stop();
    Error.stackTraceLimit = stackTraceLimit;
  }
  return reports;
}

/** The runs of an output, or why it cannot run. */
type Output = Runs | Violation;

function prepareOutput(output: string, filename: string, original: Prepared, setting: Setting): Output {
  let program: Prepared;
  try {
    program = prepare(output, filename, original);
  } catch (error) {
    return broken("(module)", String(error));
  }
  // A name that only the output leaves free was declared in the original: its declaration has been lost.
  const given = ["Promise", ...program.shape.runtime.keys()];
  const lost = program.free.filter((name) => !given.includes(name) && !original.free.includes(name));
  return lost.length > 0 ? broken("(module)", `nothing declares ${lost.join(", ")}`) : new Runs(program, setting);
}

function checkOutput(before: Runs, after: Output, setting: Setting, options: OracleOptions): OracleReport {
  const report: OracleReport = { violations: [], entries: 0, scenarios: 0, operations: 0, makespans: [] };
  if (!(after instanceof Runs)) {
    report.violations.push(after);
    return report;
  }
  const bounds = { ...defaultBounds, ...options.bounds };
  const subject: Subject = { before, after, setting, options, bounds };
  const [wanted, offered] = [before.entries(), after.entries()];
  const keys = new Set<string>();
  for (const entry of wanted) {
    if (options.entries && !options.entries.includes(entry)) continue;
    if (offered.includes(entry)) new EntryCheck(subject, entry, report, keys).run();
    else report.violations.push(broken(entry, "the output has no such entry"));
  }
  report.operations = keys.size;
  report.violations = report.violations.filter(({ category }) => !options.allow?.[category]);
  return report;
}

function settingFor(facts: Facts, options: OracleOptions): Setting {
  const effectOf = effectsFor(options);
  return {
    facts,
    overrides: {
      waits: waitsFor(facts, options),
      pure: matcher(options.pure),
      virtualTime: options.virtualTime === true,
      repeatable: (path, args) => effectOf(path, args, false) === "read" && !isStream(path),
    },
    numbers: new Numbers(),
    watch: new RejectionWatch(),
  };
}

/** Functions that are asynchronous however they are used. */
const alwaysAsync = new Set(["fetch", "import"]);

/** Which functions give promises: as the case says, or as its source uses them. */
function waitsFor({ async }: Facts, options: OracleOptions): (path: string) => boolean {
  const [isAsync, isSync] = [matcher(options.async), matcher(options.sync)];
  return remembered((path) => {
    if (isSync(path)) return false;
    const last = `*${path.slice(path.lastIndexOf("."))}`;
    return isAsync(path) || async.has(path) || async.has(last) || alwaysAsync.has(path);
  });
}

function broken(entry: string, detail: string): Violation {
  return { entry, scenario: "before any run", category: "broken", detail };
}
