/** What became of one await site, and why. */
export class Remark {
  constructor(
    /** Stable code, for example `PA101`. */
    readonly code: string,
    /** Node id of the `Await`. */
    readonly site: i32,
    readonly hoisted: boolean,
    /** Number of its group, from 1, when hoisted; else 0. */
    readonly group: i32,
    /** Line from 1 (0 when unknown). */
    readonly line: i32,
    /** Column from 0, in UTF-16 code units. */
    readonly column: i32,
    /** One line without code and position, for example `data: uses "user"`. */
    readonly text: string,
  ) {}
}
