import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/**
 * A chain and a read beside it whose results are variables of the whole function: alone or among constants, in a block, a loop or a `try`, and
 * read in front of that, behind it, in its handler or in a function.
 */
export function printVars(picks: Picks, scope: Scope, topLevel: boolean): string[] {
  const about = value(picks, scope);
  const ask = (what: string): string => {
    const { code } = readCall(picks, scope);
    return code.startsWith("fetch(")
      ? `await fetch(\`/vars/\${${what}}\`)`
      : `await ${code.slice(0, code.indexOf("(") + 1)}${what})`;
  };
  // Variables of the block are assigned again between the operations of a lane, or behind them.
  const isBlock = picks.chance(3);
  const [first, second, third] = ["first", "second", "third"].map((name) =>
    scope.declare(`${name}${isBlock ? "Let" : "Var"}`, false),
  );
  // Those that are no `var` must not be mentioned outside.
  const isMixed = !isBlock && picks.chance(4);
  const keyword = isBlock ? "let" : "var";
  const inner = isMixed ? "inner" : second;
  const before = picks.chance(5) && !isBlock ? `[${about}, ${third}]` : about;
  const lines = [
    `${keyword} ${first} = ${ask(before)};`,
    `${isMixed ? picks.from(["const", "let"]) : keyword} ${inner} = ${ask(first)};`,
    `${keyword} ${third} = ${picks.chance(4) ? `{ of: ${ask(about)}, ${first} }` : ask(about)};`,
  ];
  if (isMixed) lines.push(`list.push(${inner});`, `var ${second} = ${inner};`);
  if (!isBlock && picks.chance(4)) lines.unshift(`list.push(${picks.from([first, second, third])});`);
  if (picks.chance(5)) lines.push(`list.push((() => ${picks.from([first, second])})());`);
  const again = picks.from([
    `${first} = [${first}, 1];`,
    `if (${about}) ${first} = ${ask(first)};`,
    `${first} = ${ask(`[${first}]`)};`,
  ]);
  if (picks.chance(isBlock ? 2 : 6)) lines.splice(isBlock ? 1 + picks.number(2) : picks.number(2), 0, again);
  if (picks.chance(isBlock ? 3 : 9)) lines.push(`${first} = [${first}, ${third}, ${ask(about)}];`);
  if (isBlock) return lines;
  const text = lines.join(" ");
  switch (picks.number(topLevel ? 3 : 6)) {
    case 0:
      return isMixed ? [`{ ${text} }`] : lines;
    case 1:
      return [`if (${value(picks, scope)}) { ${text} }`];
    case 2:
      return [`for (const turn of [1, 2]) { ${text} list.push(turn, ${second}); }`];
    case 3:
      return [`try { ${text} } catch (error) { console.warn(${picks.from(["error.message", first, third])}); }`];
    case 4:
      return [
        `for (const turn of [1, 2]) { try { ${text} list.push(turn, ${third}); } catch (error) { list.push(error.message); } }`,
      ];
    default:
      return [
        `try { for (const turn of [1, 2]) { ${text} list.push(turn); } } catch (error) { list.push(error.message); }`,
      ];
  }
}
