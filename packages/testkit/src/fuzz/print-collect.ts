import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";
import { plainEffects } from "./vocabulary";

/** What a loop collects into, and how. */
interface Collector {
  init: string;
  collect: (result: string, each: string) => string;
}

const collectors: Collector[] = [
  { init: "[]", collect: (result) => `NAME.push(${result});` },
  { init: "[]", collect: (result, each) => `NAME.push([${each}, ${result}]);` },
  { init: "new Map()", collect: (result, each) => `NAME.set(${each}, ${result});` },
  { init: "new Set()", collect: (result) => `NAME.add(${result});` },
  { init: "{}", collect: (result, each) => `NAME[${each}] = ${result};` },
  { init: "0", collect: (result) => `NAME += ${result};` },
  { init: '""', collect: (result) => "NAME += `${" + result + "},`;" },
  { init: "null", collect: (result) => `NAME = ${result};` },
];

/**
 * A loop over some items that asks for something about each and collects the answers: what can be split into phases. Every other one has
 * something in it that should, or should not, stop that.
 */
export function printCollect(picks: Picks, scope: Scope, topLevel: boolean): string[] {
  if (picks.chance(15)) return printCallback(picks, scope);
  const { init, collect } = picks.from(collectors);
  const name = scope.declare("found", false);
  const isVariable = /^[0n"]/.test(init);
  const inner = scope.inner();
  const head = headOf(picks, inner);
  const call = (): string => `await ${callOn(picks, inner, head.each)}`;
  const made: string[] = [];
  const lines: string[] = [];
  if (picks.chance(12)) lines.push(`if (!${head.each}) continue;`);
  for (let left = picks.number(3); left > 0; left--) {
    lines.push(...printStep(picks, inner, call, made));
    if (made.length > 0 && picks.chance(10)) lines.push(`if (!${picks.from(made)}) continue;`);
  }
  const result = made.length > 0 && picks.number(3) > 0 ? picks.from(made) : call();
  const line = collect(result, head.each).replace("NAME", name);
  lines.push(...disturbed(picks, inner, line, { name, made, each: head.each, topLevel }));
  // The last statements of an iteration are for some items only.
  if (picks.chance(8)) {
    const guarded = lines.splice(picks.number(lines.length));
    lines.push(`if (${head.each}) {`, ...guarded, "}");
  }
  const failures = picks.chance(5) ? scope.declare("failures", false) : "";
  if (failures !== "") lines.splice(0, lines.length, ...handled(picks, lines, head.each, failures));
  const collected = failures === "" ? "" : ` const ${failures} = [];`;
  const declaration = `${isVariable ? "let" : "const"} ${name} = ${init};${collected}`;
  const loop = [`${head.code} {`, ...lines.map((each) => `  ${each}`), "}"];
  return surround(picks, declaration, loop);
}

/** Callbacks that start all their iterations at once, or each behind the one before. */
function printCallback(picks: Picks, scope: Scope): string[] {
  const name = scope.declare("found", false);
  const inner = scope.inner();
  const each = inner.declare("each", false);
  const call = (): string => `await ${callOn(picks, inner, each)}`;
  const runs = scope.declare("runs", false, false);
  const body = `const one = ${call()}; const two = ${call()};`;
  return picks.from([
    [`const ${name} = await Promise.all([1, id].map(async (${each}) => { ${body} return [one, two]; }));`],
    [
      `const ${name} = await [1, id].reduce(async (before, ${each}) => { await before; ${body} return [one, two]; }, 0);`,
    ],
    [`const ${name} = await [1, 2].reduce(async (before, ${each}) => [await before, ${call()}], 0);`],
    [
      `const ${name} = []; const ${runs} = [];`,
      `[1, id].forEach((${each}) => ${runs}.push((async () => { ${body} return [one, two]; })()));`,
      `${name}.push(...(await Promise.all(${runs})));`,
    ],
  ]);
}

/** A body whose every failure ends in the iteration, or in what comes behind it. */
function handled(picks: Picks, lines: string[], each: string, failures: string): string[] {
  const handler = picks.from([
    `console.error("failed", ${each});`,
    `${failures}.push([${each}, error.message]);`,
    `${failures}.push(${each}); continue;`,
    "local.failed = error.message;",
    "throw error;",
  ]);
  const behind = picks.from([[], [`console.log("over", ${each});`], [`${failures}.length;`]]);
  const last = picks.from(["", "", ` finally { console.log("done", ${each}); }`, ` finally { ${failures}.push(0); }`]);
  const caught = last !== "" && picks.chance(2) ? "}" : `} catch (error) { ${handler} }`;
  return ["try {", ...lines.map((line) => `  ${line}`), `${caught}${last}`, ...behind];
}

function headOf(picks: Picks, inner: Scope): { code: string; each: string } {
  const each = inner.declare("each", false);
  switch (picks.number(13)) {
    case 8: {
      const bound = picks.from(["3", "list.length", "context.items.length"]);
      return { code: `for (let ${each} = 0; ${each} < ${bound}; ${each}++)`, each };
    }
    case 9: {
      const index = inner.declare("index", false);
      const step = picks.from([`${index}++`, `${index} += 1`, `${index} += 2`, `--${index}`]);
      const isDown = step.startsWith("--");
      const range = isDown ? [`list.length`, `${index} > 0`] : ["0", `${index} < list.length`];
      return { code: `for (let ${index} = ${range[0]}; ${range[1]}; ${step})`, each: `list[${index}]` };
    }
    case 10: {
      const [other, last] = [inner.declare("other", false), inner.declare("last", false)];
      const head = `let ${each} = 0, ${other} = 3, ${last} = list.length`;
      const test = picks.from([`${each} <= ${other}`, `${each} !== ${last}`]);
      return { code: `for (${head}; ${test}; ${each}++, ${other}--)`, each };
    }
    case 11:
      return { code: `for (const ${each} in { a: 1, b: id })`, each };
    case 12:
      return { code: `for (const ${each} in ${picks.from(["list", "context.items", '"ab"', "null"])})`, each };
    case 0:
      return { code: `for (const ${each} of [1, 2, id])`, each };
    case 1:
      return { code: `for (const ${each} of list)`, each };
    case 2:
      return {
        code: `for (const [${each}, ${inner.declare("entry", false)}] of Object.entries({ a: 1, b: id }))`,
        each,
      };
    case 3:
      return { code: `for (const { key: ${each} } of [{ key: 1 }, { key: id }, {}])`, each };
    case 4:
      return { code: `for (let ${each} of new Set([1, 2, 2, id]))`, each };
    case 5:
      return { code: `for (const ${each} of context.items)`, each };
    case 6:
      return { code: `for (const ${each} of [1, , 3])`, each };
    default:
      return { code: `for (const ${each} of "ab")`, each };
  }
}

/** A read about the item; now and then about nothing of it. */
function callOn(picks: Picks, inner: Scope, each: string): string {
  const { code } = readCall(picks, inner);
  if (picks.chance(10)) return code;
  if (code.startsWith("fetch(")) return `fetch(\`/item/\${${each}}\`)`;
  return `${code.slice(0, code.indexOf("(") + 1)}${each})`;
}

function printStep(picks: Picks, inner: Scope, call: () => string, made: string[]): string[] {
  const name = (noun: string): string => {
    const fresh = inner.declare(noun, false);
    made.push(fresh);
    return fresh;
  };
  switch (picks.number(13)) {
    case 11: {
      const last = name("last");
      const round = `if (part === ${last}) continue; ${last} = ${call()}; if (${last} === 2) break;`;
      return [`let ${last} = 0;`, `for (const part of [1, 2, 1]) { ${round} }`];
    }
    case 12: {
      const [pages, page] = [name("pages"), inner.declare("page", false)];
      const round = `${page} += 1; ${pages}.push(${call()}); if (${pages}[0] === 2) break;`;
      return [
        `const ${pages} = []; let ${page} = 0;`,
        picks.from([`while (${page} < 2) { ${round} }`, `do { ${round} } while (${page} < 2);`]),
      ];
    }
    case 8: {
      const caught = name("caught");
      const handler = picks.from([
        `${caught} = 0;`,
        `${caught} = ${call()};`,
        "continue;",
        "console.error(error);",
        "local.count += 1;",
      ]);
      return [`let ${caught} = null;`, `try { ${caught} = ${call()}; } catch (error) { ${handler} }`];
    }
    case 9: {
      const chosen = name("chosen");
      const test = picks.from([value(picks, inner), made[0]]);
      const other = picks.from(["", ` else ${chosen} = ${call()};`, ` else { ${chosen} = ${value(picks, inner)}; }`]);
      return [`let ${chosen} = 1;`, `if (${test}) { ${chosen} = ${call()}; }${other}`];
    }
    case 10: {
      const parsed = name("parsed");
      const text = inner.declare("text", false);
      const read = `const ${text} = ${call()}; if (${text}) ${parsed} = [${text}, ${call()}];`;
      return [`let ${parsed};`, `try { ${read} } catch { ${parsed} = []; }`];
    }
    case 0: {
      const before = made.length > 0 ? picks.from(made) : "id";
      return [`const ${name("next")} = await getUser([${before}]);`];
    }
    case 1: {
      const init = `[${value(picks, inner)}, ${picks.number(3)}]`;
      return [`const ${name("key")} = ${init};`];
    }
    case 2:
      return [`let ${name("open")} = ${call()};`];
    case 3: {
      const init = `(${call()})?.name`;
      return [`const ${name("named")} = ${init};`];
    }
    default: {
      const init = call();
      return [`const ${name("item")} = ${init};`];
    }
  }
}

interface Around {
  name: string;
  made: string[];
  each: string;
  topLevel: boolean;
}

/** The collecting statement, alone or beside something else. */
function disturbed(picks: Picks, inner: Scope, line: string, { name, made, each, topLevel }: Around): string[] {
  const result = made.length > 0 ? picks.from(made) : each;
  switch (picks.number(24)) {
    case 0:
      return [`if (!${result}) continue;`, line];
    case 1:
      return [`if (${result}) ${line}`];
    case 2:
      return [line, `if (${result} === 2) break;`];
    case 3:
      return topLevel ? [line] : [`if (${result} === 2) return ${name};`, line];
    case 4:
      return [line, `console.log(${result});`];
    case 5:
      return [line, `${picks.from(plainEffects)}(${result});`];
    case 6:
      return [`const seen = await listTags(${each}, ${name});`, line];
    case 7:
      return [line, "list.push(1);", "if (list.length > 4) break;"];
    case 8:
      return [`try { ${line} } catch (error) { local.failed = ${each}; }`];
    case 9:
      return [`const late = () => ${name};`, line, "local.late = late();"];
    case 10:
      return inner.lets.length > 0 ? [`${picks.from(inner.lets)} = ${result};`, line] : [line];
    case 11:
      return [`await saveUser(${each});`, line];
    case 12:
      return [`let copy = ${result};`, "copy = [copy];", line];
    case 13:
      return [line, "local.count += 1;"];
    case 15:
      return /^\w+$/.test(each) ? [`if (${result} === 1) ${each} += 1;`, line] : [line];
    case 14:
      return [`for (const part of [${result}]) ${line}`];
    case 16:
    case 17: {
      // What starts together in front of a branch that asks for more.
      const [one, two, late] = ["one", "two", "late"].map((noun) => inner.declare(noun, false));
      const ask = (about: string): string => `await ${callOn(picks, inner, about)}`;
      const test = picks.from([one, `${two} !== 2`, result, `[${one}, ${two}].length`]);
      const last = picks.from([`list.push(${late});`, line, `list.push([${late}, ${two}]); ${line}`]);
      const end = picks.chance(8) ? `else { ${line} }` : "";
      return [
        `const ${one} = ${ask(each)};`,
        `const ${two} = ${ask(picks.chance(4) ? one : each)};`,
        `if (${test}) { const ${late} = ${ask(one)}; ${last} }${end}`,
      ];
    }
    default:
      return [line];
  }
}

/** Where the collector is declared decides whether anybody sees it after a failure. */
function surround(picks: Picks, declaration: string, loop: string[]): string[] {
  const handler = ["} catch (error) {", "  console.error(error);", "}"];
  const indented = loop.map((each) => `  ${each}`);
  if (picks.chance(8)) return [declaration, "try {", ...indented, ...handler];
  if (picks.chance(8)) return [declaration, "for (const round of [1, 2]) {", ...indented, "}"];
  // Not tried again after a failure: what is asked a second time is told apart by counting, and a read past a failure counts too.
  return [declaration, ...loop];
}
