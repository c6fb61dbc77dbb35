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
  const text = Array.from({ length: 4 + picks.number(4) }, () => link(picks, inner, asked, made));
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

/** An operation that asks with the variable, or with what was answered before, or something that sets the variable. */
function link(picks: Picks, scope: Scope, asked: string, made: string[]): string {
  // Others must not make the same calls: the oracle could not tell them apart where one that is begun early is one more.
  const ask = (...about: string[]): string => {
    const { code } = readCall(picks, scope);
    if (code.startsWith("fetch(")) return `await fetch(\`/asked/${about.map((each) => `\${${each}}`).join("/")}\`)`;
    return `await ${code.slice(0, -1)}, "asked"${about.map((each) => `, ${each}`).join("")})`;
  };
  const answer = (): string => (made.length === 0 ? "id" : picks.from(made));
  // A name comes into scope after what it is declared with.
  const declare = (code: string): string => {
    const name = scope.declare("answer", false);
    made.push(name);
    return `const ${name} = ${code};`;
  };
  switch (picks.number(15)) {
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
    default:
      return declare(`{ a: ${ask(asked)}, b: ${ask(answer(), `{ ${asked} }`)} }`);
  }
}
