import { types as t } from "@babel/core";

/** A place in a program where something is called. */
export interface Site {
  node: t.Node;
  /** The call as it is written, without what a printer may change. */
  text: string;
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

/** `assignment`: the innermost around the call. */
export function siteOf(node: t.Node, code: string, assignment?: t.AssignmentExpression): Site {
  const { callee } = node as Call;
  const text = (part: t.Node): string => code.slice(part.start!, part.end!).replace(/[\s;,()'"`]/g, "");
  const assigned = `${assignment ? text(assignment.left) : ""}=${text(node)}`;
  return { node, text: text(node), assigned, callee: text(callee), name: lastName(callee) };
}

function lastName(callee: t.Node): string {
  const last = t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee) ? callee.property : callee;
  return t.isIdentifier(last) ? last.name : "";
}

/**
 * Which call of the original each call of an output is: those of one text belong together in their order, first those that are assigned to the
 * same, then those of one callee, then those of one name. Of what stands in the two programs a different number of times nothing is known.
 */
export function originsOf(output: Site[], original: Site[]): (number | undefined)[] {
  const origins: (number | undefined)[] = output.map(() => undefined);
  const taken = new Set<number>();
  for (const by of ["assigned", "text", "callee", "name"] as const) {
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
  by: "assigned" | "text" | "callee" | "name",
  counts: (i: number) => boolean,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  sites.forEach((site, i) => {
    if (counts(i)) found.set(site[by], [...(found.get(site[by]) ?? []), i]);
  });
  return found;
}
