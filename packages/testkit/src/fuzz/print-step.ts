import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/**
 * Statements that await in parts of their own and set a variable: what may be an operation as a whole, or very nearly. Handlers that
 * log, throw, leave or look at something else make the difference.
 */
export function printStep(picks: Picks, scope: Scope, topLevel: boolean): string[] {
  const read = (): string => `await ${readCall(picks, scope).code}`;
  const test = value(picks, scope);
  const first = picks.from(["null", "[]", "0"]);
  const shape = picks.number(11);
  const reads = [read(), read()];
  const name = scope.declare("step", false);
  const set = `${name} = ${reads[0]};`;
  const declared = `let ${name} = ${first};`;
  switch (shape) {
    case 0:
      return [declared, `if (${test}) ${set}`];
    case 1:
      return [declared, `if (${test}) {`, `  ${set}`, "} else {", `  ${name} = ${reads[1]};`, "}"];
    case 2:
      return [declared, `${name} = ${test} ? ${reads[0]} : ${first};`];
    case 3:
      return [declared, `${name} ${picks.from(["??=", "||=", "&&="])} ${reads[0]};`];
    case 4:
      return [declared, "{", `  const inner = ${reads[0]};`, `  ${name} = [inner, ${reads[1]}];`, "}"];
    case 5: {
      const cases = [`  case "a":`, `    ${set}`, "    break;", "  default:", `    ${name} = ${reads[1]};`];
      return [declared, `switch (${test}) {`, ...cases, "}"];
    }
    case 6: {
      const leave = `  if (${picks.from([test, `inner?.id === ${test}`])}) break own;`;
      const early = picks.chance(2) ? [leave] : [];
      const late = picks.chance(3) ? [`  await saveUser(inner);`] : [];
      return [
        declared,
        "own: {",
        ...early.filter(() => !leave.includes("inner")),
        `  const inner = ${reads[0]};`,
        leave,
        ...late,
        `  ${name} = [inner, ${reads[1]}];`,
        "}",
      ];
    }
    case 7:
    case 8:
      return [declared, ...labelled(picks, name, test, reads)];
    default:
      return [declared, "try {", ...tried(picks, name, reads), ...handled(picks, name, topLevel)];
  }
}

/** An `if` or a `switch` that leaves itself by its label, before or between its awaits. */
function labelled(picks: Picks, name: string, test: string, reads: string[]): string[] {
  const leave = `if (${picks.from([`${name}?.id`, test])}) break own;`;
  const set = `${name} = ${reads[0]};`;
  const inside = picks.from([`${leave} ${set}`, `${set} ${leave} ${name} = [${name}, ${reads[1]}];`]);
  const head = picks.chance(4) ? reads[1] : test;
  return picks.number(2) === 0
    ? [`own: if (${head}) { ${inside} }`]
    : [`own: switch (${head}) { case 1: ${inside} break; default: ${name} = ${reads[1]}; }`];
}

function tried(picks: Picks, name: string, reads: string[]): string[] {
  const set = `  ${name} = ${reads[0]};`;
  return picks.from([
    [set],
    [set],
    [`  const raw = ${reads[0]};`, `  if (!raw) throw new Error("none");`, `  ${name} = raw;`],
    [`  const raw = ${reads[0]};`, `  ${name} = [raw, ${reads[1]}];`],
    [`  ${name} = "begun";`, set],
  ]);
}

function handled(picks: Picks, name: string, topLevel: boolean): string[] {
  const leave = topLevel ? "throw error;" : picks.from(["throw error;", `return ${name};`]);
  const handler = picks.from([
    "",
    `${name} = "failed";`,
    `${name} = error.message;`,
    "console.error(error);",
    "logger.warn(error);",
    leave,
    `await saveUser(${name});`,
  ]);
  const end = picks.chance(6) ? [`} finally {`, `  ${name} = [${name}];`, "}"] : ["}"];
  return ["} catch (error) {", `  ${handler}`, ...end];
}
