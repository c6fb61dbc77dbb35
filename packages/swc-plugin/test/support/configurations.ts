import { parseSync, type types as t } from "@babel/core";

/** A value as JSON has it. Regular expressions are their source text; a call is its name and arguments. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Code blocks of a page by their file name: the comment in the first line, or `.swcrc` for what is JSON. */
export function configurationsIn(markdown: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, language, code] of markdown.matchAll(/^```(json|js)\n([\s\S]*?)^```$/gm)) {
    const name = language === "json" ? ".swcrc" : /^\/\/ ([\w-]+\.config\.mjs)$/m.exec(code)?.[1];
    if (name !== undefined && code.includes("swc-plugin-parallel-await")) found.set(name, code);
  }
  return found;
}

/** Every constant expression of a module, the inner ones too. */
export function constantsIn(code: string): Json[] {
  const found: Json[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    if ("type" in node) {
      const value = constant(node as t.Node);
      if (value !== undefined) found.push(value);
    }
    for (const [key, child] of Object.entries(node)) if (key !== "loc") visit(child);
  };
  visit(parseSync(code, { babelrc: false, configFile: false, sourceType: "module" })!.program);
  return found;
}

/** Undefined for what is not constant. */
function constant(node: t.Node | null): Json | undefined {
  switch (node?.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
      return node.value;
    case "RegExpLiteral":
      return `/${node.pattern}/${node.flags}`;
    case "ArrayExpression":
      return all(node.elements.map(constant));
    case "CallExpression": {
      const values = all(node.arguments.map(constant));
      return node.callee.type === "Identifier" && values !== undefined
        ? { call: node.callee.name, arguments: values }
        : undefined;
    }
    case "ObjectExpression": {
      const entries = node.properties.map((property): [string, Json] | undefined => {
        if (property.type !== "ObjectProperty" || property.computed) return undefined;
        const { key } = property;
        const value = constant(property.value);
        const name = key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
        return name === undefined || value === undefined ? undefined : [name, value];
      });
      return all(entries) === undefined ? undefined : Object.fromEntries(entries as [string, Json][]);
    }
    default:
      return undefined;
  }
}

function all<T>(values: (T | undefined)[]): T[] | undefined {
  return values.includes(undefined) ? undefined : (values as T[]);
}
