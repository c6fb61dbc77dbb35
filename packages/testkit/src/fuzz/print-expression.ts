import type { Picks, Scope } from "./scope";
import { argumentCall, plain, reads, unknowns, writes, type Word } from "./vocabulary";

/** A value made of what is in scope: what ties statements together. */
export function value(picks: Picks, scope: Scope): string {
  const name = (): string => picks.from(scope.names);
  switch (picks.number(12)) {
    case 0:
    case 1:
      return String(picks.number(4));
    case 2:
    case 3:
      return JSON.stringify(picks.from(["a", "b", "c"]));
    case 4:
    case 5:
      return name();
    case 6:
    case 7:
      return `${name()}?.${picks.from(["id", "name", "owner"])}`;
    case 8:
      return `{ id: ${name()}, page: ${picks.number(3)} }`;
    case 9:
      return `[${name()}, ${picks.number(3)}]`;
    case 10:
      return `\`/${picks.from(["x", "y"])}/\${${name()}}\``;
    default:
      return scope.lets.length > 0 ? picks.from(scope.lets) : "null";
  }
}

/** A call of something that only reads, without its `await`. */
export function readCall(picks: Picks, scope: Scope): { code: string; noun: string } {
  switch (picks.number(10)) {
    case 7: {
      const word = picks.from(unknowns);
      return { code: `${word.callee}(${args(picks, scope)})`, noun: word.noun };
    }
    case 8:
      return { code: `fetch(\`/data/\${${picks.from(scope.names)}}\`)`, noun: "response" };
    case 9:
      return { code: `fetch("/page", { method: "GET", query: ${value(picks, scope)} })`, noun: "page" };
    default: {
      const word = picks.from(reads);
      return { code: `${word.callee}(${args(picks, scope)})`, noun: word.noun };
    }
  }
}

export function writeCall(picks: Picks, scope: Scope): { code: string; noun: string } {
  if (picks.chance(5))
    return { code: `fetch("/submit", { method: "POST", body: ${value(picks, scope)} })`, noun: "posted" };
  const word: Word = picks.from(writes);
  return { code: `${word.callee}(${args(picks, scope)})`, noun: word.noun };
}

export function plainCall(picks: Picks, scope: Scope): { code: string; noun: string } {
  const word = picks.from(plain);
  return { code: `${word.callee}(${value(picks, scope)})`, noun: word.noun };
}

function args(picks: Picks, scope: Scope): string {
  const count = picks.number(3);
  const parts = count === 0 ? ["id"] : Array.from({ length: count }, () => value(picks, scope));
  // An argument that can fail while it is evaluated, now and then.
  if (picks.chance(12)) parts.push(`${argumentCall}(${value(picks, scope)})`);
  return parts.join(", ");
}

/** An expression with several awaits in it. */
export function severalAwaits(picks: Picks, scope: Scope): string {
  const read = (): string => `await ${readCall(picks, scope).code}`;
  switch (picks.number(7)) {
    case 0:
      return `{ first: ${read()}, second: ${read()} }`;
    case 1:
      return `[${read()}, ${read()}]`;
    case 2:
      return `(${read()}) + (${read()})`;
    case 3:
      return `\`\${${read()}} and \${${read()}}\``;
    case 4:
      return `format(${read()}, ${value(picks, scope)}, ${read()})`;
    case 5:
      return `{ first: ${read()}, view: ${plainCall(picks, scope).code}, second: ${read()} }`;
    default:
      return `[${read()}, await ${writeCall(picks, scope).code}, ${read()}]`;
  }
}
