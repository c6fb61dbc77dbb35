/**
 * Reads a knowledge table: a compact text with one section for a module's exports and one for each type of value they lead to.
 *
 *   d                                              what it touches: `a` nothing, `b` the first resource of `effect.ts`, …
 *   : >Pool= Pool                                  exports: calling (or constructing) `Pool` gives a `Pool`
 *   Pool: q= query >Client= connect w= end         a type: `query` is judged by its SQL, `connect` gives a `Client`, `end` writes
 *   Client!: q= query                              `!`: takes one operation at a time
 *
 * A group is `<effect letter>><type of the result>=` followed by names; letter and type may be missing. `Effects` lists the
 * letters. `name*` matches beginnings, `*` everything; an exact name wins, then the longest pattern. `()` is the value
 * itself when it is called. `~` behind a type: names are compared in lower case; `?`: awaiting it
 * gives something else. The texts in `packages/core/knowledge` say the same
 * in words; `scripts/knowledge.mjs` makes these from them.
 *
 * Why texts: they are static data in both builds and cost a fraction of what objects would, and only tables of modules that
 * a file really imports are taken apart. A name in no table is unknown and means everything.
 */

/** What a row says. The letters are those of the tables. */
export const enum Letter {
  /** Makes or builds something, with no effect of its own; may throw. */
  Make = 0,
  /** `a`: a command of AWS, judged by its name. */
  AwsCommand = 97,
  /** `b`: reads, and changes its receiver, which is nobody else's when it is a call. */
  Build = 98,
  /** `c`: reads a clock. */
  Clock = 99,
  /** `e`: waits for an event. */
  Event = 101,
  /** `f`: changes only its receiver, which is fresh when it is no variable. */
  Fresh = 102,
  /** `g`: a GraphQL document decides. */
  GraphQL = 103,
  /** `h`: an HTTP request, URL first, then options. */
  Request = 104,
  /** `i`: gives a function that does what its first argument does (`promisify`, `cache`). */
  Wrapper = 105,
  /** `k`: reads a body, which can be done once. */
  Body = 107,
  /** `m`: an aggregation pipeline decides. */
  Pipeline = 109,
  /** `n`: draws random numbers. */
  Random = 110,
  /** `o`: an HTTP request whose only or second argument holds the options. */
  Options = 111,
  /** `p`: touches nothing and fails only on values of the wrong type. */
  Pure = 112,
  /** `q`: SQL text decides. */
  Sql = 113,
  /** `r`: reads; may throw before it gives a promise. */
  Read = 114,
  /** `s`: moves a stream on. */
  Stream = 115,
  /** `t`: sleeps, ticks, polls. */
  Timer = 116,
  /** `u`: what follows is gated by it. */
  Guard = 117,
  /** `w`: writes. */
  Write = 119,
  /** `x`: writes, and runs its callback with something that takes one operation at a time. */
  Scope = 120,
  /** `.`: a property, not a function. */
  Property = 46,
  /** `R`: reads; failures are always rejections. */
  AsyncRead = 82,
  /** `Q`: a piece of SQL when it is an argument, a statement otherwise. */
  SqlPiece = 81,
  /** `V`: runs the SQL that its receiver was made from. */
  SqlReceiver = 86,
}

export class Row {
  constructor(
    readonly name: string,
    readonly letter: Letter,
    /** Type of the result, or of the property; empty for the module itself. */
    readonly result: string,
    readonly hasResult: boolean,
  ) {}
}

export class Section {
  readonly rows: Row[] = [];

  constructor(
    readonly type: string,
    readonly isExclusive: boolean,
    readonly ignoresCase: boolean,
    /** Whether awaiting a value gives something else: a query gives its answer. */
    readonly isLazy: boolean,
  ) {}

  /** The row for a name, or null. A section has a few dozen rows, and answers are remembered where they are used. */
  find(name: string): Row | null {
    const wanted = this.ignoresCase ? name.toLowerCase() : name;
    let best: Row | null = null;
    for (let i: i32 = 0; i < this.rows.length; i++) {
      const row = this.rows[i];
      if (row.name === wanted) return row;
      if (matches(row.name, wanted) && (best === null || row.name.length > (best as Row).name.length)) best = row;
    }
    return best;
  }
}

function matches(pattern: string, name: string): boolean {
  // A value that is called is no member of itself.
  if (!pattern.endsWith("*") || name === "()") return false;
  return name.startsWith(pattern.substring(0, pattern.length - 1));
}

export class Table {
  /** What its operations touch: bits of `Resource`. */
  readonly resource: i32;
  readonly sections: Section[] = [];

  constructor(text: string) {
    const lines = text.trim().split("\n");
    const place = lines[0].charCodeAt(0) - 97;
    this.resource = place === 0 ? 0 : 1 << (place - 1);
    for (let i: i32 = 1; i < lines.length; i++) this.addSection(lines[i].split(" "));
  }

  /** The section of a type, or null; the exports have the empty name. */
  section(type: string): Section | null {
    for (let i: i32 = 0; i < this.sections.length; i++) {
      if (this.sections[i].type === type) return this.sections[i];
    }
    return null;
  }

  private addSection(words: string[]): void {
    let type = words[0].substring(0, words[0].length - 1);
    const isExclusive = type.endsWith("!");
    if (isExclusive) type = type.substring(0, type.length - 1);
    const ignoresCase = type.endsWith("~");
    if (ignoresCase) type = type.substring(0, type.length - 1);
    const isLazy = type.endsWith("?");
    if (isLazy) type = type.substring(0, type.length - 1);
    const section = new Section(type, isExclusive, ignoresCase, isLazy);
    this.sections.push(section);
    let letter: Letter = Letter.Make;
    let result = "";
    let hasResult = false;
    for (let i: i32 = 1; i < words.length; i++) {
      const word = words[i];
      if (!word.endsWith("=")) {
        section.rows.push(new Row(word, letter, result, hasResult));
        continue;
      }
      const arrow = word.indexOf(">");
      hasResult = arrow >= 0;
      letter = arrow === 0 || word.length === 1 ? Letter.Make : (word.charCodeAt(0) as Letter);
      result = hasResult ? word.substring(arrow + 1, word.length - 1) : "";
    }
  }
}
