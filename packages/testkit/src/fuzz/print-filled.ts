import { readCall } from "./print-expression";
import type { Picks, Scope } from "./scope";

const keys = ["user", "posts", "team"] as const;

/** An object of one's own that is filled key by key: the order of its keys, and what is read of it between, are part of the result. */
export function printFilled(picks: Picks, scope: Scope): string[] {
  const literals = ["{}", "{ user: null, team: null }", "{ data: {} }", "{ user: 1, posts: 2, team: 3 }"];
  const shape = picks.number(literals.length);
  // Named before the calls, so that some of them are about what it holds.
  const inner = scope.inner();
  const name = inner.declare("filled", false, false);
  const object = shape === 2 ? `${name}.data` : name;
  inner.names.push(...keys.map((key) => `${object}.${key}`));
  const lines = [`const ${name} = ${literals[shape]};`];
  for (let count = 2 + picks.number(3); count > 0; count--) lines.push(fill(object, picks, inner));
  scope.declare("filled", false);
  return lines;
}

function fill(object: string, picks: Picks, scope: Scope): string {
  const target = `${object}.${picks.from(keys)}`;
  const set = `${target} = await ${readCall(picks, scope).code};`;
  switch (picks.number(8)) {
    case 5:
      return `if (id) ${set}`;
    case 6:
      return `try { ${set} } catch { ${target} = null; }`;
    case 7:
      return `delete ${target};`;
    default:
      return set;
  }
}
