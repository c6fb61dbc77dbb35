import path from "node:path";

/** The built module, as a configuration names it. */
export const plugin = path.resolve(__dirname, "../../dist/plugin.wasm");
