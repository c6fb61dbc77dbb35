// Babel as it was at 7.20. Its packages ask each other for `^7.20`, which an install answers with today's: here they get
// those of that time.
const Module = require("node:module");

const OLD = new Map(
  ["core", "generator", "parser", "template", "traverse", "types"].map((name) => [
    `@babel/${name}`,
    `babel-${name}-7-20`,
  ]),
);
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const name = request.split("/", 2).join("/");
  return resolve.call(this, OLD.has(name) ? OLD.get(name) + request.slice(name.length) : request, ...rest);
};

require("./jobs.cjs").run(require("@babel/core"), require("babel-plugin-parallel-await").default, {
  traverse: require("@babel/traverse/package.json").version,
});
