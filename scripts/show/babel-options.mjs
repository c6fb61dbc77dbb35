/**
 * Options for `@babel/core` that parse `filename` as its extension says, and read no configuration from disk.
 * @param {string} filename
 * @param {string} [source]  to know a file with Flow types by its `@flow` comment
 */
export function babelOptions(filename, source = "") {
  return {
    filename,
    babelrc: false,
    configFile: false,
    // Packages ship maps to sources they do not ship; lines here are those of the file itself.
    inputSourceMap: false,
    // Babel's default turns indentation off above 500 KB and says so on the console.
    compact: false,
    sourceType: "unambiguous",
    parserOpts: {
      plugins: syntaxPlugins(filename, source),
      allowReturnOutsideFunction: true,
    },
  };
}

function syntaxPlugins(filename, source) {
  const both = ["explicitResourceManagement", "decoratorAutoAccessors"];
  // Parameter decorators exist only in the legacy proposal, which TypeScript code bases use.
  if (/\.[cm]?ts$/.test(filename)) return [...both, "typescript", "decorators-legacy"];
  if (filename.endsWith(".tsx")) return [...both, "typescript", "jsx", "decorators-legacy"];
  if (/^\s*(?:\/\/|\/\*)[^;{}]*@flow\b/.test(source)) return [...both, "flow", "jsx"];
  return [...both, "jsx", "decorators"];
}
