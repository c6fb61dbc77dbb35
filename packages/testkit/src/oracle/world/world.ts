import type { Facts } from "../prepare/facts";
import { remembered } from "../patterns";
import type { Scenario } from "../scenarios/scenario";
import { Desk, type Manner, type Moments } from "../services/desk";
import { performService } from "../services/perform";
import { Clock } from "./clock";
import { LimitError, type Operation, OperationError, type Outcome, baseOf } from "./operation";
import type { Asked, EntryNumbers } from "./numbers";
import { print } from "./print";
import { type Host, type Identity, Values, shorten } from "./values";

/** How functions behave whose use in the source does not tell. Patterns are paths; `*` matches any part. */
export interface Overrides {
  /** Give promises. */
  waits: (path: string) => boolean;
  /** Give plain values, touch nothing, cannot fail: not recorded at all. */
  pure: (path: string) => boolean;
  /** Give the same answer to the same question. */
  repeatable: (path: string, args: readonly unknown[]) => boolean;
  /** `Date` and `performance` show virtual time since the first look, not the number of looks. */
  virtualTime: boolean;
}

/** A run is cut off after this many operations or loop steps: polls never end by themselves. */
const operationLimit = 80;
const stepLimit = 400;
const none: readonly never[] = [];

const answersYesOrNo = remembered((path) =>
  /(^|[._])(is|has|can|should|exists|contains|includes)([A-Z_]\w*)?$/.test(path),
);

/** Everything outside the program during one run: its values, its operations and its clock. */
export class World implements Host {
  readonly clock = new Clock();
  readonly values: Values = new Values(this);
  readonly operations: Operation[] = [];
  /** State that operations share. */
  readonly desk: Desk;
  /** Labels of data properties that were read, in order: where a guard may look. */
  readonly reads = new Set<string>();
  shapeError = false;
  /** Errors thrown by timer callbacks, which would end the process. */
  readonly uncaught: unknown[] = [];
  /** The run was cut off; what follows is meaningless. */
  truncated = false;
  private asked: Asked = new Map();
  private site: { name: string; origin: number } | null = null;
  private promises = new WeakMap<object, Operation>();
  private sequence = 0;
  private steps = 0;

  constructor(
    readonly scenario: Scenario,
    readonly facts: Facts,
    readonly overrides: Overrides,
    private numbers: EntryNumbers,
    private isOriginal: boolean,
  ) {
    this.desk = new Desk(this);
  }

  print = (value: unknown): string => print(value, this.values.labelOf);

  next(): number {
    return ++this.sequence;
  }

  /** `$$step()`: counts iterations. */
  step = (): void => {
    if (++this.steps > stepLimit) throw this.limit();
  };

  /** `$$caught(error)`: sees what the program handles. */
  caught = (error: unknown): void => {
    if (error instanceof TypeError || error instanceof ReferenceError) this.shapeError = true;
  };

  limit(): LimitError {
    this.truncated = true;
    return new LimitError("run cut off");
  }

  isCalled(name: string): boolean {
    return this.facts.called.has(name);
  }

  isAbsent(label: string, self: Identity): boolean {
    if (!/[()]$/.test(self.label)) this.reads.add(label);
    return this.scenario.absent === label;
  }

  isOperation(path: string): boolean {
    return this.overrides.waits(path);
  }

  assigned(self: Identity, key: string, value: unknown): void {
    this.instant("set", `${self.path}.${key}`, `${self.label}.${key} = ${this.print(value)}`, [value]);
  }

  /** Marks the operation behind an awaited result as wanted for its effect only. */
  discarded = <T>(result: T): T => {
    const operation = typeof result === "object" && result !== null ? this.promises.get(result) : undefined;
    if (operation) operation.discarded = true;
    return result;
  };

  /**
   * What the scenario wants of an operation. The same question gets the same answer each time; only failures tell one asking
   * from the other, and only of operations: a synchronous call fails each time or never.
   */
  outcome({ key, base, async }: Operation): Outcome | undefined {
    const { outcomes } = this.scenario;
    if (outcomes.size === 0) return undefined;
    const always = outcomes.get(base);
    return !async || always === "empty" ? always : outcomes.get(key);
  }

  /** Records something that happens at once. */
  instant(kind: Operation["kind"], path: string, name: string, args: readonly unknown[]): Operation {
    const operation = this.record(kind, path, name, args, false);
    this.settle(operation, false);
    return operation;
  }

  /** `$$at(site)`, evaluated right before a call: where it stands. Gives no arguments. */
  at = (name: string, origin: number | undefined): readonly never[] => {
    this.site = origin === undefined ? null : { name, origin };
    return none;
  };

  /** Where the call at hand stands; not of a function that somebody else calls, later: `.then(getUser)`. */
  private takeSite(path: string): number | undefined {
    const { site } = this;
    this.site = null;
    return site?.name === path.slice(path.lastIndexOf(".") + 1) ? site.origin : undefined;
  }

  record(kind: Operation["kind"], path: string, name: string, args: readonly unknown[], async: boolean): Operation {
    const short = shorten(name);
    const site = kind === "call" ? this.takeSite(path) : undefined;
    // All others are told apart by their order, which counts.
    const isFree = kind === "call" && this.overrides.repeatable(path, args);
    const occurrence = this.numbers.number(this.asked, short, isFree ? site : undefined, this.isOriginal);
    const key = occurrence === 1 ? short : `${short}#${occurrence}`;
    const operation: Operation = {
      key,
      base: baseOf(key),
      path,
      kind,
      args,
      occurrence,
      site,
      async,
      started: this.next(),
      settled: Infinity,
      startTime: this.clock.now,
      settleTime: Infinity,
      failed: false,
      subscriptions: 0,
      discarded: false,
    };
    this.operations.push(operation);
    return operation;
  }

