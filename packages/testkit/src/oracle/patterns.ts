/** Turns `db.*.findMany`, `get*` or `~/lib/api#get*` into a test on paths. The part before `#` names a module: it is not looked at. */
export function matcher(patterns: readonly string[] = []): (path: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const text = pattern.slice(pattern.indexOf("#") + 1).replace(/\(\)$/, "");
    return new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  });
  return (path) => expressions.some((expression) => expression.test(path));
}
