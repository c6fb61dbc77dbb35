import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/**
 * A variable that functions of the same function look at and set: those that are only called, where they are made or by each other, and now
 * and then one that is kept, goes on later, or is called by a handler or in the next round.
 */
export function printLocal(picks: Picks, scope: Scope, topLevel: boolean): string[] {
  const held = scope.declare("held", false);
  const names: Names = { held, put: scope.declareHidden("put"), show: scope.declareHidden("show") };
  const first = picks.chance(3) ? `await ${readCall(picks, scope).code}` : value(picks, scope);
  const shape = picks.number(topLevel ? 3 : 6);
  const inner = shape < 2 ? scope : scope.inner();
  const uses = Array.from({ length: 3 + picks.number(3) }, () => use(picks, inner, names));
  const put = picks.from([
    `const ${names.put} = (given) => { ${held} = [${held}, given]; return given; };`,
    `function ${names.put}(given) { ${held} = [${held}, given]; return given; }`,
    `const ${names.put} = (given) => (${held} = given);`,
  ]);
  const show = picks.from([
    `const ${names.show} = () => ${held};`,
    `function ${names.show}() { return [${held}]; }`,
    `const ${names.show} = () => ${names.put}(${held});`,
  ]);
  const declaration = `let ${held} = ${first};`;
  const text = [put, show, ...uses];
  if (picks.chance(4)) text.splice(2 + picks.number(uses.length), 0, kept(picks, inner, names));
  switch (shape) {
    case 2:
      return [declaration, `for (const turn of [1, 2]) {`, ...text, `}`];
    case 3:
      return [declaration, `try {`, ...text, `} catch (error) { list.push(error.message, ${held}); }`];
    case 4:
      return [declaration, put, show, `try {`, ...uses, `} catch { list.push(${names.show}()); }`];
    case 5:
      return [declaration, `for (const turn of [1, 2]) { try {`, ...text, `} catch { list.push(${held}, turn); } }`];
    default:
      return [declaration, ...text];
  }
}

interface Names {
  held: string;
  put: string;
  show: string;
}

function use(picks: Picks, scope: Scope, { held, put, show }: Names): string {
  // Others must not make the same calls: the oracle could not tell them apart where one that is begun early is one more.
  const read = (): string => {
    const { code } = readCall(picks, scope);
    return code.startsWith("fetch(") ? `await fetch("/${held}")` : `await ${code.slice(0, -1)}, "${held}")`;
  };
  const about = (what: string): string => {
    const { code } = readCall(picks, scope);
    if (code.startsWith("fetch(")) return `await fetch(\`/${held}/\${${what}}\`)`;
    return `await ${code.slice(0, code.indexOf("(") + 1)}${what}, "${held}")`;
  };
  // A name comes into scope after what it is declared with.
  const declare = (code: string): string => `const ${scope.declare("got", false)} = ${code};`;
  switch (picks.number(16)) {
    case 0:
      return `${put}(${read()});`;
    case 1:
      return declare(about(held));
    case 2:
      return `${held} = ${read()};`;
    case 3:
      return declare(about(`${put}(${value(picks, scope)})`));
    case 4:
      return declare(about(`${show}()`));
    case 5:
      return `list.push(${show}());`;
    case 6:
      return picks.from([`[1, 2].forEach(${put});`, `[1, 2].forEach((each) => { ${held} = [${held}, each]; });`]);
    case 7:
      return `if (${value(picks, scope)}) ${put}(${read()});`;
    case 8:
      return declare(`{ a: ${read()}, b: ${show}(), c: ${about(held)} }`);
    case 9:
      return `try { ${put}(${read()}); } catch { ${put}(0); }`;
    case 10:
      return declare(`[${put}(1), ${about(held)}, ${read()}]`);
    case 11:
      return declare(`[${held}, ${about(`${put}(2)`)}, ${read()}]`);
    case 12:
      return declare(`[${held}, ${about(`${held} = [${held}, 3]`)}, ${read()}]`);
    case 13:
      return declare(about(`${held} = ${value(picks, scope)}`));
    case 14:
      return `${put}(${value(picks, scope)});`;
    default:
      return declare(read());
  }
}

/** Gives one of the functions, or another that sets the variable, to somebody who may call it later. */
function kept(picks: Picks, scope: Scope, { held, put, show }: Names): string {
  const { code } = readCall(picks, scope);
  const given = code.startsWith("fetch(") ? `getUser(id)` : code;
  const call = (argument: string): string =>
    `const ${scope.declare("got", false)} = await ${given.slice(0, -1)}, ${argument});`;
  return picks.from([
    call(put),
    call(`(given) => { ${held} = given; }`),
    call(`() => ${show}()`),
    `await Promise.all([1, 2].map(async (each) => { ${put}([each, await ${code}]); }));`,
  ]);
}