  settle(operation: Operation, failed: boolean): void {
    operation.settled = this.next();
    operation.settleTime = this.clock.now;
    operation.failed = failed;
  }

  /** A call, by the program, of a function we invented. */
  call(self: Identity, args: unknown[], construct: boolean): unknown {
    const { path } = self;
    const called = construct ? `new ${path}()` : `${path}()`;
    const name = `${construct ? "new " : ""}${self.label}(${args.map(this.print).join(", ")})`;
    if (this.facts.builders.has(path) || this.overrides.pure(path)) {
      return this.values.make({ path: called, label: shorten(name), data: true }, this.isCalled(""));
    }
    if (this.operations.length >= operationLimit) {
      const error = this.limit();
      if (this.isOperation(path)) return new Promise(() => {});
      throw error;
    }
    const async = !construct && this.isOperation(path);
    const operation = this.record("call", path, name, args, async);
    const outcome = this.outcome(operation);
    const label = this.overrides.repeatable(path, args) ? shorten(name) : operation.key;
    operation.receiver = self.answer;
    const result: Identity = { path: called, label, data: true, answer: operation.key };
    if (outcome === "throw" || (outcome === "reject" && !async)) {
      this.settle(operation, true);
      throw new OperationError(operation.key);
    }
    if (async) return this.start(operation, () => this.perform(operation, result));
    const given = this.callBack(operation, result);
    if (given instanceof Promise) given.catch(() => {});
    this.settle(operation, false);
    return given !== undefined && !(given instanceof Promise) ? given : this.answer(operation, result);
  }

  private answer(operation: Operation, result: Identity): unknown {
    const empty = this.outcome(operation) === "empty";
    if (answersYesOrNo(operation.path)) return !empty;
    // Two answers may be the same, but they are two objects.
    // What a factory gives may itself be called: `const sql = connect(); await sql`…``.
    return empty ? null : this.values.make(result, this.isOperation(result.path), operation.key);
  }

  /** Calls the functions among the arguments once each, as `transaction(async (tx) => …)` does; gives the first answer. */
  private callBack(operation: Operation, result: Identity): unknown {
    let first: unknown;
    for (const arg of operation.args) {
      if (typeof arg !== "function" || this.values.identityOf(arg)) continue;
      const given = Array.from({ length: 3 }, (_, i) =>
        this.values.make({ path: `${result.path}.$${i}`, label: `${operation.key}.$${i}`, data: true }, false),
      );
      const answer: unknown = arg(...given);
      if (first === undefined) first = answer;
      else if (answer instanceof Promise) answer.catch(() => {});
    }
    return first;
  }

  /** A call, by the program, of an operation of a service. */
  serve(
    path: string,
    label: string,
    args: unknown[],
    kind: keyof Moments,
    act: (...args: unknown[]) => unknown,
    manner: Manner,
  ): unknown {
    if (this.operations.length >= operationLimit) {
      this.limit();
      return new Promise(() => {});
    }
    const operation = this.record("call", path, `${label}(${args.map(this.print).join(", ")})`, args, true);
    if (this.outcome(operation) === "throw") {
      this.settle(operation, true);
      throw new OperationError(operation.key);
    }
    return this.start(operation, () => performService(this, operation, kind, act, manner));
  }

  private start(operation: Operation, perform: () => Promise<unknown>): object {
    if (!this.scenario.lazy) {
      const promise = iterable(perform());
      this.promises.set(promise, operation);
      return promise;
    }
    // Prisma, Knex and mongoose queries start when they are subscribed to, and once more for every further `then`.
    const then = (resolve: (value: unknown) => unknown, reject: (error: unknown) => unknown): Promise<unknown> => {
      operation.subscriptions += 1;
      if (operation.subscriptions === 1) operation.started = this.next();
      return perform().then(resolve, reject);
    };
    const thenable = iterable({
      then,
      catch: (reject: (error: unknown) => unknown) => then((value) => value, reject),
      finally: (run: () => void) => Promise.resolve({ then }).finally(run),
    });
    this.promises.set(thenable, operation);
    return thenable;
  }

  private perform(operation: Operation, result: Identity): Promise<unknown> {
    const latency = this.scenario.latency(operation.key);
    const rejects = this.outcome(operation) === "reject";
    return new Promise((resolve, reject) => {
      const finish = (given?: unknown): void => {
        this.settle(operation, rejects);
        if (rejects) reject(new OperationError(operation.key));
        else resolve(given === undefined ? this.answer(operation, result) : given);
      };
      const fail = (error: unknown): void => {
        this.settle(operation, true);
        reject(error);
      };
      const hasCallback = operation.args.some((arg) => typeof arg === "function" && !this.values.identityOf(arg));
      if (!hasCallback) return void this.clock.after(latency, finish);
      this.clock.after(latency / 2, () => {
        Promise.resolve()
          .then(() => this.callBack(operation, result))
          .then((given) => this.clock.after(latency / 2, () => finish(given)), fail);
      });
    });
  }
}

/** Lets `for await` take its items from what an operation gives, which the program may await elsewhere. */
function iterable<T extends object>(given: T): T {
  return Object.defineProperty(given, Symbol.asyncIterator, { value: () => itemsOf(given) });
}

async function* itemsOf(given: object): AsyncGenerator<unknown> {
  yield* (await given) as AsyncIterable<unknown>;
}
