import { printChain } from "./print-chain";
import { printChoice } from "./print-choice";
import { printCollect } from "./print-collect";
import { plainCall, readCall, severalAwaits, value, writeCall } from "./print-expression";
import { printFilled } from "./print-filled";
import { printIdiom } from "./print-idiom";
import { printLocal } from "./print-local";
import { printNested } from "./print-nested";
import { printReuse } from "./print-reuse";
import { printRounds } from "./print-rounds";
import type { Recipe } from "./recipe";
import { Picks, type Scope } from "./scope";
import { printService } from "./services";
import { printStep } from "./print-step";
import { printVars } from "./print-vars";
import { helpers, plainEffects } from "./vocabulary";

/** What statements may do depends on the function around them. */
export interface Surroundings {
  generator: boolean;
  hasThis: boolean;
  topLevel: boolean;
  /** Helpers that the module must declare. */
  helpers: Set<string>;
  /** The same for those that use services. */
  serviceHelpers: Set<string>;
}

export function printStatements(recipes: Recipe[], scope: Scope, around: Surroundings): string[] {
  return recipes.flatMap((recipe) => {
    const lines = printStatement(recipe, new Picks(recipe.picks), scope, around);
    return recipe.sequential && lines.length > 0 ? ["// @sequential", ...lines] : lines;
  });
}

function printStatement(recipe: Recipe, picks: Picks, scope: Scope, around: Surroundings): string[] {
  const declare = (noun: string, init: string): string[] => [
    `const ${scope.declare(noun, picks.chance(9))} = ${init};`,
  ];
  switch (recipe.kind) {
    case "read": {
      const { code, noun } = readCall(picks, scope);
      if (picks.chance(12)) return declare("body", `await (await ${code}).json()`);
      return declare(noun, `await ${code}`);
    }
    case "destructure":
      return [destructure(picks, scope)];
    case "write": {
      const { code, noun } = writeCall(picks, scope);
      return picks.number(2) === 0 ? [`await ${code};`] : declare(noun, `await ${code}`);
    }
    case "compute":
      return compute(picks, scope);
    case "assign":
      if (scope.lets.length === 0) return [];
      return [
        `${picks.from(scope.lets)} = ${picks.chance(4) ? value(picks, scope) : `await ${readCall(picks, scope).code}`};`,
      ];
    case "plain": {
      const { code, noun } = plainCall(picks, scope);
      return picks.number(2) === 0 ? declare(noun, code) : [`${picks.from(plainEffects)}(${value(picks, scope)});`];
    }
    case "field": {
      const owner = picks.from(around.hasThis ? ["local", "this", "context"] : ["local", "context"]);
      const right = picks.number(3) === 0 ? value(picks, scope) : `await ${readCall(picks, scope).code}`;
      return [`${owner}.${picks.from(["first", "second", "third"])} = ${right};`];
    }
    case "expression":
      return declare("pair", severalAwaits(picks, scope));
    case "log":
      return [printLine(picks, scope)];
    case "clock":
      return declare("time", "Date.now()");
    case "discard": {
      const { code } = readCall(picks, scope);
      // Whether a call is for its effect is told by its key: nobody else must make the same one and use the result.
      return [`await ${code.startsWith("fetch(") ? code : `${code.slice(0, -1)}, "aside")`};`];
    }
    case "combinator":
      return combinator(picks, scope);
    case "repeat": {
      const { code } = readCall(picks, scope);
      return [...declare("before", `await ${code}`), ...declare("after", `await ${code}`)];
    }
    case "conditional":
      return declare("maybe", conditional(picks, scope));
    case "callback": {
      if (scope.lets.length === 0) return [];
      const { code, noun } = readCall(picks, scope);
      const callback = `(given) => { ${picks.from(scope.lets)} = given; }`;
      return declare(noun, `await ${code.slice(0, -1)}, ${callback})`);
    }
    case "helper": {
      const helper = picks.from(helpers);
      around.helpers.add(helper.name);
      return declare(helper.noun, `await ${helper.name}(${helper.name === "pause" ? 5 : value(picks, scope)})`);
    }
    case "mutate":
      return [
        picks.from([
          "local.count += 1;",
          "list.push(id);",
          "local.items = list;",
          "delete local.first;",
          "list.length = 0;",
        ]),
      ];
    case "promise": {
      const name = scope.declare("pending", false);
      const { code, noun } = readCall(picks, scope);
      const rest = picks.number(2) === 0 ? [] : declare("between", `await ${readCall(picks, scope).code}`);
      return [`const ${name} = ${code};`, ...rest, ...declare(noun, `await ${name}`)];
    }
    case "closure":
      return closure(picks, scope);
    case "chain":
      return printChain(picks, scope);
    case "collect":
      return printCollect(picks, scope, around.topLevel);
    case "yield":
      return around.generator ? [`yield ${value(picks, scope)};`] : [];
    case "choice":
      return printChoice(picks, scope);
    case "vars":
      return printVars(picks, scope, around.topLevel);
    case "local":
      return printLocal(picks, scope, around.topLevel);
    case "reuse":
      return printReuse(picks, scope, around.topLevel);
    case "step":
      return printStep(picks, scope, around.topLevel);
    case "rounds":
      return printRounds(picks, scope, around);
    case "idiom":
      return printIdiom(picks, scope);
    case "filled":
      return printFilled(picks, scope);
    case "service":
      return printService(picks, scope, around);
    default:
      return printNested(recipe, picks, scope, around);
  }
}

