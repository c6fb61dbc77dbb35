import { type PluginItem, createConfigItem } from "@babel/core";
import parallelAwait, { type FileReport } from "babel-plugin-parallel-await";
import { compile } from "../fixtures/run";
import type { PluginOptions } from "../oracle/options";
import type { Transform } from "./fuzz";

/**
 * The plugin as a transform of source text; its report tells whether it changed anything.
 *
 * Throws when the plugin gives a program up because of a fault of its own: in a build that is a warning, here it is a find. Throws as well
 * when its output depends on whether anybody wants a report: without one, much is ruled out early.
 */
export function pluginTransform(options: PluginOptions): Transform {
  let changed = false;
  const report = ({ remarks }: FileReport): void => {
    changed ||= remarks.some((site) => site.hoisted);
  };
  // One item for all programs: Babel makes a plugin anew for every other object.
  const plugins = [createConfigItem([parallelAwait as PluginItem, { ...options, report }] as PluginItem)];
  const silent = [createConfigItem([parallelAwait as PluginItem, options] as PluginItem)];
  return (source) => {
    changed = false;
    const output = withoutWarnings(() => compile(source, "input.js", plugins));
    if (withoutWarnings(() => compile(source, "input.js", silent)) !== output)
      throw new Error("another output without a report");
    return changed ? output : null;
  };
}

function withoutWarnings<T>(run: () => T): T {
  const { warn } = console;
  console.warn = (message: string) => {
    throw new Error(message);
  };
  try {
    return run();
  } finally {
    console.warn = warn;
  }
}
