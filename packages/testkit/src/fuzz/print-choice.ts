import { plainCall, readCall, value, writeCall } from "./print-expression";
import type { Picks, Scope } from "./scope";
import { argumentCall, plain, plainEffects } from "./vocabulary";

/**
 * Statements in whose expressions something decides what is awaited, beside other awaits: as a value, an element, an argument, what is set or
 * returned. Now and then a branch writes, counts, or gives what may be a promise.
 */
export function printChoice(picks: Picks, scope: Scope): string[] {
  const read = (): string => `await ${readCall(picks, scope).code}`;
  const shape = picks.number(12);
  // The failure of what an operation waits for is that of the operation, and the oracle tells such calls by their names.
  const calls = shape === 8 ? [argumentCall] : shape === 11 ? [] : plain.map(({ callee }) => callee);
  const [first, second] = [choice(picks, scope, calls), choice(picks, scope, calls)];
  const beside = read();
  const declare = (noun: string, init: string): string => `const ${scope.declare(noun, false)} = ${init};`;
  switch (shape) {
    case 0:
      return [declare("pair", `{ first: ${beside}, second: ${first} }`)];
    case 1:
      return [declare("pair", `{ first: ${first}, view: ${plainCall(picks, scope).code}, second: ${second} }`)];
    case 2:
      return [declare("pair", `[${first}, ${beside}, ${second}]`)];
    case 3:
      return [declare("shown", `format(${beside}, ${first})`)];
    case 4:
      return [`${picks.from(plainEffects)}(${first}, ${beside});`];
    case 5:
      return [`${picks.from(["local", "context"])}.${picks.from(["first", "second", "third"])} = ${first};`];
    case 6:
      return [`const { name: ${scope.declare("name", false)} = "none" } = ${value(picks, scope)} ? ${beside} : {};`];
    case 7: {
      const name = scope.declare("choice", false);
      return [`let ${name} = ${first};`, `${name} = [${name}, ${second}];`];
    }
    case 8:
      return [declare("found", `await getUser(${first}, ${second})`)];
    case 9:
      return [declare("text", `\`\${${first}} and \${${beside}}\``)];
    case 10:
      return [declare("picked", `(${first}) || (${beside})`)];
    default: {
      const own = scope.declare("own", false, false);
      return [declare("given", `await (async () => { const ${own} = ${beside}; return ${first}; })()`)];
    }
  }
}

/** `calls`: what may be called to decide. */
function choice(picks: Picks, scope: Scope, calls: string[]): string {
  const { code } = picks.chance(14) ? writeCall(picks, scope) : readCall(picks, scope);
  // What decides may fail, and what comes behind it then does not start.
  const test = calls.length > 0 && picks.chance(4) ? `${picks.from(calls)}(id)` : value(picks, scope);
  const other = picks.from(["null", '"none"', "0", "[]", value(picks, scope), "Promise.resolve(id)"]);
  switch (picks.number(7)) {
    case 0:
      return `${test} ? ${other} : await ${code}`;
    case 1:
      return `(${test}) && (await ${code})`;
    case 2:
      return `(await ${readCall(picks, scope).code}) ${picks.from(["||", "??", "&&"])} (await ${code})`;
    case 3:
      return scope.lets.length > 0
        ? `${test} ? await ${code} : (${picks.from(scope.lets)} = ${other})`
        : `!${test} ? await ${code} : ${other}`;
    case 4:
      return `(${other}) ${picks.from(["||", "??"])} (await ${code})`;
    default:
      return `${test} ? await ${code} : ${other}`;
  }
}
