/** @type {import("jest").Config} */
export default {
  // Not the whole tree: the corpus in node_modules is tens of thousands of files.
  roots: ["<rootDir>/packages", "<rootDir>/bench", "<rootDir>/scripts"],
  testMatch: ["**/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["/dist/.*/package.json"],
  // Packages are imported by name and resolve to their builds, as they do for users.
  transform: {
    "\\.[cm]?tsx?$": [
      "babel-jest",
      {
        babelrc: false,
        configFile: false,
        // Babel, which many tests call, installs its own stack traces and so undoes Jest's source maps.
        retainLines: true,
        presets: [
          ["@babel/preset-env", { targets: { node: "20" } }],
          ["@babel/preset-typescript", {}],
        ],
      },
    ],
  },
};
