import { performance } from "node:perf_hooks";
import parallelAwait from "babel-plugin-parallel-await";

/** The plugin with a stopwatch around its work, which all happens in `pre`; `elapsed()` is in ms since the start. */
export function timedPlugin() {
  let elapsed = 0;
  const plugin = (api, options) => {
    const { pre, ...rest } = parallelAwait(api, options);
    return {
      ...rest,
      pre(file) {
        const began = performance.now();
        pre.call(this, file);
        elapsed += performance.now() - began;
      },
    };
  };
  return { plugin, elapsed: () => elapsed };
}
