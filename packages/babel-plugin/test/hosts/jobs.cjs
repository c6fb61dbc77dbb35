// Shared by the scripts beside it: reads jobs from stdin, transforms them with the given Babel, prints the outcomes.
const { readFileSync } = require("node:fs");

exports.run = function run(babel, parallelAwait, about) {
  const { bindingsOf, mergePlugin } = require(process.argv[2]);
  const jobs = JSON.parse(readFileSync(0, "utf8"));
  const outcomes = jobs.map(({ code, options, babel: more = {} }) => {
    let facts = [];
    const spy = () => ({
      visitor: {
        Program(path) {
          facts = bindingsOf(path);
        },
      },
    });
    const result = babel.transformSync(code, {
      configFile: false,
      babelrc: false,
      sourceType: "module",
      ...more,
      plugins: [options === null ? mergePlugin : [parallelAwait, options], spy, ...(more.plugins ?? [])],
    });
    return { version: babel.version, code: result.code, facts, ...about };
  });
  console.log(JSON.stringify(outcomes));
};
