import type { World } from "../world/world";
import { Cells } from "./cells";

/** What a module of a service exports, or the methods of an object that it gives. */
export type Members = Record<string, (...args: never[]) => unknown>;

/** When in the life of an operation it acts on the state: between its start and its settling anything can be true. */
export type Moment = "start" | "settle";

export interface Moments {
  read: Moment;
  write: Moment;
}

export const momentChoices: readonly { name: string; moments: Moments }[] = [
  { name: "reads and writes when they start", moments: { read: "start", write: "start" } },
  { name: "reads and writes when they settle", moments: { read: "settle", write: "settle" } },
  { name: "writes when they start, reads when they settle", moments: { read: "settle", write: "start" } },
  { name: "reads when they start, writes when they settle", moments: { read: "start", write: "settle" } },
];

/** The most revealing choice: reads see what was there when they were asked, writes land at the last moment. */
export const lateWrites: Moments = { read: "start", write: "settle" };

export interface Manner {
  /** Happens at the start, and `end` when the operation settles, also when it fails. */
  begin?: () => void;
  end?: () => void;
  /** What an operation that succeeds does at its start, even if the rest comes late: a file is empty before it is full. */
  claim?: (...args: never[]) => void;
  /** Virtual time that the operation takes, where that is its meaning. */
  takes?: (...args: never[]) => number;
}

/** Two operations were in flight on something that takes one at a time. */
export interface Overlap {
  resource: string;
  earlier: string;
  later: string;
}

/** Where the services of one run keep their state, and how their functions become operations of the world. */
export class Desk {
  readonly cells: Cells;
  readonly overlaps: Overlap[] = [];
  private modules = new Map<string, unknown>();
  private firstLook = -1;

  constructor(private world: World) {
    this.cells = new Cells(world.print, (value) => world.values.identityOf(value) !== undefined);
  }

  print(value: unknown): string {
    return this.world.print(value);
  }

  /** The object behind an import; always the same one. */
  module(name: string, make: (desk: Desk) => Members): Members {
    if (!this.modules.has(name)) this.modules.set(name, this.named(name, make(this)));
    return this.modules.get(name) as Members;
  }

  /** Gives an object and its functions names, so that pictures show those. */
  named<T extends Members>(label: string, members: T): T {
    for (const [key, member] of Object.entries(members)) {
      if (!this.world.values.identityOf(member)) this.adopt(member, `${label}.${key}`);
    }
    this.adopt(members, label);
    return members;
  }

  private adopt(value: object, label: string): void {
    this.world.values.adopt(value, { path: label, label, data: false });
  }

  /** A function that is an operation: `act` gives its answer, or throws what it rejects with. */
  operation<Args extends unknown[]>(
    name: string,
    kind: keyof Moments,
    act: (...args: Args) => unknown,
    manner: Manner = {},
  ): (...args: Args) => unknown {
    const path = name.replace(/\(.*?\)/g, "");
    const operate = (...args: Args): unknown => this.world.serve(path, name, args, kind, act as never, manner);
    this.adopt(operate, name);
    return operate;
  }

  /** What a place holds before anybody has written to it: something that can be looked into, and is known by its name. */
  initial(label: string): unknown {
    return this.world.values.make({ path: label.replace(/\[.*/, "[]"), label, data: true }, false);
  }

  /** Virtual time since the first look: a faster program may come to it earlier, but must not measure anything else. */
  look(name: string): number {
    const operation = this.world.instant("clock", name, `${name}()`, []);
    if (this.firstLook < 0) this.firstLook = this.world.clock.now;
    const time = this.world.clock.now - this.firstLook;
    this.cells.during(operation.key, () => this.cells.read("clock", time));
    return time;
  }

  /** The key of the operation that is acting or beginning. */
  get current(): string {
    return this.cells.current;
  }
}
