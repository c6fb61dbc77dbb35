import { type ParseResult, type PluginItem, parseSync, transformFromAstSync, transformSync } from "@babel/core";
import { type Facts, scan } from "./facts";
import { type ModuleShape, moduleToFunction } from "./module";

/** A program that can be run any number of times, each time with fresh module state. */
export interface Prepared {
  /** `instantiate(...free)` gives the module body as an async function. */
  instantiate: (...environment: unknown[]) => () => Promise<void>;
  /** Names of the parameters of `instantiate`: what the program uses and does not declare. */
  free: string[];
  shape: ModuleShape;
}

const quiet = { babelrc: false, configFile: false, browserslistConfigFile: false, compact: false } as const;

/**
 * Turns a module into a function that runs here: types and JSX are compiled away, imports become free names, exports
 * become getters, loops count their steps. Async functions stay native, so that the order of microtasks is the program's
 * own. Original and output go through the very same steps; the only difference is `$$discarded`, a marker in the original
 * which hands its argument through unchanged.
 */
export function prepare(code: string, filename: string): Prepared {
  return toFunction(code, withoutTypes(code, filename), filename, false);
}

/** The original, and what its source tells about the names it uses. */
export function prepareOriginal(code: string, filename: string): { program: Prepared; facts: Facts } {
  const ast = withoutTypes(code, filename);
  const facts = scan(ast);
  return { program: toFunction(code, ast, filename, true), facts };
}

function toFunction(code: string, ast: ParseResult, filename: string, markDiscarded: boolean): Prepared {
  const shape: ModuleShape = {
    exports: [],
    state: [],
    imports: new Map(),
    runtime: new Map(),
    services: new Map(),
    free: [],
    strict: ast.program.sourceType === "module",
  };
  const plugins: PluginItem[] = [dropDecorators, [moduleToFunction, { shape, markDiscarded }]];
  if (/\busing\b/.test(code)) plugins.unshift("@babel/plugin-transform-explicit-resource-management");
  const options = { ...quiet, filename, plugins, comments: false, cloneInputAst: false };
  const result = transformFromAstSync(ast, code, options);
  const body = `${shape.strict ? '"use strict";\n' : ""}${result!.code!}`;
  const free = [...shape.free, "$$export", "$$state", "$$step", "$$caught", "$$discarded", "$$counted"];
  const instantiate = new Function(...free, `return async function $$module() {\n${body}\n}`);
  return { instantiate: instantiate as Prepared["instantiate"], free, shape };
}

function withoutTypes(code: string, filename: string): ParseResult {
  const typed = /\.[cm]?tsx?$/.test(filename);
  const jsx = /x$/.test(filename) || (!typed && /<[A-Za-z>]/.test(code));
  if (!typed && !jsx) return parse(code, filename);
  const presets: PluginItem[] = [];
  if (typed) presets.push(["@babel/preset-typescript", { allowDeclareFields: true }]);
  if (jsx) presets.push(["@babel/preset-react", { runtime: "classic", pragma: "$$h", pragmaFrag: "$$Fragment" }]);
  const parserOpts = { plugins: parserPlugins(typed, jsx), allowReturnOutsideFunction: false };
  const result = transformSync(code, {
    ...quiet,
    filename,
    presets,
    parserOpts,
    plugins: [dropDecorators],
    ast: true,
    code: false,
  });
  return result!.ast as ParseResult;
}

function parse(code: string, filename: string): ParseResult {
  const options = { ...quiet, filename, parserOpts: { plugins: parserPlugins(false, false) } };
  try {
    return parseSync(code, { ...options, sourceType: "module" })!;
  } catch {
    // Sloppy scripts: `with`, octal literals, `await` as a name.
    return parseSync(code, { ...options, sourceType: "script" })!;
  }
}

type ParserPlugins = ("jsx" | "typescript" | "decorators" | "explicitResourceManagement" | "decoratorAutoAccessors")[];

function parserPlugins(typed: boolean, jsx: boolean): ParserPlugins {
  const plugins: ParserPlugins = ["decorators", "explicitResourceManagement"];
  if (typed) plugins.push("typescript");
  if (jsx) plugins.push("jsx");
  return plugins;
}

/** Decorators need a transform of their own, which would rewrite whole classes; what they decorate is run without them. */
function dropDecorators() {
  return {
    visitor: {
      Decorator(path: { remove(): void }) {
        path.remove();
      },
    },
  };
}
