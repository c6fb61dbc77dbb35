import path from "node:path";
import type { FileReport } from "babel-plugin-parallel-await";
import type { Options, Output, ParserConfig } from "@swc/core";

/** One version of @swc/core. */
export interface SwcHost {
  version: string;
  transformSync(source: string, options: Options): Output;
}

/** `runPluginFirst` hands the plugin the whole source; by default it meets a program without TypeScript and decorators. */
export type SwcOrder = "default" | "first";

export interface SwcRequest {
  source: string;
  filename: string;
  /** Path of the plugin and its options; without, SWC prints the program as it is. */
  plugin?: [string, object];
  order?: SwcOrder;
  /** Whatever else a test wants to be different. */
  overrides?: Options;
}

export interface SwcResult {
  code: string;
  map?: string;
  /** What the plugin says about the awaits of the file, when asked for by `report`; null when it did not look at it. */
  report: FileReport | null;
}

/**
 * Compiles with as little as SWC can do: no target to lower to, JSX kept.
 *
 * A program that only makes sense as a script becomes one, as in `runFixture`.
 */
export function swcTransform(swc: SwcHost, request: SwcRequest): SwcResult {
  const { code, map, ...rest } = moduleOrScript((isModule) => {
    return swc.transformSync(request.source, { ...swcOptions(request), isModule });
  });
  const { output } = rest as { output?: string };
  const said = output ? (JSON.parse(output) as Record<string, string>)["parallel-await"] : undefined;
  return { code, map, report: said === undefined ? null : (JSON.parse(said) as FileReport) };
}

/** Options that read no configuration from disk and keep compiled plugins away from the sources. */
export function swcOptions({ filename, plugin, order = "default", overrides = {} }: SwcRequest): Options {
  const { jsc = {}, ...others } = overrides;
  return {
    swcrc: false,
    configFile: false,
    filename,
    ...others,
    jsc: {
      target: "esnext",
      transform: { react: { runtime: "preserve" } },
      ...jsc,
      parser: jsc.parser ?? parserOf(filename),
      experimental: {
        ...jsc.experimental,
        cacheRoot: path.resolve("node_modules/.cache/parallel-await/swc"),
        plugins: plugin ? [plugin as [string, Record<string, unknown>]] : [],
        ...(order === "first" && { runPluginFirst: true }),
      },
    },
  };
}

function parserOf(filename: string): ParserConfig {
  if (/\.[cm]?tsx?$/.test(filename)) return { syntax: "typescript", tsx: filename.endsWith(".tsx"), decorators: true };
  return { syntax: "ecmascript", jsx: true, decorators: true, explicitResourceManagement: true } as ParserConfig;
}

function moduleOrScript<T>(attempt: (isModule: boolean) => T): T {
  try {
    return attempt(true);
  } catch (error) {
    try {
      return attempt(false);
    } catch {
      // Neither: the first error is about what most programs are.
      throw error;
    }
  }
}
