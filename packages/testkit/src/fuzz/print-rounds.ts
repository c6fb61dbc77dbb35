import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/** What rounds may stand in. */
interface Around {
  generator: boolean;
  topLevel: boolean;
}

/**
 * Loops that have to take one iteration after the other, or nearly: what carries a value, ends early, asks in its head, tries again, or
 * changes what it goes through.
 */
export function printRounds(picks: Picks, scope: Scope, { generator, topLevel }: Around): string[] {
  const found = scope.declare("rounds", false);
  const inner = scope.inner();
  const each = inner.declare("each", false);
  const ask = (about: string): string => `await ${askAbout(picks, inner, about)}`;
  const collect = `${found}.push(${ask(each)});`;
  const declared = `const ${found} = [];`;
  const shape = picks.number(18);
  switch (shape) {
    case 0:
      return [declared, `for (const ${each} of await ${readCall(picks, scope).code}) { ${collect} }`];
    case 1: {
      const round = `try { ${found}.push(${ask("turn")}); break; } catch (error) { ${found}.push(error.message); }`;
      return [declared, `for (let turn = 0; turn < 3; turn++) { ${round} }`];
    }
    case 2: {
      const turn = scope.declare("turn", false);
      const test = `(${ask(turn)}) === 1 || ${turn} < 2`;
      return [declared, `let ${turn} = 0;`, `while (${test}) { ${turn} += 1; ${found}.push(${turn}); }`];
    }
    case 3: {
      const cursor = scope.declare("cursor", false);
      const page = `const page = ${ask(cursor)}; ${found}.push(page); ${cursor} = page?.next;`;
      return [declared, `let ${cursor} = null;`, `do { ${page} } while (${cursor} && ${found}.length < 3);`];
    }
    case 4:
      return [
        declared,
        `outer: for (const ${each} of [1, 2, id]) {`,
        `  for (const part of [1, ${value(picks, scope)}]) {`,
        `    if (part === ${each}) ${picks.from(["continue", "break"])} outer;`,
        `    ${collect}`,
        `  }`,
        `}`,
      ];
    case 5:
      return [
        declared,
        `for (const ${each} of [1, id]) {`,
        `  ${collect}`,
        ...(generator ? [`  yield ${each};`] : []),
        "}",
      ];
    case 6:
      return [
        `const ${found} = [1, 2];`,
        `for (const ${each} of ${found}) { const item = ${ask(each)}; if (${found}.length < 4) ${found}.push(item); }`,
      ];
    case 7:
      return [
        `let ${found} = ${value(picks, scope)};`,
        `for (const ${each} of [1, 2]) ${found} = ${ask(`[${found}, ${each}]`)};`,
      ];
    case 8:
      return [declared, `for await (const ${each} of ${sourceOf(picks, scope)}) ${found}.push(${each});`];
    case 9:
      return [declared, `for (const ${each} of [1, 2]) { await saveUser(${each}); ${collect} }`];
    case 10:
      return [declared, `for (const ${each} of (function* () { list.push(0); yield 1; yield id; })()) { ${collect} }`];
    case 11: {
      const [key, entry] = [each, inner.declare("entry", false)];
      const map = picks.from(["new Map([[1, id], [2, 3]])", "new Map(Object.entries({ a: id })).entries()"]);
      return [declared, `for (const [${key}, ${entry}] of ${map}) { ${found}.push([${entry}, ${ask(key)}]); }`];
    }
    case 12:
      return [declared, `for (const ${each} of document.querySelectorAll("li")) { ${collect} }`];
    case 13: {
      const row = inner.declare("row", false);
      const source = picks.from([askAbout(picks, inner, each), `context.items.filter((item) => item !== ${each})`]);
      const rows = inner.declare("rows", false);
      const end = picks.chance(4) ? ` if (${row} === ${value(picks, scope)}) break;` : "";
      return [
        declared,
        `for (const ${each} of [1, 2]) {`,
        `  const ${rows} = [];`,
        `  for await (const ${row} of ${source}) {${end} ${rows}.push(${row}); }`,
        `  ${found}.push(${rows});`,
        `}`,
      ];
    }
    case 14: {
      const other = scope.declare("rounds", false);
      const sources = [
        askAbout(picks, scope, "1"),
        picks.from([askAbout(picks, scope, "2"), "context.items.values()"]),
      ];
      const set = picks.from([`${other}.push(${each})`, `${found}.push(${each})`]);
      return [
        declared,
        `const ${other} = [];`,
        `for await (const ${each} of ${sources[0]}) ${found}.push(${each});`,
        `for await (const ${each} of ${sources[1]}) ${set};`,
      ];
    }
    case 15:
    case 16:
      return printRetry(picks, scope, found);
    default:
      if (topLevel) return [declared, `for (const ${each} of list) { ${collect} }`];
      return [declared, `for (const ${each} of [1, 2]) { if (${ask(each)} === 1) return ${found}; ${collect} }`];
  }
}

/** Each round reads twice, and may look at what the one before has left, whether that has failed or not. */
function printRetry(picks: Picks, scope: Scope, found: string): string[] {
  const inner = scope.inner();
  const turn = inner.declare("turn", false);
  const isOuter = picks.from([true, false]);
  // A `var` belongs to the function: its name must not be one that a block around it declares later.
  const last = scope.declare(isOuter ? "last" : "lastVar", false, false);
  const look = picks.from([
    `if (${last}) ${found}.push(${last});`,
    `await saveUser(${last});`,
    `list.push(${last});`,
    "",
  ]);
  const about = picks.from([turn, `[${turn}, ${last}]`]);
  const next = `await ${askAbout(picks, inner, about)}`;
  const rates = [`const rate = await ${askAbout(picks, inner, turn)};`];
  if (!isOuter && picks.number(3) === 0)
    return [
      `const ${found} = [];`,
      `for (const ${turn} of [1, 2, id]) { var ${last} = ${next}; ${found}.push(${last}); }`,
    ];
  if (picks.number(3) > 0) rates.unshift(`const between = await ${askAbout(picks, inner, `[${turn}, ${last}]`)};`);
  return [
    `const ${found} = [];`,
    ...(isOuter ? [`let ${last} = null;`] : []),
    `for (const ${turn} of [1, 2, id]) {`,
    `  try {`,
    `    ${look}`,
    `    ${isOuter ? "" : "var "}${last} = ${next};`,
    ...rates.map((line) => `    ${line}`),
    `    ${found}.push(rate);`,
    `  } catch (error) { ${found}.push(error.message); }`,
    `}`,
  ];
}

/** A read about something. */
function askAbout(picks: Picks, scope: Scope, about: string): string {
  const { code } = readCall(picks, scope);
  if (code.startsWith("fetch(")) return `fetch(\`/round/\${${about}}\`)`;
  return `${code.slice(0, code.indexOf("(") + 1)}${about})`;
}

function sourceOf(picks: Picks, scope: Scope): string {
  const [one, two] = [readCall(picks, scope).code, readCall(picks, scope).code];
  return picks.from([
    `[${one}, ${two}]`,
    "context.items",
    `(async function* () { yield await ${one}; yield await ${two}; })()`,
  ]);
}
