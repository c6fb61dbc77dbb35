import { type ParseResult, type PluginItem, parseSync, transformSync } from "@babel/core";
import { type Facts, scan } from "./facts";
import { type ModuleShape, hookNames, moduleToBody } from "./module";
import { originsOf } from "./sites";

/** A program that can be run any number of times, each time with fresh module state. */
export interface Prepared {
  /** `instantiate(...free)` gives the module body as an async function. */
  instantiate: (...environment: unknown[]) => () => Promise<void>;
  /** Names of the parameters of `instantiate`: what the program uses and does not declare. */
  free: string[];
  shape: ModuleShape;
  isOriginal: boolean;
  /** For every place where something is called, which of the original's it is. */
  origins: (number | undefined)[];
}

const quiet = { babelrc: false, configFile: false, browserslistConfigFile: false, compact: false } as const;

/**
 * Turns a module into a function that runs here: types and JSX are compiled away, imports become free names, exports
 * become getters, loops count their steps. Async functions stay native, so that the order of microtasks is the program's
 * own. Original and output go through the very same steps; the only difference is `$$discarded`, a marker in the original
 * which hands its argument through unchanged.
 */
export function prepare(code: string, filename: string, original: Prepared): Prepared {
  const plain = toPlain(code, filename);
  return toFunction(plain, parse(plain, filename), original);
}

/** The original, and what its source tells about the names it uses. */
export function prepareOriginal(code: string, filename: string): { program: Prepared; facts: Facts } {
  const plain = toPlain(code, filename);
  const file = parse(plain, filename);
  const program = toFunction(plain, file);
  return { program, facts: scan(file, program.shape.sites) };
}

function toFunction(code: string, file: ParseResult, original?: Prepared): Prepared {
  const { body, shape } = moduleToBody(code, file, original === undefined);
  const free = [...shape.free, ...hookNames];
  const instantiate = new Function(...free, `return async function $$module() {\n${body}\n}`);
  return {
    instantiate: instantiate as Prepared["instantiate"],
    free,
    shape,
    isOriginal: original === undefined,
    origins: originsOf(shape.sites, (original ?? { shape }).shape.sites),
  };
}

/** The program in JavaScript that runs here. */
function toPlain(code: string, filename: string): string {
  const typed = /\.[cm]?tsx?$/.test(filename);
  const jsx = /x$/.test(filename) || (!typed && /<[A-Za-z>]/.test(code));
  const resources = /\busing\b/.test(code);
  if (!typed && !jsx && !resources && !/@\w/.test(code)) return code;
  const presets: PluginItem[] = [];
  if (typed) presets.push(["@babel/preset-typescript", { allowDeclareFields: true }]);
  if (jsx) presets.push(["@babel/preset-react", { runtime: "classic", pragma: "$$h", pragmaFrag: "$$Fragment" }]);
  const plugins: PluginItem[] = resources ? ["@babel/plugin-transform-explicit-resource-management"] : [];
  return moduleOrScript((sourceType) => {
    const parserOpts = { plugins: parserPlugins(typed, jsx) };
    const options = { ...quiet, filename, presets, parserOpts, plugins: [dropDecorators, ...plugins], sourceType };
    return transformSync(code, options)!.code!;
  });
}

function parse(code: string, filename: string): ParseResult {
  const options = { ...quiet, filename, parserOpts: { plugins: parserPlugins(false, false) } };
  return moduleOrScript((sourceType) => parseSync(code, { ...options, sourceType })!);
}

/** Sloppy scripts have `with`, octal literals, `await` as a name. */
function moduleOrScript<T>(attempt: (sourceType: "module" | "script") => T): T {
  try {
    return attempt("module");
  } catch {
    return attempt("script");
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
