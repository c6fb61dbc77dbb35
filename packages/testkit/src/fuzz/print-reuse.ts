import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/**
 * A variable that chains of operations ask with and that is set again between them: in a row, by one of them, in a branch, by a handler or by the
 * next round. Now and then a function holds it, or the object in it is filled instead.
 */
export function printReuse(picks: Picks, scope: Scope, topLevel: boolean): string[] {
  const keyword = picks.chance(5) ? "var" : "let";
  // A `var` of a block inside would collide with a `let` around it.
  const asked = scope.declare(keyword === "var" ? "askedVar" : "asked", false);
  const shape = picks.number(topLevel ? 3 : 6);
  const inner = shape < 2 ? scope : scope.inner();
  const declaration = `${keyword} ${asked} = ${picks.chance(3) ? `await ${readCall(picks, scope).code}` : `["asked"]`};`;
  const made: string[] = [];
  const text = picks.chance(2)
    ? chains(picks, inner, asked)
    : Array.from({ length: 4 + picks.number(4) }, () => link(picks, inner, asked, made));
  switch (shape) {
    case 2:
      return [declaration, `for (const turn of [1, 2]) {`, ...text, `}`];
    case 3:
      return [declaration, `try {`, ...text, `} catch (error) { ${asked} = 0; list.push(error.message); }`];
    case 4:
      return [`for (const turn of [1, 2]) {`, declaration, `try {`, ...text, `} catch { list.push(turn); } }`];
    case 5:
      return [declaration, `for (const turn of [1, 2]) { try {`, ...text, `} catch { ${asked} = [turn, ${asked}]; } }`];
    default:
      return [declaration, ...text];
  }
}

/** Others must not make the same calls: the oracle could not tell them apart where one that is begun early is one more. */
function askWith(picks: Picks, scope: Scope, about: string[]): string {
  const { code } = readCall(picks, scope);
  if (code.startsWith("fetch(")) return `await fetch(\`/asked/${about.map((each) => `\${${each}}`).join("/")}\`)`;
  return `await ${code.slice(0, -1)}, "asked"${about.map((each) => `, ${each}`).join("")})`;
}

/**
 * Chains that set the variable for themselves, one behind the other. Now and then one needs an answer of another one, or the value that the other has
 * left.
 */
function chains(picks: Picks, scope: Scope, asked: string): string[] {
  const lines: string[] = [];
  const all: string[] = [];
  const declare = (code: string): string => {
    const name = scope.declare("answer", false);
    all.push(name);
    lines.push(`const ${name} = ${code};`);
    return name;
  };
  for (let chain = 2 + picks.number(2); chain > 0; chain--) {
    let own = picks.chance(4) && all.length > 0 ? picks.from(all) : "id";
    const other = (): string => (picks.chance(5) && all.length > 0 ? picks.from(all) : own);
    if (picks.chance(2))
      own = declare(askWith(picks, scope, picks.chance(4) ? [other(), asked] : [other(), `"${chain}"`]));
    lines.push(
      picks.from([
        `${asked} = [${own}];`,
        `${asked} = [${other()}, ${chain}];`,
        `${asked} = ${chain};`,
        `${asked} = [${chain}];`,
        `${asked} = ${askWith(picks, scope, [other()])};`,
        `${asked} = [${asked}, ${own}];`,
        `if (${own}) ${asked} = ${chain};`,
        `${asked} ??= ${own};`,
      ]),
    );
    for (let link = 1 + picks.number(3); link > 0; link--) {
      own = declare(
        picks.chance(5)
          ? `[${other()}, ${asked}]`
          : askWith(picks, scope, picks.chance(3) ? [other()] : [other(), asked]),
      );
    }
  }
  if (picks.chance(3)) declare(`[${asked}]`);
  return lines;
}

/** An operation that asks with the variable, or with what was answered before, or something that sets the variable. */
function link(picks: Picks, scope: Scope, asked: string, made: string[]): string {
  const ask = (...about: string[]): string => askWith(picks, scope, about);
  const answer = (): string => (made.length === 0 ? "id" : picks.from(made));
  // A name comes into scope after what it is declared with.
  const declare = (code: string): string => {
    const name = scope.declare("answer", false);
    made.push(name);
    return `const ${name} = ${code};`;
  };
  switch (picks.number(18)) {
    case 0:
    case 1:
      return declare(ask(answer(), asked));
    case 2:
      return declare(ask(asked));
    case 3:
    case 4:
      return declare(ask());
    case 5:
      return declare(ask(answer()));
    case 6:
      return declare(`[${answer()}, ${asked}]`);
    case 7:
      return `${asked} = [${value(picks, scope)}];`;
    case 8:
      return `${asked} = ${ask(answer())};`;
    case 9:
      return `if (${value(picks, scope)}) ${asked} = ${picks.from([ask(), `[${answer()}]`])};`;
    case 10:
      return `try { ${asked} = ${ask()}; } catch { ${asked} = "none"; }`;
    case 11:
      return declare(`${value(picks, scope)} ? [${ask()}, ${asked}] : ${asked}`);
    case 12:
      return picks.from([`${asked} += 1;`, `${asked} = [${asked}];`, `[${asked}] = [${answer()}];`]);
    case 13:
      return picks.from([
        declare(ask(`() => ${asked}`)),
        declare(`(() => ${asked})()`),
        `${asked}?.push?.(${answer()});`,
        declare(ask(`[${asked}, ${asked} = 1]`)),
      ]);
    case 14:
    case 15:
    case 16:
      // A value for those behind it alone.
      return `${asked} = ${picks.from(["0", `[${answer()}]`, `[${answer()}, 1]`])};`;
    default:
      return declare(`{ a: ${ask(asked)}, b: ${ask(answer(), `{ ${asked} }`)} }`);
  }
}
