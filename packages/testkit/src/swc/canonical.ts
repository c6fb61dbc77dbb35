import { parseSync, transformFromAstSync, types } from "@babel/core";

const config = {
  babelrc: false,
  configFile: false,
  browserslistConfigFile: false,
  sourceType: "unambiguous",
} as const;

/**
 * A program as one printer prints it, whatever printed it before: without comments, and with every literal, parenthesis and
 * line break as the printer likes it. Two programs with the same canonical text have the same syntax tree.
 */
export function canonical(code: string): string {
  const ast = parseSync(code, {
    ...config,
    parserOpts: {
      plugins: ["jsx", "explicitResourceManagement", "decorators", "decoratorAutoAccessors"],
      allowReturnOutsideFunction: true,
    },
  })!;
  types.traverseFast(ast, (node) => {
    // A directive is its source text: 'use\\x20strict' is not one that counts.
    if (node.type !== "DirectiveLiteral") delete node.extra;
    node.loc = node.start = node.end = undefined;
    node.leadingComments = node.trailingComments = node.innerComments = null;
  });
  return transformFromAstSync(ast, undefined, { ...config, cloneInputAst: false, comments: false, compact: false })!
    .code!;
}
