// Builds the project in argv[2] with webpack and babel-loader, with babel-loader's cache in the project's folder. Our
// plugin reports on stderr for each file that is really compiled.
const { join } = require("node:path");
const webpack = require("webpack");

const folder = process.argv[2];
const options = JSON.parse(process.argv[3]);

webpack(
  {
    mode: "none",
    context: folder,
    entry: "./entry.js",
    output: { path: join(folder, "out") },
    module: {
      rules: [
        {
          test: /entry\.js$/,
          loader: require.resolve("babel-loader"),
          options: {
            configFile: false,
            babelrc: false,
            cacheDirectory: join(folder, "cache"),
            plugins: [[join(folder, "plugin"), { ...options, report: "summary" }]],
          },
        },
      ],
    },
  },
  (error, stats) => {
    if (error || stats.hasErrors()) {
      console.log(error ?? stats.toString());
      process.exitCode = 1;
    }
  },
);
