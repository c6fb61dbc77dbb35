/** Turns `db.*.findMany`, `get*` or `~/lib/api#get*` into a test on paths. The part before `#` names a module: it is not looked at. */
export function matcher(patterns: readonly string[] = []): (path: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const text = pattern.slice(pattern.indexOf("#") + 1).replace(/\(\)$/, "");
    return new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  });
  return remembered((path) => expressions.some((expression) => expression.test(path)));
}

/** A function of a path, asked once for each: the same few paths come in every scenario. */
export function remembered<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    let answer = answers.get(path);
    if (answer === undefined) answers.set(path, (answer = ask(path)));
    return answer;
  };
}
