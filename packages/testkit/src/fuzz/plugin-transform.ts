import type { PluginItem } from "@babel/core";
import parallelAwait from "babel-plugin-parallel-await";
import { compile } from "../fixtures/run";
import type { PluginOptions } from "../oracle/options";
import type { Transform } from "./fuzz";

/** The plugin as a transform of source text. Printing without it tells whether it changed anything. */
export function pluginTransform(options: PluginOptions): Transform {
  return (source) => {
    const output = compile(source, "input.js", [[parallelAwait as PluginItem, options] as PluginItem]);
    return output === compile(source, "input.js", []) ? null : output;
  };
}
