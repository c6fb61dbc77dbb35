import { readCall, value } from "./print-expression";
import type { Picks, Scope } from "./scope";

/** Ways to wait that are neither a plain await nor a loop, and what users write about statements. */
export function printIdiom(picks: Picks, scope: Scope): string[] {
  const read = (): string => readCall(picks, scope).code;
  const [one, two] = [read(), read()];
  const shape = picks.number(10);
  const name = scope.declare("idiom", false);
  switch (shape) {
    case 0:
      return [`const ${name} = await Promise.${picks.from(["race", "any"])}([${one}, ${two}]);`];
    case 1:
      return [`const ${name} = await api?.getMenu?.(${value(picks, scope)});`];
    case 2:
      return [`const ${name} = (await ${one})?.owner?.name;`];
    case 3: {
      // The first promise is left alone while the second is waited for.
      const [early, later] = [scope.declare("early", false, false), scope.declare("later", false)];
      const quiet = picks.chance(3) ? [`${early}.catch(() => {});`] : [];
      return [
        `const ${early} = ${one};`,
        ...quiet,
        `const ${later} = await ${two};`,
        `const ${name} = await ${early};`,
      ];
    }
    case 4:
      return [`// @parallel`, `const ${name} = await weather(${value(picks, scope)});`];
    case 5: {
      const each = scope.inner().declare("each", false);
      return [
        `const ${name} = [];`,
        `// @parallel`,
        `for (const ${each} of [1, id]) ${name}.push(await api.summary(${each}));`,
      ];
    }
    case 6: {
      const own = scope.declare("loadOwn", false, false);
      const body = picks.from([`return await ${one};`, `const own = await ${one}; return [own, await ${two}];`]);
      return [`async function ${own}() { ${body} }`, `const ${name} = await ${own}();`];
    }
    case 7:
      return [`const ${name} = await (async () => [await ${one}, await ${two}])();`];
    case 8: {
      const each = scope.inner().declare("each", false);
      const mapped = `[1, id].map(async (${each}) => { try { return await getUser(${each}); } catch { return null; } })`;
      return [`const ${name} = await Promise.all(${mapped});`];
    }
    default:
      return [`const ${name} = (await ${one}) || (await ${two});`];
  }
}
