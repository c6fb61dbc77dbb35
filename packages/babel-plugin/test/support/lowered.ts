import { parseSync, types } from "@babel/core";
import { Kind, type Tree } from "@parallel-await/core";
import type { Builders } from "../../src/apply/builders";
import { lowerFile } from "../../src/lower/lower";
import type { SyntaxNode } from "../../src/lower/syntax";
import type { Lowered } from "../../src/lower/walk";

export const builders = types as unknown as Builders;

/** A parsed and lowered file, as the plugin has it in hand. */
export interface Parsed {
  code: string;
  ast: { program: SyntaxNode; comments: { value: string; start?: number; end?: number }[] };
  lowered: Lowered;
  tree: Tree;
}

/** Parser plugins of Babel, for example `["typescript", "jsx"]`. */
export function parse(code: string, plugins: unknown[] = [], parserOptions: object = {}): Parsed {
  const ast = parseSync(code, {
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: plugins as never, allowReturnOutsideFunction: true, ...parserOptions },
    sourceType: "unambiguous",
  }) as unknown as Parsed["ast"];
  const lowered = lowerFile({ code, ast });
  return { code, ast, lowered, tree: lowered.tree };
}

/** Ids of all nodes of a kind, in source order. */
export function all(tree: Tree, kind: Kind): number[] {
  const ids: number[] = [];
  for (let id = 0; id < tree.size; id += 1) if (tree.kind[id] === kind) ids.push(id);
  return ids;
}
