import { readCall, value } from "./print-expression";
import { type Surroundings, printStatements } from "./print-statement";
import type { Recipe } from "./recipe";
import type { Picks, Scope } from "./scope";

/** Statements that contain others. */
export function printNested(recipe: Recipe, picks: Picks, scope: Scope, around: Surroundings): string[] {
  const inside = (recipes: Recipe[], prepare?: (inner: Scope) => string[]): string[] => {
    const inner = scope.inner();
    const first = prepare?.(inner) ?? [];
    return [...first, ...printStatements(recipes, inner, around)].map((line) => `  ${line}`);
  };
  switch (recipe.kind) {
    case "block":
      return ["{", ...inside(recipe.body), "}"];
    case "if":
      return printIf(recipe, picks, scope, around, inside);
    case "try": {
      const handler = picks.from([
        "console.error(error);",
        "local.failed = true;",
        "await saveUser(error.message);",
        "throw error;",
      ]);
      const lines = ["try {", ...inside(recipe.body)];
      if (picks.chance(3))
        return [
          ...lines,
          "} finally {",
          ...inside(recipe.other, () => [picks.from(["track(id);", "await db.release(id);"])]),
          "}",
        ];
      return [...lines, "} catch (error) {", `  ${handler}`, ...inside(recipe.other), "}"];
    }
    default:
      return printLoop(recipe, picks, scope, inside);
  }
}

type Inside = (recipes: Recipe[], prepare?: (inner: Scope) => string[]) => string[];

function printIf(recipe: Recipe, picks: Picks, scope: Scope, around: Surroundings, inside: Inside): string[] {
  const test = picks.from([`!${picks.from(scope.names)}`, value(picks, scope), "isReady(id)"]);
  if (picks.chance(3) && !around.topLevel) {
    const leave = picks.from([`return ${value(picks, scope)};`, "return;", `throw new Error("stop");`]);
    return [`if (${test}) ${leave}`, ...printStatements(recipe.body, scope, around)];
  }
  const lines = [`if (${test}) {`, ...inside(recipe.body)];
  return recipe.other.length === 0 ? [...lines, "}"] : [...lines, "} else {", ...inside(recipe.other), "}"];
}

function printLoop(recipe: Recipe, picks: Picks, scope: Scope, inside: Inside): string[] {
  const leave = picks.chance(4) ? [`  ${picks.from([`if (list.length > 5) break;`, `if (!id) continue;`])}`] : [];
  const sum = `  list.push(await ${readCall(picks, scope).code});`;
  const body = (noun: string): string[] => inside(recipe.body, (inner) => (inner.declare(noun, false), []));
  switch (picks.number(3)) {
    case 0: {
      const each = scope.names.includes("each") ? "item" : "each";
      return [`for (const ${each} of [1, 2]) {`, ...leave, ...body(each), sum, "}"];
    }
    case 1: {
      const index = scope.names.includes("i") ? "j" : "i";
      return [`for (let ${index} = 0; ${index} < 2; ${index}++) {`, ...leave, ...body(index), "}"];
    }
    default: {
      const count = scope.declare("count", false);
      return [`let ${count} = 0;`, `while (${count}++ < 2) {`, ...leave, ...inside(recipe.body), "}"];
    }
  }
}
