import { hash } from "./hash";

/** What an invented value is known by. */
export interface Identity {
  /** Static name, in the notation of `prepare/path.ts`. */
  path: string;
  /** The same with arguments: what pictures show. */
  label: string;
  /** A result or an argument, which may be used like an array or a string; not an imported name. */
  data: boolean;
  /** Key of the operation whose answer it is, or is part of. */
  answer?: string;
}

/** What values ask of the world they live in. */
export interface Host {
  call(self: Identity, args: unknown[], construct: boolean): unknown;
  assigned(self: Identity, key: string, value: unknown): void;
  /** Whether `self[key]` shall be missing in this scenario. */
  isAbsent(label: string, self: Identity): boolean;
  /** Whether the program calls properties of this name. */
  isCalled(name: string): boolean;
  isOperation(path: string): boolean;
}

const arrayMethods = new Set(Object.getOwnPropertyNames(Array.prototype).filter((name) => name !== "constructor"));
const mutating = new Set(["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"]);
const callbackMethods = /^(map|flatMap|filter|forEach|find\w*|some|every|reduce\w*)$/;
const stringMethods = new Set(Object.getOwnPropertyNames(String.prototype).filter((name) => name !== "constructor"));
const elements = 3;

/**
 * Invented values: whatever a program does with the result of a function we know nothing about, something deterministic
 * comes back. Properties give further values, calls are operations, iteration gives three elements, conversion gives
 * the label or a small number. They are never thenables.
 */
export class Values {
  private identities = new Map<object, Identity>();
  private byName = new Map<string, object>();

  constructor(private host: Host) {}

  identityOf = (value: unknown): Identity | undefined =>
    (typeof value === "object" && value !== null) || typeof value === "function"
      ? this.identities.get(value)
      : undefined;

  labelOf = (value: unknown): string | undefined => this.identityOf(value)?.label;

  /** The value of this identity; always the same one for the same `name`. */
  make(identity: Identity, callable: boolean, name = identity.label): object {
    const known = this.byName.get(name);
    if (known) return known;
    // A bound function can be called and constructed and owns no property that a proxy would have to admit to.
    // oxlint-disable-next-line no-extra-bind
    const target: object = callable ? function () {}.bind(null) : {};
    const value = new Proxy(target, new Invented(this, this.host, identity, callable));
    this.identities.set(value, identity);
    this.byName.set(name, value);
    return value;
  }

  /** Gives a real object an identity: it is shown by its name, and not looked into. */
  adopt(value: object, identity: Identity): void {
    this.identities.set(value, identity);
  }

  child(self: Identity, key: string): object {
    const index = /^\d+$/.test(key);
    const path = `${self.path}.${index ? "[]" : key}`;
    const label = index ? `${self.label}[${key}]` : `${self.label}.${key}`;
    const identity = { path, label: shorten(label), data: self.data, answer: self.answer };
    // Two answers that look alike are two objects, and so are their parts.
    const name = self.answer === undefined ? identity.label : `${identity.label} of ${self.answer}`;
    return this.make(identity, this.host.isCalled(key), name);
  }

  private items(self: Identity): object[] {
    return Array.from({ length: elements }, (_, i) => this.child(self, String(i)));
  }

