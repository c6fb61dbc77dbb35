import path from "node:path";

/** The built module, as a configuration names it. */
export const plugin = path.resolve(__dirname, "../../dist/plugin.wasm");

/** The one that also prints its report. */
export const printing = path.resolve(__dirname, "../../dist/report.wasm");
