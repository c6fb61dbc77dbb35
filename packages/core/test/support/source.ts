import { parseSync } from "@babel/core";
import { lowerFile, type SourceFile } from "../../../babel-plugin/src/lower/lower";
import type { Tree } from "../../src/tree/tree";

/** A source text as core sees it, by way of Babel. `filename` decides about JSX, which rules out `<T>x`. */
export function treeOf(code: string, filename = "input.tsx"): Tree {
  const ast = parseSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "unambiguous",
    parserOpts: {
      plugins: ["typescript", "decorators", "decoratorAutoAccessors", "explicitResourceManagement", ...jsx(filename)],
      createImportExpressions: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      // Not for errors: it also lets TypeScript's parameter decorators pass beside the standard ones.
      errorRecovery: true,
    },
  });
  // Declared against core's build, but the same class.
  return lowerFile({ code, ast } as unknown as SourceFile).tree as unknown as Tree;
}

function jsx(filename: string): "jsx"[] {
  return /\.[cm]?ts$/.test(filename) ? [] : ["jsx"];
}
