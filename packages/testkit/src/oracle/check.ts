import { EntryCheck, type Subject } from "./check-entry";
import { isStream } from "./effects";
import { type OracleOptions, effectsFor } from "./options";
import { matcher } from "./patterns";
import { type Prepared, prepare, prepareOriginal } from "./prepare/prepare";
import type { Category, OracleReport } from "./report";
import { baselineScenario, defaultBounds } from "./scenarios/enumerate";
import { entriesOf } from "./world/entry";
import { RejectionWatch } from "./world/rejections";
import { type Setting, attempt, moduleEntry, runProgram } from "./world/run";

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
  const report: OracleReport = { violations: [], entries: 0, scenarios: 0, operations: 0, makespans: [] };
  const filename = options.filename ?? "input.js";
  const { program: before, facts } = prepareOriginal(original, filename);
  let after: Prepared;
  try {
    after = prepare(output, filename);
  } catch (error) {
    report.violations.push(broken("(module)", String(error)));
    return report;
  }
  // A name that only the output leaves free was declared in the original: its declaration has been lost.
  const given = ["Promise", ...after.shape.runtime.keys()];
  const lost = after.free.filter((name) => !given.includes(name) && !before.free.includes(name));
  if (lost.length > 0) {
    report.violations.push(broken("(module)", `nothing declares ${lost.join(", ")}`));
    return report;
  }
  const effectOf = effectsFor(options);
  const setting: Setting = {
    facts,
    overrides: {
      async: matcher(options.async),
      sync: matcher(options.sync),
      pure: matcher(options.pure),
      virtualTime: options.virtualTime === true,
      repeatable: (path, args) => effectOf(path, args, false) === "read" && !isStream(path),
    },
    watch: new RejectionWatch(),
  };
  const subject: Subject = { before, after, setting, options, bounds: { ...defaultBounds, ...options.bounds } };

  setting.watch.listen();
  // Stacks are never looked at, and programs here fail thousands of times.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const [wanted, offered] = [await entries(before, setting), await entries(after, setting)];
    const keys = new Set<string>();
    for (const entry of wanted) {
      if (options.entries && !options.entries.includes(entry)) continue;
      if (offered.includes(entry)) await new EntryCheck(subject, entry, report, keys).run();
      else report.violations.push(broken(entry, "the output has no such entry"));
    }
    report.operations = keys.size;
  } finally {
    setting.watch.stop();
    Error.stackTraceLimit = stackTraceLimit;
  }
  report.violations = report.violations.filter(({ category }) => !options.allow?.[category]);
  return report;
}

/** The module's own evaluation, and everything it exports that can be called. */
async function entries(program: Prepared, setting: Setting): Promise<string[]> {
  const found = [moduleEntry];
  await runProgram(program, moduleEntry, baselineScenario, setting, (exports, world) => {
    for (const [name, get] of exports) found.push(...entriesOf(name, attempt(get), world));
  });
  return found;
}

function broken(
  entry: string,
  detail: string,
): { entry: string; scenario: string; category: Category; detail: string } {
  return { entry, scenario: "before any run", category: "broken", detail };
}
