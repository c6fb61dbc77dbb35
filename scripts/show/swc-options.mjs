import path from "node:path";

/**
 * Options for `@swc/core` that parse `filename` as its extension says, read no configuration from disk, and leave SWC as little work of its own
 * as there can be: JSX stays and nothing is lowered.
 * @param {string} filename
 * @param {{ plugins: [string, object][], cacheRoot: string, runPluginFirst?: boolean }} experimental  `cacheRoot` is the folder of
 *   compiled plugins
 */
export function swcOptions(filename, experimental) {
  return {
    swcrc: false,
    configFile: false,
    filename,
    isModule: "unknown",
    jsc: {
      target: "esnext",
      parser: parserOf(filename),
      transform: { react: { runtime: "preserve" } },
      experimental,
    },
  };
}

function parserOf(filename) {
  if (/\.[cm]?tsx?$/.test(filename)) {
    return { syntax: "typescript", tsx: path.extname(filename) === ".tsx", decorators: true };
  }
  return { syntax: "ecmascript", jsx: true, decorators: true, explicitResourceManagement: true };
}
