import { readCall } from "./print-expression";
import type { Picks, Scope } from "./scope";

/**
 * Operations that use earlier results, in tree and graph shapes: what is scheduled as lanes. Each uses up to two of those before
 * it; now and then something without an await stands between, or a name is assigned instead of declared.
 */
export function printChain(picks: Picks, scope: Scope): string[] {
  const made: string[] = [];
  const lines: string[] = [];
  const count = 2 + picks.number(5);
  for (let i = 0; i < count; i++) {
    const call = withArguments(readCall(picks, scope).code, uses(picks, made));
    lines.push(...printLink(picks, scope, call, made));
  }
  return lines;
}

/** Texts that use zero to two of the names; the newer ones more often. */
function uses(picks: Picks, made: string[]): string[] {
  if (made.length === 0) return [];
  const pick = (): string => {
    const name = picks.number(2) === 0 ? made[made.length - 1] : picks.from(made);
    return picks.from([name, name, `${name}?.id`, `[${name}]`]);
  };
  switch (picks.number(6)) {
    case 0:
      return [];
    case 1:
      return [pick(), pick()];
    default:
      return picks.number(3) === 0 ? [] : [pick()];
  }
}

/** `getUser(id)` and `a`, `b` make `getUser(id, a, b)`; a request gets them in its address. */
function withArguments(call: string, extra: string[]): string {
  if (extra.length === 0) return call;
  if (call.startsWith("fetch(")) return `fetch(\`/of/${extra.map((each) => `\${${each}}`).join("/")}\`)`;
  return `${call.slice(0, -1)}, ${extra.join(", ")})`;
}

function printLink(picks: Picks, scope: Scope, call: string, made: string[]): string[] {
  const declare = (noun: string): string => {
    const name = scope.declare(noun, false);
    made.push(name);
    return name;
  };
  switch (picks.number(14)) {
    case 0:
      return [`const ${declare("body")} = await (await ${call}).json();`];
    case 1:
      return [`const { name: ${declare("named")} } = await ${call};`];
    case 2:
      return [`let ${declare("open")} = await ${call};`];
    case 3: {
      const link = declare("link");
      return [`const ${link} = await ${call};`, `const ${declare("derived")} = [${link}, 1];`];
    }
    case 4: {
      const link = declare("link");
      const helper = scope.declare("look", false, false);
      const text = declare("seen");
      return [
        `const ${link} = await ${call};`,
        `function ${helper}() { return ${link}; }`,
        `const ${text} = await listTags(${helper}());`,
      ];
    }
    case 5: {
      if (scope.lets.length === 0) return [`const ${declare("link")} = await ${call};`];
      const target = picks.from(scope.lets);
      made.push(target);
      return [`${target} = await ${call};`];
    }
    case 6: {
      const link = declare("link");
      const shaped = declare("shaped");
      return [`const ${link} = await ${call};`, `const ${shaped} = await api.getMenu(() => ${link});`];
    }
    case 7:
      return [`const ${declare("size")} = (await ${call})?.length;`];
    default:
      return [`const ${declare("link")} = await ${call};`];
  }
}
