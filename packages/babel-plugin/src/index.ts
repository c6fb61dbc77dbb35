import type { Builders } from "./apply/builders";
import { type PluginOptions, readSettings, type Settings } from "./options";
import { type FileReport, reportText } from "./report";
import { type HostFile, transformFile } from "./transform";
import { MANIFEST, VERSION } from "./version";

export type { PluginOptions } from "./options";
export type { FileReport, SiteReport } from "./report";

/** What the plugin uses of the object that Babel calls it with, in Babel 7 and 8. */
export interface PluginApi {
  readonly types: unknown;
  assertVersion(range: string): void;
  addExternalDependency(path: string): void;
  readonly cache: { invalidate<T>(callback: () => T): unknown };
}

/** The part of Babel's plugin object that we fill. */
export interface Plugin {
  readonly name: string;
  pre(this: unknown, file: unknown): void;
  readonly visitor: Record<string, never>;
}

/**
 * The Babel plugin.
 *
 * It works in `pre`, which Babel calls with the scopes ready and before any plugin's visitors, wherever in the list of
 * plugins and presets we are; so there is nothing to visit, and a file without awaits costs one text search.
 */
export default function parallelAwait(api: PluginApi, options: PluginOptions = {}): Plugin {
  api.assertVersion("^7.20.0 || ^8.0.0");
  if (MANIFEST !== null) {
    // Babel demands the first of those who do the second.
    api.cache.invalidate(() => VERSION);
    api.addExternalDependency(MANIFEST);
  }
  const settings = readSettings(options);
  const types = api.types as Builders;

  return {
    name: "parallel-await",
    pre(file) {
      const report = transformSafely(types, file as HostFile, settings);
      if (report === null || settings.report === "off") return;
      if (typeof settings.report === "function") settings.report(report);
      else console.error(reportText(report, settings.report === "all"));
    },
    visitor: {},
  };
}

/** A fault of ours must not break the build: nothing is changed then, and the file works as it is. */
function transformSafely(types: Builders, file: HostFile, settings: Settings): FileReport | null {
  try {
    return transformFile(types, file, settings);
  } catch (error) {
    const name = file.opts.filename ?? "unknown file";
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.warn(`parallel-await: ${name} is left as it is, because of an internal error:\n${cause}`);
    return null;
  }
}

/**
 * babel-jest, babel-loader and others key their caches by the JSON text of Babel's options, where the options of a plugin
 * appear but its code does not. This puts our version there.
 */
Object.assign(parallelAwait, { toJSON: () => `babel-plugin-parallel-await@${VERSION}` });
