/** How much evidence a move needs (DESIGN: "Effects and modes"). */
export const enum Mode {
  Strict = 0,
  Balanced,
  Aggressive,
}

/** Validated options, the same for every host. Built by `readOptions`; the defaults are the fields' initial values. */
export class Options {
  mode: Mode = Mode.Balanced;
  /** Whether awaits inside one expression may be grouped. */
  expressions: boolean = true;
  /** `errors: "source-order"`: of several failures, the first in source order is thrown. */
  sourceOrderErrors: boolean = false;
  includeTests: boolean = false;
  /** `"off"`, `"summary"` or `"all"`; callbacks are the host's business. */
  report: string = "off";
}
