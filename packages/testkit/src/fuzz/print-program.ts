import { value } from "./print-expression";
import { type Surroundings, printStatements } from "./print-statement";
import type { ProgramRecipe } from "./recipe";
import { Picks, Scope } from "./scope";
import { serviceHelpers, serviceImports } from "./services";
import { helpers } from "./vocabulary";

const imports =
  "getUser fetchPosts loadConfig listTags queryStats searchNews saveUser createOrder sendMail requireAccess logger db api".split(
    " ",
  );

/**
 * A module from a recipe: one function of some form, the helpers it calls, and a result made of everything it declared, so that no
 * wrong value goes unnoticed.
 */
export function printProgram({ form, picks: numbers, body }: ProgramRecipe): string {
  const picks = new Picks(numbers);
  const topLevel = form === 5;
  const around: Surroundings = {
    generator: form === 3,
    hasThis: form === 2 || form === 4,
    topLevel,
    helpers: new Set(),
    serviceHelpers: new Set(),
  };
  const parameters = topLevel ? [] : ["id", "context"];
  const scope = new Scope(null, ["state", "shared"], ["id", "context", "local"]);
  const lines = [
    ...(topLevel ? [`const id = 7;`, `const context = getContext();`] : []),
    `const local = { count: 0 };`,
    `const list = [];`,
    `let state = ${picks.from(["0", "null"])};`,
    ...printStatements(body, scope, around),
  ];
  const made = scope.declared().filter((name) => !parameters.includes(name) && name !== "local");
  const result = `{ ${["local", "list", "state", "shared", ...made].join(", ")} }`;
  lines.push(
    topLevel
      ? `export const outcome = ${result};`
      : picks.chance(6)
        ? `return [${value(picks, scope)}, ${result}];`
        : `return ${result};`,
  );
  const used = [
    ...helpers.filter(({ name }) => around.helpers.has(name)).map(({ code }) => code),
    ...serviceHelpers.filter(({ name }) => around.serviceHelpers.has(name)).map(({ code }) => code),
    wrap(form, lines),
  ];
  const text = used.join("\n");
  return [importsFor(text), ...serviceImports(text), "let shared = 1;", ...ledger(used), ...used, ""].join("\n");
}

function wrap(form: number, lines: string[]): string {
  const inside = lines.map((line) => `  ${line}`).join("\n");
  switch (form) {
    case 0:
      return `export async function run(id, context) {\n${inside}\n}`;
    case 1:
      return `export const run = async (id, context) => {\n${inside}\n};`;
    case 2:
      return `export class Service {\n  async run(id, context) {\n${inside.replace(/^/gm, "  ")}\n  }\n}`;
    case 3:
      return `export async function* run(id, context) {\n${inside}\n}`;
    case 4:
      return `export const service = {\n  async run(id, context) {\n${inside.replace(/^/gm, "  ")}\n  },\n};`;
    default:
      return lines.join("\n");
  }
}

/** The object that helpers share, when one of them is there. */
function ledger(used: string[]): string[] {
  return used.some((code) => code.includes("ledger."))
    ? ["const ledger = { count: 0, list: [3, 1, 2], box: null };"]
    : [];
}

function importsFor(code: string): string {
  const used = imports.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return used.length > 0 ? `import { ${used.join(", ")} } from "./api";` : "";
}