/** Something that is said between two operations, now and then about one that is awaited in the same line. */
function printLine(picks: Picks, scope: Scope): string {
  const said = picks.chance(5) ? `await ${readCall(picks, scope).code}` : value(picks, scope);
  const line = `${picks.from(["console.log", "console.log", "console.warn", "logger.info"])}(${said});`;
  return picks.chance(5) ? `if (${value(picks, scope)}) ${line}` : line;
}

function destructure(picks: Picks, scope: Scope): string {
  const { code } = readCall(picks, scope);
  const fresh = (noun: string): string => scope.declare(noun, false);
  const keyword = picks.from(["const", "let"]);
  // Names come into scope after the call that fills them.
  switch (picks.number(7)) {
    case 0:
      return `${keyword} { name: ${fresh("name")} } = await ${code};`;
    case 3: {
      const missing = `await ${picks.chance(6) ? writeCall(picks, scope).code : readCall(picks, scope).code}`;
      const other = picks.from([value(picks, scope), `format(${value(picks, scope)})`, '"none"']);
      return `${keyword} { name: ${fresh("title")} = ${missing}, size: ${fresh("size")} = ${other} } = await ${code};`;
    }
    case 4: {
      const missing = `await ${readCall(picks, scope).code}`;
      return `${keyword} [, , ${fresh("third")} = ${missing}] = ${picks.from([value(picks, scope), "[id, id]"])};`;
    }
    case 5: {
      // The name is never there.
      const missing = picks.from([
        `await ${readCall(picks, scope).code}`,
        `id ? await ${readCall(picks, scope).code} : list`,
      ]);
      return `${keyword} { missing: ${fresh("missing")} = ${missing} } = { id, more: await ${code} };`;
    }
    case 1:
      return `${keyword} [${fresh("head")}, ${fresh("next")}] = await ${code};`;
    case 2:
      return `${keyword} { name: ${fresh("title")} = "none", ...${fresh("rest")} } = await ${code};`;
    default: {
      const fallback = value(picks, scope);
      return `${keyword} { owner: { name: ${fresh("owner")} = ${fallback} } } = await ${code};`;
    }
  }
}

function compute(picks: Picks, scope: Scope): string[] {
  const init = picks.from([
    value(picks, scope),
    `${value(picks, scope)} === ${value(picks, scope)}`,
    `[...list, ${value(picks, scope)}]`,
    `{ ...local, value: ${value(picks, scope)} }`,
  ]);
  return [`const ${scope.declare("made", false)} = ${init};`];
}

function combinator(picks: Picks, scope: Scope): string[] {
  const calls = `[${readCall(picks, scope).code}, ${readCall(picks, scope).code}]`;
  switch (picks.number(3)) {
    case 0:
      return [`const [${scope.declare("one", false)}, ${scope.declare("two", false)}] = await Promise.all(${calls});`];
    case 1:
      return [`const ${scope.declare("settled", false)} = await Promise.allSettled(${calls});`];
    default: {
      const mapped = `[1, 2].map((each) => getUser(each))`;
      return [`const ${scope.declare("mapped", false)} = await Promise.all(${mapped});`];
    }
  }
}

function conditional(picks: Picks, scope: Scope): string {
  const { code } = readCall(picks, scope);
  const test = value(picks, scope);
  return picks.from([
    `${test} ? await ${code} : null`,
    `${test} && (await ${code})`,
    `(${test}) ?? (await ${code})`,
    `!(await ${code})`,
  ]);
}

function closure(picks: Picks, scope: Scope): string[] {
  if (scope.lets.length === 0) return [];
  const target = picks.from(scope.lets);
  const name = scope.declare("step", false, false);
  const { code } = readCall(picks, scope);
  const body = picks.from([
    `() => ${target}`,
    `() => { ${target} = ${value(picks, scope)}; }`,
    `async () => { ${target} = await ${code}; return ${target}; }`,
  ]);
  const call = body.startsWith("async") ? `await ${name}()` : `${name}()`;
  return [
    `const ${name} = ${body};`,
    picks.number(2) === 0 ? `${call};` : `const ${scope.declare("answer", false)} = ${call};`,
  ];
}