  /** What `class X extends <this value>` inherits from: every method that the program calls. */
  prototypeFor(self: Identity): object {
    return new Proxy(
      {},
      {
        get: (_, key) =>
          typeof key === "string" &&
          key !== "then" &&
          key !== "constructor" &&
          key !== "toJSON" &&
          this.host.isCalled(key)
            ? this.child(self, key)
            : undefined,
        set: (_, key, value, receiver) =>
          Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true }),
      },
    );
  }

  symbol(self: Identity, key: symbol): unknown {
    if (key === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? small(self.label) : self.label);
    if (key === Symbol.iterator) return () => this.items(self)[Symbol.iterator]();
    if (key === Symbol.asyncIterator) return () => asynchronously(this.items(self));
    // Node before 24 has these under a name of its own.
    if (/^(?:Symbol|nodejs)\.(?:async)?[dD]ispose$/.test(key.description ?? ""))
      return () => this.host.call(this.disposer(self, key), [], false);
    return undefined;
  }

  private disposer(self: Identity, key: symbol): Identity {
    return { path: `${self.path}.dispose`, label: `${self.label}.${key.description}`, data: false };
  }

  property(self: Identity, key: string, callable: boolean): unknown {
    const label = `${self.label}.${key}`;
    if (key === "then" || key === "catch" || key === "finally") return undefined;
    if (key === "toJSON" || key === "toString") return () => self.label;
    if (key === "valueOf") return () => small(self.label);
    if (callable && (key === "call" || key === "apply" || key === "bind")) return Function.prototype[key];
    if (self.data && this.host.isAbsent(label, self)) return undefined;
    if (key === "length" || key === "size") return elements;
    if (/^(ok|success)$/.test(key)) return true;
    // Streams, pages and cursors must come to an end: the third answer is the last.
    if (/^(done|hasMore|hasNext(Page)?)$/.test(key))
      return (key === "done") === Number(/#(\d+)$/.exec(self.label)?.[1] ?? 1) >= 3;
    if (self.data && !this.host.isOperation(`${self.path}.${key}`)) {
      if (arrayMethods.has(key) && !mutating.has(key)) return this.arrayMethod(self, key);
      if (stringMethods.has(key))
        return (String.prototype as unknown as Record<string, () => unknown>)[key].bind(self.label);
    }
    return this.child(self, key);
  }

  private arrayMethod(self: Identity, key: string): unknown {
    const items = this.items(self) as unknown as Record<string, (...args: unknown[]) => unknown>;
    return (...args: unknown[]) => {
      // `repo.find(id)` is no array's `find`.
      if (callbackMethods.test(key) && typeof args[0] !== "function") {
        return this.host.call({ path: `${self.path}.${key}`, label: `${self.label}.${key}`, data: false }, args, false);
      }
      return items[key](...args);
    };
  }
}

/** How an invented value answers. */
class Invented implements ProxyHandler<object> {
  private own: Map<PropertyKey, unknown> | undefined;
  private prototype: object | undefined;

  constructor(
    private values: Values,
    private host: Host,
    private self: Identity,
    private callable: boolean,
  ) {}

  get(_: object, key: PropertyKey): unknown {
    if (this.own?.has(key)) return this.own.get(key);
    if (typeof key === "symbol") return this.values.symbol(this.self, key);
    if (key === "prototype")
      return this.callable ? (this.prototype ??= this.values.prototypeFor(this.self)) : undefined;
    return this.values.property(this.self, key as string, this.callable);
  }

  set(_: object, key: PropertyKey, value: unknown): boolean {
    return this.assign(key, value);
  }

  deleteProperty(_: object, key: PropertyKey): boolean {
    return this.assign(key, undefined);
  }

  private assign(key: PropertyKey, value: unknown): boolean {
    (this.own ??= new Map()).set(key, value);
    this.host.assigned(this.self, String(key), value);
    return true;
  }

  has(_: object, key: PropertyKey): boolean {
    return typeof key === "string";
  }

  ownKeys(): string[] {
    return ["first", "second"];
  }

  getOwnPropertyDescriptor(_: object, key: PropertyKey): PropertyDescriptor | undefined {
    if (key !== "first" && key !== "second") return undefined;
    const value = this.own?.get(key) ?? this.values.child(this.self, key);
    return { configurable: true, enumerable: true, writable: true, value };
  }

  apply(_: object, __: unknown, args: unknown[]): unknown {
    return this.host.call(this.self, args, false);
  }

  construct(target: object, args: unknown[], newTarget: Function): object {
    // `class Repo extends Base`: the instance is the program's own object.
    if (this.values.identityOf(newTarget)) return this.host.call(this.self, args, true) as object;
    return Reflect.construct(target as new () => object, [], newTarget);
  }
}

async function* asynchronously(items: object[]): AsyncGenerator<object> {
  yield* items;
}

function small(label: string): number {
  return 1 + (hash(label) % 5);
}

/** Labels grow with every call in a chain; beyond this they end in a hash. */
export function shorten(label: string): string {
  return label.length <= 400 ? label : `${label.slice(0, 200)}…${hash(label).toString(36)}`;
}
