import { ModuleSummaries } from "../effects/external";
import { EffectPatterns } from "./patterns";

/** How much evidence a move needs (DESIGN: "Effects and modes"). */
export const enum Mode {
  Strict = 0,
  Balanced,
  Aggressive,
}

/** Validated options, the same for every host. Built by `readOptions`; the defaults are the fields' initial values. */
export class Options {
  mode: Mode = Mode.Balanced;
  /** Whether loops may be split into a parallel and an ordered phase. */
  loops: boolean = true;
  /** How many iterations of such a loop may be under way at a time; 0 is no limit. For the default see docs/loops.md. */
  concurrency: i32 = 6;
  /** Whether the helper that such loops call is written into each file, instead of imported from `@parallel-await/runtime`. */
  inlineRuntime: boolean = true;
  /** Whether awaits inside one expression may be grouped. */
  expressions: boolean = true;
  /** `errors: "source-order"`: of several failures, the first in source order is thrown, whichever is the first in time. */
  sourceOrderErrors: boolean = false;
  /** What the user declared about calls. */
  effects: EffectPatterns = new EffectPatterns();
  /** What is known about functions of other files: `effects.summaries`. */
  summaries: ModuleSummaries = new ModuleSummaries();
  /**
   * Path of the file at hand from the project's root, with `/`; empty when it has none. Not a user's option: a host sets it for
   * each file, because relative imports are resolved against it.
   */
  file: string = "";
  includeTests: boolean = false;
  /** Whether remarks are wanted. Not a user's option: a host that reports nothing turns it off to save the work. */
  remarks: boolean = true;
  /** `"off"`, `"summary"` or `"all"`; callbacks are the host's business. */
  report: string = "off";
}
