import type { World } from "./world";

/** Yields taken from a generator before it is closed. */
const yieldLimit = 12;

/**
 * Enters a program by one of its exports: `load` calls a function, `Repo#load` constructs the class and calls the method,
 * `api.load` calls a function member. Whatever comes back is used up: promises are awaited, generators drained, returned
 * functions called.
 */
export async function enter(
  entry: string,
  exports: Map<string, () => unknown>,
  world: World,
  onInstance: (instance: unknown) => void,
): Promise<unknown> {
  const [, name, separator, member] = /^([^#.]+)([#.]?)(.*)$/.exec(entry)!;
  const target = exports.get(name)!() as never;
  if (separator === "#") {
    const Class = target as new (...args: unknown[]) => Record<string, (...args: unknown[]) => unknown>;
    const instance = new Class(...argumentsFor(Class, world, "constructor"));
    onInstance(instance);
    return consume(instance[member](...argumentsFor(instance[member], world, member)), world, 0);
  }
  const fn = separator === "." ? target[member] : target;
  return consume(
    (fn as Function).apply(separator === "." ? target : undefined, argumentsFor(fn, world, member || name)),
    world,
    0,
  );
}

/** Entries that an export offers, found by looking at the values of a first run. */
export function entriesOf(name: string, value: unknown, world: World): string[] {
  if (world.values.identityOf(value)) return [];
  if (typeof value === "function") {
    if (!/^class\b/.test(Function.prototype.toString.call(value))) return [name];
    return [
      ...members(value.prototype).map((each) => `${name}#${each}`),
      ...members(value).map((each) => `${name}.${each}`),
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return members(value).map((each) => `${name}.${each}`);
}

function members(object: object): string[] {
  return Object.getOwnPropertyNames(object).filter((key) => {
    const { value } = Object.getOwnPropertyDescriptor(object, key)!;
    return key !== "constructor" && typeof value === "function";
  });
}

/** Invented arguments, named like the parameters. Parameters with defaults get none, so that the defaults run. */
function argumentsFor(fn: unknown, world: World, name: string): unknown[] {
  const names = world.facts.parameters.get(name) ?? [];
  const count = typeof fn === "function" ? fn.length : 0;
  const positional = Array.from({ length: count }, (_, i) => names[i] ?? `arg${i}`);
  const rest = names.at(-1)?.startsWith("...") ? ["first", "second", "third"] : [];
  return [...positional, ...rest].map((label) =>
    world.values.make({ path: label, label, data: true }, world.isCalled(label)),
  );
}

async function consume(value: unknown, world: World, depth: number): Promise<unknown> {
  const result = await value;
  if (world.values.identityOf(result) || depth > 1) return result;
  if (typeof result === "function") {
    if (/^class\b/.test(Function.prototype.toString.call(result))) return result;
    return consume(result(...argumentsFor(result, world, result.name)), world, depth + 1);
  }
  if (typeof result !== "object" || result === null) return result;
  if (isGenerator(result)) return drain(result);
  if (!/^(Object|Array)$/.test(result.constructor?.name ?? "Object")) return result;
  const answers: unknown[] = [];
  for (const key of Object.keys(result)) {
    const member = (result as Record<string, unknown>)[key];
    if (typeof member === "function" && !world.values.identityOf(member)) {
      answers.push(await consume(member.apply(result, argumentsFor(member, world, key)), world, depth + 1));
    }
  }
  return answers.length > 0 ? { result, answers } : result;
}

function isGenerator(value: object): value is AsyncGenerator<unknown> {
  return /Generator\]$/.test(Object.prototype.toString.call(value));
}

async function drain(generator: AsyncGenerator<unknown>): Promise<unknown> {
  const yielded: unknown[] = [];
  for (let i = 0; i < yieldLimit; i++) {
    const { done, value } = await generator.next();
    yielded.push(value);
    if (done) return { yielded };
  }
  await generator.return?.(undefined);
  return { yielded, closed: true };
}
