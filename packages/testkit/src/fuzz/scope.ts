/** Takes decisions off a statement's list of numbers. */
export class Picks {
  private next = 0;

  constructor(private numbers: number[]) {}

  number(limit: number): number {
    const value = this.numbers[this.next % this.numbers.length] ?? 0;
    this.next += 1;
    // The second time round the numbers must not repeat themselves.
    return (value + Math.floor(this.next / (this.numbers.length + 1)) * 7) % limit;
  }

  from<T>(list: readonly T[]): T {
    return list[this.number(list.length)];
  }

  /** True one time in `times`; false when numbers are shrunk to 0. */
  chance(times: number): boolean {
    return this.number(times) === times - 1;
  }
}

/** Names in scope while a program is printed. */
export class Scope {
  /** Readable here, newest last. */
  readonly names: string[];
  private own = new Set<string>();
  private hidden = new Set<string>();

  constructor(
    private above: Scope | null,
    /** Variables declared with `let`, assignable. */
    readonly lets: string[],
    names: string[] = [],
  ) {
    this.names = [...(above?.names ?? []), ...names];
    for (const name of names) this.own.add(name);
  }

  inner(): Scope {
    return new Scope(this, [...this.lets]);
  }

  /**
   * Declares a variable named after `noun`. With `shadow`, a name of an outer scope may be taken again. Names of functions are
   * not readable: their text would get into the program's data, and a transform changes it.
   */
  declare(noun: string, shadow: boolean, readable = true): string {
    let name = noun;
    for (let i = 2; shadow ? this.own.has(name) : this.names.includes(name) || this.isOwn(name); i++)
      name = `${noun}${i}`;
    this.own.add(name);
    if (readable) this.names.push(name);
    return name;
  }

  /** Declares a function that nothing but what is printed with it mentions. */
  declareHidden(noun: string): string {
    const name = this.declare(noun, false, false);
    this.hidden.add(name);
    return name;
  }

  private isOwn(name: string): boolean {
    return this.own.has(name) || (this.above?.isOwn(name) ?? false);
  }

  /** What a result can be made of: the newest names say most about what happened. */
  declared(): string[] {
    return [...this.own].filter((name) => !this.hidden.has(name));
  }
}
