/** What one operation read in or wrote to one place of a service. */
export interface Touch {
  /** Key of the operation. */
  operation: string;
  cell: string;
  kind: "read" | "write";
  /** Picture of the value that was read or written. */
  value: string;
  /** Key of the operation that wrote what was read; empty for what was there at the beginning. */
  writer: string;
}

/** What a place holds when a run is over. */
export interface Content {
  value: string;
  writer: string;
}

/** Nothing is there; `undefined` may have been stored. */
export const nothing = Symbol("nothing");

/**
 * The memory of all services of one run: named places, each with the operation that wrote it last. Every touch is noted, so that
 * a comparison can say which write a read missed.
 */
export class Cells {
  readonly touches: Touch[] = [];
  private contents = new Map<string, { value: unknown; writer: string }>();
  private acting = "";

  /** Key of the operation that is acting. */
  get current(): string {
    return this.acting;
  }

  constructor(
    private picture: (value: unknown) => string,
    /** Whether a value is invented: it is known by its name, and has no end. */
    private isInvented: (value: unknown) => boolean,
  ) {}

  /** Notes what `act` does as done by the operation of this key. */
  during<T>(operation: string, act: () => T): T {
    const outer = this.acting;
    this.acting = operation;
    try {
      return act();
    } finally {
      this.acting = outer;
    }
  }

  /** What is in a place; `initial` says what was there when the run began. */
  read(cell: string, initial: unknown = nothing): unknown {
    const content = this.contents.get(cell) ?? { value: initial, writer: "" };
    this.note("read", cell, content.value, content.writer);
    return this.copy(content.value);
  }

  write(cell: string, value: unknown): void {
    const kept = this.copy(value);
    this.contents.set(cell, { value: kept, writer: this.acting });
    this.note("write", cell, kept, this.acting);
  }

  /** Everything that was written, as it is now. */
  final(): Map<string, Content> {
    return new Map(
      [...this.contents].map(([cell, { value, writer }]) => [cell, { value: this.show(value), writer }] as const),
    );
  }

  private note(kind: Touch["kind"], cell: string, value: unknown, writer: string): void {
    this.touches.push({ operation: this.acting, cell, kind, value: this.show(value), writer });
  }

  private show(value: unknown): string {
    return value === nothing ? "nothing" : this.picture(value);
  }

  /** A store keeps what it was given, not the object, which its owner may change later. */
  private copy(value: unknown): unknown {
    if (typeof value !== "object" || value === null || this.isInvented(value)) return value;
    if (Array.isArray(value)) return value.map((each) => this.copy(each));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.copy(inner)]));
  }
}
