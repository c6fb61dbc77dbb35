import { parseSync } from "@babel/core";
import { lowerFile, type SourceFile } from "../../../babel-plugin/src/lower/lower";
import type { Tree } from "../../src/tree/tree";

/** A source text as core sees it, by way of Babel. */
export function treeOf(code: string): Tree {
  const ast = parseSync(code, {
    configFile: false,
    babelrc: false,
    sourceType: "unambiguous",
    parserOpts: {
      plugins: ["typescript", "jsx", "decorators", "decoratorAutoAccessors", "explicitResourceManagement"],
      createImportExpressions: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
    },
  });
  // Declared against core's build, but the same class.
  return lowerFile({ code, ast } as unknown as SourceFile).tree as unknown as Tree;
}
