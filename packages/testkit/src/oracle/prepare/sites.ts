import { types as t } from "@babel/core";

/** A place in a program where something is called. */
export interface Site {
  node: t.Node;
  /** The call as it is written, without what a printer may change. */
  text: string;
  /** The same, and what decides whether it is called, as far as that stands around it in its function or further out. */
  decided: string;
  /** The same, and what the assignment around it assigns to, if there is one. */
  assigned: string;
  /** What is called, in the same manner. */
  callee: string;
  /** The last name in it, or "" where there is none. */
  name: string;
}

type Call = t.CallExpression | t.OptionalCallExpression | t.NewExpression;

/** Where an argument can be added to a call, and what must stand before it; null for calls that take none from us. */
export function endOfArguments(node: t.Node, code: string): { at: number; separator: string } | null {
  if (!t.isCallExpression(node) && !t.isOptionalCallExpression(node) && !t.isNewExpression(node)) return null;
  const at = node.end! - 1;
  // `new Box`, `import(…)`, and `require(…)`, which may be taken out
  if (code[at] !== ")" || t.isImport(node.callee) || t.isIdentifier(node.callee, { name: "require" })) return null;
  const last = node.arguments.at(-1);
  if (!last) return { at, separator: "" };
  const behind = code.slice(last.end!, at).replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  return { at, separator: /,\s*$/.test(behind) ? "" : ", " };
}

/** A part of a program that something around it assigns or decides about. */
export interface Context {
  part: t.Node;
  /** What it is assigned to, or decided by. */
  by: t.Node;
}

/** What a node says of its parts. */
export function contextsOf(node: t.Node): { assigned: Context[]; decided: Context[] } {
  const decide = (by: t.Node, ...parts: (t.Node | null | undefined)[]): Context[] =>
    parts.filter((part) => !!part).map((part) => ({ part, by }));
  return {
    assigned: t.isAssignmentExpression(node) ? [{ part: node.right, by: node.left }] : [],
    decided: t.isLogicalExpression(node)
      ? decide(node.left, node.right)
      : t.isConditionalExpression(node) || t.isIfStatement(node)
        ? decide(node.test, node.consequent, node.alternate)
        : [],
  };
}

/** `contexts`: of all that stands around the call, and perhaps of others, those inside behind those around them. */
export function siteOf(node: t.Node, code: string, contexts: { assigned: Context[]; decided: Context[] }): Site {
  const { callee } = node as Call;
  const text = (part: t.Node): string => code.slice(part.start!, part.end!).replace(/[\s;,()'"`]/g, "");
  const innermost = (among: Context[]): string => {
    const found = among.findLast(({ part }) => part.start! <= node.start! && node.end! <= part.end!);
    return found ? text(found.by) : "";
  };
  const own = text(node);
  const decided = `${innermost(contexts.decided)}?${own}`;
  const assigned = `${innermost(contexts.assigned)}=${decided}`;
  return { node, text: own, decided, assigned, callee: text(callee), name: lastName(callee) };
}

function lastName(callee: t.Node): string {
  const last = t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee) ? callee.property : callee;
  return t.isIdentifier(last) ? last.name : "";
}

/**
 * Which call of the original each call of an output is: those of one text belong together in their order, first those that are assigned to the
 * same and decided by the same, then those of one callee, then those of one name. Of what stands in the two programs a different number of times nothing is known.
 */
export function originsOf(output: Site[], original: Site[]): (number | undefined)[] {
  const origins: (number | undefined)[] = output.map(() => undefined);
  const taken = new Set<number>();
  for (const by of ["assigned", "decided", "text", "callee", "name"] as const) {
    const wanted = positions(original, by, (i) => !taken.has(i));
    for (const [key, found] of positions(output, by, (i) => origins[i] === undefined)) {
      const those = wanted.get(key) ?? [];
      if (those.length !== found.length) continue;
      found.forEach((i, n) => {
        origins[i] = those[n];
        taken.add(those[n]);
      });
    }
  }
  return origins;
}

function positions(
  sites: Site[],
  by: "assigned" | "decided" | "text" | "callee" | "name",
  counts: (i: number) => boolean,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  sites.forEach((site, i) => {
    if (counts(i)) found.set(site[by], [...(found.get(site[by]) ?? []), i]);
  });
  return found;
}
