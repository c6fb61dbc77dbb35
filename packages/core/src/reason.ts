/**
 * Why an await stays where it is: a stable code, the node to blame and a name to show.
 */
export class Reason {
  constructor(
    readonly code: Code,
    /** The node to blame, or -1. */
    readonly node: i32,
    /** Name, path or verb that the text shows; empty when the code needs none. */
    readonly subject: string,
    /** The call through which it happens, when that is another one; empty otherwise. */
    readonly via: string = "",
  ) {}
}

/**
 * Codes in the order of their numbers; `codeText` in `remarks/text.ts` says each in words. Numbers are stable: a code is never
 * given a second meaning, a code that falls out of use leaves a gap.
 */
export const enum Code {
  Hoisted = 1,
  Alone = 2,
  HoistedLoop = 3,
  Data = 101,
  Volatile = 102,
  Join = 103,
  Observable = 104,
  NeededNext = 105,
  Inner = 106,
  Sets = 107,
  WriteByName = 201,
  Discarded = 202,
  Repeated = 203,
  Clock = 204,
  Timer = 205,
  Evidence = 206,
  WriteKnown = 207,
  Consumed = 208,
  WriteProven = 209,
  Cleanup = 210,
  Exclusive = 211,
  Declared = 212,
  Sql = 213,
  Method = 214,
  Event = 215,
  Between = 216,
  OperandEffect = 217,
  Stream = 218,
  SharedReceiver = 219,
  Unlisted = 220,
  Prompt = 221,
  Exit = 301,
  Guard = 302,
  MayThrow = 303,
  Conditional = 304,
  Loop = 305,
  EvaluationOrder = 306,
  Fails = 307,
  Sequential = 401,
  LintSuppression = 402,
  Unreadable = 403,
  Yield = 501,
  Unknown = 502,
  Shadowed = 503,
  Using = 504,
  Eval = 505,
  Position = 506,
  ExpressionsOff = 507,
  LoopCarried = 601,
  LoopExit = 602,
  LoopSource = 603,
  LoopShape = 604,
  LoopOnce = 605,
  LoopScript = 606,
  LoopEvidence = 607,
  Reduce = 608,
}

/** `PA101`: the letters never change, the number is the code's. */
export function codeName(code: Code): string {
  const number = code as i32;
  return "PA" + (number < 10 ? "00" : number < 100 ? "0" : "") + number.toString();
}
